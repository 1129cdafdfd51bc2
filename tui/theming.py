"""Which theme the browser has: as the environment, the person's last choice or the settings say."""

from __future__ import annotations

import os
from typing import get_args

from store.errors import StoreError
from store.message import Message
from tui.browser import remembered
from tui.language import say
from tui.terminal import Theme
from tui.wire.capabilities import capabilities, no_colour

THEMES: tuple[Theme, ...] = get_args(Theme)
_ROUND: tuple[Theme, ...] = ("ansi", "dark", "light", "high-dark", "high-light", "mono")
"""In the order of the key that changes them."""
_SIXTEEN = frozenset({"ansi", "ansi-dark", "ansi-light", "mono"})
"""Need no more than 16 colours."""


def chosen(setting: str) -> Theme:
    """The theme to begin with; ``setting``: the one of the settings.

    ``$NO_COLOR``, then ``$WENREN_THEME``, then what was last chosen by key, unless the setting has
    been changed since. Raises ``StoreError`` for a ``$WENREN_THEME`` that is none.
    """
    if no_colour():
        return "mono"
    if asked := os.environ.get("WENREN_THEME", "").strip().lower():
        theme = _named(asked)
        if theme is None:
            from difflib import get_close_matches

            near = get_close_matches(asked[:50], THEMES, 1, 0.5)
            hint = (
                Message("{near} is", near=near[0])
                if near
                else Message("there are {themes}", themes=", ".join(THEMES))
            )
            raise StoreError(
                "WENREN_THEME: no theme is called {asked}; {hint}", asked=asked[:50], hint=hint
            )
    else:
        last = remembered.read("theme")
        kept = _named(last.get("theme")) if last.get("setting") == setting else None
        theme = kept or _named(setting) or "ansi"
    return theme if theme in _SIXTEEN or many_colours() else "ansi"


def after(theme: Theme) -> Theme:
    """The next theme that this terminal can show."""
    if no_colour():
        return "mono"
    carried = [name for name in _ROUND if name in _SIXTEEN or many_colours()]
    return carried[(carried.index(theme) + 1) % len(carried)] if theme in carried else carried[0]


def remember(theme: Theme, setting: str) -> None:
    """Begin with a theme the next time. Raises ``StoreError`` where that can't be kept."""
    remembered.keep("theme", {"theme": theme, "setting": setting})


def name_of(theme: Theme) -> str:
    """A theme in the interface's language."""
    return {
        "ansi": say("the terminal's 16 colours"),
        "ansi-dark": say("16 colours on dark"),
        "ansi-light": say("16 colours on light"),
        "dark": say("dark"),
        "light": say("light"),
        "high-dark": say("high contrast, dark"),
        "high-light": say("high contrast, light"),
        "mono": say("no colour"),
    }[theme]


def many_colours() -> bool:
    """Whether the terminal says that it has 256 colours or more, as Rich reads it."""
    if capabilities().colours < 256:
        return False
    if os.environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return True
    return os.environ.get("TERM", "").rpartition("-")[2] in ("256color", "kitty")


def _named(name: object) -> Theme | None:
    return next((theme for theme in THEMES if theme == name), None)
