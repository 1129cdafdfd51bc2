"""Every style of every theme can be read, and the kinds of names are told apart by any eye."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from itertools import combinations
from typing import get_args

import pytest
from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet
from rich.style import Style

from store.article import ActorKind
from store.settings import THEMES
from tests.colour import BLINDNESS, Colour, between, colour, contrast, distance, seen_with
from tests.terminals import SCHEMES, Scheme
from tui.palette import Palette, palette
from tui.terminal import Background, Theme
from tui.theming import after, name_of
from tui.wire.pen import look

TRUE: tuple[Theme, ...] = ("dark", "light", "high-dark", "high-light")
KINDS: tuple[ActorKind, ...] = get_args(ActorKind)
BACKGROUNDS: tuple[Background | None, ...] = (None, "dark", "light")
APART = 9.0
"""CIEDE2000 between any two kinds, to any eye; what colours there are beside the attributes."""
DIMMED = 2 / 3
"""What VTE, xterm and Alacritty leave of dim text; it is never more than less important."""


def styles(colours: Palette) -> Iterator[tuple[str, Style]]:
    for field in fields(colours):
        style = getattr(colours, field.name)
        if isinstance(style, Style):
            yield field.name, style


def test_the_settings_know_the_themes() -> None:
    assert get_args(Theme) == THEMES
    assert all(name_of(theme) for theme in get_args(Theme))


def pair(style: Style, colours: Palette) -> tuple[Colour, Colour]:
    """Text and ground of a style in a theme of many colours."""
    text = style.color.get_truecolor() if style.color else colour(colours.foreground)
    ground = style.bgcolor.get_truecolor() if style.bgcolor else colour(colours.background)
    return (text[0], text[1], text[2]), (ground[0], ground[1], ground[2])


def of_256(seen: Colour) -> Colour:
    """What a terminal of 256 colours shows instead."""
    fewer = Color.from_triplet(ColorTriplet(*seen)).downgrade(ColorSystem.EIGHT_BIT)
    red, green, blue = fewer.get_truecolor()
    return red, green, blue


@pytest.mark.parametrize("theme", TRUE)
@pytest.mark.parametrize("fewer", [False, True], ids=["all colours", "256 colours"])
def test_text_stands_out_from_its_ground(theme: Theme, fewer: bool) -> None:
    colours = palette(theme)
    least = 7.0 if theme.startswith("high") else 4.5
    for name, style in styles(colours):
        text, ground = pair(style, colours)
        if fewer:
            text, ground = of_256(text), of_256(ground)
        # A rule tells nothing that headings and margins don't (WCAG 1.4.11 asks no contrast of
        # it); where contrast was asked for, it is a part of the picture all the same.
        needed = (3.0 if theme.startswith("high") else 1.3) if name == "rule" else least
        assert contrast(text, ground) >= needed, f"{name}: {contrast(text, ground):.2f}"


@pytest.mark.parametrize("theme", TRUE)
def test_what_text_is_drawn_in_is_short_on_the_wire(theme: Theme) -> None:
    colours = palette(theme)
    ground = colour(colours.background)
    for name, style in styles(colours):
        red, green, blue = text = pair(style, colours)[0]
        sent = look(f"38;2;{red};{green};{blue}").foreground
        # A row that is selected is drawn in the ground's colour, whatever that is; black has none.
        assert sent.startswith("38;5;") or text in (ground, (0, 0, 0)), name


@pytest.mark.parametrize("theme", TRUE)
def test_a_selected_or_found_text_is_seen_to_be_one(theme: Theme) -> None:
    colours = palette(theme)
    ground = colour(colours.background)
    assert contrast(pair(colours.cursor, colours)[1], ground) >= 3
    # Fainter: their text is bold, or they are short and coloured.
    for style in (colours.parked, colours.hit):
        assert distance(pair(style, colours)[1], ground) >= 5


@pytest.mark.parametrize("theme", TRUE)
@pytest.mark.parametrize("eye", ["usual", *BLINDNESS])
def test_the_kinds_colours_are_apart_to_any_eye(theme: Theme, eye: str) -> None:
    colours = palette(theme)
    for fewer in (False, True):
        seen = []
        for kind in KINDS:
            text, _ = pair(colours.kind(kind), colours)
            text = of_256(text) if fewer else text
            seen.append(text if eye == "usual" else seen_with(eye, text))
        assert min(distance(a, b) for a, b in combinations(seen, 2)) >= APART


@pytest.mark.parametrize("theme", get_args(Theme))
def test_the_kinds_are_told_apart_without_colour(theme: Theme) -> None:
    for background in BACKGROUNDS:
        colours = palette(theme, background)
        # In a title as in a paragraph.
        for base in (Style(), colours.strong):
            drawn = [base + colours.kind(kind) for kind in KINDS]
            looks = {(style.bold, style.italic, style.underline) for style in drawn}
            assert len(looks) == len(KINDS)
            assert all(style.underline for style in drawn)


def test_no_colour_is_none() -> None:
    for name, style in styles(palette("mono")):
        assert style.color is None, name
        assert style.bgcolor is None, name
    # Where nothing is known of the terminal, nothing is risked.
    assert palette("ansi") == palette("mono")


def shown(style: Style, scheme: Scheme) -> tuple[Colour, Colour]:
    """Text and ground of a style on a terminal of 16 colours."""
    text = scheme.colours[style.color.number or 0] if style.color else scheme.text
    ground = scheme.colours[style.bgcolor.number or 0] if style.bgcolor else scheme.ground
    if style.reverse:
        text, ground = ground, text
    return (between(text, ground, DIMMED) if style.dim else text), ground


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_16_colours_can_be_read_on_common_terminals(scheme: Scheme) -> None:
    # Solarized's own text is at 4.1; nothing drawn with it can be above.
    least = min(4.5, contrast(scheme.text, scheme.ground))
    for name, style in styles(palette("ansi", scheme.background)):
        # What is muted is less than text by intent, and how much less the terminal says.
        needed = least if name not in ("muted", "rule") else 4.0 if scheme.background else 2.3
        ratio = contrast(*shown(style, scheme))
        assert ratio >= needed, f"{name}: {ratio:.2f}"


def test_the_key_goes_round_the_themes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    seen: list[Theme] = ["ansi"]
    for _ in range(5):
        seen.append(after(seen[-1]))
    assert seen == ["ansi", "dark", "light", "high-dark", "high-light", "mono"]
    assert after("mono") == after("ansi-light") == "ansi"
    monkeypatch.setenv("TERM", "xterm")
    assert after("ansi") == "mono"
    monkeypatch.setenv("NO_COLOR", "1")
    assert after("ansi") == "mono"
    assert after("mono") == "mono"
