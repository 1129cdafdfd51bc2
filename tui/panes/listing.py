"""A pane of rows, some of which lead somewhere."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from tui.palette import Palette
from tui.panes.lines import Pane, Segments

if TYPE_CHECKING:
    from store.rewriting import Writing

Target: TypeAlias = tuple[
    Literal["actor", "article", "query", "facet", "saved", "feed", "side", "entry"],
    str,
]
"""An actor or an article by id; a query, to go to its list or (``facet``) to stay where one is; a
saved search by name, "" for all articles; a feed by its folder and address, "" for all; a pane at
the side; the value of an entry."""
MARGIN = 1
"""Cells left of a row, where the selected one has its mark, and right of it."""
WHEEL = 3
"""Rows a notch of the wheel scrolls."""


@dataclass(frozen=True, slots=True)
class Row:
    """``target``: what enter opens; None for a row that is only read."""

    segments: tuple[tuple[str, Style | None], ...] = ()
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is in a listing of ``shown``."""

    shown: str
    row: int
    top: int


class Listing(Pane):
    """Walks the rows that lead somewhere; ``lay_out`` makes them anew."""

    class Chosen(Message):
        """The person wants what a row of a listing leads to."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(palette, id=id)
        self.shown = ""
        """What the rows are about, in a word by which they can be asked for again."""
        self.row = 0
        """The selected row, from 0."""
        self.first = 0
        """The row that is selected first, or the next that leads somewhere."""
        self.top = 0
        self.is_active = False
        """Somebody else has the keys and moves the selection here."""
        self._rows: list[Row] = []

    def make_rows(self, width: int) -> Iterable[Row]:
        """The rows, each of at most ``width`` cells."""
        raise NotImplementedError

    def lay_out(self, *, keep: bool = False) -> None:
        """Make the rows and draw them, from the first; ``keep``: where the same target is."""
        target, row = self.target, self.row
        self._make()
        if keep:
            self.row = self._at(target, row)
            self._scroll()
        else:
            self.row, self.top = self._at(None, self.first), 0
            self._scroll()
        self.repaint()

    def write_in(self, writing: Writing) -> None:
        self.writing = writing
        self.lay_out(keep=True)

    def place(self) -> Place:
        """Where one is now, for ``restore``."""
        return Place(self.shown, self.row, self.top)

    def restore(self, place: Place) -> None:
        """Go back to a place in the rows that are shown."""
        self.row = max(min(place.row, len(self._rows) - 1), 0)
        self.top = place.top
        self._scroll()
        self.repaint()

    @property
    def target(self) -> Target | None:
        """What the selected row leads to."""
        return self._rows[self.row].target if self.row < len(self._rows) else None

    def draw_line(self, line: int) -> Segments:
        at = self.top + line
        if at >= len(self._rows):
            return []
        row = self._rows[at]
        if at == self.row and row.target is not None:
            style = self.palette.cursor if self.has_focus or self.is_active else self.palette.parked
            return [Segment(">" + "".join(text for text, _ in row.segments) + " ", style)]
        return [self.segment(" "), *(self.segment(text, style) for text, style in row.segments)]

    def spot_at(self, line: int) -> Target | None:
        at = self.top + line
        return self._rows[at].target if at < len(self._rows) else None

    def jump(self, spot: Hashable) -> None:
        there = [at for at, row in enumerate(self._rows) if row.target == spot]
        if there:
            self.row = next((at for at in there if at >= self.top), there[0])
            self.repaint()
            self.action_choose()

    def fit(self) -> None:
        target, row = self.target, self.row
        self._make()
        self.row = self._at(target, row if target else self.first)
        self._scroll()

    def on_click(self, event: events.Click) -> None:
        row = self.top + event.y - self.headed
        if event.y >= self.headed and row < len(self._rows) and self._rows[row].target is not None:
            self.row = row
            self.repaint()
            self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll_by(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll_by(-WHEEL)

    def action_down(self) -> None:
        self._step(1)

    def action_up(self) -> None:
        self._step(-1)

    def action_page_down(self) -> None:
        self._page(max(self.rows - 1, 1))

    def action_page_up(self) -> None:
        self._page(-max(self.rows - 1, 1))

    def action_home(self) -> None:
        self._page(-len(self._rows))

    def action_end(self) -> None:
        self._page(len(self._rows))

    def action_choose(self) -> None:
        if self.target is not None:
            self.post_message(self.Chosen(self.target))

    def _step(self, by: int) -> None:
        """To the next row that leads somewhere."""
        at = self.row + by
        while 0 <= at < len(self._rows):
            if self._rows[at].target is not None:
                self.row = at
                break
            at += by
        else:
            if by < 0:
                self.top = 0
                self.repaint()
                return
        self._scroll()
        self.repaint()

    def _page(self, by: int) -> None:
        ahead = [at for at, row in enumerate(self._rows) if row.target is not None]
        if ahead:
            wanted = self.row + by
            self.row = min(ahead, key=lambda at: abs(at - wanted))
        self.top += by
        self._scroll()
        self.repaint()

    def _scroll_by(self, by: int) -> None:
        self.top = max(min(self.top + by, len(self._rows) - self.rows), 0)
        self.repaint()

    def _scroll(self) -> None:
        """The selected row in sight, and as much of what is above the first one."""
        if self.rows:
            self.top = max(min(self.top, self.row), self.row - self.rows + 1, 0)
            if all(row.target is None for row in self._rows[: self.row]) and self.row < self.rows:
                self.top = 0

    def _make(self) -> None:
        width = max(self.area.width - 2 * MARGIN, 2)
        self._rows = list(self.make_rows(width)) if self.area else []

    def _at(self, target: Target | None, row: int) -> int:
        """Where a target stands now; else the row itself, or the next that leads somewhere."""
        ahead = [at for at, made in enumerate(self._rows) if made.target]
        same = (at for at in ahead if target and self._rows[at].target == target)
        return next(same, next((at for at in ahead if at >= row), ahead[-1] if ahead else 0))
