"""The panes at the side: narrowing by facets, and the saved searches."""

from __future__ import annotations

from threading import Event

import pytest

from store.marks import Entry
from store.search.facets import Facet, Facets
from store.settings import Reading
from tests.tui.fake_library import FakeLibrary
from tests.tui.test_browser import browser, dossier, press, selected, shown
from tui.app import WenrenApp
from tui.browser.setup import Setup
from tui.commands import FACET_KEYS
from tui.panes.facets import FacetsPane, groups
from tui.panes.searches import SearchesPane

SIZES = [(80, 24), (120, 40)]


def facets(app: WenrenApp) -> FacetsPane:
    pane = app.sides["facets"]
    assert isinstance(pane, FacetsPane)
    return pane


def searches(app: WenrenApp) -> SearchesPane:
    pane = app.sides["searches"]
    assert isinstance(pane, SearchesPane)
    return pane


def names(app: WenrenApp) -> list[str]:
    return [saved.name for saved in app.library.marks.now.searches]


def saved(library: FakeLibrary, *queries: str) -> None:
    for query in queries:
        library.marks.searches.save(f"名{query}", query)


def made(number: int) -> Facets:
    """As many actors, sources and months as that; all of them narrow."""
    rows = tuple(Facet(f"甲{n}", 90 - n, f"人:甲{n}", f"id{n}", "person") for n in range(number))
    other = tuple(Facet(f"乙{n}", 90 - n, f"源:乙{n}") for n in range(number))
    months = tuple(Facet(f"2024-{n}", 9, f"日期:2024-{n}") for n in range(number))
    return Facets(100, 100, True, rows, other, months)


@pytest.mark.parametrize("number", [0, 1, 5, 30])
def test_keys_are_handed_out_down_the_rows(number: int) -> None:
    keys = [key for group in groups(made(number)) for key, _ in group.facets]
    given = [key for key in keys if key]
    assert given == list(FACET_KEYS[: len(given)])
    assert len(given) == min(number, 12) + 2 * min(number, 7)
    assert keys == given + [""] * (3 * number - len(given))


def test_what_all_have_in_common_narrows_nothing() -> None:
    one = Facet("甲", 100, "人:甲", "id", "person")
    assert groups(Facets(100, 100, True, (one,), (one,), ())) == []


def test_there_are_keys_for_all_first_rows_and_some_conditions() -> None:
    assert len(FACET_KEYS) >= 12 + 7 + 7 + 5
    assert not set(FACET_KEYS) & set("ajkghlfrzqouGLSM")


@pytest.mark.parametrize("size", SIZES)
async def test_a_letter_narrows_and_back_widens_step_by_step(size: tuple[int, int]) -> None:
    async with browser(FakeLibrary(60), size) as (app, pilot):
        await press(pilot, "j", "f")
        assert app.focused is facets(app)
        assert [g.title for g in facets(app)._groups] == ["人物和组织", "来源"]
        first = facets(app)._groups[0].facets[0][1]
        await press(pilot, "b")
        assert app.focused is facets(app)
        assert app.query_text == first.query == facets(app).shown
        assert first.name not in [f.name for g in facets(app)._groups for _, f in g.facets]
        second = facets(app).query_of("b")
        await press(pilot, "ｂ")
        assert app.query_text == second == facets(app).shown
        assert second is not None
        assert second.startswith(f"{first.query} ")
        await press(pilot, "escape")
        assert (app.query_text, facets(app).shown) == (first.query, first.query)
        await press(pilot, "escape")
        assert (app.query_text, facets(app).shown) == ("", "")
        await press(pilot, "escape")
        assert app.side is None
        assert app.focused is app.headlines
        assert selected(app) == "a000001"


async def test_arrows_and_the_mouse_narrow_too() -> None:
    async with browser(FakeLibrary(60), (120, 40)) as (app, pilot):
        await press(pilot, "f", "down")
        query = facets(app)._groups[0].facets[1][1].query
        await press(pilot, "enter")
        assert app.query_text == query
        await press(pilot, "f")
        assert app.side is None
        assert app.focused is app.headlines
        assert app.query_text == query
        await press(pilot, "f")
        row = facets(app).row + 1
        wanted = facets(app)._rows[row].target
        await pilot.click("#facets", offset=(3, row + 1))
        await press(pilot)
        assert wanted == ("facet", app.query_text)


async def test_a_condition_is_dropped_by_its_key() -> None:
    async with browser(FakeLibrary(60), query="普京 源:远望报") as (app, pilot):
        await press(pilot, "f")
        assert "Z - 普京" in shown(app)
        assert facets(app).target == ("facet", facets(app).query_of("b"))
        await press(pilot, "Z")
        assert app.query_text == "源:远望报" == facets(app).shown
        await press(pilot, "Z")
        assert app.query_text == "" == facets(app).shown


