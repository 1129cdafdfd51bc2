"""The browser on a library in memory: what is selected, shown and kept, key by key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from store.marks import Entry
from store.settings import Reading
from tests.tui.fake_library import FakeLibrary, make_article
from tui.app import WenrenApp
from tui.browser.setup import Setup
from tui.commands import at
from tui.keymap import commands
from tui.panes.dossier import DossierPane
from tui.panes.line_input import printable

SIZE = (80, 24)


@asynccontextmanager
async def browser(
    library: FakeLibrary | None = None,
    size: tuple[int, int] = SIZE,
    query: str = "",
    setup: Setup | None = None,
) -> AsyncIterator[tuple[WenrenApp, Pilot[Any]]]:
    app = WenrenApp(library or FakeLibrary(), query, setup)  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield app, pilot


async def settle(pilot: Pilot[Any]) -> None:
    for _ in range(2):
        # A newer question cancels the one under way.
        with suppress(WorkerCancelled):
            await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Each key is answered before the next, unlike those of ``pilot.press``."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    await settle(pilot)


def shown(app: WenrenApp) -> str:
    """The screen as text, one line a row."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


def dossier(app: WenrenApp) -> DossierPane:
    pane = app.sides["dossier"]
    assert isinstance(pane, DossierPane)
    return pane


def selected(app: WenrenApp) -> str | None:
    head = app.headlines.head
    return head.id if head else None


async def test_the_first_article_is_open_and_the_list_has_the_keys() -> None:
    async with browser() as (app, _):
        assert selected(app) == "a000000"
        assert app.reader.article is not None
        assert app.reader.article.id == "a000000"
        assert app.focused is app.headlines
        assert "30 篇" in shown(app)


@pytest.mark.parametrize("down", ["down", "j", "ｊ"])
async def test_the_reader_follows_the_selection(down: str) -> None:
    async with browser() as (app, pilot):
        await press(pilot, down, down)
        assert selected(app) == "a000002"
        assert app.reader.article is not None
        assert app.reader.article.id == "a000002"
        await press(pilot, "k", "n", "J", "p", "n", "N")
        assert selected(app) == "a000002"


async def test_a_hundred_thousand_rows_are_paged_not_loaded() -> None:
    library = FakeLibrary(100_000)
    async with browser(library) as (app, pilot):
        await press(pilot, "G")
        assert app.headlines.index == 99_999
        await press(pilot, "k", "pageup", "g")
        assert app.headlines.index == 0
        answer = app.headlines.answer
        assert answer is not None
        assert sum(count for _, count in answer.rows.pages) <= 600  # type: ignore[attr-defined]


async def test_space_reads_on_to_the_next_article() -> None:
    async with browser() as (app, pilot):
        for _ in range(6):
            await press(pilot, "space")
            if selected(app) == "a000001":
                break
        assert selected(app) == "a000001"
        assert app.reader.top == 0


async def test_tab_walks_the_names_and_enter_opens_the_dossier() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "tab")
        assert app.focused is app.reader
        assert app.reader.chosen == 0
        walked = []
        for _ in app.reader.names:
            walked.append(app.reader.names[app.reader.chosen or 0])
            row = app.reader.line_with(walked[-1].block, walked[-1].start)
            assert app.reader.top <= row < app.reader.top + app.reader.rows
            await press(pilot, "tab")
        assert walked == sorted(walked, key=lambda m: (m.block, m.start))
        assert app.reader.chosen == 0
        await press(pilot, "shift+tab", "shift+tab")
        assert app.reader.chosen == len(walked) - 2
        chosen, top = app.reader.chosen, app.reader.top
        await press(pilot, "enter")
        assert app.focused is dossier(app)
        assert dossier(app).dossier is not None
        assert dossier(app).dossier.actor == walked[-2].actor
        assert "测试用的角色" in shown(app)
        assert "文中称：" in shown(app)
        assert "31、别名 9" in shown(app)
        await press(pilot, "escape")
        assert app.focused is app.reader
        assert (app.reader.chosen, app.reader.top) == (chosen, top)
        assert app.side is None


