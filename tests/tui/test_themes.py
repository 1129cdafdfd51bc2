"""Themes that change while the browser runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widget import Widget

from tests.tui.test_browser import browser, press, settle, shown
from tui.app import WenrenApp
from tui.palette import palette
from tui.panes.help import HelpPane
from tui.panes.lines import Lines
from tui.wire.incoming import BackgroundTold


@pytest.fixture(autouse=True)
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("TERM", "xterm-256color")


async def test_the_key_recolours_every_pane_and_moves_nothing() -> None:
    async with browser(size=(120, 40)) as (app, pilot):
        await press(pilot, "down", "enter", "tab", "enter", "left", "j")
        before = text_of(app)
        drawn = {pane: len(pane._drawn) for pane in app.screen.query(Lines)}
        await press(pilot, "ctrl+t")
        assert app.theme_name == "dark"
        assert "深色" in app.footer.notice
        assert text_of(app) == before
        dark = palette("dark")
        assert len(drawn) == len(list(app.screen.query(Lines)))
        for pane in app.screen.query(Lines):
            assert pane.palette == dark
            for strip in pane._drawn:
                # Nothing is left in the terminal's own colours.
                assert all(s.style and s.style.bgcolor for s in strip if s.text), pane
        assert ground(app.screen) == dark.background
        for theme in ("light", "high-dark", "high-light", "mono", "ansi"):
            await press(pilot, "ctrl+t")
            assert app.theme_name == theme
            assert text_of(app) == before


def text_of(app: WenrenApp) -> str:
    """All but the footer, and but for the mark that what is read for long enough loses."""
    return shown(app).rpartition("\n")[0].replace("N", " ")


def ground(widget: Widget) -> str:
    return widget.styles.background.hex.lower()


async def test_the_search_pane_and_the_help_change_too() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "slash", "a")
        await press(pilot, "ctrl+t")
        assert app.search is not None
        assert ground(app.search.input) == palette("dark").background
        assert app.search.found.palette == palette("dark")
        await press(pilot, "escape", "question_mark", "ctrl+t")
        assert isinstance(app.help, HelpPane)
        assert app.help.palette == palette("light")


async def test_the_next_visit_begins_with_the_theme_of_the_last() -> None:
    from tui.theming import chosen

    async with browser() as (app, pilot):
        await press(pilot, "ctrl+t", "ctrl+t")
        assert app.theme_name == "light"
    assert chosen("ansi") == "light"


async def test_no_colour_stays() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_COLOR", "1")
        async with browser() as (app, pilot):
            await press(pilot, "ctrl+t")
            assert app.colours == palette("mono")
            assert "NO_COLOR" in app.footer.notice


async def test_16_colours_follow_the_terminals_background() -> None:
    async with browser() as (app, pilot):
        assert app.colours == palette("ansi")
        for background in ("dark", "light", None):
            app.post_message(BackgroundTold(background))  # type: ignore[arg-type]
            await settle(pilot)
            assert app.colours == palette("ansi", background)  # type: ignore[arg-type]
            assert app.reader.palette == app.colours
        await press(pilot, "ctrl+t")
        app.post_message(BackgroundTold("light"))
        await settle(pilot)
        assert app.colours == palette("dark")


async def test_the_help_tells_how_each_kind_is_drawn() -> None:
    async with browser(size=(80, 80)) as (app, pilot):
        await press(pilot, "question_mark", "end")
        text = shown(app)
        for name, called in (("普京", "人物"), ("联合国", "组织"), ("日内瓦", "地方")):
            assert any(name in line and called in line for line in text.splitlines())
        styles = {s.text: s.style for line in app.help._text for s in line} if app.help else {}
        assert styles["普京"] == app.colours.person
        assert styles["日内瓦"] == app.colours.place
