"""Where the words of a dictionary stand in a text, found for all its characters at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]
Codes = NDArray[np.uint64]

LENGTHS = range(2, 7)
"""Characters of the words that are looked for; a longer one hardly ever crosses a name's edge."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SIEVE = 22


@dataclass(frozen=True, slots=True)
class WordTable:
    """The hashes of the words of each length, sorted, and a sieve that lets few others through."""

    known: Mapping[int, Codes]
    sieve: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class WordGrid:
    """The length of the longest word that begins at, ends at and crosses into each character."""

    begins: Numbers
    ends: Numbers
    crosses: Numbers


def word_table(words: Mapping[str, int]) -> WordTable:
    """A table of the ``words`` that are counted at all (0: only the beginning of one)."""
    by_length: dict[int, list[str]] = defaultdict(list)
    for word, times in words.items():
        if times:
            by_length[len(word)].append(word)
    known = {}
    sieve = np.zeros(1 << _SIEVE, np.bool_)
    for length in LENGTHS:
        of_length = by_length[length]
        columns = _points("".join(of_length)).reshape(-1, length)
        codes = columns[:, 0]
        for column in range(1, length):
            codes = codes * _FACTOR + columns[:, column]
        known[length] = np.sort(codes) if of_length else np.zeros(1, np.uint64)
        sieve[_slots(known[length])] = True
    return WordTable(known, sieve)


def pair_sieve(pairs: Iterable[str]) -> NDArray[np.bool_]:
    """What ``pair_places`` looks for: texts of two characters."""
    sieve = np.zeros(1 << _SIEVE, np.bool_)
    sieve[_slots(_pairs(_points("".join(pairs)))[::2])] = True
    return sieve


def pair_places(text: str, sieve: NDArray[np.bool_]) -> list[int]:
    """Where the pairs begin in a text, and now and then another."""
    places: list[int] = sieve.take(_slots(_pairs(_points(text)))).nonzero()[0].tolist()
    return places


def word_grid(text: str, table: WordTable) -> WordGrid:
    """The words of ``table`` in a text, offsets in code points."""
    size = len(text)
    begins, ends, crosses = np.zeros((3, size), np.uint32)
    points = _points(text)
    codes = points
    for length, known in table.known.items():
        if size < length:
            break
        codes = codes[:-1] * _FACTOR + points[length - 1 :]
        (at,) = table.sieve.take(_slots(codes)).nonzero()
        sought = codes[at]
        place = np.searchsorted(known, sought)
        place[place == len(known)] = 0
        at = at[known[place] == sought]
        begins[at] = length
        ends[at + (length - 1)] = length
        for inner in range(1, length):
            crosses[at + inner] = length
    return WordGrid(begins, ends, crosses)


def _points(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)


def _pairs(points: Codes) -> Codes:
    return points[:-1] * _FACTOR + points[1:]


def _slots(codes: Codes) -> NDArray[np.int64]:
    return ((codes * _FACTOR) >> np.uint64(64 - _SIEVE)).astype(np.int64)