async def test_from_dossier_to_dossier_to_article_and_all_the_way_back() -> None:
    async with browser(size=(120, 40)) as (app, pilot):
        await press(pilot, "down", "tab", "enter")
        first = dossier(app).dossier
        await press(pilot, "down", "enter")
        second = dossier(app).dossier
        assert first is not None
        assert second is not None
        assert second.actor != first.actor
        while (target := dossier(app).target) is None or target[0] != "article":
            await press(pilot, "down")
        await press(pilot, "down", "down")
        row = dossier(app).row
        await press(pilot, "enter")
        assert app.focused is app.reader
        assert app.reader.article is not None
        assert app.reader.article.id == dossier(app).target[1]
        await press(pilot, "backspace")
        assert (dossier(app).dossier, dossier(app).row) == (second, row)
        assert app.focused is dossier(app)
        await press(pilot, "escape")
        assert dossier(app).dossier == first
        await press(pilot, "escape")
        assert app.focused is app.reader
        assert app.reader.article.id == selected(app) == "a000001"
        await press(pilot, "escape", "escape")
        assert app.focused is app.headlines


async def test_search_shows_results_as_one_types_and_escape_restores_the_place() -> None:
    async with browser(FakeLibrary(200)) as (app, pilot):
        app.headlines.select(40)
        top = app.headlines.top
        await press(pilot, "slash")
        assert app.search is not None
        await press(pilot, "联", "合")
        assert app.query_text == "联合"
        assert app.search.input.value == "联合"
        await press(pilot, "没")
        assert app.headlines.answer is not None
        assert app.headlines.answer.count() == 0
        assert "没有找到" in shown(app)
        await press(pilot, "escape")
        assert app.search is None
        assert (selected(app), app.headlines.top) == ("a000040", top)
        assert app.query_text == ""
        assert app.reader.article is not None
        assert app.reader.article.id == "a000040"


async def test_enter_goes_to_the_results_and_back_leads_to_where_one_was() -> None:
    async with browser(FakeLibrary(200)) as (app, pilot):
        app.headlines.select(5)
        await press(pilot, "fullwidth_solidus")
        for letter in "助还":
            await pilot.press(letter)
        await press(pilot, "enter")
        assert app.search is None
        assert app.focused is app.headlines
        assert app.query_text == "助还"
        assert selected(app) == "a000002"
        assert app.reader.article is not None
        assert app.reader.article.id == "a000002"
        assert "助还" in shown(app).splitlines()[0]
        await press(pilot, "escape")
        assert (app.query_text, selected(app)) == ("", "a000005")


async def test_a_query_that_does_not_parse_says_where_and_leaves_the_list() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "slash", "普", "京")
        before = app.headlines.answer
        await press(pilot, "(")
        assert app.headlines.answer is before
        assert "第 3 字：a bracket is never closed" in shown(app)
        row = next(line for line in shown(app).splitlines() if "a bracket" in line)
        assert row.index("^") == 10
        await press(pilot, "enter")
        assert app.search is not None
        await press(pilot, "backspace")
        assert "a bracket" not in shown(app)


async def test_a_bad_query_from_outside_opens_the_search_on_it() -> None:
    async with browser(query="普京(") as (app, _):
        assert app.search is not None
        assert app.search.input.value == "普京("
        assert "a bracket is never closed" in shown(app)
        assert selected(app) == "a000000"


async def test_new_articles_are_announced_and_nothing_moves() -> None:
    library = FakeLibrary(100)
    async with browser(library) as (app, pilot):
        app.headlines.select(12)
        row = app.headlines.index - app.headlines.top
        library.add_new(3)
        app._look_for_changes()
        await settle(pilot)
        assert "3 篇新文章" in shown(app)
        assert (selected(app), app.headlines.index - app.headlines.top) == ("a000012", row)
        await press(pilot, "r")
        assert "新文章" not in shown(app)
        assert app.headlines.index == 15
        assert (selected(app), app.headlines.index - app.headlines.top) == ("a000012", row)
        library.add_new(1)
        app._look_for_changes()
        await settle(pilot)
        await press(pilot, "home")
        assert selected(app) == "a-00004"
        assert "103 篇" not in shown(app)
        assert "104 篇" in shown(app)


