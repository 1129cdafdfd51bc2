"""The command palette: every command that applies where one is, found by its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.frame import Frame
from tui.language import say

if TYPE_CHECKING:
    from textual.widget import Widget

    from tui.panes.finder import Finder
    from tui.setup import Setup


class Commanding(Frame):
    """Obeys the command that is chosen as if its key had been pressed."""

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._commanded: Widget | None = None
        """The pane that had the keys."""

    async def action_palette(self) -> None:
        from tui.finding import Entry
        from tui.keys import read, shown
        from tui.panes.finder import Finder

        if self.finder is not None or self.search is not None or self.focused is None:
            return
        place = self.place_of(self.focused)
        self._commanded = self.focused
        entries = [
            Entry(
                command.label,
                command.id,
                shown(read(command.keys[0])) if command.keys else "",
                f"{command.zh} {command.en} {command.id}",
            )
            for command in sorted(self.commands, key=lambda c: place not in c.places)
            if command.id != "palette" and not {place, "any"}.isdisjoint(command.places)
        ]
        self.finder = Finder(self.colours, say("命令", "Do"), entries)
        with self.batch_update():
            await self.mount(self.finder)
            self.arrange_panes()
            self.screen.set_focus(self.finder.input)

    async def on_finder_chosen(self, message: Finder.Chosen) -> None:
        widget = self._commanded
        self._close_finder()
        command = next(c for c in self.commands if c.id == message.value)
        await self.obey(command, widget)

    def on_finder_left(self) -> None:
        self._close_finder()

    def _close_finder(self) -> None:
        if self.finder is not None:
            shown, self.finder = self.finder, None
            shown.remove()
            self.screen.set_focus(self._commanded, scroll_visible=False)
            self.arrange_panes()