async def test_facets_follow_the_list() -> None:
    library = FakeLibrary(60)
    async with browser(library, (120, 40)) as (app, pilot):
        await press(pilot, "f", "slash", "援", "助", "enter")
        assert facets(app).shown == "援助"
        assert facets(app).facets == library.facets("援助")
        library.add_new(3)
        app._look_for_changes()
        await press(pilot, "r")
        assert facets(app).facets == library.facets("援助")


async def test_the_dossier_of_a_facet_and_back() -> None:
    async with browser(FakeLibrary(60), (120, 40)) as (app, pilot):
        await press(pilot, "f", "down")
        facet = facets(app)._groups[0].facets[1][1]
        await press(pilot, "o")
        assert app.focused is dossier(app)
        assert dossier(app).shown == facet.actor
        await press(pilot, "escape")
        assert app.focused is facets(app)
        assert facets(app).target == ("facet", facet.query)
        while (facets(app).target or ("", ""))[1] != facets(app)._groups[1].facets[0][1].query:
            await press(pilot, "down")
        await press(pilot, "o")
        assert app.focused is facets(app)


async def test_an_estimate_has_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    library = FakeLibrary(60)
    actors = made(3).actors
    monkeypatch.setattr(
        library, "facets", lambda *_, **__: Facets(12_000, 600, False, actors, (), ())
    )
    async with browser(library) as (app, pilot):
        await press(pilot, "f")
        assert "~12,000 篇，由其中 600 篇估计" in shown(app)
        assert "b     ~90 甲0" in shown(app)


async def test_what_takes_its_time_has_a_placeholder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.browser.aside.PATIENCE", 0.01)
    library = FakeLibrary(60)
    answer, counted = library.facets(), Event()

    def slow(query: str, *, stories: bool, total: int | None) -> Facets:
        assert counted.wait(30)
        return answer

    monkeypatch.setattr(library, "facets", slow)
    async with browser(library) as (app, pilot):
        await pilot.press("f")
        while "正在数" not in shown(app):
            await pilot.pause(0.01)
        counted.set()
        await press(pilot)
        assert "正在数" not in shown(app)
        assert facets(app).facets == answer


async def test_nothing_is_read_by_narrowing() -> None:
    library = FakeLibrary(60)
    saved(library, "泽连斯基")
    setup = Setup(reading=Reading(read_after=0.01))
    async with browser(library, (120, 40), setup=setup) as (app, pilot):
        await press(pilot, "f", "c", "1", "0")
        await pilot.pause(0.1)
        assert not app.library.marks.now.read


async def test_two_actors_of_a_dossier_put_together() -> None:
    async with browser(FakeLibrary(60), (120, 40)) as (app, pilot):
        await press(pilot, "tab", "enter")
        first = dossier(app).shown
        await press(pilot, "c")
        assert app.query_text == ""
        assert "先选另一个名字" in shown(app)
        await press(pilot, "j")
        target = dossier(app).target
        assert target
        await press(pilot, "c")
        assert app.query_text == f"人:{first} 人:{target[1]}"
        assert app.focused is app.headlines
        await press(pilot, "escape")
        assert app.focused is dossier(app)


async def test_a_search_is_saved_under_a_name_and_opened_by_its_number() -> None:
    library = FakeLibrary(60)
    async with browser(library, query="援助") as (app, pilot):
        await press(pilot, "S")
        assert app.edit_line is not None
        assert app.edit_line.input.value == "援助"
        await press(pilot, "甲", "enter")
        assert names(app) == ["援助甲"]
        assert "已存为“援助甲”" in shown(app)
        assert "援助甲  援助" in shown(app).splitlines()[0]
        await press(pilot, "0")
        assert app.query_text == ""
        assert "援助" not in shown(app).splitlines()[0]
        await press(pilot, "S")
        assert app.edit_line is None
        assert "先用 / 搜索" in shown(app)
        await press(pilot, "enter", "１")
        assert app.query_text == "援助"
        assert app.focused is app.headlines
        await press(pilot, "2")
        assert "没有第 2 个保存的搜索" in shown(app)
        await press(pilot, "escape")
        assert app.query_text == ""
        assert app.focused is app.reader


