"""Which articles tell one story in the same words, judged from small sketches of their bodies.

A body is seen as its 7-letter shingles, and a sketch keeps those whose hash is a multiple of a
step: a fair sample of the text, so that overlap (Jaccard) and containment can be estimated from
sketches alone, a short cut inside a long article too. Steps are powers of two: the sample of a
long article is a part of what a smaller step would have kept of it.

What counts is text that tells stories apart. Shingles that one outlet repeats under many titles
(its appeals, blurbs and standing phrases) are taken out before two sketches are compared, and
articles that share hardly more than a quotation are not one story.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias
from zlib import crc32

from store.article import Block
from store.folding import fold

SHINGLE = 7
"""Letters. One changed word breaks fewer short shingles; long ones are fewer set phrases."""
LEAST, MOST = 4, 16
"""The steps of the shortest and of ordinary articles."""
ENOUGH = 64
"""A sketch of no more than this keeps its step; a larger one goes to the next, up to ``MOST``."""
BOUND = 2048
"""Nor does a sketch ever grow above this: a body of more than 30,000 letters has larger steps."""
SHORTEST = 60
"""Letters: a shorter body has no sketch, a two-line flash is nobody's reprint."""

SAME = 0.42
"""Jaccard overlap from which two bodies are one text, edited. It is .5 in the 5-letter shingles
reprints are usually told by."""
INSIDE = 0.75
"""Share of the shorter sketch found in the longer from which it is a cut of it. Estimates scatter
by a tenth or so: cuts of four fifths are meant."""
SHARED = 4
"""Hashes two sketches share at least: fewer is chance."""
SHARED_LETTERS = 80
"""And this much text, as estimated from them, for a cut."""
HALF = 0.6
"""A copy shorter than this share of the other is judged as a cut, for all the overlap they have:
the larger of a digest's two items is not the digest."""
UNQUOTED = 0.5
"""What two articles share must hold this share of the shorter one's text outside quotations too,
else they only quote the same statement."""

OPENING = 200
"""Letters a body opens with."""
OPENS = 0.4
"""Share of a body's opening that a cut holds when it is a cut from the top; captions may go."""
OPENS_WITH = 3
"""Hashes of the opening it holds at least."""

_QUOTED, _OPENING = 1 << 30, 1 << 31
_NOT_LETTERS = re.compile(r"[\W_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")
_QUOTATION = re.compile('(“[^“”\n]{30,}”|「[^「」\n]{30,}」|"[^"\n]{30,}")')
_QUOTE_MARKS = re.compile('[“”「」"]')


@dataclass(frozen=True, slots=True)
class Sketch:
    """A sample of a body's shingles.

    ``quoted`` are those that stand in quotations only, ``opening`` those the body begins with.
    """

    step: int
    hashes: frozenset[int]
    quoted: frozenset[int] = frozenset()
    opening: frozenset[int] = frozenset()

    def without(self, hashes: AbstractSet[int]) -> Sketch:
        """The sketch less some of its hashes."""
        return replace(self, hashes=self.hashes - hashes, opening=self.opening - hashes)


Kind: TypeAlias = Literal["same", "inside", "holds"]


@dataclass(frozen=True, slots=True)
class Tie:
    """What one article is to another: ``same`` text, ``inside`` it (a cut of it), or ``holds`` it.

    ``strength`` is the overlap or the containment; ``opening``: the cut begins where the longer
    one begins.
    """

    kind: Kind
    strength: float
    opening: bool = False

    def reversed(self) -> Tie:
        """The same tie seen from the other article."""
        back: dict[Kind, Kind] = {"same": "same", "inside": "holds", "holds": "inside"}
        return replace(self, kind=back[self.kind])


