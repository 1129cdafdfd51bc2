"""What a person has chosen about the browser."""

from __future__ import annotations

from dataclasses import dataclass, field

from store.settings import Reading, settings
from tui.commands import COMMANDS, Command
from tui.terminal import Theme, theme


@dataclass(frozen=True, slots=True)
class Setup:
    """``commands``: all of them, with the person's keys. ``reading``: how an article is set."""

    theme: Theme = "ansi"
    commands: tuple[Command, ...] = COMMANDS
    reading: Reading = field(default_factory=Reading)


def setup() -> Setup:
    """As the environment and the person's files say. Raises ``StoreError`` for a mistake there."""
    from tui import keymap

    # Not the file's reader, which few have a file for, until there is one.
    return Setup(theme(), keymap.commands(), settings().reader)
