"""Which pane stands where, by the size of the terminal."""

from __future__ import annotations

from dataclasses import dataclass

WIDE = 110
"""Columns from which panes stand side by side."""
STACKED = 70
"""Columns from which there are two panes, one above the other: headlines keep their whole width
and nothing stands to the right of the text. Below, there is one."""
TALL = 20
"""Rows from which the search has two rows of completions."""
READER = 84
"""Columns the reader wants: the longest line and its margins."""


@dataclass(frozen=True, slots=True)
class Box:
    """Cells, from the top left of the screen."""

    x: int
    y: int
    width: int
    height: int


def search_rows(height: int) -> int:
    """The rows of the search pane: what is typed, what is found, and completions."""
    return 4 if height >= TALL else 3


def arrange(
    width: int, height: int, *, front: str, side: str | None = None, zoom: bool = False
) -> dict[str, Box]:
    """The boxes of the panes that are shown: some of ``list``, ``reader``, ``side``.

    ``front``: the pane that has the keys, shown whatever happens. ``side``: the third pane that is
    open, if there is one. Row 0 is the header's and the last row the footer's. A column is left
    for the rule between neighbours.
    """
    top, rows = 1, max(height - 2, 0)
    if zoom or width < STACKED or (front == side and width < WIDE):
        return {front: Box(0, top, width, rows)}
    if width < WIDE:
        above = max(rows * 2 // 5, min(rows, 4))
        return {
            "list": Box(0, top, width, above),
            "reader": Box(0, top + above, width, rows - above),
        }
    third = min(max(width * 28 // 100, 34), 54) if side else 0
    room = width - 1 - (third + 1 if side else 0)
    reader = max(room * 52 // 100, min(READER, room * 58 // 100))
    boxes = {
        "list": Box(0, top, room - reader, rows),
        "reader": Box(room - reader + 1, top, reader, rows),
    }
    if side:
        boxes[side] = Box(width - third, top, third, rows)
    return boxes
