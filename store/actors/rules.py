"""The rules: where a text names an actor of the lexicon, and which.

The longest name that stands on word boundaries wins. A name marked as ambiguous counts when
its actor is named unambiguously anywhere in the same article, or a title stands beside it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from store.actors import organnames
from store.actors.gazetteer import Entry, Gazetteer
from store.actors.homes import ENOUGH, homes, spoken_of
from store.actors.lexicon import Actor, Lexicon
from store.actors.segmentation import Cuts
from store.actors.shortforms import BARE, NO_HEAD, ORGANS
from store.actors.statepatterns import StatePatterns
from store.article import ActorKind
from store.folding import even_dots, fold


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]``, in code points, names ``name``; ``actor`` is None if not linked."""

    start: int
    end: int
    kind: ActorKind
    actor: str | None
    name: str


_TITLE_BEFORE = re.compile(
    r"(?:总统|总理|首相|主席|总书记|国务卿|部长|外长|防长|财长|议长|议员|市长|州长|省长|书记|将军|上将|"
    r"司令|秘书长|发言人|大使|教授|博士|国王|女王|王储|候选人|特首|院长|局长|董事长|总裁|总干事|专员|法官)\Z"
)
_TITLE_AFTER = re.compile(
    r"总统|总理|首相|主席|总书记|国务卿|部长|外长|议长|议员|市长|州长|省长|书记|将军|先生|女士|教授|"
    r"博士|政府|当局|夫妇|团队|国王|特首"
)
_SURNAME_AFTER = re.compile(r"主席|总书记|总统|总理|先生|女士|政府|家军|阵营|办公室")
# Surnames that stand alone in news: no common word besides.
_SURNAMES_ALONE = frozenset("习")
_ORGAN = re.compile("|".join(sorted(ORGANS, key=len, reverse=True)))
_BARE = re.compile(BARE)


class Rules:
    """Finds the lexicon's actors. Making one loads jieba's dictionary."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.version = lexicon.version
        self.gazetteer = Gazetteer(lexicon)
        short: dict[str, list[Actor]] = defaultdict(list)
        self.surnames: dict[str, list[Actor]] = defaultdict(list)
        for char, actor in self.gazetteer.characters:
            (self.surnames if actor.kind == "person" else short)[char].append(actor)
        self.patterns = StatePatterns(short)
        self.surname = re.compile(f"[{''.join(self.surnames)}]" if self.surnames else r"(?!)")
        self.home = homes(lexicon)
        self.by_name = {a.name: a for a in reversed(lexicon.actors)}

    def read(self, text: str) -> Reading:
        """An article's text, read with all that it names in mind."""
        return Reading(self, text)

    def organ(self, state: str, organ: str) -> Actor | None:
        """The organ of a state, known by both names together."""
        entry = self.gazetteer.entry(state + organ)
        return self.by_name.get(state + organ) or (entry.sure if entry else None)

    def resolve(self, entry: Entry, part: Reading, start: int, end: int) -> Actor | None:
        """Who an alias at ``start:end`` means, given who else the article names."""
        if entry.sure is not None:
            return entry.sure
        known = [a for a in entry.maybe if part.present.get(a.id)]
        if known:
            return max(known, key=lambda a: part.present[a.id])
        people = [a for a in entry.maybe if a.kind == "person"]
        if len(people) != 1 or len(entry.maybe) != 1:
            return None
        fits = _TITLE_AFTER.match(part.folded, end) or _TITLE_BEFORE.search(
            part.folded, max(0, start - 4), start
        )
        return people[0] if fits else None


