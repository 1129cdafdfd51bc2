"""Commands as Textual binds them."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from tui.commands import Place, at


def bindings(place: Place) -> list[BindingType]:
    """The bindings of a pane's own commands (for ``any``: the app's)."""
    return [
        Binding(key, command.action, show=False)
        for command in at(place)
        for key in command.bindings
    ]
