"""Where the words of a dictionary stand in a text, found for all its characters at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from store.actors.codes import longer, points, slots
from store.actors.dictionary import LONGEST, Counts, Dictionary

Numbers = NDArray[np.uint32]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WordGrid:
    """The length of the longest word that begins at, ends at and crosses into each character.

    Words of 2 to ``LONGEST`` characters: a longer one hardly ever crosses a name's edge. ``words``
    are all of them: a length, where those of it begin, and how often each is counted.
    """

    begins: Numbers
    ends: Numbers
    crosses: Numbers
    words: tuple[tuple[int, Places, Counts], ...]


def word_grid(text: str, dictionary: Dictionary) -> WordGrid:
    """The words of a dictionary in a text, offsets in code points."""
    size = len(text)
    begins, ends, crosses = np.zeros((3, size), np.uint32)
    letters = points(text)
    codes = letters
    words = []
    for length in range(2, min(size, LONGEST) + 1):
        known, counts = dictionary.words[length]
        codes = longer(codes[:-1], letters[length - 1 :])
        (at,) = dictionary.sieve.take(slots(codes)).nonzero()
        sought = codes[at]
        place = known.searchsorted(sought)
        there = known.take(place, mode="clip") == sought
        at = at[there]
        begins[at] = length
        ends[at + (length - 1)] = length
        for inner in range(1, length):
            crosses[at + inner] = length
        words.append((length, at, counts[place[there]]))
    return WordGrid(begins, ends, crosses, tuple(words))
