"""Choosing from what a line that is typed finds, and the palette: all commands, found so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tui.browser.explaining import Explaining
from tui.language import in_chinese, say

if TYPE_CHECKING:
    from tui.browser.setup import Setup
    from tui.panes.finder import Finder


class Commanding(Explaining):
    """Obeys the command that is chosen as if its key had been pressed."""

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._then: Callable[[str], Awaitable[None]] | None = None

    async def find(self, finder: Finder, then: Callable[[str], Awaitable[None]]) -> None:
        """Open a finder; ``then`` is called with the value that is chosen, the finder closed."""
        if self.is_typed_in:
            return
        self._then = then
        self.finder = finder
        with self.batch_update():
            await self.mount(finder)
            self.arrange_panes()
            self.screen.set_focus(None)

    async def action_palette(self) -> None:
        from tui.browser.finding import Entry
        from tui.keys import read, shown
        from tui.panes.finder import Finder

        widget = self.focused
        if self.is_typed_in or widget is None:
            return
        place = self.place_of(widget)
        finder = Finder(self.colours, say("Do"), say("There is no such command."))
        finder.offer(
            Entry(
                command.label,
                command.id,
                shown(read(command.keys[0])) if command.keys else "",
                f"{in_chinese(command.does)} {command.does} {command.id}",
            )
            for command in sorted(self.commands, key=lambda c: place not in c.places)
            if command.id != "palette"
            and not command.each
            and not {place, "any"}.isdisjoint(command.places)
        )

        async def obey(id: str) -> None:
            await self.obey(next(c for c in self.commands if c.id == id), widget)

        await self.find(finder, obey)

    async def on_finder_chosen(self, message: Finder.Chosen) -> None:
        self._close_finder()
        if self._then is not None:
            await self._then(message.value)

    def on_finder_left(self) -> None:
        self._close_finder()

    def _close_finder(self) -> None:
        if self.finder is not None:
            shown, self.finder = self.finder, None
            shown.remove()
            self.give_back()
            self.arrange_panes()
