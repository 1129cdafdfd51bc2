"""The colours of the browser: one style for each thing it draws.

The default theme uses the terminal's own 16 colours and its own background: what fits the
person's eyes already fits here, and plain text needs no colour codes on the wire. No meaning is
carried by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.style import Style

from tui.terminal import Theme

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
    error: Style
    deleted: Style
    inserted: Style
    person: Style
    organisation: Style
    media: Style
    place: Style

    def kind(self, kind: ActorKind) -> Style:
        """How a name is marked: underlined, as Chinese print marks proper names, and coloured."""
        style: Style = getattr(self, kind)
        return style


def palette(theme: Theme) -> Palette:
    """The palette of a theme."""
    return _THEMES[theme]


_ANSI = Palette(
    background="ansi_default",
    foreground="ansi_default",
    text=None,
    muted=Style(dim=True),
    strong=Style(bold=True),
    accent=Style(color="cyan", bold=True),
    rule=Style(dim=True),
    cursor=Style(reverse=True),
    parked=Style(bold=True),
    hit=Style(color="black", bgcolor="yellow"),
    error=Style(color="red", bold=True),
    deleted=Style(color="red"),
    inserted=Style(color="green"),
    person=Style(color="magenta", bold=True, underline=True),
    organisation=Style(color="cyan", underline=True),
    media=Style(color="yellow", italic=True, underline=True),
    place=Style(color="green", underline=True),
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
    error: str,
    inserted: str,
    person: str,
    organisation: str,
    media: str,
    place: str,
) -> Palette:
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
        hit=Style(color=foreground, bgcolor=hit),
        error=text + Style(color=error, bold=True),
        deleted=text + Style(color=error),
        inserted=text + Style(color=inserted),
        person=text + Style(color=person, bold=True, underline=True),
        organisation=text + Style(color=organisation, underline=True),
        media=text + Style(color=media, italic=True, underline=True),
        place=text + Style(color=place, underline=True),
    )


_THEMES: dict[Theme, Palette] = {
    "ansi": _ANSI,
    "light": _true(
        background="#fbf8f1",
        foreground="#2a2723",
        muted="#6f685d",
        accent="#a3322a",
        rule="#cfc6b5",
        parked="#ece5d6",
        hit="#ffe08a",
        error="#b00020",
        inserted="#1b6a3c",
        person="#9b2257",
        organisation="#0b5f75",
        media="#7d5200",
        place="#3b6b1c",
    ),
    "dark": _true(
        background="#16171a",
        foreground="#dcd8d0",
        muted="#948f86",
        accent="#e8a87c",
        rule="#3d3f45",
        parked="#26282d",
        hit="#5d4b12",
        error="#ff7a70",
        inserted="#86d6a0",
        person="#f29bbd",
        organisation="#7fcbdc",
        media="#e6c07b",
        place="#a3cf8a",
    ),
}
