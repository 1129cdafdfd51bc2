"""A pane of text that is scrolled by lines and pages."""

from __future__ import annotations

from textual import events

from tui.palette import Palette
from tui.panes.lines import Pane

WHEEL = 3
"""Lines a notch of the wheel scrolls."""


class Scrolled(Pane):
    """Shows ``rows`` of ``length`` lines, from ``top`` on."""

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(palette, id=id)
        self.top = 0

    @property
    def length(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def share_read(self) -> str:
        """How far one is, in per cent; of one width, so that what stands after it stays."""
        beyond = self.length - self.rows
        return f"{100 * self.top // beyond:>3}%" if beyond > 0 else "    "

    def go_to(self, top: int) -> None:
        """Scroll to a line, as far as there is text; draws nothing."""
        self.top = max(min(top, self.length - self.rows), 0)

    def scroll_by(self, by: int) -> None:
        """Scroll, and draw."""
        self.go_to(self.top + by)
        self.repaint()

    def show_line(self, line: int) -> None:
        """Bring a line into sight, and draw."""
        if not self.top <= line < self.top + self.rows:
            # A third of the pane above it: what it is said in is in sight.
            self.go_to(line - self.rows // 3)
        self.repaint()

    def read_on(self) -> bool:
        """A page down; False at the end."""
        before = self.top
        self.action_page_down()
        return self.top != before

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_by(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_by(-WHEEL)

    def action_down(self) -> None:
        self.scroll_by(1)

    def action_up(self) -> None:
        self.scroll_by(-1)

    def action_page_down(self) -> None:
        self.scroll_by(max(self.rows - 1, 1))

    def action_page_up(self) -> None:
        self.scroll_by(-max(self.rows - 1, 1))

    def action_home(self) -> None:
        self.scroll_by(-self.top)

    def action_end(self) -> None:
        self.scroll_by(self.length)
