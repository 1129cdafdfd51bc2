"""The tour: a line above the footer that follows what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.browser.setup import Setup
from tui.browser.subscribed import Subscribed
from tui.commands import Command

if TYPE_CHECKING:
    from store.library import Library
    from tui.browser.tour import Tour


class Guided(Subscribed):
    """Never takes a key: it looks on at the commands that are obeyed."""

    def __init__(self, library: Library, query: str, setup: Setup, *, tour: bool) -> None:
        super().__init__(library, query, setup)
        self.tour: Tour | None = None
        if tour:
            from tui.browser.tour import Tour
            from tui.panes.hint import Hint

            self.tour = Tour()
            self.hint = Hint(self.colours)
            self.hint.text = self.tour.text(self.commands)

    def obeyed(self, command: Command) -> None:
        if self.tour is None or self.hint is None:
            return
        self.tour = self.tour.after(command.id)
        if self.tour is None:
            shown, self.hint = self.hint, None
            shown.remove()
            self.arrange_panes()
        else:
            self.hint.text = self.tour.text(self.commands)
            self.hint.repaint()
