"""A few short texts in rows and columns: how many, and how wide."""

from __future__ import annotations

from collections.abc import Sequence

NARROW = 26
"""Cells of a column that texts may be cut for: a long name and a number."""
GAP = 2
"""Cells between two columns."""


def columns(cells: Sequence[int], rows: int, room: int) -> int:
    """In how many columns texts of so many ``cells`` stand, row by row, in ``room`` cells.

    As many as there is room for with no text cut, but at least as many as are ``NARROW``.
    """
    rows = max(rows, 1)
    needed = -(-len(cells) // rows)
    least = max(min(room // NARROW, needed), 1)
    for count in range(needed, least, -1):
        natural = [max(cells[at : count * rows : count]) for at in range(count)]
        if sum(natural) + GAP * (count - 1) <= room:
            return count
    return least


def widths(least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """The widths of columns in ``room`` cells, gaps included: ``least`` of each if there is room,
    else the widest give way first; what is left makes them as wide as ``most``, the first first.
    """
    room = max(room - GAP * (len(least) - 1), 0)
    left, cap = room, room
    for rank, width in enumerate(sorted(least)):
        # As wide as any may be, if all that are narrower are as wide as they would be.
        cap = left // (len(least) - rank)
        if width > cap:
            break
        left -= width
        cap = width
    found = [min(width, cap) for width in least]
    left = room - sum(found)
    for at, wanted in enumerate(most):
        more = min(max(wanted - found[at], 0), left)
        found[at] += more
        left -= more
    return found
