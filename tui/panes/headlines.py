"""The headlines: one line a story, as many as there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message

from store.marks import Marks
from tui import dates
from tui.forms import marks_shown
from tui.glyphs import glyphs
from tui.language import say
from tui.palette import Palette
from tui.panes.lines import Pane, Segments
from tui.typography import cut, ellipsis, lines

if TYPE_CHECKING:
    from store.library import Head
    from tui.answers import Answer

SOURCE = 10
"""Cells of the source's column."""
WIDE = 60
"""Cells from which the list has room for the source."""
MARKS = 3
"""Cells of the marks and the space after them."""
WHEEL = 3
"""Rows a notch of the wheel moves."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is in a list: the selected story and the row of the screen it stands on."""

    answer: Answer
    id: str | None
    index: int
    top: int


class Headlines(Pane):
    """Selects one story; ``selected`` is called with it, and with None in an empty list."""

    class Opened(Message):
        """The person wants to read the selected story."""

    class ReachedTop(Message):
        """The person asked for the beginning of the list."""

    def __init__(
        self, palette: Palette, selected: Callable[[Head | None], None], *, id: str | None = None
    ) -> None:
        super().__init__(palette, id=id)
        self._selected = selected
        self._answer: Answer | None = None
        self._today = datetime.now().astimezone().date()
        self.index = 0
        self.top = 0
        self.marks: Callable[[], Marks] = Marks
        """What the person has marked."""
        self.empty: tuple[str, ...] = ()
        """What an empty list says."""

    @property
    def answer(self) -> Answer | None:
        return self._answer

    @property
    def head(self) -> Head | None:
        """The selected story."""
        return self._answer.head(self.index) if self._answer else None

    def show(self, answer: Answer, *, keep: bool = False) -> None:
        """Show another answer from its top; ``keep``: with the same story on the same row."""
        before, row = self.head, self.index - self.top
        self._answer = answer
        self._today = datetime.now().astimezone().date()
        self.index = self.top = 0
        if keep and before is not None:
            found = answer.position(before.id)
            if found is not None:
                self.index = found
                self.top = max(found - row, 0)
        self._settle()

    def place(self) -> Place | None:
        """Where one is now, for ``restore``."""
        if self._answer is None:
            return None
        head = self.head
        return Place(self._answer, head.id if head else None, self.index, self.top)

    def restore(self, place: Place) -> None:
        """Go back to a place."""
        self._answer = place.answer
        self.index, self.top = place.index, place.top
        self._settle()

    def move(self, by: int) -> None:
        """Select another story, ``by`` rows on."""
        self.select(self.index + by)

    def select(self, index: int) -> None:
        """Select the story at a position, or the nearest there is."""
        if self._answer is None:
            return
        before = self.index
        self.index = max(self._answer.last(index), 0)
        if self.index != before:
            self._settle()

    def heading(self) -> str:
        return say("头条", "Headlines")

    def draw_line(self, line: int) -> Segments:
        if self._answer is None:
            return []
        index = self.top + line
        head = self._answer.head(index)
        if head is None:
            return self._draw_empty(line) if self._answer.total == 0 else []
        return self._draw_head(head, selected=index == self.index)

    def fit(self) -> None:
        self._scroll()

    def on_click(self, event: events.Click) -> None:
        if event.y >= self.headed:
            self.select(self.top + event.y - self.headed)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll_by(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll_by(-WHEEL)

    def action_down(self) -> None:
        self.move(1)

    def action_up(self) -> None:
        self.move(-1)

    def action_page_down(self) -> None:
        self.move(max(self.rows - 1, 1))

    def action_page_up(self) -> None:
        self.move(-max(self.rows - 1, 1))

    def action_home(self) -> None:
        self.select(0)
        self.post_message(self.ReachedTop())

    def action_end(self) -> None:
        if self._answer is not None:
            self.select(self._answer.count() - 1)

    def action_open(self) -> None:
        self.post_message(self.Opened())

    def _settle(self) -> None:
        """The selection changed: bring it into view, draw, and say so."""
        self._scroll()
        self._selected(self.head)
        self.repaint()

    def _scroll(self) -> None:
        if self.rows:
            self.top = max(min(self.top, self.index), self.index - self.rows + 1, 0)

    def _scroll_by(self, by: int) -> None:
        if self._answer is None:
            return
        last = self._answer.last(self.top + by + self.rows - 1)
        self.top = max(min(self.top + by, last - self.rows + 1), 0)
        self.index = min(max(self.index, self.top), self.top + self.rows - 1)
        self._settle()

    def _draw_head(self, head: Head, *, selected: bool) -> Segments:
        colours = self.palette
        width = self.area.width
        before = f"{dates.short(head.published, self._today):>{dates.SHORT}}  "
        if width >= WIDE:
            source = cut(head.source or "", SOURCE)
            before += source + " " * (SOURCE - cell_len(source)) + "  "
        times = f" {glyphs().times}{head.reprints + 1}" if head.reprints else ""
        room = max(width - cell_len(before) - MARKS - cell_len(times) - 2, 0)
        title = ellipsis(self.written(head.title), room)
        ids = (head.id, *head.told)
        marks = self.marks()
        unread, starred = marks.read.isdisjoint(ids), not marks.starred.isdisjoint(ids)
        before = f"{marks_shown(unread=unread, starred=starred)} {before}"
        if selected:
            style = colours.cursor if self.has_focus else colours.parked
            return [Segment(f">{before}{title}{times} ", style)]
        told = self.segment(title) if unread else Segment(title, colours.muted)
        drawn = [Segment(f" {before}", colours.muted), told]
        if times:
            drawn.append(Segment(times, colours.muted))
        return drawn

    def _draw_empty(self, line: int) -> Segments:
        room = max(self.area.width - 2, 2)
        told = [at.text for text in self.empty for at in lines(text, room)]
        if len(told) >= self.rows:
            told = [text for text in told if text]
        else:
            told.insert(0, "")
        return [self.segment(" " + told[line])] if line < len(told) else []
