"""What a person has chosen about the browser."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from store.settings import Reading, settings
from tui.commands import COMMANDS, Command
from tui.terminal import Theme


@dataclass(frozen=True, slots=True)
class Setup:
    """``commands``: all of them, with the person's keys. ``reading``: how an article is set.
    ``links``: whether addresses are links of the terminal.

    ``theme``: what is shown, which need not be what the settings say: ``theme_setting``.
    """

    theme: Theme = "ansi"
    theme_setting: str = "ansi"
    commands: tuple[Command, ...] = COMMANDS
    reading: Reading = field(default_factory=Reading)
    links: bool = True


def setup() -> Setup:
    """As the environment and the person's files say. Raises ``StoreError`` for a mistake there."""
    from tui import keymap, links, theming

    given = settings()
    if given.browser.ascii and not os.environ.get("WENREN_ASCII"):
        os.environ["WENREN_ASCII"] = "1"
    theme = theming.chosen(given.browser.theme)
    takes_links = given.browser.links and links.carried()
    return Setup(theme, given.browser.theme, keymap.commands(), given.reader, takes_links)
