"""Articles and headlines in the other script: at a key, with every name and place kept."""

from __future__ import annotations

from dataclasses import replace

from store.article import Article
from store.rewriting import article_written, written
from store.settings import Reading
from tests.tui.fake_library import FakeLibrary, make_article
from tests.tui.test_browser import browser, dossier, press, settle, shown
from tui.app import WenrenApp
from tui.browser.setup import Setup


async def test_the_key_goes_round_and_says_so() -> None:
    async with browser(size=(160, 40)) as (app, pilot):
        before = shown(app)
        await press(pilot, "T")
        assert "正文 简体" in shown(app)
        await press(pilot, "T")
        text = shown(app)
        assert "以繁体显示" in text
        assert "正文 繁体" in text
        # In the list, and in the article.
        assert "澤連斯基要求" in text
        assert "聯合國的一位發言人說" in text.replace("\n", "")
        await press(pilot, "T")
        app._tell_no_more()
        await settle(pilot)
        assert shown(app) == before


async def test_names_and_places_hold() -> None:
    async with browser(size=(80, 24)) as (app, pilot):
        await press(pilot, "tab", "tab", "tab", "down", "down")
        names, chosen, top = app.reader.names, app.reader.chosen, app.reader.top
        await press(pilot, "T", "T")
        assert (app.reader.names, app.reader.chosen, app.reader.top) == (names, chosen, top)
        await press(pilot, "enter")
        assert app.side == "dossier"
        await press(pilot, "T")
        assert app.reader.writing == app.headlines.writing == dossier(app).writing == "original"


async def test_what_is_opened_later_is_in_the_script_too() -> None:
    async with browser(size=(160, 40)) as (app, pilot):
        await press(pilot, "T", "T", "tab", "enter")
        assert "澤連斯基要求" in "".join(s.text for row in dossier(app)._drawn for s in row)
        await press(pilot, "escape", "escape")
        for _ in range(3):
            await press(pilot, "n")
        await press(pilot, "d")
        assert app.comparison is not None
        assert app.comparison.writing == "traditional"
        assert "辦" in shown(app) or "發" in shown(app)


async def test_every_pane_that_names_somebody_follows() -> None:
    async with browser(size=(160, 40)) as (app, pilot):
        await press(pilot, "T", "T")
        assert "遠望報" in shown(app)
        assert any("遠望報" in segment.text for row in app.reader._drawn for segment in row)
        await press(pilot, "tab", "enter")
        drawn = shown(app)
        for told in ("別名", "測試用的角色", "聯合國", "美國有線電視新聞網"):
            assert told in drawn
        await press(pilot, "escape", "escape", "f")
        drawn = shown(app)
        assert "聯合國" in drawn
        assert "遠望報 " in drawn
        await press(pilot, "escape", "a")
        assert "聯合國 " in shown(app)
        await press(pilot, *"联合")
        assert "聯合國 " in shown(app)


async def test_what_is_offered_follows_and_what_is_typed_does_not() -> None:
    async with browser(size=(160, 40)) as (app, pilot):
        await press(pilot, "T", "T", "slash", *"联合")
        assert "聯合國 · Q1065 · 1,234 篇" in shown(app)
        await press(pilot, "tab")
        assert app.search is not None
        assert app.search.input.value == "人:联合国 "
        assert app.query_text == "人:联合国 "


async def test_the_other_reports_of_a_story_follow() -> None:
    async with browser(size=(160, 40)) as (app, pilot):
        await press(pilot, "T", "T", "n", "n", "n")
        assert "新橋通訊" in shown(app)
        await press(pilot, "d")
        assert "新橋通訊" in shown(app)


async def test_hits_stay_marked() -> None:
    async with browser(query="发言人") as (app, pilot):
        await press(pilot, "T", "T")
        styles = {
            segment.text for row in app.reader._drawn for segment in row if "發言人" in segment.text
        }
        assert "發言人" in styles


async def test_a_person_may_begin_in_a_script_and_keys_do_not_write() -> None:
    app = WenrenApp(FakeLibrary(), setup=Setup(reading=Reading(script="traditional")))  # type: ignore[arg-type]
    async with app.run_test(size=(160, 40)) as pilot:
        await settle(pilot)
        assert "聯合國的一位發言人說" in shown(app).replace("\n", "")
        assert app.reader.article == make_article(0)


def test_the_traditional_of_a_traditional_article_is_itself() -> None:
    article: Article = replace(make_article(0), script="hant", title="皇后与发", source="遠望報")
    assert article_written(article, "traditional") == article
    assert written("皇后與髮", "traditional") == "皇后與髮"
