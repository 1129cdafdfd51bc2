"""Rows that count: a number, what it is of, and a bar."""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style

from tui.glyphs import glyphs
from tui.palette import Palette
from tui.typography import cut

BAR = 10
"""Cells of the longest bar, and half of them where there is little room."""
NAME = 24
"""Cells of the column of names."""
NARROW = 45
"""Cells below which there is little room."""


def counted(
    number: str, name: str, style: Style | None, share: float, width: int, palette: Palette
) -> tuple[tuple[str, Style | None], ...]:
    """The segments of a row; ``share``: how much of the longest bar its bar is.

    Number and name come before the bar, whose blocks not all terminals take for one cell.
    """
    longest = BAR if width >= NARROW else BAR // 2
    room = max(min(width - cell_len(number) - 2 - longest, NAME), 2)
    shown = cut(name, room)
    space = " " * (room - cell_len(shown) + 1)
    bar = glyphs().bar * max(round(share * longest), 1)
    return (f"{number} ", palette.muted), (shown, style), (f"{space}{bar}", palette.muted)