def sketch(blocks: Iterable[Block]) -> bytes:
    """The sketch of an article's body, packed; ``unpack`` opens it. Empty for short bodies.

    Compared are letters and digits only, folded, without related links and web addresses.
    """
    body, quotations = _letters(blocks)
    if len(body) < SHORTEST:
        return b""
    raw, wide = body.encode("utf-16-le", "replace"), 2 * SHINGLE
    found = [
        (at, h)
        for at in range(0, len(raw) - wide + 1, 2)
        if not (h := crc32(raw[at : at + wide])) & LEAST - 1
    ]
    step = LEAST
    while (step < MOST and len(found) > ENOUGH) or len(found) > BOUND:
        step *= 2
        found = [(at, h) for at, h in found if not h & step - 1]
    hashes = {h for _, h in found}
    free = hashes
    if quotations:
        within = bytearray(len(raw) // 2)
        for start, end in quotations:
            within[start : end - SHINGLE + 1] = b"\1" * max(end - SHINGLE + 1 - start, 0)
        free = {h for at, h in found if not within[at // 2]}
    first = {h for at, h in found if at < 2 * (OPENING - SHINGLE)}
    # The two lowest bits are always 0; without them a hash is a small integer to SQLite.
    marked = (
        h >> 2 | (0 if h in free else _QUOTED) | (_OPENING if h in first else 0) for h in hashes
    )
    return array("I", [step, *marked]).tobytes()


def unpack(packed: bytes) -> Sketch:
    """Open a packed sketch."""
    step, *marked = array("I", packed) or (LEAST,)
    return Sketch(
        step,
        frozenset([m & _QUOTED - 1 for m in marked]),
        frozenset([m & _QUOTED - 1 for m in marked if m & _QUOTED]),
        frozenset([m & _QUOTED - 1 for m in marked if m & _OPENING]),
    )


def compare(a: Sketch, b: Sketch) -> Tie | None:
    """What ``a`` is to ``b``, or None when they are different stories.

    Both without the shingles that everybody repeats.
    """
    step = max(a.step, b.step)
    mine, theirs = (_thinned(s.hashes, s.step, step) for s in (a, b))
    both = mine & theirs
    if len(both) < SHARED:
        return None
    shorter = min(len(mine), len(theirs))
    overlap = len(both) / (len(mine) + len(theirs) - len(both))
    contained = len(both) / shorter
    cut = contained >= INSIDE and len(both) * step >= SHARED_LETTERS
    if overlap < SAME and not cut:
        return None
    free = min(len(mine - a.quoted), len(theirs - b.quoted))
    if free >= SHARED and len(both - a.quoted - b.quoted) < UNQUOTED * free:
        return None
    longest = max(len(mine), len(theirs))
    if overlap >= SAME and not (cut and shorter < HALF * longest):
        return Tie("same", overlap)
    kind: Kind
    kind, longer = ("inside", b) if len(mine) < len(theirs) else ("holds", a)
    opening = _thinned(longer.opening, longer.step, step)
    return Tie(kind, contained, len(opening & both) >= max(OPENS * len(opening), OPENS_WITH))


def _thinned(hashes: frozenset[int], of: int, step: int) -> frozenset[int]:
    """What a larger step would have kept."""
    mask = (step >> 2) - 1
    return hashes if step == of else frozenset([h for h in hashes if not h & mask])


def _letters(blocks: Iterable[Block]) -> tuple[str, list[tuple[int, int]]]:
    """The body as it is compared, and where in it quotations of some length begin and end."""
    text = "\n".join(
        f"“{_QUOTE_MARKS.sub('', b.text)}”" if b.kind == "quote" else b.text
        for b in blocks
        if b.kind != "related"
    )
    parts: list[str] = []
    quotations: list[tuple[int, int]] = []
    size = 0
    for at, part in enumerate(_QUOTATION.split(fold(_ADDRESS.sub(" ", text)))):
        letters = _NOT_LETTERS.sub("", part)
        if at % 2:
            quotations.append((size, size + len(letters)))
        parts.append(letters)
        size += len(letters)
    return "".join(parts), quotations
