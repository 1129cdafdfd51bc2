"""Texts in the other script: as long as they were, and the right character of several."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.article import Block, Mention
from store.rewriting import (
    WRITINGS,
    Writing,
    article_written,
    comparison_written,
    name_written,
    traditional,
    written,
)
from tests.tables.simplified import table, words
from tests.tui.fake_library import FakeLibrary, make_article


@given(st.text() | st.text(alphabet="头发展皇后面里干涉只台湾公历史書"), st.sampled_from(WRITINGS))
def test_every_offset_holds(text: str, writing: Writing) -> None:
    assert len(written(text, writing)) == len(text)


@pytest.mark.parametrize(
    "traditional",
    [
        *("頭髮", "發展", "皇后", "以後", "裡面", "公里", "干涉", "幹部", "乾淨", "麵條", "兩面"),
        *("日曆", "歷史", "一隻", "只有", "颱風", "臺灣", "茶几", "幾個", "範圍", "銀行"),
        *("關係", "系統", "聯繫", "準備", "批准", "製造", "制度", "複雜", "恢復", "為了", "意味著"),
    ],
)
def test_of_several_characters_the_right_one(traditional: str) -> None:
    simple = written(traditional, "simplified")
    assert written(simple, "traditional", "hans") == traditional


def test_a_word_does_not_take_its_beginning_from_another() -> None:
    for text in ("民主黨參議員", "美國歷史", "一個中國", "美國制裁", "這是只有"):
        assert written(written(text, "simplified"), "traditional", "hans") == text


def test_what_is_traditional_already_is_left_alone() -> None:
    for text in ("習近平與普京會晤", "皇后與後面，裏和裡"):
        assert written(text, "traditional") == text
    assert written("发后", "traditional", "hant") == "发后"


@pytest.mark.parametrize(
    ("name", "traditional"),
    [
        *(("于幼军", "于幼軍"), ("范长龙", "范長龍"), ("余文生", "余文生"), ("岳云鹏", "岳雲鵬")),
        *(
            ("联合国", "聯合國"),
            ("华尔街日报", "華爾街日報"),
            ("習近平", "習近平"),
        ),
    ],
)
def test_a_name_by_itself_keeps_its_surname(name: str, traditional: str) -> None:
    assert name_written(name, "traditional") == traditional
    assert name_written(traditional, "simplified") == written(name, "simplified")


@given(st.text(alphabet="头发展皇后面里abc", max_size=30))
def test_the_longest_word_wins(text: str) -> None:
    """Against the plainest way to say it: at every place, every size."""
    known = words()
    plain, at = "", 0
    while at < len(text):
        found = (known.get(text[at : at + size]) for size in range(len(text) - at, 0, -1))
        form = next((form for form in found if form), text[at])
        plain += form
        at += len(form)
    assert traditional().write(text) == plain


def test_an_article_keeps_its_names_and_the_original_its_text() -> None:
    article = make_article(0)
    assert article_written(article, "original") is article
    for writing in ("simplified", "traditional"):
        shown = article_written(article, writing)
        assert (
            replace(shown, title=article.title, blocks=article.blocks, source=article.source)
            == article
        )
        for mention in article.mentions:
            name = article.text_of(mention.block)[mention.start : mention.end]
            there = shown.text_of(mention.block)[mention.start : mention.end]
            assert there == written(name, writing)


def test_a_surname_is_no_word() -> None:
    text = "范仲平与于建国在岳阳于是见面，范围不明"
    people = [Mention(0, start, start + 3, "person", None, "某") for start in (0, 4)]
    place = Mention(0, 8, 10, "place", None, "某")
    block = Block("paragraph", text)
    article = replace(make_article(0), blocks=(block,), mentions=(*people, place))
    shown = article_written(article, "traditional").blocks[0].text
    assert shown == "范仲平與于建國在岳陽於是見面，範圍不明"


def test_the_table_is_what_opencc_says() -> None:
    shipped = files("store").joinpath("data/simplified.txt").read_text("utf-8")
    assert shipped == table()


def test_the_table_is_read_as_it_was_meant() -> None:
    writer = traditional()
    assert all(writer.write(word) == form for word, form in words().items())


def test_a_comparison_keeps_its_places_and_names_in_the_script_that_is_read() -> None:
    library = FakeLibrary()
    comparison = library.compare("a000010", "a900101")
    assert comparison is not None
    shown = comparison_written(comparison, "traditional")
    assert (shown.a.source, shown.b.source) == (None, "南島電臺")
    assert {n.name for row in shown.body for n in row.lost} >= {"美國有線電視新聞網", "路透社"}
    assert [row.pieces for row in shown.body] == [row.pieces for row in comparison.body]
    assert comparison_written(comparison, "original") is comparison
