"""Which pane stands where, by the size of the terminal and as a person has it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

WIDE = 110
"""Columns from which panes stand side by side."""
STACKED = 70
"""Columns from which there are two panes, one above the other: headlines keep their whole width
and nothing stands to the right of the text. Below, there is one."""
TALL = 20
"""Rows from which the search has two rows of completions."""
READER = 84
"""Columns the reader wants: the longest line and its margins."""
LEAST, LEAST_ROWS = 30, 3
"""Columns and rows below which a person can't make a pane."""
STEP = 4
"""Columns by which a key makes a pane wider; rows go one by one."""

SizeClass: TypeAlias = Literal["wide", "stacked", "narrow"]
Shape: TypeAlias = Literal["columns", "rows", "one"]
"""Panes side by side; one above the other; one at a time."""
SHAPES: dict[SizeClass, tuple[Shape, ...]] = {
    "wide": ("columns", "rows", "one"),
    "stacked": ("rows", "one"),
    "narrow": ("one",),
}
"""What there is room for, the usual one first."""


class Box(NamedTuple):
    """Cells, from the top left of the screen."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Shaped:
    """How a person has the panes in terminals of one class of sizes; None: as is usual.

    ``list``, ``above``: the headlines' share of what they divide with the reader, of its columns
    and of its rows; ``side``: the third pane's share of all columns. In thousandths.
    """

    shape: Shape | None = None
    list: int | None = None
    above: int | None = None
    side: int | None = None


USUAL = Shaped()


def size_class(width: int) -> SizeClass:
    return "wide" if width >= WIDE else "stacked" if width >= STACKED else "narrow"


def search_rows(height: int) -> int:
    """The rows of the search pane: what is typed, what is found, and completions."""
    return 4 if height >= TALL else 3


def shape_of(width: int, shaped: Shaped = USUAL) -> Shape:
    """The shape a person has, or the usual one where there is no room for that."""
    shapes = SHAPES[size_class(width)]
    return shaped.shape if shaped.shape in shapes else shapes[0]


def arrange(
    width: int,
    height: int,
    *,
    front: str,
    side: str | None = None,
    alone: bool = False,
    shaped: Shaped = USUAL,
) -> dict[str, Box]:
    """The boxes of the panes that are shown: some of ``list``, ``reader``, ``side``.

    ``front``: the pane that has the keys, shown whatever happens. ``side``: the third pane that is
    open, if there is one. Row 0 is the header's and the last row the footer's. A column is left
    for the rule between neighbours.
    """
    top, rows = 1, max(height - 2, 0)
    shape = shape_of(width, shaped)
    if alone or shape == "one" or (front == side and width < WIDE):
        return {front: Box(0, top, width, rows)}
    third = 0
    if side and width >= WIDE:
        usual = min(max(width * 28 // 100, 34), 54)
        third = _cells(shaped.side, width, usual, LEAST, width - 2 * LEAST - 2)
    room = width - (third + 1 if third else 0)
    if shape == "columns":
        room -= 1
        usual = room - max(room * 52 // 100, min(READER, room * 58 // 100))
        left = _cells(shaped.list, room, usual, LEAST, room - LEAST)
        boxes = {
            "list": Box(0, top, left, rows),
            "reader": Box(left + 1, top, room - left, rows),
        }
    else:
        usual = max(rows * 2 // 5, min(rows, 4))
        above = _cells(shaped.above, rows, usual, LEAST_ROWS, rows - LEAST_ROWS)
        boxes = {
            "list": Box(0, top, room, above),
            "reader": Box(0, top + above, room, rows - above),
        }
    if side and third:
        boxes[side] = Box(width - third, top, third, rows)
    return boxes


def resized(
    shaped: Shaped, width: int, height: int, by: int, *, front: str, side: str | None = None
) -> Shaped:
    """The panes with that in front ``by`` steps larger; the same if there is no room for that."""
    boxes = arrange(width, height, front=front, side=side, shaped=shaped)
    if len(boxes) == 1:
        return shaped
    if front == side:
        wanted = boxes[side].width + by * STEP
        most = width - 2 * LEAST - 2
        return replace(shaped, side=_share(wanted, width, LEAST, most))
    heads, reader = boxes["list"], boxes["reader"]
    by = by if front == "list" else -by
    if heads.y == reader.y:
        room = heads.width + reader.width
        return replace(shaped, list=_share(heads.width + by * STEP, room, LEAST, room - LEAST))
    room = heads.height + reader.height
    if room < 2 * LEAST_ROWS:
        return shaped
    return replace(shaped, above=_share(heads.height + by, room, LEAST_ROWS, room - LEAST_ROWS))


def _share(cells: int, room: int, least: int, most: int) -> int:
    return round(min(max(cells, least), most) * 1000 / room)


def _cells(share: int | None, room: int, usual: int, least: int, most: int) -> int:
    if share is None or least > most:
        return usual
    return min(max(round(share * room / 1000), least), most)
