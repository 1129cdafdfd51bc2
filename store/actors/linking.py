"""Linking: which actor a name means, or nobody where the text leaves that open.

In this order: what the rules found at that very place; the lexicon's alias of that text and
kind; for namesakes the one whose role the article speaks of; a fuller name in the same article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from store.actors.gazetteer import Entry
from store.actors.lexicon import Actor, normalise
from store.actors.rules import Reading, Rules, Span
from store.actors.shortforms import ORGANS
from store.article import ActorKind
from store.folding import fold, is_han, simplify

# What stands behind a company's name without being part of how the lexicon knows it.
_FORMS = ("股份有限公司", "有限公司", "集团公司", "公司", "集团")
NEAR = 14
"""How many characters around a name are searched for words of a role."""


@dataclass(frozen=True, slots=True)
class Linker:
    """Links names by the lexicon the rules were made from."""

    rules: Rules

    def linked(
        self,
        reading: Reading,
        ruled: Sequence[Span],
        names: Iterable[tuple[int, int, ActorKind]],
    ) -> list[Span]:
        """The ``names`` of an article as spans, linked where they can be."""
        article = _Article(self.rules, reading, Counter(s.actor for s in ruled if s.actor))
        known = {(span.start, span.end): span for span in ruled}
        out = []
        for start, end, kind in names:
            span = known.get((start, end))
            if span is not None and _agree(span.kind, kind):
                out.append(span if span.kind == kind else replace(span, kind=kind))
                continue
            actor = article.actor(start, end, kind)
            if actor is None and end - start == 1 and kind == "place":
                # Mostly a word (以, 加), where the article has no such state in full.
                continue
            if actor is None:
                name = simplify(reading.text[start:end])
                out.append(Span(start, end, kind, None, name))
            else:
                out.append(Span(start, end, kind, actor.id, actor.name))
        return _shortened(reading.folded, out)


@dataclass(frozen=True, slots=True)
class _Article:
    """What one article tells about whom its names mean."""

    rules: Rules
    reading: Reading
    present: Counter[str]

    def actor(self, start: int, end: int, kind: ActorKind) -> Actor | None:
        """Who or what the name at ``start:end`` means."""
        text = self.reading.folded[start:end]
        if end - start == 1:
            return self._single(text, kind)
        if kind == "organisation" and text in ORGANS and (organ := self.reading.organ(text)):
            return organ
        known = self.rules.gazetteer.entry
        entry = known(normalise(text))
        if entry is None and kind in ("organisation", "media"):
            form = next((f for f in _FORMS if text.endswith(f)), "")
            entry = known(text.removesuffix(form)) if form else None
        return self._of_entry(entry, start, end, kind) if entry else None

    def _of_entry(self, entry: Entry, start: int, end: int, kind: ActorKind) -> Actor | None:
        if entry.sure is not None:
            return entry.sure if _agree(entry.sure.kind, kind) else None
        fitting = [actor for actor in entry.maybe if _agree(actor.kind, kind)]
        named = [actor for actor in fitting if self.present.get(actor.id)]
        if named:
            return max(named, key=lambda actor: self.present[actor.id])
        if len(fitting) == 1:
            return fitting[0]
        around = self.reading.folded[max(0, start - NEAR) : end + NEAR]
        return namesake(fitting, around) or self._of_the_state(fitting)

    def _of_the_state(self, organs: Sequence[Actor]) -> Actor | None:
        """The one of the state that the article speaks of most, if one stands out."""
        home, states = self.rules.home, self.reading.states
        ranked = sorted(organs, key=lambda actor: states[home.get(actor.id, "")], reverse=True)
        scores = [states[home.get(actor.id, "")] for actor in ranked[:2]]
        if not ranked or ranked[0].kind == "person" or not scores[0] or scores[0] == scores[-1]:
            return None
        return ranked[0]

    def _single(self, char: str, kind: ActorKind) -> Actor | None:
        if kind == "person":
            people = [a for a in self.rules.surnames.get(char, []) if self.present.get(a.id)]
            return max(people, key=lambda a: self.present[a.id], default=None)
        return self.rules.patterns.actor(char, self.present) if kind == "place" else None


def namesake(people: Sequence[Actor], around: str) -> Actor | None:
    """The one whose role the words ``around`` a name speak of, if one stands out."""
    scores = {}
    for actor in people:
        role = fold(actor.role)
        pairs = {role[i : i + 2] for i in range(len(role) - 1)}
        scores[actor] = sum(pair in around for pair in pairs if is_han(pair[0]))
    ranked = sorted(people, key=lambda actor: scores[actor], reverse=True)
    if not ranked or scores[ranked[0]] < 2:
        return None
    if len(ranked) > 1 and scores[ranked[1]] == scores[ranked[0]]:
        return None
    return ranked[0]


def _agree(known: ActorKind, found: ActorKind) -> bool:
    """Whether a name found as one kind may be an actor of another: 白宫 is house and organ."""
    return known == found or (known != "person" and found != "person")


def _full_names(spans: Iterable[Span]) -> dict[str, Span]:
    """Who is meant by each short form of a full name: its last part, or a surname alone.

    A form that two people share means neither.
    """
    forms: dict[str, dict[str, Span]] = {}
    for span in spans:
        if span.kind != "person":
            continue
        name = span.name
        parts = fold(name).split("·")
        short: list[str] = []
        if len(parts) > 1:
            short = [parts[-1]]
        elif span.actor is None and 2 <= len(name) <= 4 and all(map(is_han, name)):
            short = [fold(name)[0]]
        for form in short:
            if form and span.end - span.start > len(form):
                forms.setdefault(form, {})[name] = span
    return {form: next(iter(who.values())) for form, who in forms.items() if len(who) == 1}


def _shortened(text: str, spans: list[Span]) -> list[Span]:
    """Short forms of people given the name that stands in full in the same article.

    Where the very first occurrence of a short form is inside a longer, dotted name, the article
    speaks of that person, however famous a namesake is.
    """
    full = _full_names(spans)
    out = []
    for span in spans:
        form = text[span.start : span.end]
        whole = full.get(form) if span.kind == "person" else None
        if whole is not None and (span.actor is None or text[text.find(form) - 1] == "·"):
            span = replace(span, actor=whole.actor, name=whole.name)
        out.append(span)
    return out