async def test_names_found_anew_are_lit_where_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    library = FakeLibrary(30)
    async with browser(library) as (app, pilot):
        await press(pilot, "enter", "tab", "tab", "space")
        top, chosen = app.reader.top, app.reader.names[app.reader.chosen or 0]
        article = make_article(0)
        first = next(m for m in article.mentions if m != chosen)
        fewer = replace(article, mentions=tuple(m for m in article.mentions if m != first))
        monkeypatch.setattr(library, "article", lambda id: fewer)
        monkeypatch.setattr(library, "revision", lambda: "another")
        app._look_for_changes()
        await settle(pilot)
        assert app.reader.article == fewer
        assert app.reader.top == top
        assert app.reader.names[app.reader.chosen or 0] == chosen
        gone = replace(fewer, mentions=())
        monkeypatch.setattr(library, "article", lambda id: gone)
        monkeypatch.setattr(library, "revision", lambda: "and another")
        app._look_for_changes()
        await settle(pilot)
        assert (app.reader.names, app.reader.chosen, app.reader.top) == ([], None, top)


async def test_an_empty_store_says_what_to_do_and_fills_by_itself() -> None:
    library = FakeLibrary(0)
    async with browser(library, (120, 40)) as (app, pilot):
        assert "按 A" in shown(app)
        assert "wenren demo" in shown(app)
        await press(pilot, "down", "enter", "tab", "space", "G", "n")
        library.add_new(2)
        app._look_for_changes()
        await settle(pilot)
        assert selected(app) is not None
        assert app.reader.article is not None


async def test_place_is_kept_from_layout_to_layout() -> None:
    async with browser(FakeLibrary(300), (200, 50)) as (app, pilot):
        app.headlines.select(9)
        await press(pilot, "tab", "tab", "tab")
        app.reader.action_page_down()
        first = app.reader._set[app.reader.top]
        chosen = app.reader.names[app.reader.chosen or 0]
        for size in ((120, 40), (80, 24), (60, 20), (200, 50)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert selected(app) == "a000009"
            assert app.headlines.top <= app.headlines.index
            assert app.headlines.index < app.headlines.top + max(app.headlines.rows, 1)
            assert app.reader.names[app.reader.chosen or 0] == chosen
            assert app.focused is app.reader
            now = app.reader._set[app.reader.top]
            if size[0] < 200 and app.reader.top:
                assert now.block == first.block
                assert now.line.start <= first.line.start <= now.line.end


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50), (60, 20), (30, 8)])
async def test_no_row_is_wider_than_the_terminal(size: tuple[int, int]) -> None:
    from rich.cells import cell_len

    async with browser(size=size) as (app, pilot):
        for keys in ((), ("tab",), ("enter",), ("question_mark",), ("escape", "slash", "京")):
            await press(pilot, *keys)
            rows = shown(app).splitlines()
            assert len(rows) == size[1]
            assert all(cell_len(row) <= size[0] for row in rows)


async def test_zoom_shows_one_pane_and_back() -> None:
    async with browser(size=(120, 40)) as (app, pilot):
        await press(pilot, "enter", "z")
        assert "头条" not in shown(app)
        await press(pilot, "escape")
        assert "头条" in shown(app)
        assert app.focused is app.reader
        await press(pilot, "left")
        assert app.focused is app.headlines


async def test_related_links_unfold() -> None:
    async with browser(size=(120, 60)) as (app, pilot):
        assert "相关阅读 2 条" in shown(app)
        assert "口译员的一天" not in shown(app)
        await press(pilot, "enter", "o")
        assert "口译员的一天" in shown(app)


async def test_reprints_are_named() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "down", "down", "down")
        assert "×3" in shown(app)
        assert "同一报道共 3 篇" in shown(app)
        assert "南岛电台" in shown(app)


async def test_hits_and_names_are_marked() -> None:
    async with browser(query="普京") as (app, _):
        marks = app.reader._marks[-1]
        assert any(mark.style.reverse and mark.style.underline for mark in marks)


