"""Queries over text and marks, in every order and form of list, against the plain meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.article import Article, Block
from store.folding import fold
from store.library import Library
from store.own_marks import Marks
from store.search import streams
from store.search.query import parse
from store.search.tree import (
    All,
    AnyOf,
    Dates,
    Marked,
    Node,
    Not,
    Reprinted,
    Source,
    Tagged,
    Text,
)
from tests.examples import few

WORDS = ("石油", "天然气", "谈判", "制裁", "粮食", "选举", "停火")
NUMBER = 90
ATOMS = (
    "石油", "谈判", "“制裁粮食”", "标题:选举", "正文:停火", "源:甲报", "日期:2024-05-03",
    "正文:油", "标题:油", "日期:..2024-05-03", "日期:2024-05-04..", "日期:..2019", "日期:2031..",
    "日期:2024-05-02..2024-05-04", "未读", "已读", "星标", "标签:国际", "标签:没人用", "是:转载",
    "油", "没有人写过",
)  # fmt: skip


def make(number: int) -> Article:
    """Every third shares its story with its neighbour; some of one minute, some undated."""
    words = [WORDS[(number * step + number // 7) % 7] for step in (1, 3, 5)]
    day = f"2024-05-{1 + number % 6:02}T0{number % 4}:00:00+08:00"
    return Article(
        id=f"a{number:03}",
        title="".join(words[:1]) + str(number),
        source="甲报" if number % 4 else "乙报",
        url=None,
        authors=(),
        published=None if number % 11 == 5 else day,
        added="2024-06-01T00:00:00Z",
        script="hans",
        blocks=(Block("paragraph", "".join(words[1:])),),
        mentions=(),
        story=f"s{number - (number % 3 == 1):03}",
        lexicon="test",
    )


ARTICLES = {article.id: article for article in map(make, range(NUMBER))}
STORIES: dict[str, list[Article]] = {}
for _article in ARTICLES.values():
    STORIES.setdefault(_article.story, []).append(_article)


@pytest.fixture(
    scope="module", params=[(0, 16, 48), (5000, 24, 48), (5000, 24, 1), (5000, 512, 48)]
)
def library(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    """Lists short enough to be gone through, and not; hits passed over, and asked for; in small
    pieces too."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in zip(("SPARSE", "MOST", "PROBE"), request.param, strict=True):
            patch.setattr(streams, name, value)
        yield from opened(tmp_path_factory)


def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library.open(tmp_path_factory.mktemp("marked") / "store")
    assert library.add(ARTICLES.values()).added == NUMBER
    assert [h.id for h in library.story("a000")] == ["a000", "a001"]
    yield library
    library.close()


def holds(node: Node, article: Article, marked: Callable[[frozenset[str]], bool], m: Marks) -> bool:
    """What a tree means."""
    match node:
        case Text(text, _, column):
            body = article.title if column == "title" else article.blocks[0].text
            texts = [body] if column else [article.title, article.blocks[0].text]
            return any(fold(text) in fold(each) for each in texts)
        case Source(name):
            return name in (article.source or "")
        case Dates(first, last):
            day = date.fromisoformat(article.day) if article.day else None
            return day is not None and (first or day) <= day <= (last or day)
        case Marked(mark):
            return marked(m.read if mark == "read" else m.starred)
        case Tagged(tag):
            return marked(m.tagged(tag))
        case Reprinted():
            return len(STORIES[article.story]) > 1
        case Not(inner):
            return not holds(inner, article, marked, m)
        case All(nodes):
            return all(holds(n, article, marked, m) for n in nodes)
        case AnyOf(nodes):
            return any(holds(n, article, marked, m) for n in nodes)
    raise AssertionError(node)


def expected(library: Library, query: str, stories: bool) -> set[str]:
    where = parse(query, today=date(2024, 5, 6)).where
    marks = library.marks.now

    def of(article: Article) -> Callable[[frozenset[str]], bool]:
        shared = STORIES[article.story] if stories else [article]
        return lambda ids: any(a.id in ids for a in shared)

    found = [a for a in ARTICLES.values() if holds(where, a, of(a), marks)]
    if not stories:
        return {a.id for a in found}
    first: dict[str, Article] = {}
    for article in sorted(found, key=lambda a: (a.published is None, a.published or "")):
        first.setdefault(article.story, article)
    return {a.id for a in first.values()}


def both(queries: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(queries, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda parts: "(" + " ".join(parts) + ")"),
        several.map(lambda parts: "(" + " OR ".join(parts) + ")"),
        queries.map(lambda part: f"-{part}" if not part.startswith("-") else part),
    )


QUERIES = st.recursive(st.sampled_from(ATOMS), both, max_leaves=7)
CHANGES = st.tuples(
    st.sampled_from(["read", "unread", "star", "unstar", "tag", "untag"]),
    st.sets(st.sampled_from(sorted(ARTICLES)), max_size=80),
)


