"""Keys in turn: each is obeyed before the next one is given to whoever has the keys by then.

Textual gives a key to the widget that has the focus when it comes. What is typed ahead, as over a
slow line, would go to the list while the line that the key before it opens is not there yet.
"""

from __future__ import annotations

import asyncio
from collections import deque

from textual import events
from textual.dom import DOMNode
from textual.message_pump import MessagePump

from tui.browser.themed import Themed
from tui.terminal import Theme

LAPS = 3
"""The key goes up to the app; what its widget has to say of it then goes behind it, and what the
pane around that widget makes of this, such as its end, behind that."""

PATIENCE = 0.25
"""Seconds in which a key has gone its way; a widget that ended under it never says so."""


class InTurn(Themed):
    """Holds back keys and pastes while one is on its way from the focused widget up to the app."""

    def __init__(self, theme: Theme, setting: str) -> None:
        super().__init__(theme, setting)
        self._ahead: deque[events.Key | events.Paste] = deque()
        self._on_its_way: asyncio.TimerHandle | None = None

    @property
    def obeys(self) -> bool:
        """Whether a key is on its way."""
        return self._on_its_way is not None

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._ahead.append(event)
            if self._on_its_way is None:
                await self._give()
        else:
            await super().on_event(event)

    async def _give(self) -> None:
        """Give the next one to who has the keys now."""
        if self._on_its_way is not None:
            self._on_its_way.cancel()
            self._on_its_way = None
        if self._ahead and self.screen_stack:
            loop = asyncio.get_running_loop()
            way = self._on_its_way = loop.call_later(PATIENCE, self.call_later, self._give)
            await super().on_event(self._ahead.popleft())
            who = self.focused or self.screen
            self._follow(way, who, who, LAPS)

    def _follow(
        self, way: asyncio.TimerHandle, who: MessagePump, node: MessagePump | None, laps: int
    ) -> None:
        """Go the way of the key, behind it in the queue of each who may leave it to its parent."""
        while isinstance(node, DOMNode) and node is not self:
            if node.call_later(self._follow, way, who, node._parent, laps):
                return
            # It ends, and is given nothing any more.
            node = node._parent
        if laps > 1:
            self.call_later(self._follow, way, who, who, laps - 1)
        elif way is self._on_its_way:
            self.call_later(self._give)