async def test_help_lists_commands_and_closes() -> None:
    async with browser(size=(80, 50)) as (app, pilot):
        await press(pilot, "fullwidth_question_mark")
        assert "往下读，读完换下一篇" in shown(app)
        await press(pilot, "q")
        assert app.help is None
        assert app.focused is app.headlines
        assert app.is_running


async def test_the_mouse_selects_and_scrolls() -> None:
    async with browser(FakeLibrary(300)) as (app, pilot):
        await pilot.click("#list", offset=(10, 3))
        await settle(pilot)
        assert selected(app) == "a000002"
        await pilot.click("#reader", offset=(4, 1))
        await settle(pilot)
        app.reader.action_home()
        mention = app.reader.names[0]
        row = app.reader.line_with(mention.block, mention.start)
        line = app.reader._set[row].line
        await pilot.click("#reader", offset=(2 + line.column(mention.start), row + 1))
        await settle(pilot)
        assert app.focused is dossier(app)


async def test_a_key_repaints_two_rows_of_the_list_and_nothing_else_of_it() -> None:
    async with browser(FakeLibrary(300), (120, 40)) as (app, pilot):
        regions = []
        refresh = type(app.headlines).__mro__[3].refresh

        def counted(widget: Any, *dirty: Any, **options: Any) -> Any:
            if widget is app.headlines:
                regions.append(dirty)
            return refresh(widget, *dirty, **options)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(app.headlines).__mro__[3], "refresh", counted)
            await press(pilot, "down")
        assert [len(dirty) for dirty in regions] == [2]
        assert all(region.height == 1 for dirty in regions for region in dirty)


@given(st.text(max_size=40))
def test_what_is_pasted_holds_nothing_a_terminal_obeys(text: str) -> None:
    kept = printable(text)
    assert kept.replace(" ", "").isprintable()
    assert printable(kept) == kept


async def test_pasting_into_the_search_is_cleaned() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "slash")
        assert app.search is not None
        app.search.input.post_message(events.Paste("普\x1b]0;x\x07京\u202e\n会谈"))
        await settle(pilot)
        assert app.search.input.value == "普]0;x京 会谈"


def test_the_double_makes_the_articles_it_promises() -> None:
    article = make_article(5)
    for mention in article.mentions:
        assert article.text_of(mention.block)[mention.start : mention.end]


def row(app: WenrenApp, title: str) -> str:
    """The line of a headline."""
    return next(line for line in shown(app).splitlines() if title in line)


async def test_an_article_one_stays_on_is_read() -> None:
    async with browser(setup=Setup(reading=Reading(read_after=0.01))) as (app, pilot):
        await pilot.pause(0.1)
        # What the program opened by itself nobody has read.
        assert not app.library.marks.now.read
        assert row(app, "（0）").startswith(">N ")
        await press(pilot, "j")
        await pilot.pause(0.1)
        assert app.library.marks.now.read == {"a000001"}
        await press(pilot, "k", "enter")
        await pilot.pause(0.1)
        assert app.library.marks.now.read == {"a000000", "a000001"}
        assert row(app, "（1）").startswith("   ")
        await press(pilot, "m")
        await pilot.pause(0.1)
        assert app.library.marks.now.read == {"a000001"}
        await press(pilot, "u")
        assert app.library.marks.now.read == {"a000000", "a000001"}


@pytest.mark.parametrize(("after", "read"), [(0.0, {"a000001", "a000002"}), ("off", set())])
async def test_when_an_article_counts_as_read_is_a_setting(
    after: float | Literal["off"], read: set[str]
) -> None:
    async with browser(setup=Setup(reading=Reading(read_after=after))) as (app, pilot):
        await press(pilot, "down", "down")
        assert app.library.marks.now.read == read
        await press(pilot, "m")
        assert app.library.marks.now.read == (read ^ {"a000002"})


async def test_passing_by_is_not_reading() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "j", "j", "k")
        assert not app.library.marks.now.read


