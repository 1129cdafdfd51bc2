"""What the sequence model looks at: numbers for every character of an article, made in bulk.

Every feature is a hash of a template's number and of what the template reads around one
character: characters, classes of characters, words of jieba's dictionary, what the rules found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from store.actors.sequence.classes import CAPITAL, LATIN, SOUNDS
from store.actors.wordgrid import WordGrid
from store.article import ActorKind

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint32]

REACH = 3
"""How many characters on either side a template may read."""
KINDS: tuple[ActorKind, ...] = ("person", "organisation", "media", "place")


Name = tuple[int, int, ActorKind]


@dataclass(frozen=True, slots=True)
class Marked:
    """A folded text, how it was written, and what the rules found: ``start, end, kind``.

    ``sure`` are the rules' own spans; ``seen`` every alias the lexicon has at that place, its
    doubtful ones too. Neither overlaps itself. ``words`` are those of jieba's dictionary.
    """

    text: str
    written: str
    sure: Sequence[Name]
    seen: Sequence[Name]
    words: WordGrid


def hashes(marked: Marked, classes: NDArray[np.uint8]) -> Hashes:
    """The features of every character, ``TEMPLATES`` rows of ``len(text)`` 32-bit hashes.

    ``classes`` gives a class for each code point of the basic plane. All templates are hashed
    together: at the length of an article most of the time of an array operation is its call.
    """
    read = _read(marked, classes)
    value = read.take(_PARTS[0], axis=0)
    value += _NUMBERS
    for part in _PARTS[1:]:
        longer = value[: len(part)]
        longer *= np.uint32(0x9E3779B1)
        longer += read.take(part, axis=0)
        longer ^= longer >> np.uint32(15)
    value *= np.uint32(0x85EBCA6B)
    value ^= value >> np.uint32(13)
    return np.asarray(value)


def _read(marked: Marked, classes: NDArray[np.uint8]) -> Hashes:
    """What the templates are made of, a row for each of ``_ROWS``."""
    text = marked.text
    size = len(text)
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    group = classes[np.minimum(points, 0xFFFF)]
    cased = np.frombuffer(marked.written.encode("utf-32-le"), np.uint32)
    group[(cased != points) & (group == LATIN) & (cased < 0x5B)] = CAPITAL
    run, place = _runs(group)
    own = (
        points + 1,
        group + 1,
        positions(marked.sure, size) + 1,
        positions(marked.seen, size) + 1,
        _repeats(points) + 1,
        marked.words.begins + 1,
        marked.words.ends + 1,
        marked.words.crosses + 1,
        run + 1,
        place + 1,
    )
    shifted = np.zeros((len(own), size + 2 * REACH), np.uint32)
    shifted[:, REACH : REACH + size] = own
    read = np.empty((len(_ROWS) + 2, size), np.uint32)
    for number, (source, by) in enumerate(_ROWS):
        read[number] = shifted[source, REACH + by : REACH + by + size]
    row = {where: read[number] for where, number in _ROW.items()}
    read[-2] = (row[_CLASS, -1] << 8) | (row[_CLASS, 0] << 4) | row[_CLASS, 1]
    read[-1] = row[_BEGIN, 0] * 16 + row[_END, 0]
    return read


# What a template reads: one of these and how many characters on; _NEAR and _WORD are the classes
# of three characters and the longest words that begin and end here.
_CHAR, _CLASS, _SURE, _SEEN, _TWICE, _BEGIN, _END, _CROSS, _RUN, _PLACE = range(10)
_NEAR, _WORD = (-2, 0), (-1, 0)


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
# Those of many parts first, so that each step of the hashing goes on with a slice.
_TEMPLATES.sort(key=len, reverse=True)
TEMPLATES = len(_TEMPLATES)
_JOINED = {(_CLASS, -1), (_CLASS, 0), (_CLASS, 1), (_BEGIN, 0), (_END, 0)}
_ROWS = sorted({part for parts in _TEMPLATES for part in parts if part[0] >= 0} | _JOINED)
_ROW = {part: number for number, part in enumerate(_ROWS)}
_PARTS = [
    np.array([t[i][0] if t[i][0] < 0 else _ROW[t[i]] for t in _TEMPLATES if len(t) > i])
    for i in range(len(_TEMPLATES[0]))
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


_IS_SOUND = np.isin(np.arange(256), SOUNDS)


def _runs(kind: NDArray[np.uint8]) -> tuple[Numbers, Numbers]:
    """Length of each run of transliteration characters, and the place in it, at most 7."""
    inside = _IS_SOUND.take(kind)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inside.view(np.int8), [0]))))
    sizes = edges[1::2] - edges[::2]
    run = np.zeros(len(kind), np.int64)
    at = np.zeros(len(kind), np.int64)
    run[inside] = np.repeat(np.minimum(sizes, 7), sizes)
    begun = np.repeat(np.cumsum(sizes) - sizes, sizes)
    at[inside] = np.minimum(np.arange(len(begun)) - begun, 7)
    return run, at
