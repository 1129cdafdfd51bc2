"""What the sequence model looks at: numbers for every character of an article, made in bulk.

Every feature is a hash of a template's number and of what the template reads around one
character: characters, classes of characters, words of jieba's dictionary, what the rules found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from store.actors.sequence.classes import CAPITAL, LATIN, SOUNDS
from store.article import ActorKind

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint32]

REACH = 3
"""How many characters on either side a template may read."""
KINDS: tuple[ActorKind, ...] = ("person", "organisation", "media", "place")


Name = tuple[int, int, ActorKind]
Words = Mapping[int, NDArray[np.uint64]]


@dataclass(frozen=True, slots=True)
class Marked:
    """A folded text, how it was written, and what the rules found: ``start, end, kind``.

    ``sure`` are the rules' own spans; ``seen`` every alias the lexicon has at that place, its
    doubtful ones too. Neither overlaps itself.
    """

    text: str
    written: str
    sure: Sequence[Name]
    seen: Sequence[Name]


def hashes(marked: Marked, classes: NDArray[np.uint8], words: Words) -> Hashes:
    """The features of every character, ``TEMPLATES`` rows of ``len(text)`` 32-bit hashes.

    ``classes`` gives a class for each code point of the basic plane; ``words`` are those of
    ``word_table``. All templates are hashed together: at the length of an article most
    of the time of an array operation is its call.
    """
    read = _read(marked, classes, words)
    value = read.take(_PARTS[0], axis=0)
    value += _NUMBERS
    for part in _PARTS[1:]:
        value *= np.uint32(0x9E3779B1)
        value += read.take(part, axis=0)
        value ^= value >> np.uint32(15)
    value *= np.uint32(0x85EBCA6B)
    value ^= value >> np.uint32(13)
    return np.asarray(value)


def _read(marked: Marked, classes: NDArray[np.uint8], words: Words) -> Hashes:
    """What the templates are made of, a row for each of ``_ROWS``."""
    text = marked.text
    size = len(text)
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    group = classes[np.minimum(points, 0xFFFF)]
    cased = np.frombuffer(marked.written.encode("utf-32-le"), np.uint32)
    group[(cased != points) & (group == LATIN) & (cased < 0x5B)] = CAPITAL
    begin, end, inside = _words(text, words)
    run, place = _runs(group)
    own = (
        points + 1,
        group + 1,
        positions(marked.sure, size) + 1,
        positions(marked.seen, size) + 1,
        _repeats(points) + 1,
        begin + 1,
        end + 1,
        inside + 1,
        run + 1,
        place + 1,
    )
    shifted = np.zeros((len(own), size + 2 * REACH), np.uint32)
    shifted[:, REACH : REACH + size] = own
    read = np.empty((len(_ROWS) + 3, size), np.uint32)
    for number, (source, by) in enumerate(_ROWS):
        read[number] = shifted[source, REACH + by : REACH + by + size]
    row = {where: read[number] for where, number in _ROW.items()}
    read[-3] = (row[_CLASS, -1] << 8) | (row[_CLASS, 0] << 4) | row[_CLASS, 1]
    read[-2] = row[_BEGIN, 0] * 8 + row[_END, 0]
    read[-1] = 0
    return read


# What a template reads: one of these and how many characters on; _NEAR and _WORD are the classes
# of three characters and the longest words that begin and end here.
_CHAR, _CLASS, _SURE, _SEEN, _TWICE, _BEGIN, _END, _CROSS, _RUN, _PLACE = range(10)
_NEAR, _WORD = (-3, 0), (-2, 0)


def _chars(*places: int) -> list[tuple[int, int]]:
    return [(_CHAR, place) for place in places]


_TEMPLATES: list[list[tuple[int, int]]] = [
    *(_chars(place) for place in (0, -1, 1, -2, 2)),
    *(_chars(*pair) for pair in ((-1, 0), (0, 1), (-2, -1), (1, 2), (-1, 1))),
    *(_chars(*three) for three in ((-2, -1, 0), (-1, 0, 1), (0, 1, 2), (-3, -2, -1), (1, 2, 3))),
    [_NEAR],
    [_NEAR, (_CLASS, -2), (_CLASS, 2)],
    [_NEAR, (_CLASS, -2), (_CLASS, 2), (_CLASS, -3), (_CLASS, 3)],
    [(_RUN, 0), (_PLACE, 0), (_CLASS, -1)],
    [_WORD, (_CROSS, 0), (_BEGIN, 1)],
    [_WORD, (_END, -1), (_BEGIN, 1), (_CROSS, 1)],
    [_WORD, (_BEGIN, -1), (_END, 1), (_CLASS, 0)],
    [(_BEGIN, 1), (_END, 0), (_CHAR, 0)],
    [(_BEGIN, -1), (_END, -1), (_CLASS, 0), (_BEGIN, 2)],
    [(_SURE, 0)],
    [(_SURE, -1), (_SURE, 0), (_SURE, 1)],
    [(_SURE, 0), (_CHAR, 0)],
    [(_SURE, 0), (_CHAR, -1)],
    [(_SURE, 0), (_CHAR, 1)],
    [(_SURE, 0), (_SURE, 1), (_SURE, 2), (_CHAR, 0)],
    [(_SEEN, 0), (_SURE, 0)],
    [(_SEEN, -1), (_SEEN, 0), (_SEEN, 1)],
    [(_SURE, -1), (_SURE, -2), (_CHAR, 0)],
    [(_SURE, 1), (_CHAR, 0), (_CHAR, -1)],
    [(_TWICE, -1), (_TWICE, 0), (_TWICE, 1), _NEAR],
    [(_TWICE, -2), (_TWICE, -1), (_TWICE, 0), (_TWICE, 1), _WORD],
    [(_TWICE, -1), (_TWICE, 0), _WORD, (_CLASS, 0), (_SURE, 0)],
    [(_TWICE, -1), (_TWICE, 0), (_CHAR, 0)],
]
TEMPLATES = len(_TEMPLATES)
_JOINED = {(_CLASS, -1), (_CLASS, 0), (_CLASS, 1), (_BEGIN, 0), (_END, 0)}
_ROWS = sorted({part for parts in _TEMPLATES for part in parts if part[0] >= 0} | _JOINED)
_ROW = {part: number for number, part in enumerate(_ROWS)}
_PARTS = [
    np.array([-1 if len(t) <= i else t[i][0] if t[i][0] < 0 else _ROW[t[i]] for t in _TEMPLATES])
    for i in range(max(map(len, _TEMPLATES)))
]
_NUMBERS = (np.arange(TEMPLATES, dtype=np.uint32) * np.uint32(0x27D4EB2F))[:, None]


def positions(spans: Sequence[Name], size: int) -> Numbers:
    """1 + 4·kind + (begin, inside, end, single) for characters in a span, 0 outside."""
    out = np.zeros(size, np.int64)
    for start, end, kind in spans:
        base = 1 + 4 * KINDS.index(kind)
        if end - start == 1:
            out[start] = base + 3
            continue
        out[start:end] = base + 1
        out[start] = base
        out[end - 1] = base + 2
    return out


def _repeats(points: Hashes) -> Numbers:
    """How often the pair of characters that begins here stands in the article, at most 4."""
    wide = points.astype(np.int64)
    pairs = wide[:-1] << 21 | wide[1:]
    _, which, times = np.unique(pairs, return_inverse=True, return_counts=True)
    return np.append(np.minimum(times, 4)[which], 0)


def _runs(kind: NDArray[np.uint8]) -> tuple[Numbers, Numbers]:
    """Length of each run of transliteration characters, and the place in it, at most 7."""
    inside = np.isin(kind, SOUNDS)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inside.view(np.int8), [0]))))
    run = np.zeros(len(kind), np.int64)
    at = np.zeros(len(kind), np.int64)
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        run[start:end] = min(end - start, 7)
        at[start:end] = np.minimum(np.arange(end - start), 7)
    return run, at


def _words(text: str, words: Words) -> tuple[Numbers, Numbers, Numbers]:
    """The length of the longest word that begins at, ends at and crosses into a character."""
    size = len(text)
    begins = np.zeros(size, np.int64)
    ends = np.zeros(size, np.int64)
    crosses = np.zeros(size, np.int64)
    code = _codes(text)
    for length, known in words.items():
        if size < length:
            continue
        code = code[:-1] << np.uint64(16) | _codes(text[length - 1 :])
        place = np.searchsorted(known, code)
        place[place == len(known)] = 0
        (at,) = np.nonzero(known[place] == code)
        begins[at] = length
        ends[at + length - 1] = length
        for inner in range(1, length):
            crosses[at + inner] = length
    return begins, ends, crosses


def _codes(text: str) -> NDArray[np.uint64]:
    """Sixteen bits of each character: those of the basic plane are all that words have."""
    wide = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)
    return np.where(wide < 0x10000, wide, 0).astype(np.uint64)


def word_table(words: Mapping[str, int]) -> Words:
    """The words of two to four characters, sorted by their packed code points."""
    table = {}
    for length in (2, 3, 4):
        known = [word for word, times in words.items() if times and len(word) == length]
        codes = _codes("".join(known)).reshape(-1, length)
        packed = codes[:, 0]
        for column in range(1, length):
            packed = packed << np.uint64(16) | codes[:, column]
        table[length] = np.sort(packed) if known else np.zeros(1, np.uint64)
    return table
