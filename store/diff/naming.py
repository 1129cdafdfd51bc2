"""Who is named in one text and not in another."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from store.article import ActorKind, Article, Mention, counted_as
from store.folding import fold

_LOOKED_UP = 200
"""Names that are looked for in the other side's text; of more, the tags alone decide."""


@dataclass(frozen=True, slots=True)
class Span:
    """``text_of(block)[start:end]`` of one article (block -1: the title)."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """An actor that is named on one side only; ``actor`` is the id it is counted as."""

    actor: str
    kind: ActorKind
    name: str


class Mentions:
    """The mentions of an article, by place."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._of: defaultdict[int, list[Mention]] = defaultdict(list)
        for mention in sorted(article.mentions, key=lambda m: m.start):
            self._of[mention.block].append(mention)

    def within(self, span: Span | None) -> Named:
        """Who is named in a span."""
        if span is None:
            return Named({}, {}, "")
        found = self._of.get(span.block, [])
        first = bisect_left(found, span.start, key=lambda m: m.start)
        last = bisect_left(found, span.end, key=lambda m: m.start)
        text = self._article.text_of(span.block)
        return self._named(found[first:last], text[span.start : span.end])

    def everywhere(self) -> Named:
        """Who is named in what is compared."""
        related = {at for at, b in enumerate(self._article.blocks) if b.kind == "related"}
        blocks = [b.text for at, b in enumerate(self._article.blocks) if at not in related]
        return self._named(
            (m for m in self._article.mentions if m.block not in related),
            "\n".join([self._article.title, *blocks]),
        )

    def inside(self, block: int, edges: Sequence[int]) -> set[int]:
        """Those of a sentence's edges, by index, at which it would be cut within a name."""
        found = self._of.get(block, [])
        cuts: set[int] = set()
        for number in range(
            bisect_left(found, edges[0], key=lambda m: m.start),
            bisect_left(found, edges[-1], key=lambda m: m.start),
        ):
            at = bisect_left(edges, found[number].start + 1)
            while at < len(edges) and edges[at] < found[number].end:
                cuts.add(at)
                at += 1
        return cuts

    def _named(self, mentions: Iterable[Mention], text: str) -> Named:
        names: dict[str, Name] = {}
        written: defaultdict[str, set[str]] = defaultdict(set)
        for m in mentions:
            id = counted_as(m)
            names.setdefault(id, Name(id, m.kind, m.name))
            written[id].add(fold(self._article.text_of(m.block)[m.start : m.end]))
        return Named(names, written, text)


@dataclass(frozen=True, slots=True)
class Named:
    """The actors named in ``text`` by id, and how their names are written there, folded."""

    names: dict[str, Name]
    written: dict[str, set[str]]
    text: str


def only_in_one(a: Named, b: Named) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """Who is named in ``a`` only, and who in ``b`` only."""
    return tuple(_without(a, b)), tuple(_without(b, a))


def _without(one: Named, other: Named) -> Iterator[Name]:
    """The names of one text that the other hasn't, not even untagged."""
    missing = [id for id in one.names if id not in other.names]
    if not missing:
        return
    text = fold(other.text)
    for number, id in enumerate(missing):
        if number >= _LOOKED_UP or not any(name in text for name in one.written[id]):
            yield one.names[id]
