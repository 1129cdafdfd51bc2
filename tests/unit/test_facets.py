from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import preparing
from store.library import Library
from store.search import facets
from store.search.query import parse
from store.search.tree import Source
from store.search.wording import field
from tests.unit.test_finding import BEIJING, HUAWEI, PUTIN, XI, article

NAMESAKES = (("person", None, "陆启明"), ("place", None, "陆启明"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library.open(tmp_path_factory.mktemp("facets") / "store")
    library.add(
        [
            *(article(n, f"会谈{n}", "石油", names=(XI,)) for n in range(1, 8)),
            *(article(n, f"制裁{n}", "石油", names=(PUTIN, XI)) for n in range(8, 14)),
            article(14, "两个", "石油", names=NAMESAKES),
            article(15, "一个", "石油", names=NAMESAKES[:1]),
        ]
    )
    yield library
    library.close()


@pytest.mark.parametrize(
    "query", ["", "石油", "会谈 OR 制裁", "人:xjp", "-人:普京", "日期:2024-02"]
)
def test_every_facet_counts_what_its_query_finds(library: Library, query: str) -> None:
    found = library.facets(query)
    assert found.is_exact
    assert found.total == found.looked_at == library.rows(query, stories=False).total()
    assert found.actors
    for facet in (*found.actors, *found.sources, *found.months):
        assert library.rows(facet.query, stories=False).total() == facet.count, facet


@pytest.fixture(scope="module")
def reprinted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Three articles of three tell one story, or two of them; all name one, each another too."""
    library = Library.open(tmp_path_factory.mktemp("reprinted") / "store")
    others = (XI, HUAWEI, BEIJING)
    made = [
        article(n, f"会谈{n}", "石油" if n % 4 else "天然气", names=(PUTIN, others[n % 3]))
        for n in range(60)
    ]
    library.add(replace(a, story=f"a{n // 3 * 3 + n % 3 // 2:03}") for n, a in enumerate(made))
    library.mark("star", "标题:会谈7")
    yield library
    library.close()


@pytest.mark.parametrize("query", ["", "石油", "人:xjp OR 天然气", "-标题:会谈5", "星标 OR 人:xjp"])
def test_stories_are_counted_as_the_list_shows_them(reprinted: Library, query: str) -> None:
    found = reprinted.facets(query, stories=True)
    assert found.total == reprinted.rows(query).total()
    assert found.total < reprinted.rows(query, stories=False).total()
    for facet in (*found.actors, *found.sources, *found.months):
        assert reprinted.rows(facet.query).total() == facet.count, facet


def test_a_sample_amounts_to_the_stories_there_are(
    reprinted: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "EXACT", 10)
    monkeypatch.setattr(facets, "SAMPLE", 30)
    for query in ("", "石油"):
        total = reprinted.rows(query).total()
        found = reprinted.facets(query, stories=True, total=total)
        assert not found.is_exact
        assert found.total == total
        assert found.actors[0].count == total
        assert sum(month.count for month in found.months) in range(total - 2, total + 3)
        assert found.looked_at < reprinted.facets(query).looked_at


def test_most_articles_first_and_the_newest_month(library: Library) -> None:
    found = library.facets("石油")
    assert [(f.name, f.count) for f in found.actors][:2] == [
        ("习近平", 13),
        ("弗拉基米尔·普京", 6),
    ]
    assert found.actors[0].query == "石油 人:习近平"
    assert found.actors[0].kind == "person"
    assert library.dossier(found.actors[0].actor or "")
    assert [f.name for f in found.months] == ["2024-03", "2024-02", "2024-01"]
    assert found.sources[1].query == "石油 源:“Radio Free Port”"


def test_those_who_are_named_together(library: Library) -> None:
    xi, putin = (found.actor or "" for found in library.facets("石油").actors[:2])
    both = library.naming(xi, putin)
    assert both == "人:习近平 人:弗拉基米尔·普京"
    assert library.rows(both, stories=False).total() == 6
    assert library.naming("unheard-of") == ""


def test_a_query_of_either_is_bracketed(library: Library) -> None:
    assert library.facets("会谈 OR 制裁").months[0].query == "(会谈 OR 制裁) 日期:2024-03"


def test_nothing_found_has_no_facets(library: Library) -> None:
    found = library.facets("鼕鼕鼕")
    assert (found.total, found.actors, found.sources, found.months) == (0, (), (), ())


def test_many_hits_are_sampled_evenly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "EXACT", 100)
    monkeypatch.setattr(facets, "SAMPLE", 50)
    monkeypatch.setattr(preparing.Preparer, "start", lambda self: None)
    library = Library.open(tmp_path / "store")
    library.add(
        [article(n, f"第{n}号", "石油", names=(XI,) if n % 2 else (PUTIN,)) for n in range(1, 701)]
    )
    for query in ("", "石油"):
        found = library.facets(query)
        assert not found.is_exact
        assert 30 <= found.looked_at <= 100
        assert 500 <= found.total <= 900
        assert {f.name for f in found.actors} == {"习近平", "弗拉基米尔·普京"}
        assert all(200 <= f.count <= 500 for f in found.actors)
    library.close()


@given(st.text(max_size=12))
def test_a_field_that_can_be_said_says_it(value: str) -> None:
    term = field("源:", value)
    if term is not None:
        node = parse(term, today=date(2024, 1, 1)).where
        assert node == Source(value, 0)
