"""The lexicon changed from where one stands: what is asked for, said, shown and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from store.amendment import Amended, Amendment
from store.article import Article
from store.library import Dossier
from tests.tui.fake_library import FakeLibrary
from tests.tui.test_browser import browser, dossier, press, shown
from tui.app import WenrenApp
from tui.browser.subject import kind_and_name


class FakeAmender:
    """Answers at once; ``refused`` is what it says of the next."""

    def __init__(self) -> None:
        self.asked: list[Amendment] = []
        self.refused = ""

    def ask(self, amendment: Amendment, then: Callable[[Amended], None]) -> None:
        self.asked.append(amendment)
        refused, self.refused = self.refused, ""
        then(Amended(refused, "", 12, (), {"of": len(self.asked)}))

    def end(self) -> None:
        pass


class Unlinked(FakeLibrary):
    """The lexicon lacks 普京."""

    def article(self, id: str) -> Article | None:
        article = super().article(id)
        if article is None:
            return None
        mentions = (
            replace(m, actor=None if m.actor == "Q7747" else m.actor) for m in article.mentions
        )
        return replace(article, mentions=tuple(mentions))


async def type_over(pilot: Pilot[Any], text: str) -> None:
    await press(pilot, "ctrl+a", "ctrl+k", *text)


def doors(app: WenrenApp) -> FakeAmender:
    app.amender = fake = FakeAmender()  # type: ignore[assignment]
    return fake


async def choose(app: WenrenApp, pilot: Pilot[Any], text: str) -> None:
    for _ in app.reader.names:
        await press(pilot, "tab")
        subject = app.reader.selected
        if subject is not None and subject.text == text:
            return
    raise AssertionError(text)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_name_is_renamed_and_that_undone(size: tuple[int, int]) -> None:
    async with browser(size=size) as (app, pilot):
        fake = doors(app)
        await choose(app, pilot, "普京")
        await press(pilot, "e")
        for label in ("加进词库", "改名", "加别名", "去掉别名", "并入别的名字", "不再认它"):
            assert label in shown(app)
        await press(pilot, "r")
        assert app.edit_line is not None
        assert app.edit_line.input.value == "弗拉基米尔·普京"
        await type_over(pilot, "普亭")
        await press(pilot, "enter")
        assert fake.asked == [Amendment("rename", "Q7747", "普亭", shown="a000000")]
        assert "弗拉基米尔·普京 已改名 普亭，12 篇随后更新，u 撤销" in shown(app)
        assert app.focused is app.reader
        await press(pilot, "u")
        assert fake.asked[1:] == [Amendment("undo", "Q7747", undo={"of": 1}, shown="a000000")]
        assert "已撤销：弗拉基米尔·普京 已改名 普亭" in shown(app)
        await press(pilot, "u")
        assert "没有可撤销的" in shown(app)


async def test_marks_and_changes_are_undone_in_the_order_they_were_made() -> None:
    async with browser() as (app, pilot):
        fake = doors(app)
        await press(pilot, "s")
        await choose(app, pilot, "普京")
        await press(pilot, "e", "h")
        assert fake.asked == [Amendment("hide", "Q7747", shown="a000000")]
        await press(pilot, "u")
        assert fake.asked[-1].do == "undo"
        assert app.library.marks.now.starred
        await press(pilot, "u")
        assert not app.library.marks.now.starred


async def test_what_is_refused_is_said_and_leaves_nothing_to_undo() -> None:
    async with browser() as (app, pilot):
        fake = doors(app)
        await choose(app, pilot, "普京")
        fake.refused = "普京: it is one of its names already"
        await press(pilot, "e", "n")
        assert app.edit_line is not None
        assert app.edit_line.input.value == "普京"
        await press(pilot, "enter")
        assert fake.asked == [Amendment("name", "Q7747", "普京", shown="a000000")]
        assert "already" in shown(app)
        await press(pilot, "u")
        assert len(fake.asked) == 1
        await press(pilot, "e", "x", "escape")
        assert len(fake.asked) == 1
        assert app.focused is app.reader


async def test_a_name_that_the_lexicon_lacks_is_added_or_merged() -> None:
    async with browser(Unlinked()) as (app, pilot):
        fake = doors(app)
        await choose(app, pilot, "普京")
        await press(pilot, "e", "r")
        assert "词库里没有" in shown(app)
        await press(pilot, "e", "a")
        assert app.edit_line is not None
        assert app.edit_line.input.value == "人物 弗拉基米尔·普京"
        await press(pilot, "enter")
        assert fake.asked[0].kind == "person"
        assert (fake.asked[0].do, fake.asked[0].text) == ("add", "弗拉基米尔·普京")
        await press(pilot, "e", "m", *"联合国", "enter")
        assert fake.asked[1:] == [Amendment("name", "Q1065", "普京", shown="a000000")]


async def test_one_is_merged_into_another_that_is_found_by_typing() -> None:
    async with browser() as (app, pilot):
        fake = doors(app)
        await choose(app, pilot, "普京")
        await press(pilot, "enter")
        assert dossier(app).shown == "Q7747"
        await press(pilot, "e", "m", *"路透", "enter")
        assert fake.asked[0].do == "merge"
        assert (fake.asked[0].who, fake.asked[0].into) == ("Q7747", "w-reuters")
        # Its dossier is that of the whole from now on.
        assert dossier(app).shown == "w-reuters"
        assert app.focused is dossier(app)


async def test_a_row_that_is_named_with_the_dossiers_actor_is_changed_too() -> None:
    async with browser() as (app, pilot):
        fake = doors(app)
        await choose(app, pilot, "普京")
        await press(pilot, "enter", "j", "e", "h")
        assert fake.asked[0].who == dossier(app).target[1] != "Q7747"  # type: ignore[index]
        await press(pilot, "k", "e", "h")
        assert fake.asked[1].who == "Q7747"


async def test_the_dossier_of_one_that_is_gone_closes() -> None:
    class Hiding(FakeLibrary):
        def dossier(self, actor: str) -> Dossier | None:
            return None if fake.asked else super().dossier(actor)

    fake = FakeAmender()
    async with browser(Hiding()) as (app, pilot):
        app.amender = fake  # type: ignore[assignment]
        await choose(app, pilot, "普京")
        await press(pilot, "enter", "e", "h")
        assert app.side is None
        assert app.focused is app.reader


async def test_where_nothing_may_be_changed_one_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENREN_KIOSK", "1")
    library = FakeLibrary()
    library.path = tmp_path  # type: ignore[attr-defined]
    async with browser(library) as (app, pilot):
        await choose(app, pilot, "普京")
        await press(pilot, "e", "r")
        assert "只读" in shown(app)
        assert app.edit_line is None


async def test_the_chosen_name_and_the_open_dossier_have_their_articles_in_two_keys() -> None:
    async with browser(size=(120, 40)) as (app, pilot):
        await choose(app, pilot, "普京")
        await press(pilot, "c")
        assert "先用回车打开" in shown(app)
        await press(pilot, "enter", "h", "tab", "c")
        assert app.query_text.startswith("人:Q7747 人:")
        await press(pilot, "escape")
        assert app.focused is app.reader


async def test_the_months_of_a_dossier_are_named() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "tab", "enter")
        line = next(line for line in shown(app).split("\n") if "2024-01 " in line and "█" in line)
        assert line.rstrip().endswith(" 2024-11")


def test_a_line_may_begin_with_a_kind() -> None:
    assert kind_and_name("组织 远望社", "person") == ("organisation", "远望社")
    assert kind_and_name("Media Far View", "person") == ("media", "Far View")
    assert kind_and_name(" 张三 ", "person") == ("person", "张三")
    assert kind_and_name("人物", "media") == ("media", "人物")
