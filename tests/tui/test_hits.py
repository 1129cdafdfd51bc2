"""Hits in the browser: marked in rows, excerpts and the article, and walked one by one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from rich.style import Style
from textual import events
from textual.pilot import Pilot

from store.errors import StoreError
from store.search.excerpts import Excerpt
from store.search.hits import Sought
from tests.tui import test_browser
from tests.tui.fake_library import FakeLibrary
from tests.tui.test_browser import selected, shown
from tui.app import WenrenApp

WIDE = (120, 40)


@asynccontextmanager
async def browser(
    library: FakeLibrary | None = None, size: tuple[int, int] = (80, 24), query: str = ""
) -> AsyncIterator[tuple[WenrenApp, Pilot[Any]]]:
    async with test_browser.browser(library, size, query) as (app, pilot):
        await settle(pilot)
        yield app, pilot


async def settle(pilot: Pilot[Any]) -> None:
    """Let what was asked for be painted, and after that the excerpts."""
    for _ in range(3):
        await test_browser.settle(pilot)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Each key is answered before the next, unlike those of ``pilot.press``."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    await settle(pilot)


def current(app: WenrenApp) -> str:
    """The text of the current hit."""
    assert app.reader.hit is not None
    assert app.reader.article is not None
    hit = app.reader.hits[app.reader.hit]
    row = app.reader.line_with(hit.block, hit.start)
    assert app.reader.top <= row < app.reader.top + app.reader.rows
    return app.reader.article.text_of(hit.block)[hit.start : hit.end]


def lit(app: WenrenApp, row: int) -> list[str]:
    """The texts of a row of the list that are marked as hits."""
    return [s.text for s in app.headlines._drawn[row] if has(s.style, app.colours.hit)]


def has(style: Style | None, mark: Style) -> bool:
    """Whether a style is laid over with that of a mark."""
    return style is not None and style + mark == style


async def test_hits_are_walked_through_an_article_and_into_the_next() -> None:
    async with browser(query="普京", size=WIDE) as (app, pilot):
        first = app.reader.article
        assert app.reader.top == 0
        assert app.reader.hit is None
        total = len(app.reader.hits)
        assert total > 1
        for number in range(total):
            await press(pilot, "n")
            assert app.reader.hit == number
            assert current(app) == "普京"
            assert f"命中 {number + 1}/{total}" in shown(app)
        assert app.focused is app.reader
        await press(pilot, "n")
        assert app.headlines.index == 1
        assert app.reader.article is not None
        assert app.reader.article != first
        assert app.reader.hit == 0
        await press(pilot, "N")
        assert app.reader.article == first
        assert app.reader.hit == total - 1
        await press(pilot, "N")
        assert app.reader.hit == total - 2
        assert app.focused is app.reader
        await press(pilot, "escape")
        assert app.reader.hit is None
        assert app.focused is app.reader
        await press(pilot, "escape")
        assert app.focused is app.headlines


async def test_before_the_first_hit_there_is_none() -> None:
    async with browser(query="普京") as (app, pilot):
        await press(pilot, "N")
        assert app.reader.hit is None
        assert "没有别的命中" in shown(app)
        assert app.focused is app.headlines


async def test_the_current_hit_is_apart_from_the_others_and_drops_a_chosen_name() -> None:
    async with browser(query="普京", size=WIDE) as (app, pilot):
        await press(pilot, "tab", "n")
        assert app.reader.chosen is None
        marked = [s for line in app.reader._drawn for s in line if has(s.style, app.colours.hit)]
        current = [s.text for s in marked if has(s.style, app.colours.current)]
        assert current == ["普京"]
        assert len(marked) > 1
        await press(pilot, "tab")
        assert app.reader.hit is None
        assert app.reader.chosen is not None


async def test_a_resize_and_a_way_back_keep_the_current_hit() -> None:
    async with browser(query="普京", size=WIDE) as (app, pilot):
        await press(pilot, "n", "n")
        hit = app.reader.hit
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert app.reader.hit == hit
        await press(pilot, "slash", "x", "escape")
        assert app.reader.hit == hit
        assert current(app) == "普京"


@pytest.mark.parametrize("query", ["", "日期:2024"])
async def test_without_anything_to_mark_n_is_the_next_article(
    query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = FakeLibrary()
    monkeypatch.setattr(library, "sought", lambda query: ())
    rows = library.rows
    monkeypatch.setattr(library, "rows", lambda query="": rows())
    async with browser(library, query=query) as (app, pilot):
        await press(pilot, "n", "n", "N")
        assert selected(app) == "a000001"
        assert app.focused is app.headlines
        await press(pilot, "J", "J", "K")
        assert selected(app) == "a000002"
        assert app.headlines.height == 1


async def test_rows_have_their_hits_and_excerpts() -> None:
    library = FakeLibrary()
    async with browser(library, WIDE, query="普京") as (app, pilot):
        assert app.headlines.height == 2
        assert len(library.quoted) == 1
        assert len(library.quoted[0]) == app.headlines.stories == 18
        assert lit(app, 1) == ["普京"]
        assert lit(app, 2)[0] == "普京"
        assert all(lit(app, 2 + 2 * n) for n in range(app.headlines.stories))
        await press(pilot, "j")
        assert lit(app, 1) == ["普京"]
        assert len(library.quoted) == 1
        await press(pilot, "pagedown")
        assert app.headlines.index == app.headlines.stories
        assert sum(map(len, library.quoted)) == app.headlines.stories + 1
        await press(pilot, "pageup", "G")
        assert app.headlines.index == 29
        assert app.headlines.top == 30 - app.headlines.stories
        assert len({id for ids in library.quoted for id in ids}) == sum(map(len, library.quoted))


async def test_clicks_and_the_wheel_mean_the_story_under_them() -> None:
    async with browser(size=WIDE, query="普京") as (app, pilot):
        for row, index in ((2, 0), (3, 1), (4, 1), (7, 3)):
            await pilot.click("#list", offset=(10, row))
            assert app.headlines.index == index
        app.headlines.post_message(
            events.MouseScrollDown(app.headlines, 1, 1, 0, 1, 0, False, False, False)
        )
        await settle(pilot)
        assert app.headlines.top == 2


async def test_the_selected_story_stays_in_sight_from_height_to_height() -> None:
    async with browser(FakeLibrary(300), WIDE, query="普京") as (app, pilot):
        app.headlines.select(17)
        story = selected(app)
        for size in ((80, 24), WIDE, (200, 50), (60, 20), WIDE):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert app.headlines.height == (1 if size[1] == 24 else 2)
            assert selected(app) == story
            row = app.headlines.index - app.headlines.top
            assert 0 <= row < app.headlines.stories
        assert lit(app, 2 + 2 * (app.headlines.index - app.headlines.top))


async def test_a_refresh_asks_for_no_excerpt_again() -> None:
    library = FakeLibrary(60)
    async with browser(library, WIDE, query="普京") as (app, pilot):
        before = app.headlines._drawn
        await press(pilot, "r")
        assert app.headlines._drawn == before
        assert len(library.quoted) == 1


async def test_what_cannot_be_read_has_no_excerpt_and_is_asked_for_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = FakeLibrary()
    quoted: list[Sequence[str]] = []

    def excerpts(
        ids: Sequence[str], sought: Sequence[Sought], cells: int
    ) -> Iterator[tuple[str, Excerpt]]:
        quoted.append(ids)
        yield ids[0], Excerpt("普京", ((0, 2),))
        raise StoreError("damaged")

    monkeypatch.setattr(library, "excerpts", excerpts)
    async with browser(library, WIDE, query="普京") as (app, pilot):
        assert lit(app, 2) == ["普京"]
        assert not app.headlines._drawn[4].text.strip()
        await press(pilot, "j", "k")
        assert len(quoted) == 1


async def test_the_next_answer_gives_up_the_excerpts_of_the_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = FakeLibrary()
    async with browser(library, WIDE, query="普京") as (app, pilot):
        asked = app.excerpter._number
        answer: Any = app.headlines.answer
        answer._excerpts.clear()
        app.headlines.repaint()
        app.show_query("联合国")
        await settle(pilot)
        assert app.excerpter._number > asked
        assert lit(app, 2) == ["联合国"]


async def test_the_sentence_of_the_current_hit_is_copied() -> None:
    async with browser(query="普京", size=WIDE) as (app, pilot):
        await press(pilot, "n")
        assert app.reader.hit is not None
        assert app.reader.article is not None
        hit = app.reader.hits[app.reader.hit]
        assert app.reader.spot() == (app.reader.article.text_of(hit.block), hit.start)


async def test_actors_asked_for_are_marked() -> None:
    async with browser(query="人:普京", size=WIDE) as (app, pilot):
        await press(pilot, "n")
        assert current(app) == "普京"
        assert "普京" in lit(app, 2)