async def test_stars_are_shown_and_undone() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "s", "j", "ｓ")
        assert app.library.marks.now.starred == {"a000000", "a000001"}
        assert row(app, "（0）").startswith(" N*")
        assert row(app, "（1）").startswith(">N*")
        await press(pilot, "s")
        assert app.library.marks.now.starred == {"a000000"}
        await press(pilot, "u", "u", "u")
        assert not app.library.marks.now.starred
        await press(pilot, "u")
        assert "没有可撤销的" in shown(app)


async def test_tags_are_edited_on_a_line() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "t")
        app.focused.insert_text_at_cursor("国际， to  do、国际")  # type: ignore[union-attr]
        await press(pilot, "enter")
        marks = app.library.marks.now
        assert marks.tags == {"国际": {"a000000"}, "to do": {"a000000"}}
        assert app.focused is app.headlines
        assert app.edit_line is None
        await press(pilot, "enter", "t")
        assert app.edit_line is not None
        assert app.edit_line.input.value == "国际，to do"
        await press(pilot, "escape")
        assert app.library.marks.now == marks
        assert app.focused is app.reader
        await press(pilot, "t", *["backspace"] * 6, "enter")
        assert app.library.marks.now.tags == {"国际": {"a000000"}}
        await press(pilot, "u", "u")
        assert app.library.marks.now.tags == {}


async def test_a_story_is_starred_if_any_of_its_reports_is() -> None:
    library = FakeLibrary()
    async with browser(library) as (app, pilot):
        await press(pilot, "j", "j", "j")
        head = app.headlines.head
        assert head is not None
        assert head.told == ("a900030", "a900031")
        library.marks.change(Entry("star", ("a900031",)))
        app.headlines.repaint()
        await settle(pilot)
        assert row(app, "（3）").startswith(">N*")
        await press(pilot, "s")
        assert not library.marks.now.starred


async def test_a_person_may_have_keys_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text('home = "g g"\nstar = ["*", "z s"]\n', "utf-8")
    setup = Setup(commands=commands(tmp_path / "keys.toml"))
    async with browser(setup=setup) as (app, pilot):
        await press(pilot, "down", "down", "s")
        assert not app.library.marks.now.starred
        await press(pilot, "g")
        assert "g …" in shown(app)
        assert selected(app) == "a000002"
        await press(pilot, "g")
        assert selected(app) == "a000000"
        assert "…" not in shown(app).splitlines()[-1]
        await press(pilot, "asterisk")
        assert app.library.marks.now.starred == {"a000000"}
        # A sequence that nothing has is forgotten; so is one that is broken off.
        await press(pilot, "g", "x", "down", "g", "escape", "g", "down")
        assert selected(app) == "a000001"
        # Zoom had the z that now begins a sequence.
        await press(pilot, "z", "s")
        assert not app.zoomed
        assert app.library.marks.now.starred == {"a000000", "a000001"}


async def test_what_is_typed_is_no_command() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "slash", *"qzs?", "left", "home", "x", "f1", "ctrl+f")
        assert app.search is not None
        assert app.search.input.value == "xqzs?"
        assert app.help is None


async def test_the_palette_finds_commands_and_obeys_them_where_one_was() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "down", "colon")
        assert app.finder is not None
        assert app.focused is app.finder.input
        # In Chinese, by pinyin, by initials, in English, by its name.
        for typed in ("加星", "jiaxing", "jxhqx", "unstar", "STAR"):
            app.finder.input.value = ""
            await press(pilot, *typed)
            assert app.finder.list.target == ("entry", "star")
            assert len(app.finder.list._rows) <= 2
            assert "加星或去星" in shown(app)
        await press(pilot, "enter")
        assert app.finder is None
        assert app.focused is app.headlines
        assert app.library.marks.now.starred == {"a000001"}
        await press(pilot, "enter", "colon", *"nonesuch", "enter", "escape")
        assert app.focused is app.reader
        await press(pilot, "colon", *"dang an", "enter")
        assert app.reader.chosen is not None


