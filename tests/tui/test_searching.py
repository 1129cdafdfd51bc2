"""The search pane as one types: results, completions, earlier queries, and the way out."""

from __future__ import annotations

from threading import Event

import pytest
from rich.cells import cell_len

from store.errors import QueryInterruptedError
from tests.tui.fake_library import FakeLibrary, FakeRows
from tests.tui.test_browser import browser, press, selected, settle, shown
from tui.app import WenrenApp
from tui.browser.layout import WIDE
from tui.panes.search import SearchPane


def pane(app: WenrenApp) -> SearchPane:
    assert app.search is not None
    return app.search


def typed(app: WenrenApp) -> str:
    """The line, a bar where its cursor is."""
    line, at = pane(app).input.line
    return f"{line[:at]}|{line[at:]}"


def rows(app: WenrenApp) -> list[str]:
    return shown(app).splitlines()


class Slow(FakeLibrary):
    """Answers ``普`` only when it is interrupted; says at whose count it was."""

    def __init__(self) -> None:
        super().__init__(500)
        self.waits = Event()
        self.stopped = Event()

    def rows(self, query: str = "", *, stories: bool = True) -> FakeRows:
        if query == "普":
            self.waits.set()
            assert self.stopped.wait(10)
            raise QueryInterruptedError
        return super().rows(query, stories=stories)

    def interrupt(self) -> None:
        super().interrupt()
        if self.waits.is_set():
            self.stopped.set()


async def test_tab_chooses_typing_keeps_and_escape_takes_back() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "slash", "w", "minus")
        assert "弗拉基米尔·泽连斯基 · 1,234 篇" in rows(app)[2]
        assert "路透社 · w-reuters · 1,234 篇" in rows(app)[2]
        await press(pilot, "tab")
        assert typed(app) == "人:泽连斯基 |"
        assert app.query_text == "人:泽连斯基 "
        assert pane(app).completions.chosen == 0
        await press(pilot, "tab")
        assert typed(app) == "人:路透社 |"
        await press(pilot, "shift+tab", "shift+tab", "tab")
        assert typed(app) == "人:泽连斯基 |"
        await press(pilot, "escape")
        assert typed(app) == "w-|"
        assert app.query_text == "w-"
        await press(pilot, "tab", "tab", "h")
        assert typed(app) == "人:路透社 h|"
        assert pane(app).completions.chosen is None
        await press(pilot, "escape")
        assert app.search is None


async def test_a_key_leaves_the_cursor_behind_the_colon_and_enter_offers_its_values() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "slash", "tab")
        assert typed(app) == "人:|"
        await press(pilot, "tab")
        assert typed(app) == "源:|"
        await press(pilot, "shift+tab", "enter")
        assert typed(app) == "人:|"
        assert app.search is not None
        assert "弗拉基米尔·普京" in rows(app)[2]
        await press(pilot, "tab")
        assert typed(app) == "人:普京 |"


async def test_tab_and_enter_may_come_before_anything_is_there() -> None:
    async with browser() as (app, pilot):
        await pilot.press("slash")
        pane(app).input.insert_text_at_cursor("w-r")
        pane(app).input.action_complete()
        pane(app).input.action_accept()
        await settle(pilot)
        await settle(pilot)
        assert app.search is None
        assert app.query_text == "人:路透社 "
        assert app.library.marks.asked == ("人:路透社 ",)


async def test_a_click_takes_one() -> None:
    async with browser(size=(120, 40)) as (app, pilot):
        await press(pilot, "slash", "w")
        before, _, _ = rows(app)[2].partition("路透社")
        await pilot.click(offset=(cell_len(before) + 1, 2))
        await settle(pilot)
        assert typed(app) == "人:路透社 |"
        assert app.focused is pane(app).input
        assert pane(app).completions.chosen is None


async def test_a_click_on_the_results_selects_one_and_the_line_keeps_the_keys() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "slash", "援")
        await pilot.click(offset=(30, 8))
        await settle(pilot)
        assert selected(app) == "a000008"
        assert app.focused is pane(app).input
        await press(pilot, "enter")
        assert app.search is None
        assert app.focused is app.headlines
        assert selected(app) == "a000008"


async def test_completions_are_those_of_where_the_cursor_is() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "slash", *"w-r", "space", *"w-g")
        assert "日内瓦" in rows(app)[2]
        before = app.headlines.answer
        await press(pilot, *["left"] * 4)
        assert "路透社" in rows(app)[2]
        assert app.headlines.answer is before
        await press(pilot, "tab")
        assert typed(app) == "人:路透社 |w-g"


async def test_four_rows_three_on_a_low_screen_and_nothing_jumps() -> None:
    for size, top in (((80, 24), 4), ((80, 19), 3)):
        async with browser(size=size) as (app, pilot):
            await press(pilot, "slash")
            for keys in ([], ["w"], ["q", "q"], ["("], ["backspace"] * 4):
                await press(pilot, *keys)
                assert pane(app).region.height == top
                assert app.headlines.region.y == top


async def test_while_a_query_is_typed_a_small_screen_is_the_results() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "slash", "援")
        assert app.headlines.region.height == 24 - 4 - 1
        assert not app.reader.region
        await press(pilot, "down")
        assert selected(app) == "a000005"
        await press(pilot, "enter")
        assert app.reader.region
        assert app.reader.article is not None
        assert app.reader.article.id == "a000005"
        await press(pilot, "slash", "escape")
        assert app.reader.region
    async with browser(size=(WIDE, 30)) as (app, pilot):
        await press(pilot, "slash", "援", "down")
        assert app.reader.region
        assert app.reader.article is not None
        assert app.reader.article.id == "a000005"


