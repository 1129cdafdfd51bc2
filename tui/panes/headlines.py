"""The headlines: a line a story, or two where there is more to say; as many as there are."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.strip import Strip

from store.marks import Marks
from tui import dates
from tui.browser.listed import Listed, Part, Place
from tui.browser.preferred import ListLook
from tui.browser.sight import Spot
from tui.language import say
from tui.palette import Palette
from tui.panes.headline import WIDE, Look, excerpt_cells
from tui.panes.lines import Pane, Segments
from tui.typography import lines

if TYPE_CHECKING:
    from store.library import Head
    from tui.browser.answers import Answer

WHEEL = 3
"""Rows a notch of the wheel moves."""


class Headlines(Pane):
    """Selects one story, or a report of an unfolded one.

    ``selected`` is called with it, and with None in an empty list.
    """

    class Opened(Message):
        """The person wants to read the selected story."""

    class ReachedTop(Message):
        """The person asked for the beginning of the list."""

    def __init__(
        self, palette: Palette, selected: Callable[[Head | None], None], *, id: str | None = None
    ) -> None:
        super().__init__(palette, id=id)
        self._selected = selected
        self.listed = Listed(lambda: self.rows)
        self._laid: list[tuple[Spot, Part]] = []
        """What stands in each row."""
        self._today = datetime.now().astimezone().date()
        self.marks: Callable[[], Marks] = Marks
        """What the person has marked."""
        # No message: one posted while the screen draws counts as the screen's, and stops there.
        self.lacking: Callable[[Answer, Sequence[str], int], None] = lambda *_: None
        """Called where there is room for excerpts of these articles, in so many cells each."""
        self.empty: tuple[str, ...] = ()
        """What an empty list says."""

    @property
    def answer(self) -> Answer | None:
        return self.listed.answer

    @property
    def index(self) -> int:
        """The position of the selected story."""
        return self.listed.at.story

    @property
    def top(self) -> int:
        """The position of the topmost story."""
        return self.listed.top.story

    @property
    def head(self) -> Head | None:
        """The selected story or report."""
        return self.listed.head(self.listed.at)

    @property
    def height(self) -> int:
        """Rows of one story: two where there is more to say."""
        return self.listed.height

    @property
    def stories(self) -> int:
        """How many stories there is room for, if there is nothing else."""
        return self.rows // self.height

    def show(self, answer: Answer, *, keep: bool = False) -> None:
        """Show another answer from its top; ``keep``: with the same story on the same row."""
        if self.answer is not None:
            answer.inherit(self.answer)
        self._today = datetime.now().astimezone().date()
        self.listed.show(answer, keep=keep)
        self._settle()

    def place(self) -> Place | None:
        """Where one is now, for ``restore``."""
        return self.listed.place()

    def restore(self, place: Place) -> None:
        """Go back to a place."""
        self.listed.restore(place)
        self._settle()

    def move(self, by: int) -> None:
        """Select another story or report, ``by`` entries on."""
        self._select(self.listed.sight.moved(self.listed.at, by))

    def select(self, index: int) -> None:
        """Select the story at a position, or the nearest there is."""
        if self.answer is not None:
            self._select(Spot(max(self.answer.last(index), 0)))

    def unfold(self) -> bool:
        """Unfold the reports of the selected story, or fold them; False if there are none."""
        unfolded = self.listed.unfold()
        if unfolded:
            self._settle()
        return unfolded

    def wear(self, look: ListLook) -> None:
        """Look otherwise; nothing else is selected."""
        self.listed.wear(look)
        self.repaint()

    def heading(self) -> str:
        listed = self.listed
        top = listed.head(listed.top)
        if top is None or not listed.by_day or listed.starts_day(listed.top):
            return say("Headlines")
        # Its day is out of sight.
        return f"{say('Headlines')} {dates.heading(dates.day(top.published), self._today)}"

    def draw_line(self, line: int) -> Segments:
        if self.answer is None:
            return []
        if self.answer.total == 0:
            return self._draw_empty(line)
        spot, part = self._laid[line] if line < len(self._laid) else (Spot(0), None)
        head, look = self.listed.head(spot), self._look
        if head is None or part is None:
            return []
        if part == "day":
            return look.day(head)
        if part == "headline":
            return look.headline(head, selected=spot == self.listed.at, report=spot.report > 0)
        if self.answer.sought:
            return look.excerpt(self.answer.excerpt(head.id))
        return look.about(head)

    def spot_at(self, line: int) -> str | None:
        spot, part = self._laid[line] if line < len(self._laid) else (Spot(0), None)
        head = self.listed.head(spot) if part == "headline" else None
        return head.id if head is not None else None

    def jump(self, spot: Hashable) -> None:
        for line, (at, _) in enumerate(self._laid):
            if self.spot_at(line) == spot:
                self._select(at)
                self.action_open()
                return

    def fit(self) -> None:
        self.listed.scroll()

    def on_click(self, event: events.Click) -> None:
        if event.y >= self.headed and self._laid:
            row = min(event.y - self.headed, len(self._laid) - 1)
            self._select(self._laid[row][0])

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
        self._select(self.listed.page(1))

    def action_page_up(self) -> None:
        self._select(self.listed.page(-1))

    def action_home(self) -> None:
        self.select(0)
        self.post_message(self.ReachedTop())

    def action_end(self) -> None:
        self._select(self.listed.last())

    def action_open(self) -> None:
        self.post_message(self.Opened())

    def _select(self, spot: Spot) -> None:
        if spot != self.listed.at:
            self.listed.at = spot
            self.listed.scroll()
            self._settle()

    def _scroll_by(self, by: int) -> None:
        self.listed.scroll_by(by)
        self._settle()

    def _settle(self) -> None:
        """What is selected may be something else: draw, and say so."""
        self._selected(self.head)
        self.repaint()

    @property
    def _look(self) -> Look:
        sought = self.answer.sought if self.answer else ()
        # Under a headline is room for its source, unless the article is quoted there.
        column = self.area.width >= WIDE and (self.height == 1 or bool(sought))
        return Look(
            self.palette,
            self.area.width,
            self._today,
            self.marks(),
            sought,
            self.written,
            self.named,
            focused=self.has_focus,
            clock=self.listed.by_day,
            column=column,
        )

    def _draw_all(self) -> list[Strip]:
        self._laid = self.listed.laid()
        drawn = super()._draw_all()
        answer = self.answer
        if answer is not None and answer.sought and self.height > 1:
            heads = (self.listed.head(spot) for spot, part in self._laid if part == "more")
            cells = excerpt_cells(self.area.width)
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
