"""jieba's dictionary with the lexicon's names in it, in arrays.

As a dict of strings it takes a second to load and 100 MB. A word is known by its number
(``store.actors.codes``) among the words of its length, if that is one of ``LENGTHS``.
"""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from store.actors.codes import Codes, Sieve, code, codes_of, longer, sieve, slots

Counts = NDArray[np.int64]
Words = tuple[Codes, Counts]
"""Words of one length by their numbers, and how often each is counted."""

LENGTHS = range(2, 7)
LONGEST = LENGTHS[-1]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """``words`` of each of ``LENGTHS`` in the order of their numbers, and their ``sieve``.

    ``others``: the counts of single characters and of longer words; ``sizes``: the lengths of the
    latter by their first ``LONGEST`` characters. ``total``: the logarithm of all counts.
    """

    words: Mapping[int, Words]
    sieve: Sieve
    others: Mapping[str, int]
    sizes: Mapping[str, tuple[int, ...]]
    total: float

    def frequency(self, word: str) -> int:
        """How often the dictionary counts ``word``; 0 for what is no word."""
        if len(word) not in LENGTHS:
            return self.others.get(word, 0)
        codes, counts = self.words[len(word)]
        sought = code(word)
        place = int(codes.searchsorted(sought))
        return int(counts[place]) if place < len(codes) and codes[place] == sought else 0


@dataclass(frozen=True, slots=True)
class Counted:
    """The words of a list, those of each length in any order; ``total`` of their counts."""

    words: Mapping[int, Words]
    others: Mapping[str, int]
    total: int


def dictionary(
    base: Counted, added: Mapping[str, int] | None = None, removed: Iterable[str] = ()
) -> Dictionary:
    """A dictionary in which each of ``added`` is counted so often at least, and none of
    ``removed`` is a word."""
    more, less = counted(added or {}), counted(dict.fromkeys(removed, 0))
    words = {}
    passing = sieve()
    for length in LENGTHS:
        codes, counts = _joined(base.words[length], more.words[length])
        kept = np.isin(codes, less.words[length][0], invert=True)
        words[length] = codes[kept], counts[kept]
        passing[slots(words[length][0])] = True
    others = dict(base.others)
    for word, times in more.others.items():
        others[word] = max(times, others.get(word, 0))
    for word in less.others:
        others.pop(word, None)
    sizes: defaultdict[str, set[int]] = defaultdict(set)
    for word in others:
        if len(word) > 1:
            sizes[word[:LONGEST]].add(len(word))
    lengths = {head: tuple(sorted(found)) for head, found in sizes.items()}
    return Dictionary(words, passing, others, lengths, log(max(base.total + more.total, 1)))


def _joined(first: Words, second: Words) -> Words:
    """The words of two lists in order, those of both with the larger count."""
    codes = np.concatenate((first[0], second[0]))
    counts = np.concatenate((first[1], second[1]))
    order = codes.argsort()
    codes, counts = codes[order], counts[order]
    first_of = np.ones(len(codes), np.bool_)
    first_of[1:] = codes[1:] != codes[:-1]
    return codes[first_of], np.maximum.reduceat(counts, np.flatnonzero(first_of))


def counted(words: Mapping[str, int]) -> Counted:
    """A list of words and how often each is counted."""
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for word in words:
        by_length[len(word)].append(word)
    short = {}
    for length in LENGTHS:
        mine = by_length.pop(length, [])
        short[length] = codes_of(mine, length), np.array([words[w] for w in mine], np.int64)
    others = {word: words[word] for of_length in by_length.values() for word in of_length}
    return Counted(short, others, sum(words.values()))


@cache
def jieba_words() -> Counted:
    """The dictionary that comes with jieba: a word, its count and its class a line.

    Read without jieba, which takes longer to import than this does. Nor would its own loading do:
    it trusts a marshal file that anyone on a shared machine may have put in /tmp.
    """
    found = importlib.util.find_spec("jieba")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("jieba")
    path = Path(found.submodule_search_locations[0]) / "dict.txt"
    text = path.read_text("utf-8")
    letters = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    ends = np.flatnonzero(letters == ord("\n"))
    first, second = np.flatnonzero(letters == ord(" ")).reshape(len(ends), 2).T
    starts = np.append(0, ends[:-1] + 1)
    counts = np.zeros(len(ends), np.int64)
    widths = second - first - 1
    for digit in range(int(widths.max())):
        here = np.flatnonzero(widths > digit)
        counts[here] = counts[here] * 10 + letters[first[here] + 1 + digit] - ord("0")
    lengths = first - starts
    words = {}
    apart = np.ones(len(ends), np.bool_)
    for length in LENGTHS:
        mine = np.flatnonzero(lengths == length)
        codes = letters[starts[mine]].astype(np.uint64)
        for column in range(1, length):
            codes = longer(codes, letters[starts[mine] + column].astype(np.uint64))
        words[length] = codes, counts[mine]
        apart[mine] = False
    others = {
        text[starts[line] : first[line]]: int(counts[line])
        for line in np.flatnonzero(apart).tolist()
    }
    return Counted(words, others, int(counts.sum()))