async def test_a_name_that_is_taken_is_replaced_and_said_so() -> None:
    library = FakeLibrary(60)
    saved(library, "援助", "普京")
    async with browser(library, query="联合国") as (app, pilot):
        await press(pilot, "S")
        app.edit_line.input.value = "名援助"  # type: ignore[union-attr]
        await press(pilot, "enter")
        assert "已换掉原来的“名援助”" in shown(app)
        assert [s.query for s in library.marks.now.searches] == ["联合国", "普京"]
        await press(pilot, "u")
        assert [s.query for s in library.marks.now.searches] == ["援助", "普京"]


@pytest.mark.parametrize("size", SIZES)
async def test_the_pane_shows_what_is_unread(size: tuple[int, int]) -> None:
    library = FakeLibrary(60)
    saved(library, "援助", "没有人写过")
    library.marks.change(Entry("read", ("a000002",)))
    async with browser(library, size) as (app, pilot):
        await press(pilot, "L")
        assert app.focused is searches(app)
        assert row(app, "全部").split() == [">0", "59", "全部"]
        assert row(app, "名援助").split()[:2] == ["1", str(library.unread("援助"))]
        assert row(app, "名没有人写过").split()[:2] == ["2", "名没有人写过"]
        await press(pilot, "down", "enter")
        assert app.query_text == "援助"
        assert app.focused is app.headlines
        await press(pilot, "escape", "L")
        assert app.side is None


def row(app: WenrenApp, name: str) -> str:
    """The line of a saved search."""
    line = next(line for line in shown(app).splitlines()[1:] if name in line)
    return line.rpartition("│")[2]


async def test_counts_follow_marks_of_any_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.browser.keeping.SETTLED", 0.0)
    library = FakeLibrary(60)
    setup = Setup(reading=Reading(read_after="off"))
    async with browser(library, (120, 40), setup=setup) as (app, pilot):
        await press(pilot, "L")
        assert "60" in row(app, "全部")
        # As another process of the same person.
        library.marks.change(Entry("read", ("a000002",)))
        saved(library, "援助")
        app._look_for_changes()
        await press(pilot)
        assert "59" in row(app, "全部")
        assert "名援助" in shown(app)
        await press(pilot, "left", "left", "M")
        assert "59 篇已标为已读，u 撤销" in shown(app)
        assert row(app, "全部").split() == [">0", "全部"]
        await press(pilot, "M")
        assert "都已读过" in shown(app)
        await press(pilot, "u")
        assert "59" in row(app, "全部")
        library.add_new(2)
        app._look_for_changes()
        await press(pilot)
        assert "61" in row(app, "全部")


async def test_searches_are_renamed_moved_removed_and_each_is_undone() -> None:
    library = FakeLibrary(60)
    saved(library, "援助", "普京", "联合国")
    kept = ["名援助", "名普京", "名联合国"]
    async with browser(library) as (app, pilot):
        await press(pilot, "L", "R", "x", "J", "K")
        assert names(app) == kept
        await press(pilot, "down", "J", "J")
        assert names(app) == ["名普京", "名联合国", "名援助"]
        assert searches(app).selected == "名援助"
        await press(pilot, "K", "u", "u", "u")
        assert names(app) == kept
        await press(pilot, "R", "甲", "enter")
        assert names(app) == ["名援助甲", "名普京", "名联合国"]
        assert app.focused is searches(app)
        await press(pilot, "x", "delete")
        assert names(app) == ["名联合国"]
        await press(pilot, "u", "u", "u")
        assert names(app) == kept
        await press(pilot, "down", "R", *["backspace"] * 9, *"名普京", "enter")
        assert "已有别的搜索用这个名字" in shown(app)
        assert names(app) == kept


async def test_a_search_that_no_longer_parses_is_kept_and_says_why() -> None:
    library = FakeLibrary(60)
    saved(library, "普京(")
    async with browser(library) as (app, pilot):
        await press(pilot, "L")
        assert row(app, "名普京(").split()[1:3] == ["?", "名普京("]
        assert "a bracket is never closed" in row(app, "名普京(")
        before = app.headlines.answer
        await press(pilot, "1")
        assert app.headlines.answer is before
        assert app.focused is searches(app)
        assert "a bracket is never closed" in shown(app).splitlines()[-1]


async def test_no_saved_search_yet_says_what_to_press() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "L")
        assert "再按 S" in shown(app)
        await press(pilot, "L")
        assert app.side is None
        assert app.focused is app.headlines


async def test_the_search_line_and_the_sides_leave_each_other_alone() -> None:
    library = FakeLibrary(60)
    async with browser(library, (120, 40)) as (app, pilot):
        await press(pilot, "L", "slash", "f", "1", "S")
        assert app.search is not None
        assert app.search.input.value == "f1S"
        await press(pilot, "escape", "S")
        assert app.focused is searches(app)
        assert names(app) == []