async def test_rows_at_hand_are_told_before_they_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counting, counted = Event(), Event()

    def total(rows: FakeRows) -> int:
        counting.set()
        assert counted.wait(10)
        return len(rows.numbers)

    async with browser(FakeLibrary(500)) as (app, pilot):
        monkeypatch.setattr(FakeRows, "total", total)
        await pilot.press("slash", "联")
        while not counting.is_set():
            await pilot.pause(0.01)
        await pilot.pause()
        assert rows(app)[1].startswith(" 100+ 篇")
        assert "联合国 · Q1065" in rows(app)[2]
        await pilot.press("enter")
        counted.set()
        await settle(pilot)
        assert app.search is None
        assert "500 篇" in rows(app)[0]


async def test_what_a_name_was_taken_for_and_who_else_it_may_be() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "slash", "p", "j")
        assert rows(app)[1] == " 0 篇  pj → 普京 9，也可能是 浦江 2"
        await press(pilot, "(")
        assert "下面仍是：pj" in rows(app)[1]


async def test_nothing_typed_offers_the_latest_queries_and_the_keys() -> None:
    library = FakeLibrary()
    for query in ("停火", "援助", "普京"):
        library.marks.remember(query)
    async with browser(library) as (app, pilot):
        await press(pilot, "slash")
        assert rows(app)[2].split() == ["普京", "援助", "停火"]
        assert rows(app)[3].split() == ["人:", "源:", "日期:"]
        await press(pilot, "tab", "tab", "enter")
        assert app.query_text == "援助"
        assert library.marks.asked == ("援助", "普京", "停火")


async def test_earlier_queries_are_walked() -> None:
    library = FakeLibrary()
    for query in ("停火", "援助"):
        library.marks.remember(query)
    async with browser(library) as (app, pilot):
        await press(pilot, "slash", "普", "ctrl+p")
        assert (typed(app), app.query_text) == ("援助|", "援助")
        await press(pilot, "ctrl+p", "ctrl+p")
        assert typed(app) == "停火|"
        await press(pilot, "ctrl+n", "ctrl+n", "ctrl+n")
        assert (typed(app), app.query_text) == ("普|", "普")
        await press(pilot, "ctrl+p", "backspace", "ctrl+p", "ctrl+n")
        assert typed(app) == "援|"
        await press(pilot, "escape")
        assert library.marks.asked == ("援助", "停火")


async def test_queries_that_cannot_be_kept_are_said_once() -> None:
    library = FakeLibrary()
    async with browser(library) as (app, pilot):
        library.marks.unsaved = "read-only file system"
        await press(pilot, "slash", "援", "enter")
        assert "标记存不下来，退出即失：read-only" in rows(app)[-1]
        app._tell_no_more()
        await press(pilot, "slash", "助", "enter")
        assert "存不下来" not in rows(app)[-1]
        library.marks.unsaved = ""
        await press(pilot, "slash", "停", "enter")
        assert "标记又能保存了" in rows(app)[-1]


async def test_a_letter_cancels_the_query_under_way_and_none_is_queued() -> None:
    library = Slow()
    async with browser(library) as (app, pilot):
        await pilot.press("slash")
        await settle(pilot)
        interrupted, asked = library.interrupted, len(library.asked)
        await pilot.press("普")
        while not library.waits.is_set():
            await pilot.pause(0.01)
        assert app.asker.pending
        await pilot.press("京")
        await settle(pilot)
        assert library.stopped.is_set()
        assert library.interrupted > interrupted
        assert app.query_text == "普京"
        # Its rows and their number, and nothing of the letter before.
        assert library.asked[asked:] == ["普京", "普京"]


async def test_typing_fast_asks_for_what_is_typed_last() -> None:
    library = FakeLibrary()
    async with browser(library) as (app, pilot):
        await press(pilot, "slash")
        asked = len(library.asked)
        for letter in "联合国的":
            pane(app).input.insert_text_at_cursor(letter)
        await settle(pilot)
        assert library.asked[asked:] == ["联合国的"]
        assert app.query_text == "联合国的"


async def test_what_is_unfinished_says_what_may_follow_and_is_wrong_only_at_enter() -> None:
    async with browser(query="援助") as (app, pilot):
        await press(pilot, "down", "down")
        before, chosen = app.headlines.answer, selected(app)
        await press(pilot, "slash", *" 人:")
        assert rows(app)[1].startswith(" 10 篇  人: 后面写一个名字")
        assert app.query_text == "援助"
        await press(pilot, "enter")
        assert app.search is not None
        assert "^ 第 4 字：这后面没有东西" in rows(app)[1]
        await press(pilot, "backspace", ":")
        assert "人: 后面写一个名字" in rows(app)[1]
        await press(pilot, "escape")
        assert (app.headlines.answer, selected(app)) == (before, chosen)


async def test_enter_on_an_error_does_nothing() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "slash", "普", "京", "(")
        before = shown(app)
        await press(pilot, "enter")
        assert shown(app) == before
        await press(pilot, "backspace", "enter")
        assert app.search is None
