"""The headlines: a line a story, or two where there is something to quote; as many as there are."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from store.marks import Marks
from tui import dates
from tui.forms import marks_shown
from tui.glyphs import glyphs
from tui.language import say
from tui.marking import Mark, with_marks
from tui.palette import Palette
from tui.panes.lines import Pane, Segments
from tui.typography import cut, ellipsis, lines

if TYPE_CHECKING:
    from store.library import Head
    from store.search.excerpts import Excerpt
    from tui.answers import Answer

SOURCE = 10
"""Cells of the source's column."""
WIDE = 60
"""Cells from which the list has room for the source."""
MARKS = 3
"""Cells of the marks and the space after them."""
WHEEL = 3
"""Rows a notch of the wheel moves."""
TALL = 16
"""Rows from which there is room for excerpts."""
INDENT = 4
"""Cells left of an excerpt."""
EXCERPT = 80
"""Cells of the longest excerpt: 40 Han characters, as the reader's lines."""


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
        # No message: one posted while the screen draws counts as the screen's, and stops there.
        self.lacking: Callable[[Answer, Sequence[str], int], None] = lambda *_: None
        """Called where there is room for excerpts of these articles, in so many cells each."""
        self.empty: tuple[str, ...] = ()
        """What an empty list says."""

    @property
    def answer(self) -> Answer | None:
        return self._answer

    @property
    def head(self) -> Head | None:
        """The selected story."""
        return self._answer.head(self.index) if self._answer else None

    @property
    def height(self) -> int:
        """Rows of one story: two where excerpts are shown."""
        quoted = self._answer is not None and bool(self._answer.sought) and self.rows >= TALL
        return 2 if quoted else 1

    @property
    def stories(self) -> int:
        """How many stories there is room for."""
        return self.rows // self.height

    def show(self, answer: Answer, *, keep: bool = False) -> None:
        """Show another answer from its top; ``keep``: with the same story on the same row."""
        before, row = self.head, self.index - self.top
        if self._answer is not None:
            answer.inherit(self._answer)
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
        """Select another story, ``by`` stories on."""
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
        if self._answer.total == 0:
            return self._draw_empty(line)
        row, part = divmod(line, self.height)
        index = self.top + row
        head = self._answer.head(index) if row < self.stories else None
        if head is None:
            return []
        if part:
            return self._draw_excerpt(self._answer.excerpt(head.id))
        return self._draw_head(head, selected=index == self.index)

    def spot_at(self, line: int) -> str | None:
        row, part = divmod(line, self.height)
        head = self._answer.head(self.top + row) if self._answer and row < self.stories else None
        return head.id if head is not None and not part else None

    def jump(self, spot: Hashable) -> None:
        found = self._answer.position(str(spot)) if self._answer else None
        if found is not None:
            self.select(found)
            self.action_open()

    def fit(self) -> None:
        self._scroll()

    def on_click(self, event: events.Click) -> None:
        if event.y >= self.headed:
            row = (event.y - self.headed) // self.height
            self.select(self.top + min(row, self.stories - 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll_by(-(-WHEEL // self.height))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll_by(-WHEEL // self.height)

    def action_down(self) -> None:
        self.move(1)

    def action_up(self) -> None:
        self.move(-1)

    def action_page_down(self) -> None:
        self.move(max(self.stories - 1, 1))

    def action_page_up(self) -> None:
        self.move(-max(self.stories - 1, 1))

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
            self.top = max(min(self.top, self.index), self.index - self.stories + 1, 0)

    def _scroll_by(self, by: int) -> None:
        if self._answer is None:
            return
        last = self._answer.last(self.top + by + self.stories - 1)
        self.top = max(min(self.top + by, last - self.stories + 1), 0)
        self.index = min(max(self.index, self.top), self.top + self.stories - 1)
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
        whole = self.written(head.title)
        title = ellipsis(whole, room)
        cut_off = 0 if title == whole else len(glyphs().ellipsis)
        hits = self._hits(head.title, len(title) - cut_off)
        ids = (head.id, *head.told)
        marks = self.marks()
        unread, starred = marks.read.isdisjoint(ids), not marks.starred.isdisjoint(ids)
        before = f"{marks_shown(unread=unread, starred=starred)} {before}"
        if selected:
            style = colours.cursor if self.has_focus else colours.parked
            if not hits:
                return [Segment(f">{before}{title}{times} ", style)]
            told = with_marks(title, hits, style)
            return [Segment(f">{before}", style), *told, Segment(f"{times} ", style)]
        told = with_marks(title, hits, colours.text if unread else colours.muted)
        drawn = [Segment(f" {before}", colours.muted), *told]
        if times:
            drawn.append(Segment(times, colours.muted))
        return drawn

    def _hits(self, title: str, kept: int) -> list[Mark]:
        """The hits in the first ``kept`` characters of a title."""
        if self._answer is None or not self._answer.sought:
            return []
        # Folding loads a table of characters: only once something was searched for.
        from store.search.hits import in_title

        style = self.palette.hit
        found = in_title(title, self._answer.sought)
        return [Mark(h.start, min(h.end, kept), style) for h in found if h.start < kept]

    def _draw_excerpt(self, excerpt: Excerpt | None) -> Segments:
        if excerpt is None:
            return []
        text = cut(self.written(excerpt.text), self._excerpt_cells)
        hits = [Mark(start, end, self.palette.hit) for start, end in excerpt.hits]
        quoted = with_marks(text, hits, self.palette.muted)
        return [self.segment(" " * INDENT), *quoted]

    @property
    def _excerpt_cells(self) -> int:
        return min(self.area.width - INDENT - 1, EXCERPT)

    def _draw_all(self) -> list[Strip]:
        drawn = super()._draw_all()
        answer = self._answer
        if answer is not None and self.height > 1:
            heads = map(answer.head, range(self.top, self.top + self.stories))
            cells = self._excerpt_cells
            if ids := answer.without_excerpt((head.id for head in heads if head), cells):
                self.lacking(answer, ids, cells)
        return drawn

    def _draw_empty(self, line: int) -> Segments:
        room = max(self.area.width - 2, 2)
        told = [at.text for text in self.empty for at in lines(text, room)]
        if len(told) >= self.rows:
            told = [text for text in told if text]
        else:
            told.insert(0, "")
        return [self.segment(" " + told[line])] if line < len(told) else []
