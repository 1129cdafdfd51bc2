from __future__ import annotations

from dataclasses import replace
from datetime import date

from store.article import Article
from store.citation import cite

TODAY = date(2026, 11, 30)
ARTICLE = Article(
    id="a",
    title="日内瓦会谈定在下周",
    source="远望报",
    url="https://example.org/a?b=1",
    authors=("陆启明", "何岸", "John Smith"),
    published="2024-11-30T08:00:00+08:00",
    added="2024-12-01T00:00:00Z",
    script="hans",
    blocks=(),
    mentions=(),
    story="a",
    lexicon="",
)


def test_a_newspaper_online() -> None:
    assert cite(ARTICLE, TODAY) == (
        "陆启明，何岸，John Smith. 日内瓦会谈定在下周[N/OL]. 远望报, 2024-11-30[2026-11-30]."
        " https://example.org/a?b=1."
    )


def test_more_than_three_authors() -> None:
    many = replace(ARTICLE, authors=("甲", "乙", "丙", "丁"))
    assert cite(many, TODAY).startswith("甲，乙，丙，等. 日内瓦")


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(ARTICLE, authors=(), url=None)
    assert cite(bare, TODAY) == "日内瓦会谈定在下周[N]. 远望报, 2024-11-30."
    assert cite(replace(bare, published=None), TODAY) == "日内瓦会谈定在下周[N]. 远望报."
    assert cite(replace(bare, source=None), TODAY) == "日内瓦会谈定在下周[EB]. 2024-11-30."
    nothing = replace(bare, source=None, published=None)
    assert cite(nothing, TODAY) == "日内瓦会谈定在下周[EB]."
    page = replace(nothing, url="https://example.org")
    assert cite(page, TODAY) == "日内瓦会谈定在下周[EB/OL]. [2026-11-30]. https://example.org."
