"""One-character names of states in their compounds: 中俄, 访美, 驻华, 美方."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from store.actors import shortforms
from store.actors.lexicon import Actor
from store.actors.segmentation import Cuts


class StatePatterns:
    """The patterns of ``shortforms`` over the lexicon's one-character aliases."""

    def __init__(self, short: dict[str, list[Actor]]) -> None:
        self._short = short
        chars = "".join(short) or "\0"
        objects = "".join(c for c in short if c not in shortforms.OBJECTS_NOT) + "中"
        verbs_weak = "|".join(f"{v}(?=[{those}])" for v, those in shortforms.VERBS_WEAK.items())
        self._run = re.compile(shortforms.RUN.format(f"[{chars}]"))
        self._object = re.compile(f"(?:[{shortforms.VERBS_STRONG}]|{verbs_weak})([{objects}])")
        organs = "|".join(sorted(shortforms.ORGANS, key=len, reverse=True))
        self._subject = re.compile(f"([{chars}])(?=({shortforms.NOUNS}|{organs})(?!通))")

    def find(
        self, text: str, covered: bytearray, cuts: Cuts, present: Counter[str]
    ) -> Iterator[tuple[int, int, Actor]]:
        """``start, end, actor`` of each; ``covered`` marks what longer names have taken."""
        taken = set()
        for start, end in self._places(text, covered, cuts, present):
            for at in range(start, end):
                if at in taken:
                    continue
                taken.add(at)
                actor = self.actor(text[at], present)
                if actor is None and end - start > 1:
                    actor = next(iter(self._short.get(text[at], ())), None)
                if text[at] == "澳" and not {"港", "粤"}.isdisjoint(text[start:end]):
                    actor = self._short.get("澳", [None])[-1]
                if actor is not None:
                    yield at, at + 1, actor

    def _places(
        self, text: str, covered: bytearray, cuts: Cuts, present: Counter[str]
    ) -> Iterator[tuple[int, int]]:
        for pattern in (self._run, shortforms.PROVINCES):
            for match in pattern.finditer(text):
                start, end = match.span()
                if text[start] == "日" and text[start - 1 : start].isdigit():
                    start += 1
                if end - start < 2 or any(covered[start:end]) or not cuts.whole(start, end):
                    continue
                if pattern is self._run and not self._is_run(text, start, end, present):
                    continue
                yield start, end
        for match in self._object.finditer(text):
            at = match.start(1)
            if text[at] == "中" and text[at - 1] != "对":
                continue
            if any(covered[match.start() : at + 1]):
                continue
            if (cuts.at(at) and cuts.at(at + 1)) or cuts.whole(match.start(), at + 1):
                yield at, at + 1
        for match in self._subject.finditer(text):
            at = match.start()
            if (
                not any(covered[at : match.end(2)])
                and shortforms.noun_fits(text[at], match.group(2))
                and cuts.at(at)
                and cuts.at(match.end(2))
                and (text[at] != "日" or not text[at - 1 : at].isdigit())
            ):
                yield at, at + 1

    def _is_run(self, text: str, start: int, end: int, present: Counter[str]) -> bool:
        run = text[start:end]
        if "华" in run or len(set(run)) < len(run):
            return False
        if any(self.actor(char, present) is None for char in run):
            # 中老铁路, 中非合作: two sides and what is between them need no other naming.
            return "中" in run and shortforms.RELATION.match(text, end) is not None
        if shortforms.PAIR_CORE & set(run) and set(run) <= shortforms.PAIR_EASY | {"中"}:
            return True
        if text[end : end + 1] == "通":
            return False
        return shortforms.RELATION.match(text, end) is not None

    def actor(self, char: str, present: Counter[str]) -> Actor | None:
        """The state ``char`` stands for: by itself if usual, else one the article names."""
        actors = self._short.get(char, [])
        known = [a for a in actors if present.get(a.id)]
        if known:
            return max(known, key=lambda a: present[a.id])
        return actors[0] if actors and char in shortforms.PLAIN else None