class Reading:
    """An article's text: its folded form, its word boundaries, who it names beyond doubt."""

    def __init__(self, rules: Rules, text: str) -> None:
        self.rules = rules
        self.text = text
        self.folded = even_dots(fold(text))
        self.cuts = Cuts(rules.gazetteer.dictionary, self.folded)
        self._found = list(rules.gazetteer.find(text, self.folded, self.cuts))
        self.present = Counter(actor.id for actor in self._plain())
        self.states = spoken_of(self.present, rules.home)

    def _plain(self) -> Iterator[Actor]:
        done = 0
        for start, end, entry in self._found:
            if start >= done and entry.sure is not None:
                yield entry.sure
                done = end

    def seen(self) -> Iterator[tuple[int, int, ActorKind]]:
        """``start, end, kind`` of every alias here, doubtful ones too, longest first."""
        done = 0
        for start, end, entry in self._found:
            if start >= done:
                yield start, end, (entry.sure or entry.maybe[0]).kind
                done = end

    def spans(self) -> list[Span]:
        """The mentions the rules are sure of, in order, none overlapping."""
        present = self.present
        taken: list[Span] = []
        done = 0
        for start, end, entry in self._found:
            if start < done:
                continue
            actor = self.rules.resolve(entry, self, start, end)
            if actor is None or self._is_title(actor, end):
                continue
            span = self._grown(Span(start, end, actor.kind, actor.id, actor.name))
            done = span.end
            if self._in_work(span):
                continue
            taken.append(span)
        covered = bytearray(len(self.folded))
        for span in taken:
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
        patterns = self.rules.patterns
        for start, end, actor in patterns.find(self.folded, covered, self.cuts, present):
            span = Span(start, end, actor.kind, actor.id, actor.name)
            longer = self._with_organ(span)
            if not any(covered[start : longer.end]):
                span = longer
            taken.append(span)
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
        taken += self._surname_spans(covered)
        taken.sort(key=lambda span: span.start)
        return list(self._with_bare_organs(taken))

    def _is_title(self, actor: Actor, end: int) -> bool:
        return (
            actor.kind == "organisation"
            and NO_HEAD.match(self.folded, end) is not None
            and self.folded[end - 1] in "部局委厅院署处会省行府"
        )

    def _grown(self, span: Span) -> Span:
        """``span`` with what makes it a longer name, or of another kind."""
        text = self.folded
        if span.name in organnames.BUILDINGS and organnames.as_place(text, span.start):
            return replace(span, kind="place")
        if span.kind not in ("place", "organisation"):
            return span
        if span.kind == "place":
            committee = organnames.party(text, span.end, span.name)
            if committee is not None:
                return Span(span.start, committee[0], "organisation", None, committee[1])
            grown = self._with_organ(span)
            if grown is not span:
                return grown
        state = span.actor is not None and span.actor[0] == "Q"
        found = organnames.tail(text, span.end, place=span.kind == "place", state=state)
        if found is None or not self.cuts.at(found[0]):
            return span
        end, outlet = found
        if any(a >= span.end and a < end <= b and e.sure for a, b, e in self._found):
            return span
        return Span(
            span.start, end, "media" if outlet else "organisation", None, text[span.start : end]
        )

    def _in_work(self, span: Span) -> bool:
        """Whether ``span`` is only a part of a title in 《》, which names a work, not actors."""
        before = self.folded.rfind("《", max(0, span.start - 40), span.start)
        if before < 0 or span.kind == "media" or "》" in self.folded[before : span.start]:
            return False
        after = self.folded.find("》", span.end, span.end + 40)
        return after >= 0 and (before + 1, after) != (span.start, span.end)

    def _with_organ(self, span: Span) -> Span:
        """A state with its organ's name behind it is that organ (加拿大+国会)."""
        if span.kind != "place":
            return span
        organ = _ORGAN.match(self.folded, span.end)
        if organ is None or NO_HEAD.match(self.folded, organ.end()):
            return span
        if not self.cuts.at(organ.end()):
            return span
        return self._organ(span.start, organ.end(), span.name, organ.group())

    def _organ(self, start: int, end: int, state: str, organ: str) -> Span:
        known = self.rules.organ(state, organ)
        if known is not None:
            return Span(start, end, known.kind, known.id, known.name)
        return Span(start, end, "organisation", None, state + organ)

    def _surname_spans(self, covered: bytearray) -> Iterator[Span]:
        for match in self.rules.surname.finditer(self.folded):
            at, char = match.start(), match.group()
            if covered[at]:
                continue
            known = [a for a in self.rules.surnames[char] if self.present.get(a.id)]
            if known and self._is_surname(at):
                actor = max(known, key=lambda a: self.present[a.id])
                yield Span(at, at + 1, actor.kind, actor.id, actor.name)

    def _is_surname(self, at: int) -> bool:
        if not (self.cuts.at(at) and self.cuts.at(at + 1)):
            return _SURNAME_AFTER.match(self.folded, at + 1) is not None and self.cuts.at(at)
        return self.folded[at] in _SURNAMES_ALONE or bool(_SURNAME_AFTER.match(self.folded, at + 1))

    def _with_bare_organs(self, spans: list[Span]) -> Iterator[Span]:
        """Bare organs (外交部) between ``spans``, for the state named last before them."""
        known = {s.name: s for s in spans}
        state = ""
        at = 0
        for span in [*spans, None]:
            until = span.start if span else len(self.folded)
            for organ in _BARE.finditer(self.folded, at, until):
                if NO_HEAD.match(self.folded, organ.end()) or not self._bounded(organ):
                    continue
                bare = organ.group()
                actor = self.organ(bare) or self.rules.organ(state or "中国", bare)
                if actor is not None:
                    yield Span(*organ.span(), actor.kind, actor.id, actor.name)
                elif (state or "中国") + bare in known:
                    yield Span(*organ.span(), "organisation", None, (state or "中国") + bare)
            if span:
                at = span.end
                if span.kind == "place" and span.actor and span.actor[0] == "Q":
                    state = span.name
                yield span

    def organ(self, bare: str) -> Actor | None:
        """The actor that an organ without its state (外交部) is: of the state the article speaks
        of most, among those that have one and if one stands out."""
        scores: dict[Actor, int] = {}
        for state, score in self.states.items():
            known = self.rules.organ(state, bare)
            if known is not None:
                scores[known] = score + ENOUGH * self.present[known.id]
        ranked = sorted(scores, key=scores.__getitem__, reverse=True)
        if not ranked or (len(ranked) > 1 and scores[ranked[0]] == scores[ranked[1]]):
            return None
        return ranked[0]

    def _bounded(self, organ: re.Match[str]) -> bool:
        return self.cuts.at(organ.start()) and self.cuts.at(organ.end())
