"""What a person has chosen about the browser."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from store.settings import Reading, settings
from tui.browser.layout import Shaped, SizeClass
from tui.browser.preferred import ListLook
from tui.commands import COMMANDS, Command
from tui.terminal import Theme


@dataclass(frozen=True, slots=True)
class Setup:
    """``commands``: all of them, with the person's keys. ``reading``: how an article is set.
    ``links``: whether addresses are links of the terminal.

    ``theme`` and ``list_look``: what is shown, which need not be what the settings say:
    ``theme_setting``, ``density_setting``. ``shaped``: how the panes stand.
    """

    theme: Theme = "ansi"
    theme_setting: str = "ansi"
    commands: tuple[Command, ...] = COMMANDS
    reading: Reading = field(default_factory=Reading)
    links: bool = True
    list_look: ListLook = field(default_factory=ListLook)
    density_setting: str = "auto"
    shaped: Mapping[SizeClass, Shaped] = field(default_factory=dict)


def setup() -> Setup:
    """As the environment and the person's files say. Raises ``StoreError`` for a mistake there."""
    from tui import keymap, theming
    from tui.browser import preferred
    from tui.wire import ambiguous
    from tui.wire.capabilities import capabilities

    given = settings()
    if given.browser.ascii and not os.environ.get("WENREN_ASCII"):
        os.environ["WENREN_ASCII"] = "1"
    if given.browser.wide != "auto":
        os.environ.setdefault("WENREN_WIDE", str(int(given.browser.wide)))
    ambiguous.measure(wide=ambiguous.said() is True)
    theme = theming.chosen(given.browser.theme)
    takes_links = given.browser.links and capabilities().strings
    density = given.browser.density
    return Setup(
        theme,
        given.browser.theme,
        keymap.commands(),
        given.reader,
        takes_links,
        preferred.list_look(density),
        density,
        preferred.panes(),
    )
