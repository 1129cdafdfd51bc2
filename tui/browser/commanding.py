"""Choosing from what a line that is typed finds, and the palette: all commands, found so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import events

from tui.browser.explaining import Explaining
from tui.language import in_chinese, say

if TYPE_CHECKING:
    from textual.widget import Widget

    from tui.browser.setup import Setup
    from tui.panes.finder import Finder


class Commanding(Explaining):
    """Obeys the command that is chosen as if its key had been pressed."""

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._left: Widget | None = None
        """What had the keys before the finder."""
        self._then: Callable[[str], Awaitable[None]] | None = None

    async def on_key(self, event: events.Key) -> None:
        """The line on top has the keys, whatever a click beside everything, or a pane that was
        closed beneath it, made of them."""
        over = (self.edit_line, self.finder, self.search)
        line = next((o.input for o in over if o is not None and o.input.is_attached), None)
        if self.focused is not None and line in (None, self.focused):
            return
        if line is not None or self.help is not None:
            self.screen.set_focus(line or self.help)
        else:
            self.turn_to(self.front)
        if self.focused is not None:
            event.stop()
            event.prevent_default()
            key = events.Key(event.key, event.character)
            # What an app sends doesn't come back to it.
            key.set_sender(self.focused)
            self.focused.post_message(key)

    async def find(self, finder: Finder, then: Callable[[str], Awaitable[None]]) -> None:
        """Open a finder; ``then`` is called with the value that is chosen, the finder closed."""
        if self.finder is not None:
            return
        self._left, self._then = self.focused, then
        self.finder = finder
        with self.batch_update():
            await self.mount(finder)
            self.arrange_panes()
            self.screen.set_focus(finder.input)

    async def action_palette(self) -> None:
        from tui.browser.finding import Entry
        from tui.keys import read, shown
        from tui.panes.finder import Finder

        widget = self.focused
        if self.finder is not None or self.search is not None or widget is None:
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
            self.screen.set_focus(self._left, scroll_visible=False)
            self.arrange_panes()
