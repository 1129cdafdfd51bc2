"""What may be meant to be typed, in a few columns under the search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message

from tui import grid
from tui.language import say
from tui.palette import Palette
from tui.panes.lines import Lines, Segments
from tui.typography import ellipsis

if TYPE_CHECKING:
    from store.search.completion import Completion


class Completions(Lines):
    """Shows the page that holds the chosen one; the likeliest come first, row by row."""

    class Taken(Message):
        """Somebody wants the completion of this index."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, palette: Palette, named: Callable[[str], str]) -> None:
        super().__init__(palette, id="completions")
        self._named = named
        self.offered: tuple[Completion, ...] = ()
        self.chosen: int | None = None
        self.fitted: Callable[[], None] = lambda: None
        """Called where ``least`` may be another."""

    def fit(self) -> None:
        self.fitted()

    def show(self, offered: tuple[Completion, ...], chosen: int | None) -> None:
        self.offered, self.chosen = offered, chosen
        self.repaint()

    @property
    def least(self) -> int:
        """As many as are shown at once, if not more."""
        return max(self.size.width // grid.NARROW, 1) * max(self.size.height, 1)

    def cell_at(self, x: int, y: int) -> int | None:
        """The index of what stands at a cell."""
        return next((i for i, start, end in self._placed(y) if start <= x < end), None)

    def draw(self, row: int) -> Segments:
        drawn: Segments = []
        used = 0
        for index, start, end in self._placed(row):
            drawn.append(self.segment(" " * (start - used)))
            completion = self.offered[index]
            name = completion.name
            if completion.kind in ("actor", "source"):
                name = self._named(name)
            label = _label(name, completion, end - start)
            if index == self.chosen:
                drawn.append(Segment("".join(label), self.palette.cursor))
            else:
                drawn += [self.segment(label[0]), Segment(label[1], self.palette.muted)]
            used = start + sum(map(cell_len, label))
        return [segment for segment in drawn if segment.text]

    def on_click(self, event: events.Click) -> None:
        if (index := self.cell_at(event.x, event.y)) is not None:
            self.post_message(self.Taken(index))

    def _placed(self, row: int) -> Iterator[tuple[int, int, int]]:
        """The indices of what stands in a row, and from which cell to which it may stand."""
        whole = [cell_len(c.name + _told(c)[0]) for c in self.offered]
        short = [cell_len(c.name + _told(c)[1]) for c in self.offered]
        rows, room = self.size.height, self.size.width - 2
        columns = grid.columns(whole, rows, room)
        page = columns * rows
        first = (self.chosen or 0) // page * page
        shown = min(page, len(whole) - first)
        each = [range(first + at, first + shown, columns) for at in range(min(columns, shown))]
        least, most = ([max(cells[i] for i in at) for at in each] for cells in (short, whole))
        start = 1
        for at, width in enumerate(grid.widths(least, most, room)):
            if (index := row * columns + at) < shown:
                yield first + index, start, start + width
            start += width + grid.GAP


def _told(completion: Completion) -> tuple[str, str]:
    """What is said of a name: all of it, and the number of articles alone."""
    number = completion.articles
    if number is None:
        return completion.label[len(completion.name) :], ""
    counted = say(" · {number:,}", number=number)
    return (f" · {completion.hint}" if completion.hint else "") + counted, counted


def _label(name: str, completion: Completion, room: int) -> tuple[str, str]:
    """A name as it is read and what is said of it in ``room`` cells; the number goes last."""
    told, counted = _told(completion)
    if cell_len(name + told) > room and counted:
        told = counted
    kept = room - cell_len(told)
    if kept < min(cell_len(name), room // 2):
        return ellipsis(name, room), ""
    return ellipsis(name, kept), told
