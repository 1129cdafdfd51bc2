"""Keys: which command each stands for where it is pressed, and having it obeyed."""

from __future__ import annotations

from inspect import isawaitable
from typing import cast

from textual import events
from textual.widget import Widget

from store.permission import kiosk
from tui.browser.setup import Setup
from tui.browser.turns import InTurn
from tui.commands import TYPED, Command, Place
from tui.keys import Sequence, following, footer, meaning, plain, read, shown, table
from tui.language import say
from tui.panes.bars import Footer

_PLACES: dict[str, Place] = {"query": "search", "find": "finder"}
"""The lines that are typed, which a pane holds."""


class Obeying(InTurn):
    """Obeys the keys that the focused widget left alone; the footer says what they do."""

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup.theme, setup.theme_setting)
        self.commands = setup.commands
        """Those there are; in kiosk mode, not all."""
        self.footer = Footer(self.colours)
        if kiosk():
            self.commands = tuple(command for command in setup.commands if command.kiosk)
        self._keys = table(self.commands)
        self._barred = table(c for c in setup.commands if c not in self.commands)
        self._pressed: Sequence = ()
        """The beginning of a sequence of keys."""

    async def on_key(self, event: events.Key) -> None:
        """A key that the focused widget left alone: obey the command it stands for."""
        widget = self.focused
        place = self.place_of(widget) if widget is not None else "any"
        pressed = (*self._pressed, plain(event.key))
        found = meaning(self._keys, place, pressed)
        self._pressed = pressed if found == "more" else ()
        if self._pressed or len(pressed) > 1:
            # Said while it lasts; a sequence that means nothing is forgotten.
            self.footer.pressed = shown(self._pressed)
            self.footer.keys = (
                [(shown(k), c.label) for k, c in following(self._keys, place, pressed)]
                if self._pressed
                else footer(place, self.commands)
            )
            self.footer.repaint()
        if found is None and self._is_barred(place, pressed):
            event.prevent_default()
            self.tell(say("Not in kiosk mode."))
            return
        if found is None or found == "more":
            if found == "more" or len(pressed) > 1:
                event.prevent_default()
            return
        if place in TYPED and "any" in found.places and _edits(event.key):
            return
        event.prevent_default()
        await self.obey(found, widget, pressed)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In kiosk mode, Textual's own actions of the app are none: they would write a picture of
        the screen, or stop the program for the shell before it."""
        return not kiosk() or action == "quit"

    def _is_barred(self, place: Place, pressed: Sequence) -> bool:
        """Whether these keys would be a command's if this were no kiosk."""
        typed = place in TYPED and _edits(pressed[-1])
        return not typed and meaning(self._barred, place, pressed) is not None

    async def obey(self, command: Command, widget: Widget | None, pressed: Sequence = ()) -> None:
        """Carry out a command, in a widget where it is that widget's to obey."""
        if command not in self.commands:
            return
        obeys = self if command.by_app or "any" in command.places else widget
        # By its place among the keys, so that a person may have others.
        told = [[read(key) for key in command.keys].index(pressed)] if command.each else []
        result = getattr(obeys, command.method)(*told)
        if isawaitable(result):
            await result
        self.obeyed(command)

    def obeyed(self, command: Command) -> None:
        """A command was obeyed: for who follows along."""

    def on_line_input_cut(self) -> None:
        from tui.panes.line_input import cut_off

        self.tell(cut_off())

    @staticmethod
    def place_of(widget: Widget) -> Place:
        """What the table of commands calls the place that a widget is."""
        return cast("Place", _PLACES.get(widget.id or "", widget.id))


def _edits(key: str) -> bool:
    """Whether a line that is typed has a use of its own for a key."""
    from tui.panes.line_input import EDITS

    return key in EDITS
