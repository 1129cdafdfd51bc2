"""The panes as a person wants them: other layouts, larger and smaller, the text alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from store.errors import StoreError
from tui.browser import preferred
from tui.browser.history import SIDES, Front
from tui.browser.keeping import Keeping
from tui.browser.layout import SHAPES, USUAL, Shaped, resized, shape_of, size_class
from tui.browser.setup import Setup
from tui.language import say

if TYPE_CHECKING:
    from store.library import Library


class Shaping(Keeping):
    """What is chosen is remembered for terminals of about the same size; zen isn't."""

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(library, query, setup)
        self._zen_from: tuple[Front, int] = ("list", 0)
        """Where zen was entered: the pane, and how far there was to go back."""

    def action_layout(self) -> None:
        """The next layout there is room for."""
        width = self.size.width
        shapes = SHAPES[size_class(width)]
        if len(shapes) == 1:
            self.tell(say("There is room for one pane only."))
            return
        was = self._shaped
        shape = shapes[(shapes.index(shape_of(width, was)) + 1) % len(shapes)]
        self.zoomed = False
        if self.zen:
            self._leave_zen()
        self._shape(replace(was, shape=shape))
        told = {
            "columns": say("Side by side"),
            "rows": say("One above the other"),
            "one": say("One pane"),
        }
        self.tell(told[shape])

    def action_zoom(self) -> None:
        self.zoomed = not self.zoomed
        self.arrange_panes()

    def action_larger(self) -> None:
        self._resize(1)

    def action_smaller(self) -> None:
        self._resize(-1)

    def action_zen(self) -> None:
        """The text and nothing else, in the middle of the screen; again: as it was."""
        with self.batch_update():
            if self.zen:
                self._leave_zen()
                return
            self._zen_from = (self.front, len(self.history))
            self.zen = self.footer.quiet = self.reader.centred = True
            self.turn_to("reader")
            self._show_shape()

    async def action_back(self) -> None:
        inside = self.front in SIDES or self.comparison or self.reader.choice
        if self.zoomed and self.help is None:
            self.action_zoom()
        elif not self.zen or self.help or inside or len(self.history) > self._zen_from[1]:
            await super().action_back()
        else:
            self.action_zen()

    def _leave_zen(self) -> None:
        self.zen = self.footer.quiet = self.reader.centred = False
        self.turn_to(self._zen_from[0])
        self._show_shape()

    def _resize(self, by: int) -> None:
        if len(self.panes()) == 1:
            self.tell(say("There is only one pane."))
            return
        was = self._shaped
        new = resized(was, *self.size, by, front=self.front, side=self.side)
        if new == was:
            self.tell(say("There is no more room."))
            return
        self._shape(new)

    @property
    def _shaped(self) -> Shaped:
        return self.shaped.get(size_class(self.size.width), USUAL)

    def _shape(self, shaped: Shaped) -> None:
        self.shaped[size_class(self.size.width)] = shaped
        self._show_shape()
        try:
            preferred.keep_panes(self.shaped)
        except StoreError as error:
            self.tell(say(error.message))

    def _show_shape(self) -> None:
        self.footer.repaint()
        self.arrange_panes()