@settings(max_examples=few(30))
@given(st.lists(st.tuples(QUERIES, CHANGES), min_size=1, max_size=6), st.booleans(), st.data())
def test_any_tree_over_text_and_marks_finds_what_it_says(
    library: Library, steps: list[tuple[str, Any]], stories: bool, data: st.DataObject
) -> None:
    for undone in ("unread", "unstar", "untag"):
        library.marks.mark(undone, ARTICLES, "国际" if undone == "untag" else "")  # type: ignore[arg-type]
    for query, (do, ids) in steps:
        library.marks.mark(do, sorted(ids), "国际" if "tag" in do else "")
        order = data.draw(st.sampled_from(["", " 排序:旧", " sort:relevance"]))
        size = data.draw(st.integers(1, 40))
        wanted = expected(library, query, stories)
        rows = library.rows(query + order, stories=stories)
        if data.draw(st.booleans()):
            assert rows.total() == len(wanted)
        found = []
        while page := rows.page(len(found), size):
            found += page
        ids_found = [head.id for head in found]
        assert set(ids_found) == wanted
        assert len(ids_found) == len(wanted) == rows.total()
        when = [head.published for head in found]
        dated = [w for w in when if w is not None]
        if "相关" not in order and "relevance" not in order:
            assert when[: len(dated)] == dated
            assert dated == sorted(dated, reverse="旧" not in order)
        if found:
            at = data.draw(st.integers(0, 1000)) % len(found)
            assert library.rows(query + order, stories=stories).position(ids_found[at]) == at
            assert rows.page(at, 3) == found[at : at + 3]


@pytest.mark.parametrize("stories", [True, False])
def test_oldest_first_without_a_query_pages_like_all_else(library: Library, stories: bool) -> None:
    rows = library.rows("排序:旧", stories=stories)
    every = rows.page(0, 200)
    when = [head.published for head in every]
    undated = when.count(None)
    assert undated
    assert when[-undated:] == [None] * undated
    assert when[:-undated] == sorted(w for w in when if w is not None)
    newest = library.rows("", stories=stories)
    assert {h.id for h in newest.page(0, 200)} == {h.id for h in every}
    fresh = library.rows("排序:旧", stories=stories)
    for at in (len(every) - 1, 17, len(every) - undated, 3, len(every) - undated - 2):
        assert fresh.page(at, 5) == every[at : at + 5]
        assert fresh.position(every[at].id) == at
    assert fresh.page(len(every), 5) == []
    assert fresh.total() == len(every)


def test_a_story_is_marked_if_any_of_its_reports_is(library: Library) -> None:
    library.marks.mark("unread", ARTICLES)
    library.marks.mark("read", ["a001"])
    assert [h.id for h in library.rows("已读").page(0, 9)] == ["a000"]
    assert library.rows("已读").page(0, 9)[0].told == ("a001",)
    assert [h.id for h in library.rows("已读", stories=False).page(0, 9)] == ["a001"]


def test_marks_move_with_articles_that_come_and_go(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "store")
    library.add([make(0), make(2)])
    library.marks.mark("read", ["a000", "a005", "a001"])
    assert library.rows("已读").total() == 1
    assert library.rows("未读").total() == 1
    library.add([make(5), make(1), make(6)])
    assert {h.id for h in library.rows("已读", stories=False).page(0, 9)} == {
        "a000",
        "a001",
        "a005",
    }
    assert {h.id for h in library.rows("未读").page(0, 9)} == {"a002", "a006"}
    assert library.rows("未读 是:转载").total() == 0


def test_relevance_puts_titles_first_then_more_hits_then_the_newer(tmp_path: Path) -> None:
    def article(id: str, title: str, body: str, day: int) -> Article:
        return Article(
            id, title, "甲报", None, (), f"2024-05-{day:02}T00:00:00+08:00",
            "2024-06-01T00:00:00Z", "hans", (Block("paragraph", body),), (), f"s-{id}", "test",
        )  # fmt: skip

    library = Library.open(tmp_path / "store")
    filler = [article(f"f{n}", "别的", "别的新闻", 1) for n in range(20)]
    library.add(
        [
            article("once", "能源", "石油涨了", 9),
            article("once-older", "能源", "石油跌了", 8),
            article("often", "能源", "石油、石油、还是石油", 3),
            article("title", "石油会议", "开了", 2),
            *filler,
        ]
    )
    found = [h.id for h in library.rows("石油 sort:relevance").page(0, 9)]
    assert found == ["title", "often", "once", "once-older"]
    # A text that few hold weighs more than one that all hold.
    either = library.rows("正文:石油 OR 正文:新闻 排序:相关").page(0, 9)
    assert [h.id for h in either][:3] == ["often", "once", "once-older"]
    starred = library.marks.mark("star", ["once", "title", "f1"])
    assert starred.changed == 3
    assert [h.id for h in library.rows("石油 星标 排序:相关").page(0, 9)] == ["title", "once"]
