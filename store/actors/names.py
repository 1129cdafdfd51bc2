"""Names no list has: the sequence model over an article, read twice.

The second reading leans towards what the first found: a name seen plainly once is known in the
rest of the article, and the last part of a full foreign name is that person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from store.actors.dictionary import Dictionary
from store.actors.lexicon import Lexicon
from store.actors.sequence import model
from store.actors.sequence.classes import SURNAMES, table
from store.actors.sequence.features import KINDS, Marked, Name, hashes
from store.actors.sequence.model import Floats, Model
from store.article import ActorKind

MARGIN = 1.5
"""A character is looked at where some label comes this near to none. 3 finds the same names."""
RULE = 1.0
LONG_RULE = 4.0
MEMORY = 2.0
"""What the rules' finding, and a finding elsewhere in the article, add to a name's score. Chosen
on labelled articles of outlets left out of the training."""
ORDINARY = 300
"""A two-character name that is a word this frequent is not looked for a second time."""
USUAL = 100
"""A two-character word this frequent in the dictionary is no name that no list has."""
COMMON = 1000
"""The same for one that begins with a surname (高峰 is a name, 和平 hardly)."""
_EDGE = " \n\t,，、。丨|·"
_APART = np.zeros(0x10000, np.bool_)
"""Characters over which no name goes, folded: line ends, stops, brackets of heads and titles."""
_APART[[ord(char) for char in "\n\t。?;【】《》〈〉"]] = True


@cache
def trained() -> Model:
    """The model that comes with the program; see MODEL.md beside it for what it learned from."""
    with as_file(files("store.actors").joinpath("sequence/model.npz")) as path:
        return model.load(path)


class NameFinder:
    """Finds names with a model, the classes of characters and jieba's word counts."""

    def __init__(self, lexicon: Lexicon, words: Dictionary, found: Model) -> None:
        self._classes: NDArray[np.uint8] = table(lexicon)
        self._words = words
        self._model = found

    def find(self, marked: Marked) -> list[Name]:
        """``start, end, kind`` of each name, in order, none overlapping."""
        if not marked.text:
            return []
        scores = self._model.scores(hashes(marked, self._classes))
        points = np.frombuffer(marked.text.encode("utf-32-le"), np.uint32)
        scores[_APART.take(points, mode="clip"), 1:] = model.NEVER
        for start, end, kind in marked.sure:
            if end - start > 1:
                long = end - start > 3 or marked.text[start].isascii()
                _lean(scores, start, end, kind, LONG_RULE if long else RULE)
        found = self._decoded(scores, model.windows(scores, MARGIN))
        changed = self._remember(marked.text, scores, found)
        if changed:
            marks = np.zeros(len(scores), np.int64)
            marks[changed] = 1
            before = np.concatenate(([0], np.cumsum(marks)))
            again = [
                (start, end)
                for start, end in model.windows(scores, MARGIN)
                if before[end] > before[start]
            ]
            kept = np.ones(len(scores), np.bool_)
            for start, end in again:
                kept[start:end] = False
            found = [name for name in found if kept[name[0]]] + self._decoded(scores, again)
            found.sort()
        seen = bytearray(len(scores))
        for start, end, _ in marked.seen:
            seen[start:end] = b"\1" * (end - start)
        trimmed = (_trimmed(marked.text, name) for name in found)
        return [
            name
            for name in trimmed
            if name[0] < name[1]
            and (any(seen[name[0] : name[1]]) or not self._ordinary(marked.text, name))
        ]

    def _ordinary(self, text: str, name: Name) -> bool:
        """Whether a name that no list has is a usual word of two characters."""
        start, end, kind = name
        if end - start != 2:
            return False
        surface = text[start:end]
        named = kind == "person" and surface[0] in SURNAMES
        return self._words.frequency(surface) > (COMMON if named else USUAL)

    def _decoded(self, scores: Floats, stretches: list[tuple[int, int]]) -> list[Name]:
        labels = model.decode(scores, self._model.moves, stretches)
        return [
            name
            for (start, _), found in zip(stretches, labels, strict=True)
            for name in model.spans(found, start)
        ]

    def _remember(self, text: str, scores: Floats, found: Sequence[Name]) -> list[int]:
        """Make what was found likelier where it was not; the first characters of such places."""
        votes: dict[str, Counter[ActorKind]] = defaultdict(Counter)
        for start, end, kind in found:
            surface = text[start:end]
            if end - start > 1:
                votes[surface][kind] += 1
            if kind == "person" and "·" in surface:
                for part in surface.split("·"):
                    if len(part) > 1:
                        votes[part][kind] += 1
        places = {name[:2] for name in found}
        again: list[int] = []
        for surface, kinds in votes.items():
            (kind, most), *others = kinds.most_common(2)
            if (others and others[0][1] == most) or (kind == "place" and len(surface) < 3):
                continue
            if len(surface) == 2 and self._words.frequency(surface) > ORDINARY:
                continue
            start = text.find(surface)
            while start >= 0:
                end = start + len(surface)
                if (others or (start, end) not in places) and _apart(text, start, end):
                    _lean(scores, start, end, kind, MEMORY)
                    again.append(start)
                start = text.find(surface, end)
        return again


def _lean(scores: Floats, start: int, end: int, kind: ActorKind, weight: float) -> None:
    base = 1 + 4 * KINDS.index(kind)
    scores[start, base] += weight / 2
    scores[end - 1, base + 2] += weight / 2
    scores[start + 1 : end - 1, base + 1] += weight / 4


def _apart(text: str, start: int, end: int) -> bool:
    """Whether a name in letters is no piece of a longer word."""
    before = text[start - 1 : start]
    after = text[end : end + 1]
    left = text[start].isascii() and before.isascii() and before.isalnum()
    right = text[end - 1].isascii() and after.isascii() and after.isalnum()
    return not (left or right)


def _trimmed(text: str, name: Name) -> Name:
    start, end, kind = name
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    while start < end and text[start] in _EDGE:
        start += 1
    return start, end, kind
