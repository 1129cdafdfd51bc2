"""Setting Chinese text in lines of cells.

The rules are those of W3C's "Requirements for Chinese Text Layout" (clreq) that a grid of cells
can keep: closing marks never begin a line and opening marks never end one, a dash or an ellipsis
is not cut, words stay whole and numbers with their units too, and Han and Latin stand a little
apart. Lines are set ragged; a mark that doesn't fit takes the character before it to the next
line. What stays together is the business of ``tui.units``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from rich.cells import cell_len

from tui.glyphs import glyphs
from tui.units import Unit, torn, units
from tui.units import width as cells_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``source[start:end]`` as drawn.

    Breaking spaces lie between one line's ``end`` and the next one's ``start``. ``text`` holds the
    source's characters and nothing else, but for the spaces at the indices ``gaps`` that set Han
    and Latin apart and stand for nothing in the source.
    """

    start: int
    end: int
    text: str
    gaps: tuple[int, ...] = ()
    indent: int = 0
    """Cells it begins further in than the others; out, if negative."""

    def index(self, offset: int) -> int:
        """Where in ``text`` the source's character ``offset`` stands; clipped to the line."""
        at = min(max(offset, self.start), self.end) - self.start
        for gap in self.gaps:
            if gap > at:
                break
            at += 1
        return at

    def column(self, offset: int) -> int:
        """The cell, from the line's left, where the source's character ``offset`` is drawn."""
        return cell_len(self.text[: self.index(offset)])

    def offset(self, column: int) -> int:
        """The source offset of the character drawn at a cell; ``end`` to the right of the text."""
        if column < 0:
            return self.start
        edges = list(accumulate(map(cells_of, self.text)))
        index = bisect_right(edges, column)
        return min(self.start + index - sum(1 for gap in self.gaps if gap < index), self.end)


def lines(text: str, width: int, *, indent: int = 0, gaps: bool = True) -> list[Line]:
    """Break ``text`` into lines of at most ``width`` cells, in linear time.

    A newline ends a paragraph, whose first line begins ``indent`` cells in (if there is room for
    what it begins with), or so many out, left of the others, where it is negative. Nothing but
    breaking spaces is lost, and a rule gives way only where the line holds no place to break that
    keeps it; a word wider than a line is cut first. ``width`` below 2 is taken for 2, the least
    that holds a Han character. A text without a line is one empty line. ``gaps``: whether Han and
    Latin are set apart.
    """
    width = max(width, 2)
    found: list[Line] = []
    start = 0
    for paragraph in text.split("\n"):
        found.extend(_fill(units(paragraph, start, gaps=gaps), start, width, indent))
        start += len(paragraph) + 1
    return found


def ellipsis(text: str, cells: int) -> str:
    """``text`` in at most ``cells`` cells, its end replaced by ``…`` where it doesn't fit."""
    if cell_len(text) <= cells:
        return text
    mark = glyphs().ellipsis
    return cut(text, cells - len(mark)) + mark if cells >= len(mark) else cut(text, cells)


def cut(text: str, cells: int) -> str:
    """The longest beginning of ``text`` in at most ``cells`` cells, no character halved."""
    used = 0
    for at, char in enumerate(text):
        used += cells_of(char)
        if used > cells:
            kept = text[:at]
            break
    else:
        kept = text
    # A sequence may be wider than its characters: a heart with a variation selector.
    while cell_len(kept) > cells:
        kept = kept[:-1]
    return kept


def _fill(found: list[Unit], start: int, width: int, indent: int) -> Iterator[Line]:
    """Greedy: as many units a line as fit, back to the last place where a line may end."""
    if not found:
        yield Line(start, start, "")
        return
    if indent > 0 and not _begins_within(found, width - indent):
        indent = 0
    found = [part for unit in found for part in _parts(unit, width)]
    first = 0
    while first < len(found):
        if found[first].space and first > 0:
            first += 1
            continue
        room = width - (indent if first == 0 else 0)
        stop = _stop(found, first, room)
        line = _line(found[first:stop])
        # Widths don't quite add up in sequences of emoji and flags.
        while cell_len(line.text) > room and stop > first + 1:
            stop -= 1
            line = _line(found[first:stop])
        yield replace(line, indent=indent) if first == 0 and indent else line
        first = stop


def _stop(found: list[Unit], first: int, room: int) -> int:
    """Where the line that begins with ``first`` ends: where it may, else where it must."""
    used, at = 0, first
    allowed = torn_at = None
    while at < len(found):
        unit = found[at]
        if at > first and unit.breaks:
            allowed = at
        elif at > first and unit.tears:
            torn_at = at
        gap = unit.gap and at > first
        if not unit.space and used + unit.width + gap > room:
            return allowed or torn_at or max(at, first + 1)
        used += unit.width + gap
        at += 1
    return at


def _begins_within(found: list[Unit], room: int) -> bool:
    """Whether what a paragraph begins with, up to where a line may end, has room."""
    used = 0
    for at, unit in enumerate(found):
        if at > 0 and unit.breaks:
            break
        used += unit.width + (unit.gap and at > 0)
        if used > room:
            return False
    return True


def _parts(unit: Unit, width: int) -> Iterable[Unit]:
    """A unit, or its characters if it is wider than a line."""
    return torn(unit) if unit.width > width and not unit.space else (unit,)


def _line(found: list[Unit]) -> Line:
    """Units drawn; spaces at the end hang, unless there is nothing else."""
    start = found[0].start
    while found and found[-1].space:
        found.pop()
    text = ""
    gaps = []
    for at, unit in enumerate(found):
        if unit.gap and at > 0:
            gaps.append(len(text))
            text += " "
        text += unit.text
    end = found[-1].start + len(found[-1].text) if found else start
    return Line(start, end, text, tuple(gaps))
