"""The list by day, with stories unfolded, in one line or two, in other orders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import StoreError
from tests.tui.fake_library import FakeLibrary, make_head
from tests.tui.test_browser import browser, press, selected, shown
from tui.app import WenrenApp
from tui.browser.answers import BLOCK, Answer
from tui.browser.listed import Listed
from tui.browser.preferred import ListLook
from tui.browser.setup import Setup, setup

BY_DAY = Setup(list_look=ListLook(by_day=True))
WIDE = (120, 40)


@pytest.fixture(autouse=True)
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def rows(app: WenrenApp) -> list[str]:
    """The list's own rows, from below its heading."""
    box = app.headlines.region
    lines = shown(app).splitlines()[box.y + app.headlines.headed : box.bottom]
    return [line.partition("│")[0].rstrip() for line in lines]


def row_of(app: WenrenApp) -> int:
    """The row of what is selected."""
    return next(row for row, line in enumerate(rows(app)) if line.startswith(">"))


async def test_a_day_stands_above_its_first_headline() -> None:
    async with browser(FakeLibrary(120), WIDE) as (app, pilot):
        await press(pilot, "D")
        lines = rows(app)
        days = {row: line.strip() for row, line in enumerate(lines) if "日 周" in line}
        assert days == {0: "2024年11月30日 周六", 21: "2024年11月29日 周五"}
        assert lines[1].split()[:2] == [">N", "08:30"]
        assert lines[22].split()[:2] == ["N", "16:30"]
        await press(pilot, "G")
        assert selected(app) == "a000119"
        await press(pilot, "g", "D")
        assert "日 周" not in "".join(rows(app))
    assert setup().list_look == ListLook()


async def test_the_day_that_is_scrolled_away_is_in_the_heading() -> None:
    async with browser(FakeLibrary(120), WIDE, setup=BY_DAY) as (app, pilot):
        assert "头条 2024" not in shown(app)
        await press(pilot, "pagedown", "pagedown")
        assert "头条 2024年11月" in shown(app)


async def test_days_and_stories_are_remembered() -> None:
    async with browser(FakeLibrary(60), WIDE) as (app, pilot):
        await press(pilot, "D", "v")
    assert setup().list_look == ListLook("two", by_day=True)
    async with browser(FakeLibrary(60), WIDE, setup=setup()) as (app, pilot):
        assert app.headlines.height == 2
        assert app.headlines.listed.by_day


async def test_a_setting_that_was_changed_since_counts_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.toml"
    monkeypatch.setenv("WENREN_CONFIG", str(file))
    async with browser(setup=setup()) as (_, pilot):
        await press(pilot, "v")
    assert setup().list_look.density == "two"
    file.write_text('[browser]\ndensity = "one"\n')
    assert setup().list_look.density == "one"


async def test_a_story_unfolds_to_its_reports() -> None:
    async with browser(FakeLibrary(60), WIDE) as (app, pilot):
        await press(pilot, "o")
        assert "没有转载" in shown(app)
        await press(pilot, "down", "down", "down", "o")
        lines = rows(app)
        assert "×3" in lines[3]
        assert "新桥通讯" in lines[4]
        assert "南岛电台" in lines[5]
        assert row_of(app) == 3
        await press(pilot, "down", "down")
        assert selected(app) == "a900031"
        assert app.reader.article is not None
        assert app.reader.article.source == "南岛电台"
        await press(pilot, "s")
        assert app.library.marks.now.starred == {"a900031"}
        assert "*" in rows(app)[3]
        await press(pilot, "down")
        assert selected(app) == "a000004"
        await press(pilot, "k", "o")
        assert selected(app) == "a000003"
        assert "（4）" in rows(app)[4]


async def test_an_unfolded_story_and_its_report_outlast_a_refresh_and_a_visit_elsewhere() -> None:
    library = FakeLibrary(60)
    async with browser(library, WIDE, setup=BY_DAY) as (app, pilot):
        await press(pilot, "down", "down", "down", "o", "down", "down")
        row = row_of(app)
        library.add_new(3)
        app._look_for_changes()
        await press(pilot)
        assert "3 篇新文章" in shown(app)
        assert (selected(app), row_of(app)) == ("a900031", row)
        before = rows(app)
        await press(pilot, "r")
        assert selected(app) == "a900031"
        assert row_of(app) == row
        assert rows(app)[row - 2 :][:5] == before[row - 2 :][:5]
        await press(pilot, "slash", *"援助", "enter", "escape")
        assert (selected(app), row_of(app)) == ("a900031", row)
        await pilot.resize_terminal(80, 24)
        await press(pilot)
        assert selected(app) == "a900031"
        assert rows(app)[row_of(app)].startswith(">")


