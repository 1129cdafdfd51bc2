from typing import Any

import pytest

from store.article import (
    Article,
    ArticleError,
    Block,
    Draft,
    Mention,
    article_id,
    from_json,
    to_json,
)

ARTICLE = Article(
    id="abc123",
    title="普京访华",
    source="闻人通讯社",
    url=None,
    authors=("李闻",),
    published="2024-05-16T09:00:00+08:00",
    added="2026-11-23T01:00:00Z",
    script="hans",
    blocks=(Block("caption", "资料照"), Block("paragraph", "普京抵达北京。")),
    mentions=(Mention(-1, 0, 2, "person", "Q7747", "弗拉基米尔·普京"),),
    story="abc123",
    lexicon="v1",
)


def test_json_and_back() -> None:
    assert from_json(to_json(ARTICLE)) == ARTICLE


def test_json_has_the_contract_s_keys_in_order() -> None:
    assert list(to_json(ARTICLE)) == [
        "id", "title", "source", "url", "authors", "published", "added", "script",
        "blocks", "mentions", "story", "lexicon",
    ]  # fmt: skip


def mention(block: int, start: int, end: int) -> dict[str, Any]:
    return {"block": block, "start": start, "end": end, "kind": "person", "name": "x"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": None}, "title"),
        ({"published": "yesterday"}, "published"),
        ({"blocks": "text"}, "blocks"),
        ({"blocks": [{"kind": "advert", "text": "x"}]}, "kind"),
        ({"script": "latn"}, "script"),
        ({"id": "a\x1b]0;b"}, "id"),
        ({"mentions": [mention(7, 0, 1)]}, "block 7"),
        ({"mentions": [mention(-1, 0, 9)]}, "0..9"),
        ({"authors": "李闻"}, "authors"),
    ],
)  # fmt: skip
def test_a_broken_object_names_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(ArticleError, match=field):
        from_json({**to_json(ARTICLE), **change})


def draft(**changes: Any) -> Draft:
    fields: dict[str, Any] = {
        "title": "普京访华",
        "blocks": (Block("paragraph", "普京抵达北京，开始访问。"),),
        "source": "闻人通讯社",
        "published": "2024-05-16",
    }
    return Draft(**{**fields, **changes})


def test_an_id_is_url_safe_and_stable() -> None:
    assert article_id(draft()) == article_id(draft())
    assert article_id(draft()).isalnum()
    assert len(article_id(draft())) == 16


def test_another_scrape_of_the_same_article_has_its_id() -> None:
    again = draft(
        title="普京訪華",
        blocks=(
            Block("caption", "资料照"),
            Block("paragraph", "普京抵达北京,开始访问。"),
            Block("related", "别的新闻"),
        ),
    )
    assert article_id(again) == article_id(draft())


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "普京离华"},
        {"source": "城北日报"},
        {"published": "2024-05-17"},
        {"blocks": (Block("paragraph", "另一则快讯。"),)},
        {"url": "https://wenren.example/1"},
    ],
)
def test_another_article_has_another_id(changes: dict[str, Any]) -> None:
    assert article_id(draft(**changes)) != article_id(draft())
