from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.library import Library
from tests.unit.test_finding import BEIJING, HUAWEI, PUTIN, XI, ZELENSKY, article

NAMESAKE = ("organisation", None, "习近平")
ODD = ("person", None, "Ann (Bee) Putter")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library.open(tmp_path_factory.mktemp("completion") / "store")
    library.add(
        [
            *(article(n, "会谈", names=(XI,)) for n in range(1, 5)),
            article(5, "会谈", names=(XI, PUTIN)),
            article(6, "会谈", names=(BEIJING, NAMESAKE)),
            article(7, "手机", names=(HUAWEI, ODD)),
            article(8, "总统府", names=(ZELENSKY,)),
        ]
    )
    yield library
    library.close()


def offered(library: Library, text: str) -> list[str]:
    """What is offered where the bar stands in ``text``."""
    at = text.index("|")
    return [c.insert for c in library.complete(text.replace("|", ""), at)]


def applied(library: Library, text: str) -> str:
    """The text once the first that is offered was taken."""
    at = text.index("|")
    whole = text.replace("|", "")
    first = library.complete(whole, at)[0]
    return whole[: first.start] + first.insert + whole[first.end :]


def test_an_actor_s_label_says_how_it_is_typed_and_how_often_named(library: Library) -> None:
    first = library.complete("xjp", 3)[0]
    assert (first.label, first.insert, first.kind) == ("习近平 · xjp · 5 篇", "人:习近平", "actor")
    assert (first.name, first.hint, first.articles) == ("习近平", "xjp", 5)
    assert library.complete("@pu", 3)[0].label == "弗拉基米尔·普京 · Vladimir Putin · 1 篇"


@pytest.mark.parametrize("typed", ["xjp", "xj", "xi", "xijin", "xi'jinping", "xí", "习", "習近"])
def test_an_actor_is_offered_by_anything_it_is_called(library: Library, typed: str) -> None:
    for key in ("人:", "@", "actor:", "人：", "-人:"):
        assert offered(library, f"{key}{typed}|")[0] == key.lstrip("-") + "习近平"
    assert "人:习近平" in offered(library, f"{typed}|")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("@pu|", "@弗拉基米尔·普京"),
        ("制裁 @pu| 石油", "制裁 @弗拉基米尔·普京 石油"),
        ("制裁 -人:pu|tin", "制裁 -人:弗拉基米尔·普京"),
        ("(人:pu|) OR a", "(人:弗拉基米尔·普京) OR a"),
        ("人:“vladimir p|” 石油", "人:弗拉基米尔·普京 石油"),
        ("人:“vladimir p|", "人:弗拉基米尔·普京"),
        ("“a b” 人:pu|", "“a b” 人:弗拉基米尔·普京"),
        ("源:hai|", "源:海港日报"),
        ("源:radio|", "源:“Radio Free Port”"),
        ("源:海|", "源:海港日报"),
        ("@ann|", "@“Ann (Bee) Putter”"),
        ("ti|", "title:"),
        ("标|", "标题:"),
        ("石油 日|期", "石油 日期:"),
        ("日期:本|", "日期:本周"),
        ("date:2024-0|", "date:2024-03"),
        ("近:3|", "近:30天"),
        ("石油 yest|", "石油 yesterday"),
        ("zelianskiy|", "人:弗拉基米尔·泽连斯基"),
    ],
)
def test_what_is_taken_stands_in_the_place_of_what_was_typed(
    library: Library, before: str, after: str
) -> None:
    assert applied(library, before) == after


def test_nothing_typed_offers_the_keys_once(library: Library) -> None:
    keys = offered(library, "|")
    assert keys[:2] == ["人:", "标题:"]
    assert all(not key.isascii() for key in keys)
    assert offered(library, "石油 |") == keys
    assert library.complete("", 0)[0].label == "人: · actor:"


def test_a_key_alone_offers_its_values(library: Library) -> None:
    assert offered(library, "人:|")[0] == "人:习近平"
    assert offered(library, "源:|") == ["源:“Radio Free Port”", "源:海港日报"]
    assert offered(library, "日期:|") == [
        "日期:今天",
        "日期:昨天",
        "日期:本周",
        "日期:2024-03",
        "日期:2024",
    ]
    assert offered(library, "近:|")[0] == "近:7天"


@pytest.mark.parametrize(
    "text", ["“xjp|", "“xjp|”", "“xjp”|", "标题:xjp|", "nokey:xjp|", "人:qqqq|"]
)
def test_where_there_is_nothing_to_offer_nothing_is(library: Library, text: str) -> None:
    assert offered(library, text) == []


def test_most_named_first_and_namesakes_once(library: Library) -> None:
    found = offered(library, "人:|")
    assert found.count("人:习近平") == 1
    counts = [c.articles or 0 for c in library.complete("人:", 2)]
    assert counts[1:] == sorted(counts[1:], reverse=True)


@given(
    st.text(alphabet="人源日期近title:：@“”\"'（() |-xjp习近平2024 ", max_size=16),
    st.integers(0, 20),
)
def test_any_text_and_cursor_are_answered(library: Library, text: str, at: int) -> None:
    for completion in library.complete(text, at):
        assert 0 <= completion.start <= min(at, len(text)) <= completion.end <= len(text)
        assert completion.insert
        assert completion.label