async def test_a_click_selects_what_it_is_on() -> None:
    async with browser(FakeLibrary(60), WIDE, setup=BY_DAY) as (app, pilot):
        await press(pilot, "down", "down", "down", "o")
        # The heading, the day, three stories, then the unfolded one.
        await pilot.click("#list", offset=(10, 6))
        await press(pilot)
        assert selected(app) == "a900030"
        await pilot.click("#list", offset=(10, 1))
        await press(pilot)
        assert selected(app) == "a000000"


async def test_two_lines_say_who_reports_it_and_whom_it_names() -> None:
    async with browser(FakeLibrary(60), WIDE) as (app, pilot):
        await press(pilot, "v")
        lines = rows(app)
        head = make_head(0)
        assert str(head.source) in lines[1]
        assert head.actors[0] in lines[1]
        assert "（1）" in lines[2]
        await press(pilot, "v")
        assert "（1）" in rows(app)[1]
        await press(pilot, "slash", *"援助", "enter", "v")
        assert app.headlines.height == 2
        assert rows(app)[1].startswith("    ")
        assert rows(app)[1].strip()


async def test_the_order_is_part_of_the_query() -> None:
    async with browser(FakeLibrary(60), WIDE, setup=BY_DAY) as (app, pilot):
        await press(pilot, "O")
        assert app.query_text == "排序:旧"
        assert selected(app) == "a000059"
        assert "日 周" in rows(app)[0]
        await press(pilot, "O")
        assert app.query_text == ""
        await press(pilot, "slash", *"援助", "enter", "O", "O")
        assert app.query_text == "援助 排序:相关"
        assert "日 周" not in "".join(rows(app))
        await press(pilot, "O")
        assert app.query_text == "援助"
        await press(pilot, "escape")
        assert app.query_text == "援助 排序:相关"


async def test_a_hundred_thousand_rows_are_as_quick_by_day_and_unfolded() -> None:
    library = FakeLibrary(100_000)
    look = Setup(list_look=ListLook("two", by_day=True))
    async with browser(library, WIDE, setup=look) as (app, pilot):
        await press(pilot, "down", "down", "down", "o", "G")
        assert app.headlines.index == 99_999
        await press(pilot, "k", "pageup", "D", "D", "v", "g")
        assert app.headlines.index == 0
        answer = app.headlines.answer
        assert answer is not None
        asked: list[tuple[int, int]] = answer.rows.pages  # type: ignore[attr-defined]
        assert len(asked) <= 4
        assert {count for _, count in asked} == {BLOCK}


KEYS = st.lists(
    st.sampled_from(
        ["down", "up", "page_down", "page_up", "end", "home", "unfold", "day", "two", "wheel", "-"]
    ),
    max_size=25,
)


@given(KEYS, st.integers(1, 30), st.integers(0, 60))
def test_what_is_selected_is_always_in_sight(keys: list[str], rows: int, size: int) -> None:
    """Without the app: the list as its pane has it."""
    library: Any = FakeLibrary(size)
    listed = Listed(lambda: rows)
    listed.reports = lambda story: [h for h in library.story(story.id) if h.id != story.id]
    listed.show(Answer(library, ""))
    for key in keys:
        match key:
            case "down" | "up":
                listed.at = listed.sight.moved(listed.at, 1 if key == "down" else -1)
            case "page_down" | "page_up":
                listed.at = listed.page(1 if key == "page_down" else -1)
            case "end":
                listed.at = listed.last()
            case "home":
                listed.at = listed.sight.moved(listed.at, -100)
            case "unfold":
                listed.unfold()
            case "day":
                listed.wear(ListLook(listed.look.density, by_day=not listed.look.by_day))
            case "two":
                two = listed.height == 1
                listed.wear(ListLook("two" if two else "one", by_day=listed.look.by_day))
            case "wheel" | "-":
                listed.scroll_by(3 if key == "wheel" else -3)
        listed.scroll()
        laid = listed.laid()
        assert len(laid) <= rows
        if size:
            assert listed.head(listed.at) is not None
            assert (listed.at, "headline") in laid
            place = listed.place()
            assert place is not None
            listed.restore(place)
            assert listed.laid() == laid
        else:
            assert laid == []


async def test_reports_that_cannot_be_read_leave_the_list_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = FakeLibrary(60)
    async with browser(library, WIDE) as (app, pilot):
        await press(pilot, "down", "down", "down")

        def broken(id: str) -> list[Any]:
            raise StoreError("gone")

        monkeypatch.setattr(library, "story", broken)
        await press(pilot, "o")
        assert "gone" in shown(app)
        assert selected(app) == "a000003"
