"""What one article changed of another that tells the same story.

Compared is by sentence, and inside a changed sentence by token; how it is written (script,
width, punctuation) doesn't count. Related links aren't compared. Offsets count in the text of the
block as stored, so what is shown is what stands there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from store.article import TITLE, Article
from store.diff.naming import Mentions, Name, Span, only_in_one
from store.diff.pairing import Match, Sentence, pair
from store.diff.pieces import Piece, pieces_of
from store.diff.sentences import sentences, whole
from store.folding import fold

__all__ = ["Comparison", "HeadChange", "Name", "Piece", "Row", "Span", "Summary", "compare"]

RowKind: TypeAlias = Literal["same", "changed", "moved", "dropped", "added"]
Field: TypeAlias = Literal["source", "published", "authors"]

SCRAP = 0.25
"""Share of the shorter sentence below which what is kept is a scrap, and the sentence is new."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence, or several that became one or were one.

    ``a`` is None where it was added, ``b`` where it was dropped. ``pieces`` cover both sides from
    end to end. ``lost`` and ``gained``: who is named on one side of the row only.
    """

    kind: RowKind
    a: Span | None
    b: Span | None
    pieces: tuple[Piece, ...]
    lost: tuple[Name, ...] = ()
    gained: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class HeadChange:
    """A field of the head that differs, as each side has it."""

    field: Field
    a: str | None
    b: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences of the bodies by what became of them.

    ``kept``: the share of the first body that the second has too; ``new``: the share of the
    second body that the first hasn't. Both 0 to 1, counted in letters, words and numbers.
    """

    same: int
    changed: int
    moved: int
    dropped: int
    added: int
    kept: float
    new: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two articles beside each other; ``body`` and ``captions`` hold each sentence of both once.

    Rows are in the second article's order, dropped sentences where they stood.
    """

    a: Article
    b: Article
    title: Row
    head: tuple[HeadChange, ...]
    body: tuple[Row, ...]
    captions: tuple[Row, ...]
    lost: tuple[Name, ...]
    gained: tuple[Name, ...]
    summary: Summary

    @property
    def script_differs(self) -> bool:
        return self.a.script != self.b.script

    @property
    def unchanged(self) -> bool:
        """Whether title, body and captions say the same."""
        return all(row.kind == "same" for row in (self.title, *self.body, *self.captions))


def compare(a: Article, b: Article) -> Comparison:
    """What ``b`` changed of ``a``, in time that grows with their length only."""
    mine, theirs = Mentions(a), Mentions(b)
    matches = pair(_sentences(a, captions=False), _sentences(b, captions=False))
    captions = pair(_sentences(a, captions=True), _sentences(b, captions=True))
    title = Match(Sentence(TITLE, whole(a.title)), Sentence(TITLE, whole(b.title)))
    body = [found for match in matches for found in _rows(match, mine, theirs)]
    lost, gained = only_in_one(mine.everywhere(), theirs.everywhere())
    return Comparison(
        a,
        b,
        _row(title, mine, theirs)[0],
        tuple(_head(a, b)),
        tuple(row for row, _ in body),
        tuple(row for match in captions for row, _ in _rows(match, mine, theirs)),
        lost,
        gained,
        _summary(matches, body),
    )


def _sentences(article: Article, *, captions: bool) -> list[Sentence]:
    return [
        Sentence(at, tokens)
        for at, block in enumerate(article.blocks)
        if block.kind != "related" and (block.kind == "caption") == captions
        for tokens in sentences(block.text)
    ]


def _head(a: Article, b: Article) -> Iterator[HeadChange]:
    if fold(a.source or "") != fold(b.source or ""):
        yield HeadChange("source", a.source, b.source)
    if _instant(a.published) != _instant(b.published):
        yield HeadChange("published", a.published, b.published)
    if [fold(name) for name in a.authors] != [fold(name) for name in b.authors]:
        yield HeadChange("authors", "、".join(a.authors) or None, "、".join(b.authors) or None)


def _instant(published: str | None) -> datetime | str | None:
    """A time, so that it is the same in two zones; a bare day and what is no time as they are."""
    if published is None or len(published) == 10:
        return published
    try:
        return datetime.fromisoformat(published)
    except ValueError:
        return published


def _summary(matches: Sequence[Match], body: Sequence[tuple[Row, int]]) -> Summary:
    counts = Counter(row.kind for row, _ in body)
    kept = sum(number for _, number in body)
    mine = sum(len(m.a.keys) for m in matches if m.a)
    theirs = sum(len(m.b.keys) for m in matches if m.b)
    return Summary(
        counts["same"],
        counts["changed"],
        counts["moved"],
        counts["dropped"],
        counts["added"],
        kept / mine if mine else 1.0,
        1 - kept / theirs if theirs else 0.0,
    )


def _rows(match: Match, mine: Mentions, theirs: Mentions) -> Iterator[tuple[Row, int]]:
    """The rows of a match: two where hardly more than a scrap was kept."""
    row, kept = _row(match, mine, theirs)
    if match.a and match.b and kept < SCRAP * min(len(match.a.keys), len(match.b.keys)):
        yield _row(Match(match.a, None), mine, theirs)
        yield _row(Match(None, match.b), mine, theirs)
    else:
        yield row, kept


def _row(match: Match, mine: Mentions, theirs: Mentions) -> tuple[Row, int]:
    """The row of a match, and how many tokens both sides have."""
    a, b = match.a, match.b
    span_a = Span(a.block, a.tokens.start, a.tokens.end) if a else None
    span_b = Span(b.block, b.tokens.start, b.tokens.end) if b else None
    lost, gained = only_in_one(mine.within(span_a), theirs.within(span_b))
    if a is None or b is None:
        piece = (*_ends(span_a), *_ends(span_b))
        kind: RowKind = "dropped" if a else "added"
        return Row(kind, span_a, span_b, (Piece(False, *piece),), lost, gained), 0
    pieces, kept = pieces_of(
        a.tokens,
        b.tokens,
        mine.inside(a.block, a.tokens.edges),
        theirs.inside(b.block, b.tokens.edges),
    )
    kind = "same" if a.keys == b.keys else "changed"
    return Row("moved" if match.moved else kind, span_a, span_b, pieces, lost, gained), kept


def _ends(span: Span | None) -> tuple[int, int]:
    return (span.start, span.end) if span else (0, 0)
