"""The one screen, and when it is painted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual.layout import Layout
from textual.reactive import Reactive
from textual.screen import UPDATE_PERIOD, Screen
from textual.timer import Timer
from textual.widget import Widget

from tui.browser.arrangement import Arrangement
from tui.browser.awaited import Awaited

HOPS = 12
"""Turns of the event loop in which all has been told that follows from a key."""


class MainScreen(Screen[None], inherit_bindings=False):
    """The one screen, without the keys that Textual gives to every screen."""

    ALLOW_SELECT: ClassVar[bool] = False
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Textual's own repaints the whole screen whenever the focus moves."""

    def __init__(
        self, arrangement: Arrangement, awaited: Awaited, heir: Callable[[Widget | None], Widget]
    ) -> None:
        super().__init__()
        self._arrangement = arrangement
        self._heir = heir
        """Who gets the keys where a widget is to have them, or nobody."""
        self.awaited = awaited
        self._painting: Timer | None = None

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Textual would give the keys to what is clicked beneath a line that is typed, to a
        neighbour of what is closed, or to nobody."""
        super().set_focus(self._heir(widget), scroll_visible, from_app_focus)

    @property
    def layout(self) -> Layout:
        return self._arrangement

    @property
    def _update_timer(self) -> Timer:
        """Textual's own, but for whom it calls."""
        if self._painting is None:
            self._painting = self.set_interval(UPDATE_PERIOD, self._paint_once, pause=True)
        return self._painting

    async def _paint_once(self) -> None:
        """One frame for all that follows from a key.

        Textual paints while those who lose and get the focus are still being told.
        """
        await _all_told()
        if await self.awaited.soon():
            await _all_told()
        self._on_timer_update()

    def _on_timer_update(self) -> None:
        """A new layout is one whole frame.

        Textual paints what has moved, which halves Han characters at its edges, and then all of it.
        """
        if self._layout_required:
            self._set_dirty()
            self._dirty_widgets.add(self)
            self._repaint_required = False
        super()._on_timer_update()


async def _all_told() -> None:
    for _ in range(HOPS):
        await asyncio.sleep(0)
