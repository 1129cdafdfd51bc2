"""Letters by which one jumps to what is in sight: which they are, and how they are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_lowercase

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

_HOME_ROW = "fjdkslahg"
LETTERS = _HOME_ROW + "".join(c for c in ascii_lowercase if c not in _HOME_ROW)
"""The nearest to a finger first."""


def hints(count: int) -> list[str]:
    """So many hints, the shortest first; none begins another one.

    As many as can be are one letter; the rest are two. Beyond 26 x 26 there are no more.
    """
    each = len(LETTERS)
    # A letter that begins hints of two letters is none by itself.
    begun = min(max(-(-(count - each) // (each - 1)), 0), each)
    alone = LETTERS[: each - begun]
    pairs = (first + second for first in LETTERS[each - begun :] for second in LETTERS)
    return [*alone, *pairs][:count]


def with_hints(drawn: list[Segment], at: Iterable[tuple[int, str]], style: Style) -> list[Segment]:
    """A row with hints over it, each in the cells from the one given on; nothing else moves.

    ``at`` in the order of the cells. What is left of a wide character is blank.
    """
    strip, done = Strip(drawn), 0
    pieces: list[Segment] = []
    for cell, hint in at:
        if cell < done:
            continue
        before = strip.crop(done, cell)
        pieces += [*before, Segment(hint, style)]
        done = cell + cell_len(hint)
    return [*pieces, *strip.crop(done)]
