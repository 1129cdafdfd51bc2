"""Aligning two sequences: what stands in both, in the same order.

Nothing here is slower than n log n, whatever the sequences: long ones are anchored at what is
unique in both (patience diff), and only short stretches are compared each with each.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar
from zlib import crc32

K = TypeVar("K", bound=Hashable)
Pair = tuple[int, int]

CELLS = 1 << 22
"""Stretches are compared each with each up to this product of their lengths (bits: 512 KB)."""
SHINGLE = 8
"""Elements that anchor a long stretch where they stand together in both, once."""


def chain(pairs: Sequence[tuple[int, int, int]]) -> list[Pair]:
    """The heaviest of the chains of pairs (i, j, weight above 0) in which i and j both rise."""
    order = sorted(pairs, key=lambda p: (p[0], -p[1]))
    rank = {j: at for at, j in enumerate(sorted({j for _, j, _ in order}), start=1)}
    # A Fenwick tree over j: the heaviest chain that ends at or below it, as (weight, its last).
    best = [(0, -1)] * (len(rank) + 1)
    before = []
    for number, (_, j, weight) in enumerate(order):
        at = rank[j] - 1
        found = (0, -1)
        while at:
            found = max(found, best[at])
            at &= at - 1
        before.append(found[1])
        here = (found[0] + weight, number)
        at = rank[j]
        while at < len(best):
            if best[at] < here:
                best[at] = here
            at += at & -at
    at = max(best)[1]
    picked = []
    while at >= 0:
        picked.append(order[at][:2])
        at = before[at]
    return picked[::-1]


def equal_in_order(a: Sequence[K], b: Sequence[K], weights: Sequence[int]) -> list[Pair]:
    """Pairs of equal elements of ``a`` and ``b``, rising on both sides.

    First the elements unique on both sides; between those, the others in the order they come.
    ``weights``, one for each element of ``a``, say which matter where not all can be had.
    """
    where: defaultdict[K, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, sequence in enumerate((a, b)):
        for at, key in enumerate(sequence):
            where[key][side].append(at)
    unique = [
        (mine[0], theirs[0], weights[mine[0]])
        for mine, theirs in where.values()
        if len(mine) == len(theirs) == 1
    ]
    anchors = chain(unique)
    gaps = Gaps(anchors)
    between: defaultdict[tuple[int, K], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for key, (mine, theirs) in where.items():
        if len(mine) * len(theirs) > 1:
            for at in mine:
                between[gaps.of_a(at), key][0].append(at)
            for at in theirs:
                between[gaps.of_b(at), key][1].append(at)
    others = [
        (i, j, weights[i])
        for mine, theirs in between.values()
        for i, j in zip(mine, theirs, strict=False)
    ]
    return sorted(anchors + chain(others))


class Gaps:
    """The stretches between pairs that rise on both sides, numbered from 0."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._a = [i for i, _ in pairs]
        self._b = [j for _, j in pairs]

    def of_a(self, at: int) -> int:
        return bisect_right(self._a, at)

    def of_b(self, at: int) -> int:
        return bisect_right(self._b, at)


def common(a: Sequence[str], b: Sequence[str]) -> list[Pair]:
    """A longest common subsequence, as pairs of indices; of very long sequences a good one."""
    start = 0
    least = min(len(a), len(b))
    while start < least and a[start] == b[start]:
        start += 1
    end = 0
    while end < least - start and a[-1 - end] == b[-1 - end]:
        end += 1
    pairs = [(at, at) for at in range(start)]
    for i0, i1, j0, j1 in _stretches(a, b, start, len(a) - end, len(b) - end):
        if i1 - i0 == j1 - j0 and a[i0:i1] == b[j0:j1]:
            pairs += zip(range(i0, i1), range(j0, j1), strict=True)
        elif (i1 - i0) * (j1 - j0) <= CELLS:
            pairs += ((i0 + i, j0 + j) for i, j in _longest(a[i0:i1], b[j0:j1]))
    pairs += ((len(a) - at, len(b) - at) for at in range(end, 0, -1))
    return pairs


def length_of_common(a: Sequence[str], b: Sequence[str]) -> int:
    """How long a longest common subsequence is."""
    if len(a) * len(b) > CELLS:
        return len(common(a, b))
    return sum(1 for _ in _longest(a, b))


def _stretches(
    a: Sequence[str], b: Sequence[str], start: int, a_end: int, b_end: int
) -> Iterator[tuple[int, int, int, int]]:
    """What to compare each with each: all of it, or what lies between anchors and they."""
    if (a_end - start) * (b_end - start) <= CELLS:
        yield start, a_end, start, b_end
        return
    mine, theirs = _landmarks(a, start, a_end), _landmarks(b, start, b_end)
    anchors = chain(
        [(at, theirs[key], 1) for key, at in mine.items() if at >= 0 and theirs.get(key, -1) >= 0]
    )
    i = j = start
    for at_a, at_b in anchors:
        if at_a < i or at_b < j or a[at_a : at_a + SHINGLE] != b[at_b : at_b + SHINGLE]:
            continue
        yield i, at_a, j, at_b
        i, j = at_a + SHINGLE, at_b + SHINGLE
        yield at_a, i, at_b, j
    yield i, a_end, j, b_end


def _landmarks(sequence: Sequence[str], start: int, end: int) -> dict[int, int]:
    """One shingle in sixteen, picked by its hash: where it stands, -1 if in several places."""
    found: dict[int, int] = {}
    for at in range(start, end - SHINGLE + 1):
        key = crc32("\x1f".join(sequence[at : at + SHINGLE]).encode("utf-8", "replace"))
        if not key & 15:
            found[key] = -1 if key in found else at
    return found


def _longest(a: Sequence[str], b: Sequence[str]) -> list[Pair]:
    """A longest common subsequence by bit vectors (Hyyrö 2004): a row of the table is an integer.

    A bit of row j is 0 where the length grows with that element of ``a``, given ``b[:j + 1]``.
    """
    masks: dict[str, int] = {}
    for at, key in enumerate(a):
        masks[key] = masks.get(key, 0) | 1 << at
    full = (1 << len(a)) - 1
    row = full
    rows = []
    for key in b:
        grown = row & masks.get(key, 0)
        row = (row + grown | row - grown) & full
        rows.append(row)
    pairs = []
    i, j = len(a), len(b)
    while i and j:
        if rows[j - 1] >> i - 1 & 1:
            i -= 1
        elif j > 1 and not rows[j - 2] >> i - 1 & 1:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]
