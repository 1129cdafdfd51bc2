"""The comparison in the browser: how one gets there, through it and back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from store.article import Block
from store.diff.comparison import compare
from tests.tui.fake_library import FakeLibrary, make_article
from tests.tui.test_browser import browser, press, selected, shown
from tui.app import WenrenApp
from tui.palette import palette
from tui.panes.comparison import ComparisonPane
from tui.panes.lines import Lines
from tui.passages import Composer

REPRINTED = ("down", "down", "down")
"""The keys to the first story with reprints."""


def second(app: WenrenApp) -> str | None:
    """The id of the report that the comparison shows beside the first."""
    assert app.comparison is not None
    comparison = app.comparison.comparison
    return comparison.b.id if comparison else None


async def open_comparison(pilot: Pilot[Any], *keys: str) -> ComparisonPane:
    await press(pilot, *REPRINTED, *keys, "d")
    pane = pilot.app.comparison  # type: ignore[attr-defined]
    assert isinstance(pane, ComparisonPane)
    return pane


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
async def test_a_key_shows_what_the_reprint_changed(size: tuple[int, int]) -> None:
    async with browser(size=size) as (app, pilot):
        pane = await open_comparison(pilot)
        assert app.focused is pane
        assert second(app) == "a900030"
        text = shown(app)
        assert "对照 1/2" in text
        assert "一[位发言人]{名官员}说" in text
        assert "新桥通讯" in text
        assert "句相同" in text
        assert "正文" not in text


async def test_without_reprints_there_is_nothing_to_compare() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "d")
        assert app.comparison is None
        assert "没有这篇的转载" in shown(app)


@pytest.mark.parametrize("way", ["list", "reader"])
async def test_escape_goes_back_to_the_very_line(way: str) -> None:
    async with browser() as (app, pilot):
        keys = ("enter", "down", "down", "down", "tab") if way == "reader" else ()
        await press(pilot, *REPRINTED, *keys)
        before = app.reader.place()
        await press(pilot, "d", "pagedown", "tab", "o", "escape")
        assert app.comparison is None
        assert app.front == way
        assert app.focused is (app.reader if way == "reader" else app.headlines)
        assert app.reader.place() == before
        assert "正文" in shown(app)
        assert selected(app) == "a000003"


async def test_the_copies_are_walked_in_both_directions() -> None:
    async with browser() as (app, pilot):
        await open_comparison(pilot)
        walked = [second(app)]
        for key in ("d", "right_square_bracket", "left_square_bracket", "［", "【"):
            await press(pilot, key)
            walked.append(second(app))
        assert walked == ["a900030", "a900031", "a900030", "a900031", "a900030", "a900031"]
        assert "对照 2/2" in shown(app)
        assert "南岛电台" in shown(app)


async def test_a_copy_in_the_reader_is_compared_with_the_earliest() -> None:
    async with browser() as (app, pilot):
        app.load("a900031")
        await press(pilot, "d")
        assert app.comparison is not None
        assert app.comparison.place().first == "a000003"
        assert second(app) == "a900031"


async def test_tab_walks_the_changes_and_shows_each() -> None:
    async with browser() as (_, pilot):
        pane = await open_comparison(pilot)
        assert pane.comparison is not None
        rows = pane.comparison.body
        changes = [(1, at) for at, row in enumerate(rows) if row.kind != "same"]
        changes += [(2, at) for at, _ in enumerate(pane.comparison.captions)]
        walked = []
        for _ in changes:
            await press(pilot, "tab")
            walked.append(pane.current)
            line = pane._line_of(pane.current or (0, 0), 0)
            assert pane.top <= line < pane.top + pane.rows
        assert walked == changes
        await press(pilot, "n")
        assert pane.current == changes[0]
        await press(pilot, "shift+tab", "p")
        assert pane.current == changes[-2]


async def test_what_is_the_same_unfolds_where_one_is() -> None:
    async with browser(size=(120, 40)) as (app, pilot):
        pane = await open_comparison(pilot)
        assert pane.comparison is not None
        same = [row for row in pane.comparison.body if row.kind == "same"]
        assert same[0].b is not None
        text = pane.comparison.b.blocks[same[0].b.block].text[same[0].b.start : same[0].b.end]
        assert text[:12] not in shown(app)
        await press(pilot, "o")
        assert text[:12] in shown(app)
        assert "句相同" not in shown(app)
        await press(pilot, "o")
        assert "句相同" in shown(app)


async def test_the_place_is_kept_from_size_to_size() -> None:
    async with browser() as (app, pilot):
        pane = await open_comparison(pilot, "enter")
        await press(pilot, "o", *["down"] * 9)
        first = pane._set[pane.top]
        for size in ((60, 20), (70, 30), (80, 24)):
            await pilot.resize_terminal(*size)
            await press(pilot)
            assert app.focused is pane
            now = pane._set[pane.top]
            if pane.top < pane.length - pane.rows:
                assert now.passage.key == first.passage.key
                assert now.line.start <= first.line.start
        assert now == first


async def test_search_and_back_leads_to_the_comparison_again() -> None:
    async with browser() as (app, pilot):
        await open_comparison(pilot)
        await press(pilot, "d", "o", "down", "down", "down")
        assert app.comparison is not None
        place = app.comparison.place()
        await press(pilot, "slash", "援", "escape")
        assert app.comparison is not None
        assert app.comparison.place() == place
        assert app.focused is app.comparison
        await press(pilot, "slash", "援", "助", "enter")
        assert app.comparison is None
        await press(pilot, "escape")
        assert app.comparison is not None
        assert app.comparison.place() == place


async def test_another_story_closes_the_comparison() -> None:
    async with browser(size=(120, 40)) as (app, pilot):
        await open_comparison(pilot)
        await press(pilot, "left", "down")
        assert app.comparison is None
        assert app.focused is app.headlines
        assert app.reader.article is not None
        assert app.reader.article.id == selected(app) == "a000004"
        assert "正文" in shown(app)


async def test_space_reads_on_in_the_comparison_and_stays_in_it() -> None:
    async with browser() as (app, pilot):
        pane = await open_comparison(pilot)
        for _ in range(9):
            await press(pilot, "space")
        assert app.comparison is pane
        assert pane.top == pane.length - pane.rows > 0
        await press(pilot, "b", "g")
        assert pane.top == 0


async def test_an_answer_that_comes_too_late_is_not_shown() -> None:
    class Slow(FakeLibrary):
        def compare(self, first: str, second: str) -> Any:
            app.call_from_thread(app.headlines.move, 1)
            return super().compare(first, second)

    async with browser(Slow()) as (app, pilot):
        await press(pilot, *REPRINTED, "d")
        assert selected(app) == "a000004"
        assert app.comparison is None


async def test_an_article_that_is_gone_is_said() -> None:
    class Emptied(FakeLibrary):
        def compare(self, first: str, second: str) -> Any:
            return None

    async with browser(Emptied()) as (app, pilot):
        await press(pilot, *REPRINTED, "d")
        assert app.comparison is None
        assert "已不在库中" in shown(app)


async def test_walking_repaints_the_rows_that_differ_only() -> None:
    async with browser() as (_, pilot):
        pane = await open_comparison(pilot, "enter")
        dirty: list[Any] = []
        refresh = Lines.__mro__[1].refresh

        def counted(widget: Any, *regions: Any, **options: Any) -> Any:
            if widget is pane:
                dirty.append(regions)
            return refresh(widget, *regions, **options)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Lines.__mro__[1], "refresh", counted)
            await press(pilot, "tab")
        assert len(dirty) == 1
        assert 1 <= len(dirty[0]) <= 2
        assert all(region.height == 1 for region in dirty[0])


@pytest.mark.parametrize("theme", ["ansi", "light", "dark"])
def test_marks_stand_where_the_text_they_mark_does(theme: Any) -> None:
    library = FakeLibrary()
    comparison = library.compare("a000003", "a900031")
    assert comparison is not None
    seen = ""
    for unfolded in (False, True):
        for passage in Composer(comparison, palette(theme)).passages(unfolded=unfolded):
            done = 0
            for mark in passage.marks:
                assert done <= mark.start < mark.end <= len(passage.text)
                done = mark.end
                marked = passage.text[mark.start : mark.end]
                if mark.style.strike:
                    seen += "-"
                if mark.style.underline and marked == "联合国":
                    seen += "n"
            keys = passage.text.count("["), passage.text.count("{")
            struck = sum(1 for mark in passage.marks if mark.style.strike)
            assert bool(struck) == bool(keys[0])
    assert "-" in seen
    assert "n" in seen


def test_marks_of_the_terminal_never_come_from_the_text() -> None:
    """Brackets of the text itself are no marks: they have no style of a change."""
    article = make_article(3)
    other = FakeLibrary().article("a900030")
    assert other is not None
    a = replace(article, blocks=(Block("paragraph", "他说[原文]{如此}。"),), mentions=())
    b = replace(other, blocks=(Block("paragraph", "她说[原文]{如此}。"),), mentions=())
    composer = Composer(compare(a, b), palette("ansi"))
    (passage,) = (p for p in composer.passages(unfolded=False) if p.key == (1, 0))
    assert passage.text == "[他]{她}说[原文]{如此}。"
    assert [passage.text[m.start : m.end] for m in passage.marks] == ["[他]", "{她}"]
