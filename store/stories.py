"""Which articles are one story: reprints share most of their text, whatever was retitled or cut.

Two articles are one story when the Jaccard overlap of their 5-letter shingles reaches 0.5, or
one lies inside the other (four fifths of its shingles) and is long enough for that to mean
something. Candidates come from small sketches, so a new article is compared with few.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from heapq import nsmallest
from zlib import crc32

from store.article import Block
from store.folding import fold

SKETCH = 12
"""Hashes in a sketch. Overlap .5 in 5-letter shingles is about .35 in the sketch's 9-letter
ones: four of twelve expected in common, two or more in 95 of 100 such pairs."""
CANDIDATE = 2
"""Hashes two sketches must share before their texts are compared."""
COMMON = 40
"""A hash in more articles than this is boilerplate: it makes no candidates."""
SAME = 0.5
INSIDE = 0.8
INSIDE_LETTERS = 200

_NOT_LETTERS = re.compile(r"[\W_]+")


def letters(blocks: tuple[Block, ...]) -> str:
    """The body as it is compared: folded, letters and digits only, without related links."""
    return _NOT_LETTERS.sub("", fold("".join(b.text for b in blocks if b.kind != "related")))


def sketch(body: str) -> tuple[int, ...]:
    """The smallest 32-bit hashes of the 9-letter shingles of ``letters(...)``: a bottom-k sketch.

    Too short a body (under 60 letters) has none: a two-line flash is nobody's reprint.
    """
    if len(body) < 60:
        return ()
    raw = body.encode("utf-32-le")
    hashes = {crc32(raw[at : at + 36]) for at in range(0, len(raw) - 35, 4)}
    return tuple(nsmallest(SKETCH, hashes))


def shingles(body: str) -> set[str]:
    """The 5-letter shingles of ``letters(...)``."""
    return {body[at : at + 5] for at in range(len(body) - 4)}


def same_story(a: AbstractSet[str], b: AbstractSet[str]) -> bool:
    """Whether two articles, given as shingles, tell one story in the same words."""
    if not a or not b:
        return False
    common = len(a & b)
    smaller = min(len(a), len(b))
    return common >= SAME * (len(a) + len(b) - common) or (
        smaller >= INSIDE_LETTERS and common >= INSIDE * smaller
    )
