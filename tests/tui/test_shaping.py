"""Layouts, sizes of panes, zen, and the way back and forward."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.test_browser import browser, press, selected, shown
from tui.browser import preferred
from tui.browser.layout import Shaped
from tui.browser.setup import Setup, setup


@pytest.fixture(autouse=True)
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


async def test_layouts_go_round_and_are_remembered_by_size() -> None:
    async with browser(size=(120, 40)) as (app, pilot):
        assert app.headlines.region.y == app.reader.region.y
        await press(pilot, "W")
        assert "上下" in shown(app)
        assert app.headlines.region.width == app.reader.region.width == 120
        await press(pilot, "W")
        assert set(app.panes()) == {"list"}
        await press(pilot, "enter")
        assert set(app.panes()) == {"reader"}
        await press(pilot, "W", "W")
    assert setup().shaped == {"wide": Shaped("rows")}
    async with browser(size=(120, 40), setup=setup()) as (app, pilot):
        assert app.headlines.region.width == 120
    async with browser(size=(80, 24), setup=setup()) as (app, pilot):
        assert set(app.panes()) == {"list", "reader"}


async def test_a_pane_is_made_larger_by_key_with_its_place_kept() -> None:
    async with browser(size=(120, 40)) as (app, pilot):
        await press(pilot, "down", "down")
        width = app.headlines.region.width
        await press(pilot, "+", "equals_sign")
        assert app.headlines.region.width == width + 8
        assert selected(app) == "a000002"
        await press(pilot, "enter", "+")
        assert app.headlines.region.width == width + 4
        await press(pilot, "tab", "enter")
        side = app.sides["dossier"].region.width
        await press(pilot, "+")
        assert app.sides["dossier"].region.width == side + 4
        await press(pilot, "z", "+")
        assert "只有一栏" in shown(app)
    async with browser(size=(80, 24), setup=setup()) as (app, pilot):
        height = app.headlines.region.height
        await press(pilot, "-")
        assert app.headlines.region.height == height - 1
        await press(pilot, *["-"] * 20)
        assert app.headlines.region.height == 3
        assert "不能再" in shown(app)


@pytest.mark.parametrize("told", ["[]", '{"panes": 3}', '{"panes": {"wide": {"list": "x"}}}', "x"])
def test_what_is_remembered_wrongly_is_nothing(told: str, tmp_path: Path) -> None:
    preferred.keep_panes({"wide": Shaped("rows", 400)})
    (file,) = tmp_path.rglob("*.json")
    file.write_text(told)
    assert set(preferred.panes().values()) <= {Shaped()}


async def test_zen_is_the_text_alone_in_the_middle() -> None:
    async with browser(size=(120, 40)) as (app, pilot):
        await press(pilot, "Z")
        text = shown(app).split("\n")
        assert app.focused is app.reader
        assert "闻人" not in text[0]
        assert text[-1] == ""
        written = [line for line in text if line]
        assert min(len(line) - len(line.lstrip()) for line in written) == 20
        await press(pilot, "s")
        assert "已加星" in shown(app)
        await press(pilot, "J")
        assert selected(app) == "a000001"
        await press(pilot, "Z")
        assert app.focused is app.headlines
        assert "闻人" in shown(app)


async def test_from_zen_names_lead_on_and_back_and_esc_leaves_it() -> None:
    async with browser(size=(80, 24)) as (app, pilot):
        await press(pilot, "Z", "tab", "enter")
        assert app.front == "dossier"
        assert app.zen
        await press(pilot, "escape")
        assert app.front == "reader"
        await press(pilot, "escape")
        assert app.zen
        await press(pilot, "escape")
        assert not app.zen
        assert app.focused is app.headlines
        await press(pilot, "Z", "left", "escape")
        assert not app.zen


async def test_back_and_forward_again() -> None:
    async with browser(size=(120, 40)) as (app, pilot):
        await press(pilot, "down", "tab", "enter")
        assert app.front == "dossier"
        await press(pilot, "slash", *"援助", "enter", "down")
        there = selected(app)
        await press(pilot, "<")
        assert (app.front, app.query_text) == ("dossier", "")
        await press(pilot, "alt+left")
        assert app.front == "reader"
        await press(pilot, "<")
        assert "最早" in shown(app)
        await press(pilot, ">", "alt+right")
        assert (app.query_text, selected(app)) == ("援助", there)
        await press(pilot, ">")
        assert "前面没有" in shown(app)
        await press(pilot, "<", "slash", *"普京", "enter", ">")
        assert app.query_text == "普京"


async def test_forward_to_what_the_browser_began_with() -> None:
    async with browser(query="援助") as (app, pilot):
        await press(pilot, "down", "escape")
        assert app.query_text == ""
        await press(pilot, ">")
        assert (app.query_text, app.headlines.index) == ("援助", 1)


async def test_forward_to_a_comparison() -> None:
    async with browser(size=(120, 40), setup=Setup()) as (app, pilot):
        await press(pilot, "down", "down", "down", "d", "tab")
        await press(pilot, "slash", *"援", "enter")
        await press(pilot, "<")
        assert app.comparison is not None
        await press(pilot, ">")
        assert app.comparison is None
        assert app.query_text == "援"
