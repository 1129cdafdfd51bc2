"""Short texts as numbers, all those of an article or a list made at once.

The number of a text is a hash of its code points, in 64 bits: of a million texts hardly two have
the same. A sieve tells most of those that are in no list before the list is asked.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint64]
Sieve = NDArray[np.bool_]

_FACTOR = 0x9E3779B97F4A7C15
_WIDE = np.uint64(_FACTOR)
_SIEVE = 22


def points(text: str) -> Codes:
    """The code points of a text; each is the number of that one character."""
    return np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)


def longer(codes: Codes, last: Codes) -> Codes:
    """The numbers of texts to which a character is put."""
    return codes * _WIDE + last


def code(text: str) -> np.uint64:
    """The number of one text."""
    number = 0
    for char in text:
        number = (number * _FACTOR + ord(char)) & 0xFFFFFFFFFFFFFFFF
    return np.uint64(number)


def codes_of(texts: Iterable[str], length: int) -> Codes:
    """The numbers of texts of one length."""
    letters = points("".join(texts))
    codes = letters[::length]
    for column in range(1, length):
        codes = longer(codes, letters[column::length])
    return codes


def sieve() -> Sieve:
    """An empty sieve; the ``slots`` of what passes it are to be set."""
    return np.zeros(1 << _SIEVE, np.bool_)


def slots(codes: Codes) -> NDArray[np.int64]:
    """Where numbers lie in a sieve."""
    return ((codes * _WIDE) >> np.uint64(64 - _SIEVE)).astype(np.int64)


def passing(text: str, lengths: range, let: Sieve) -> list[tuple[int, int]]:
    """``start, length`` of the pieces of a text that a sieve lets through, in order, the longest
    first; ``lengths`` from 2 to 7."""
    letters = codes = points(text)
    found = [np.zeros(0, np.int64)]
    for length in range(2, min(lengths[-1], len(text)) + 1):
        codes = longer(codes[:-1], letters[length - 1 :])
        found.append(let.take(slots(codes)).nonzero()[0] * 8 + (7 - length))
    places = np.sort(np.concatenate(found)).tolist()
    return [(place >> 3, 7 - (place & 7)) for place in places]
