"""What changed inside a sentence: the pieces that were kept, and what came between."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from store.diff.alignment import common
from store.diff.sentences import Tokens


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a row: ``a_start:a_end`` of the first side's block became ``b_start:b_end``.

    ``kept``: both say the same. Else what is on one side only was deleted or inserted, what is
    on both replaced.
    """

    kept: bool
    a_start: int
    a_end: int
    b_start: int
    b_end: int


def pieces_of(
    a: Tokens, b: Tokens, cuts_a: Container[int], cuts_b: Container[int]
) -> tuple[tuple[Piece, ...], int]:
    """The pieces two stretches of text are made of, and how many tokens are kept.

    ``cuts_a`` and ``cuts_b``: the edges of tokens, by index, that lie inside a name. Names change
    as wholes.
    """
    if a.keys == b.keys:
        kept = [_Kept(0, len(a.keys), 0, len(b.keys))]
    else:
        kept = _without_halves(_tidy(_runs(common(a.keys, b.keys)), a, b), cuts_a, cuts_b)
    return tuple(_pieces(kept, a, b)), sum(run.size for run in kept)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Tokens ``a:a_end`` of one sentence are ``b:b_end`` of the other."""

    a: int
    a_end: int
    b: int
    b_end: int

    @property
    def size(self) -> int:
        return self.a_end - self.a


def _runs(pairs: Sequence[tuple[int, int]]) -> list[_Kept]:
    """Pairs of tokens that follow each other on both sides, as runs."""
    runs: list[_Kept] = []
    for i, j in pairs:
        last = runs[-1] if runs else None
        if last and (last.a_end, last.b_end) == (i, j):
            runs[-1] = _Kept(last.a, i + 1, last.b, j + 1)
        else:
            runs.append(_Kept(i, i + 1, j, j + 1))
    return runs


def _tidy(runs: Sequence[_Kept], a: Tokens, b: Tokens) -> list[_Kept]:
    """Without the runs shorter than what changed on either hand: letters that agree by chance."""

    def changed(before: _Kept, after: _Kept) -> int:
        return max(
            a.edges[after.a] - a.edges[before.a_end], b.edges[after.b] - b.edges[before.b_end]
        )

    first = _Kept(0, 0, 0, 0)
    last = _Kept(len(a.keys), len(a.keys), len(b.keys), len(b.keys))
    tidy = [first]
    for run in (*runs, last):
        tidy.append(run)
        while len(tidy) > 2:
            before, kept = tidy[-3], tidy[-2]
            length = a.edges[kept.a_end] - a.edges[kept.a]
            if length > min(changed(before, kept), changed(kept, run)):
                break
            del tidy[-2]
    return tidy[1:-1]


def _without_halves(
    runs: Sequence[_Kept], cuts_a: Container[int], cuts_b: Container[int]
) -> list[_Kept]:
    """The runs cut back to where they don't part a name: names change as wholes."""
    whole = []
    for run in runs:
        start, end = 0, run.size
        while start < end and (run.a + start in cuts_a or run.b + start in cuts_b):
            start += 1
        while start < end and (run.a + end in cuts_a or run.b + end in cuts_b):
            end -= 1
        if start < end:
            whole.append(_Kept(run.a + start, run.a + end, run.b + start, run.b + end))
    return whole


def _pieces(runs: Sequence[_Kept], a: Tokens, b: Tokens) -> Iterator[Piece]:
    """Runs and what lies between them, in characters."""
    end = _Kept(len(a.keys), len(a.keys), len(b.keys), len(b.keys))
    for before, run in pairwise((_Kept(0, 0, 0, 0), *runs, end)):
        if before.a_end < run.a or before.b_end < run.b:
            between = (before.a_end, run.a, before.b_end, run.b)
            yield _piece(False, *between, a, b)
        if run.size:
            yield _piece(True, run.a, run.a_end, run.b, run.b_end, a, b)


def _piece(kept: bool, a0: int, a1: int, b0: int, b1: int, a: Tokens, b: Tokens) -> Piece:
    return Piece(kept, a.edges[a0], a.edges[a1], b.edges[b0], b.edges[b1])
