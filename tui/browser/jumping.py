"""Jumping: each thing in sight has a letter, and typing it goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from tui.browser.newsmaking import Newsmaking
from tui.keys import plain
from tui.language import say
from tui.panes.lines import Pane

if TYPE_CHECKING:
    from collections.abc import Hashable

    from textual.widget import Widget


class Jumping(Newsmaking):
    """One jumps in the pane that has the keys, till a letter is typed or anything else is done."""

    _jumping: Pane | None = None
    """The pane whose spots have letters now."""
    _typed = ""

    def action_jump(self) -> None:
        from tui.hints import hints

        pane = self.focused
        if not isinstance(pane, Pane):
            return
        spots = list(dict.fromkeys(pane.spots()))
        if not spots:
            self.tell(say("Nothing in sight to jump to."))
            return
        self._jumping, self._typed = pane, ""
        self._hint(pane, dict(zip(spots, hints(len(spots)), strict=False)))

    async def on_key(self, event: events.Key) -> None:
        """While one jumps, every key is the jump's."""
        pane = self._jumping
        if pane is None:
            return
        event.prevent_default()
        typed = self._typed + plain(event.key).lower()
        left = {spot: hint for spot, hint in pane.hints.items() if hint.startswith(typed)}
        spot = next((spot for spot, hint in left.items() if hint == typed), None)
        if left and spot is None:
            self._typed = typed
            self._hint(pane, left)
            return
        self._leave_jump()
        if spot is not None:
            pane.jump(spot)

    def _keys_at(self, widget: Widget) -> None:
        if widget is not self._jumping:
            self._leave_jump()
        super()._keys_at(widget)

    def _hint(self, pane: Pane, hinted: dict[Hashable, str]) -> None:
        pane.hints = hinted
        pane.repaint()
        self.footer.pressed = f"' {self._typed}".rstrip()
        self.footer.keys = [
            (say("letter"), say("go there")),
            ("esc", say("leave")),
        ]
        self.footer.repaint()

    def _leave_jump(self) -> None:
        pane, self._jumping = self._jumping, None
        if pane is not None:
            pane.hints = {}
            pane.repaint()
            self.footer.pressed = ""
            super()._keys_at(pane)
