"""What the sequence model looks at: numbers for every character of an article, made in bulk.

Every feature is a hash of a template's number and of what the template reads around one
character: characters, classes of characters, words of jieba's dictionary, what the rules found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import add

import numpy as np
from numpy.typing import NDArray

from store.actors.sequence.classes import CAPITAL, LATIN, SOUNDS
from store.article import ActorKind

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint32]

REACH = 3
"""How many characters on either side a template may read."""
KINDS: tuple[ActorKind, ...] = ("person", "organisation", "media", "place")
TEMPLATES = 38


Name = tuple[int, int, ActorKind]


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


def hashes(marked: Marked, classes: NDArray[np.uint8], words: Mapping[str, int]) -> Hashes:
    """The features of every character, ``TEMPLATES`` rows of ``len(text)`` 32-bit hashes.

    ``classes`` gives a class for each code point of the basic plane; ``words`` how often jieba's
    dictionary counts a word.
    """
    text = marked.text
    size = len(text)
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.int64)
    group = classes[np.minimum(points, 0xFFFF)].astype(np.int64)
    cased = np.frombuffer(marked.written.encode("utf-32-le"), np.uint32)
    group[(cased != points) & (group == LATIN) & (cased < 0x5B)] = CAPITAL
    char = _around(points)
    kind = _around(group)
    begin, end, inside = (_around(part) for part in _words(text, words))
    sure = _around(positions(marked.sure, size))
    seen = _around(positions(marked.seen, size))
    run, place = _runs(group)
    twice = _around(_repeats(points))
    c = {i: char[REACH + i] for i in range(-REACH, REACH + 1)}
    k = {i: kind[REACH + i] for i in range(-REACH, REACH + 1)}
    s = {i: sure[REACH + i] for i in (-2, -1, 0, 1, 2)}
    g = {i: seen[REACH + i] for i in (-1, 0, 1)}
    t = {i: twice[REACH + i] for i in (-2, -1, 0, 1)}
    b, e, x = begin[REACH], end[REACH], inside[REACH]
    word = b * 5 + e
    near = k[-1] * 256 + k[0] * 16 + k[1]
    return _hashed(
        [
            (c[0],),
            (c[-1],),
            (c[1],),
            (c[-2],),
            (c[2],),
            (c[-1], c[0]),
            (c[0], c[1]),
            (c[-2], c[-1]),
            (c[1], c[2]),
            (c[-1], c[1]),
            (c[-2], c[-1], c[0]),
            (c[-1], c[0], c[1]),
            (c[0], c[1], c[2]),
            (c[-3], c[-2], c[-1]),
            (c[1], c[2], c[3]),
            (near,),
            (near, k[-2], k[2]),
            (near, k[-2] * 16 + k[-3], k[2] * 16 + k[3]),
            (run, place, k[-1]),
            (word, x, begin[REACH + 1]),
            (word, end[REACH - 1], begin[REACH + 1] * 5 + inside[REACH + 1]),
            (word, begin[REACH - 1], end[REACH + 1], k[0]),
            (begin[REACH + 1], end[REACH], c[0]),
            (begin[REACH - 1], end[REACH - 1], k[0], begin[REACH + 2]),
            (s[0],),
            (s[-1], s[0], s[1]),
            (s[0], c[0]),
            (s[0], c[-1]),
            (s[0], c[1]),
            (s[0], s[1], s[2], c[0]),
            (g[0], s[0]),
            (g[-1], g[0], g[1]),
            (s[-1], s[-2], c[0]),
            (s[1], c[0], c[-1]),
            (t[-1], t[0], t[1], near),
            (t[-2], t[-1], t[0], t[1], word),
            (t[-1], t[0], word, k[0], s[0]),
            (t[-1], t[0], c[0]),
        ]
    )


def _hashed(read: list[tuple[Numbers, ...]]) -> Hashes:
    found = np.empty((len(read), len(read[0][0])), np.uint32)
    for number, parts in enumerate(read):
        found[number] = _mixed(number, parts)
    return found


def _mixed(number: int, parts: tuple[Numbers, ...]) -> Hashes:
    value = parts[0] + number * 0x9E3779B1 + len(parts)
    for part in parts[1:]:
        value = value * 0x2545F4914F6CDD + part + 1
    value = value * -0x61C8864680B583EB
    return ((value >> 32) ^ (value >> 11)).astype(np.uint32)


def _around(values: Numbers) -> Numbers:
    """``values`` shifted by -REACH … REACH, one row each, -1 beyond the ends."""
    size = len(values)
    padded = np.full(size + 2 * REACH, -1, np.int64)
    padded[REACH : REACH + size] = values
    return np.lib.stride_tricks.sliding_window_view(padded, size)


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


def _repeats(points: Numbers) -> Numbers:
    """How often the pair of characters that begins here stands in the article, at most 4."""
    pairs = points[:-1] << 21 | points[1:]
    _, which, times = np.unique(pairs, return_inverse=True, return_counts=True)
    return np.append(np.minimum(times, 4)[which], 0)


def _runs(kind: Numbers) -> tuple[Numbers, Numbers]:
    """Length of each run of transliteration characters, and the place in it, at most 7."""
    inside = np.isin(kind, SOUNDS)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inside.view(np.int8), [0]))))
    run = np.zeros(len(kind), np.int64)
    at = np.zeros(len(kind), np.int64)
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        run[start:end] = min(end - start, 7)
        at[start:end] = np.minimum(np.arange(end - start), 7)
    return run, at


def _words(text: str, words: Mapping[str, int]) -> tuple[Numbers, Numbers, Numbers]:
    """The length of the longest word that begins at, ends at and crosses into a character."""
    size = len(text)
    get = words.get
    pairs = list(map(add, text, text[1:]))
    begins = np.zeros(size, np.int64)
    ends = np.zeros(size, np.int64)
    crosses = np.zeros(size + 1, np.int64)
    two = [i for i, w in enumerate(pairs) if w in words]
    for i in two:
        if get(pairs[i]):
            begins[i] = 2
            if ends[i + 1] < 2:
                ends[i + 1] = 2
            if crosses[i + 1] < 2:
                crosses[i + 1] = 2
        three = text[i : i + 3]
        frequency = get(three)
        if frequency is None or len(three) < 3:
            continue
        if frequency:
            begins[i] = 3
            ends[i + 2] = 3
            crosses[i + 1 : i + 3] = 3
        four = text[i : i + 4]
        if len(four) == 4 and get(four):
            begins[i] = 4
            ends[i + 3] = 4
            crosses[i + 1 : i + 4] = 4
    return begins, ends, crosses[:size]