async def test_the_palette_offers_what_applies() -> None:
    async with browser(size=(200, 50)) as (app, pilot):
        for keys, place in (((), "list"), (("enter",), "reader")):
            await press(pilot, *keys, "colon")
            assert app.finder is not None
            offered = {row.target[1] for row in app.finder.list._rows if row.target}
            there = (*at("any"), *at(place))  # type: ignore[arg-type]
            assert offered == {c.id for c in there if not c.each} - {"palette"}
            await press(pilot, "down", "down", "up", "escape")
            assert app.finder is None


async def test_what_is_read_is_copied_in_pieces() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "enter")
        article = app.reader.article
        assert article is not None
        await press(pilot, "y")
        # What may follow is said.
        assert "y …" in shown(app)
        assert "复制句子" in shown(app)
        await press(pilot, "y")
        assert app.clipboard.startswith(f"{article.title} · ")
        await press(pilot, "y", "a")
        paragraphs = [block.text for block in article.blocks if block.kind != "related"]
        assert app.clipboard == "\n\n".join([article.title, *paragraphs])
        # In the title one is, as long as nothing is chosen further down.
        await press(pilot, "y", "p")
        assert app.clipboard == article.title
        while (chosen := app.reader.chosen) is None or app.reader.names[chosen].block < 0:
            await press(pilot, "tab")
        mention = app.reader.names[app.reader.chosen]  # type: ignore[index]
        await press(pilot, "y", "p")
        paragraph = article.text_of(mention.block)
        assert app.clipboard == paragraph
        await press(pilot, "y", "s")
        sentence = app.clipboard
        assert sentence in paragraph
        assert paragraph[mention.start : mention.end] in sentence
        assert sentence.count("。") <= 1
        await press(pilot, "y", "c")
        assert app.clipboard.startswith(article.title + "[")
        before = app.clipboard
        await press(pilot, "y", "u")
        assert (app.clipboard != before) == (article.url is not None)


async def test_who_is_in_the_news_is_found_as_one_types() -> None:
    async with browser(size=(80, 24)) as (app, pilot):
        await press(pilot, "down", "a")
        assert app.finder is not None
        assert "7 天，到 2024-11-30，200 篇，最多" in shown(app)
        assert "普京" in shown(app)
        await press(pilot, "tab")
        assert "30 天" in shown(app)
        await press(pilot, "shift+tab")
        assert "升" in shown(app)
        await press(pilot, "shift+tab", "shift+tab", *"pujing")
        assert app.finder.list.target == ("entry", "Q7747")
        await press(pilot, "enter")
        assert app.focused is dossier(app)
        assert dossier(app).dossier.actor == "Q7747"  # type: ignore[union-attr]
        await press(pilot, "escape")
        assert app.focused is app.headlines
        assert selected(app) == "a000001"
        # Somebody who isn't in the news of those days.
        await press(pilot, "a", *"cnn", "enter")
        assert dossier(app).dossier.actor == "w-cnn"  # type: ignore[union-attr]
        await press(pilot, "escape", "a", *"nobody", "enter")
        assert "没有这个名字" in shown(app)
        await press(pilot, "escape")
        assert app.focused is app.headlines


@pytest.mark.parametrize("size", [(20, 1), (20, 2), (20, 3)])
async def test_paging_where_no_headline_has_room(size: tuple[int, int]) -> None:
    async with browser(size=size) as (app, pilot):
        await press(pilot, "pagedown", "pagedown", "pageup")
        assert app.headlines.listed.at.story >= 0


async def test_a_side_that_takes_another_s_place_while_one_turns() -> None:
    async with browser(size=(200, 40)) as (app, pilot):
        await press(pilot, "f")
        assert app.front == "facets"
        # The keys come before the other has been given them.
        app.run_worker(app.toggle_side("searches"))
        app.action_right()
        await press(pilot, "l", "h")
        assert app.front in ("list", "reader", app.side)


async def test_keys_that_nobody_has_go_to_the_line_on_top() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "colon")
        assert app.finder is not None
        app.screen.set_focus(None)
        await press(pilot, "x")
        assert app.finder is not None
        assert app.finder.input.value == "x"
        app.screen.set_focus(app.headlines)
        await press(pilot, "escape")
        for _ in range(9):
            await settle(pilot)
        assert app.finder is None
