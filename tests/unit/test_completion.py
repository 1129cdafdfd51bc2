from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.library import Library
from store.marks import Saved
from store.search.completion import complete
from store.search.forms import SOUNDS
from store.search.readings import runs
from store.search.recalling import beside, recalled
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


def test_the_language_s_own_words_are_offered_by_their_sound(library: Library) -> None:
    assert applied(library, "biao|") == "标题:"
    assert "标签:" in offered(library, "biao|")
    assert "人:" in offered(library, "ren|")
    assert "人:" not in offered(library, "re|")
    assert applied(library, "benz|") == "本周"
    assert applied(library, "是:we|") == "是:未读"
    # A key by its sound is none; what is taken mends it.
    assert applied(library, "石油 ren:xjp|") == "石油 人:习近平"
    assert applied(library, "riqi:2024-0|") == "日期:2024-03"
    for word, sound in SOUNDS.items():
        assert ["".join(syllables) for syllables in runs(word)] == [sound]


def test_tags_are_offered_the_most_used_first(library: Library) -> None:
    tags = {"国际": 2, "國內": 5, "to read": 1}

    def inserts(text: str) -> list[str]:
        return [c.insert for c in complete(library._db, text, len(text), tags=tags)]

    assert inserts("标签:") == ["标签:國內", "标签:国际", "标签:“to read”"]
    assert inserts("tag:to") == ["tag:“to read”"]
    assert inserts("石油 国")[:2] == ["标签:國內", "标签:国际"]
    assert complete(library._db, "标签:国际", 5, tags=tags)[0].label == "国际 · 2 篇"


def test_a_person_s_tags_and_queries_come_with_the_store_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    library = Library.open(tmp_path / "store")
    library.add([article(1, "会谈", names=(XI,)), article(2, "会谈")])
    library.mark("tag", "会谈", "国际")
    library.marks.remember("xj 石油")
    library.marks.searches.save("习主席", "人:习近平 近:7天")
    assert library.complete("标签:", 3)[0].label == "国际 · 2 篇"
    assert [c.kind for c in library.complete("", 0)][:2] == ["asked", "key"]
    assert [c.insert for c in library.complete("xj", 2)][:2] == ["人:习近平", "xj 石油"]
    whole = library.complete("习主", 2)[0]
    assert (whole.label, whole.insert) == ("习主席 · 人:习近平 近:7天", "人:习近平 近:7天")
    library.close()


def test_whole_queries_are_offered_for_their_beginning() -> None:
    asked = ["普京 石油", "xjp", "普京", "普京 制裁", "普京 谈判"]
    assert [c.insert for c in recalled("", 0, asked, [])] == asked
    assert [c.insert for c in recalled(" 普京", 3, asked, [])] == ["普京 石油", "普京 制裁"]
    assert recalled("普京", 1, asked, []) == []
    both = recalled("能", 1, ["能源", "别的"], [Saved("能源", "石油"), Saved("能源", "能")])
    assert [(c.kind, c.name, c.insert) for c in both] == [
        ("asked", "能源", "能源"),
        ("saved", "能源", "石油"),
    ]
    assert [c.insert for c in beside("能", both[:1] * 3, both)] == ["能源", "石油"]


@given(
    st.text(alphabet="人源日期近title:：@“”\"'（() |-xjp习近平2024 ", max_size=16),
    st.integers(0, 20),
)
def test_any_text_and_cursor_are_answered(library: Library, text: str, at: int) -> None:
    for completion in library.complete(text, at):
        assert 0 <= completion.start <= min(at, len(text)) <= completion.end <= len(text)
        assert completion.insert
        assert completion.label
