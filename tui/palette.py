"""The colours of the browser: one style for each thing it draws.

No meaning is carried by colour alone. The four kinds of names are told apart by two attributes
that every terminal has, the same in every theme: who acts is bold (people, organisations), what
is an institution is slanted (organisations, media). All are underlined, as Chinese print marks
proper names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from rich.style import Style

from tui.terminal import Background, Theme

if TYPE_CHECKING:
    from store.article import ActorKind


@dataclass(frozen=True, slots=True)
class Palette:
    """``text`` is None where the terminal's own colours are used: nothing is sent for it."""

    background: str
    foreground: str
    text: Style | None
    muted: Style
    strong: Style
    accent: Style
    rule: Style
    cursor: Style
    parked: Style
    """The selected row while another pane has the keys."""
    hit: Style
    """Neither dim in a caption nor reversed with the selected row."""
    current: Style
    """The hit one has walked to, laid over ``hit``."""
    error: Style
    deleted: Style
    inserted: Style
    person: Style
    organisation: Style
    media: Style
    place: Style

    @property
    def hint(self) -> Style:
        """A letter to jump by."""
        return self.hit + self.current

    def kind(self, kind: ActorKind) -> Style:
        """How a name is marked."""
        style: Style = getattr(self, kind)
        return style


@cache
def palette(theme: Theme, background: Background | None = None) -> Palette:
    """The palette of a theme; ``background``: the terminal's own, if it has told."""
    if theme == "ansi":
        return _OWN[background]()
    return _THEMES[theme]()


# What is False is taken away in a bold title, where the kinds would look the same in pairs.
_PERSON = Style(underline=True, bold=True, italic=False)
_ORGANISATION = Style(underline=True, bold=True, italic=True)
_MEDIA = Style(underline=True, bold=False, italic=True)
_PLACE = Style(underline=True, bold=False, italic=False)


def _own(
    *,
    muted: Style,
    hit: Style,
    current: Style,
    accent: str | None = None,
    deleted: str | None = None,
    inserted: str | None = None,
    person: str | None = None,
    organisation: str | None = None,
    media: str | None = None,
    place: str | None = None,
) -> Palette:
    """A palette on the terminal's own text and background, with some of its 16 colours."""
    return Palette(
        background="ansi_default",
        foreground="ansi_default",
        text=None,
        muted=muted,
        strong=Style(bold=True),
        accent=Style(color=accent, bold=True),
        rule=Style(dim=True),
        cursor=Style(reverse=True),
        parked=Style(bold=True),
        hit=hit + Style(dim=False),
        current=current,
        error=Style(color=deleted, bold=True),
        deleted=Style(color=deleted),
        inserted=Style(color=inserted),
        person=Style(color=person) + _PERSON,
        organisation=Style(color=organisation) + _ORGANISATION,
        media=Style(color=media) + _MEDIA,
        place=Style(color=place) + _PLACE,
    )


def _true(
    *,
    background: str,
    foreground: str,
    muted: str,
    accent: str,
    rule: str,
    parked: str,
    hit: str,
    found: str,
    error: str,
    inserted: str,
    person: str,
    organisation: str,
    media: str,
    place: str,
) -> Palette:
    """A palette of colours of its own; ``found``: the text of a hit.

    Those that every terminal has by a number are the shortest on the wire (``tui.wire.pen``).
    """
    text = Style(color=foreground, bgcolor=background)
    return Palette(
        background=background,
        foreground=foreground,
        text=text,
        muted=text + Style(color=muted),
        strong=text + Style(bold=True),
        accent=text + Style(color=accent, bold=True),
        rule=text + Style(color=rule),
        cursor=Style(color=background, bgcolor=accent),
        parked=text + Style(bgcolor=parked, bold=True),
        hit=Style(color=found, bgcolor=hit),
        current=Style(color=background, bgcolor=error, bold=True),
        error=text + Style(color=error, bold=True),
        deleted=text + Style(color=error),
        inserted=text + Style(color=inserted),
        person=text + Style(color=person) + _PERSON,
        organisation=text + Style(color=organisation) + _ORGANISATION,
        media=text + Style(color=media) + _MEDIA,
        place=text + Style(color=place) + _PLACE,
    )


# None of the eight colours and their bright forms can be read on every terminal: yellow has 1.7:1
# on xterm's white, blue 1.6:1 on a Mac's black. Without knowing the background, none is used.
_MONO = partial(
    _own,
    muted=Style(dim=True),
    hit=Style(reverse=True, bold=True),
    current=Style(underline=True, italic=True),
)
_HIT = Style(color="black", bgcolor="bright_yellow", reverse=False)
_CURRENT = Style(color="black", bgcolor="bright_cyan", underline=True)
_ON_DARK = partial(
    _own,
    muted=Style(dim=True),
    hit=_HIT,
    current=_CURRENT,
    accent="bright_cyan",
    # Red is too dark on Tango's background.
    deleted="bright_yellow",
    inserted="bright_green",
    person="bright_yellow",
    organisation="bright_cyan",
    place="bright_green",
)
_ON_LIGHT = partial(
    _own,
    # Dimmed, the text of VS Code and Tango falls to 2.7:1.
    muted=Style(color="bright_black"),
    hit=_HIT,
    current=_CURRENT,
    accent="blue",
    deleted="red",
    inserted="blue",
    person="magenta",
    organisation="blue",
    media="red",
)
_OWN: dict[Background | None, Callable[[], Palette]] = {
    None: _MONO,
    "dark": _ON_DARK,
    "light": _ON_LIGHT,
}
_THEMES: dict[Theme, Callable[[], Palette]] = {
    "mono": _MONO,
    "ansi-dark": _ON_DARK,
    "ansi-light": _ON_LIGHT,
    "light": partial(
        _true,
        background="#fbf8f1",
        foreground="#262626",
        muted="#6c6c6c",
        accent="#af0000",
        rule="#c6c6c6",
        parked="#ece5d6",
        hit="#ffd787",
        found="#262626",
        error="#d70000",
        inserted="#005f00",
        person="#af005f",
        organisation="#005fd7",
        media="#875f00",
        place="#005f5f",
    ),
    "dark": partial(
        _true,
        background="#121212",
        foreground="#d7d7d7",
        muted="#949494",
        accent="#ffaf87",
        rule="#444444",
        parked="#262626",
        hit="#d7af5f",
        found="#121212",
        error="#ff8787",
        inserted="#87d7af",
        person="#ffafd7",
        organisation="#0087ff",
        media="#af875f",
        place="#87d75f",
    ),
    "high-light": partial(
        _true,
        background="#ffffff",
        foreground="#000000",
        muted="#444444",
        accent="#870000",
        rule="#767676",
        parked="#e4e4e4",
        hit="#ffd700",
        found="#000000",
        error="#af0000",
        inserted="#005f00",
        person="#87005f",
        organisation="#5f00af",
        media="#303030",
        place="#005f00",
    ),
    "high-dark": partial(
        _true,
        background="#000000",
        foreground="#ffffff",
        muted="#bcbcbc",
        accent="#ffd75f",
        rule="#8a8a8a",
        parked="#303030",
        hit="#ffd700",
        found="#000000",
        error="#ff8787",
        inserted="#5fd787",
        person="#ff5faf",
        organisation="#afd7ff",
        media="#ffd787",
        place="#00d700",
    ),
}
