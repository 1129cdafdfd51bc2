"""Hits and excerpts: what a query marks, by offset, in text as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.actors.lexicon import load_lexicon
from store.article import Article, Block, Mention
from store.folding import fold, is_han
from store.library import Library
from store.search.excerpts import excerpt
from store.search.hits import Sought, in_article, in_title
from store.search.terms import index_terms, pattern, phrase

PUTIN, XI = (
    next(actor.id for actor in load_lexicon().actors if actor.name == name)
    for name in ("弗拉基米尔·普京", "习近平")
)
ALPHABET = "普京習近平习说，。 ·aB1é-\n"


def article(
    title: str, *blocks: Block | str, mentions: tuple[Mention, ...] = (), id: str = "a1"
) -> Article:
    return Article(
        id=id,
        title=title,
        source="海港日报",
        url=None,
        authors=(),
        published="2024-03-01T08:00:00+08:00",
        added="2024-06-01T00:00:00Z",
        script="hans",
        blocks=tuple(b if isinstance(b, Block) else Block("paragraph", b) for b in blocks),
        mentions=mentions,
        story=id,
        lexicon="test",
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library.open(tmp_path_factory.mktemp("hits") / "store")
    library.add(
        [
            article(
                "普京来访",
                "普丁会见习近平。",
                mentions=(Mention(0, 0, 2, "person", PUTIN, "普京"),),
            ),
            article(
                "习近平出访",
                "习主席说。",
                mentions=(
                    Mention(-1, 0, 3, "person", XI, "习近平"),
                    Mention(0, 0, 3, "person", XI, "习近平"),
                ),
                id="a2",
            ),
        ]
    )
    yield library
    library.close()


def marked(library: Library, query: str, shown: Article) -> list[str]:
    hits = in_article(shown, library.sought(query))
    return [shown.text_of(h.block)[h.start : h.end] for h in hits]


@pytest.mark.parametrize(
    ("query", "text", "hits"),
    [
        ("乌克兰", "烏克蘭局勢", ["烏克蘭"]),
        ("烏克蘭 局势", "乌克兰的局勢", ["乌克兰", "局勢"]),
        ("普丁", "普京和普丁", ["普京", "普丁"]),
        ("“普丁”", "普京和普丁", ["普丁"]),
        ("普京 -习近平", "普京会见习近平", ["普京"]),
        ("-(普京 OR 习近平)", "普京会见习近平", []),
        ("(普京 OR 川普) 会见", "普京会见川普", ["普京", "会见", "川普"]),
        ("beij", "Beijing, inBeijing", ["Beij"]),
        ("“beij”", "Beijing beij", ["beij"]),
        ("gdp", "ＧＤＰ增长，GDPs", ["ＧＤＰ", "GDP"]),
        ("g", "g gdp", ["g"]),
        ("zelensky", "Zélensky 说", ["Zélensky"]),
        ("U.S.", "U.S. 和 US, u s", ["U.S", "u s"]),
        ("“普京，说”", "普京说。普京：“说", ["普京：“说"]),
        ("gdp增", "GDP增长，gdp 增", ["GDP增", "gdp 增"]),
        ("俄", "俄罗斯，中俄", ["俄", "俄"]),
        ("普京 京来", "普京来了", ["普京来"]),
        ("源:海港 未读 2024年", "2024年", ["2024年"]),
        ("日期:2024", "2024年", []),
        ("标题:普京", "普京说", []),
        ("正文:普京", "普京说", ["普京"]),
    ],
)
def test_what_is_marked_in_a_body(library: Library, query: str, text: str, hits: list[str]) -> None:
    assert marked(library, query, article("", text)) == hits


def test_fields_mark_where_they_look(library: Library) -> None:
    shown = article("普京来访", "普京说")
    for query, blocks in (("标题:普京", [-1]), ("正文:普京", [0]), ("普京", [-1, 0])):
        assert [hit.block for hit in in_article(shown, library.sought(query))] == blocks
    assert in_title("普京来访", library.sought("正文:普京")) == []


@pytest.mark.parametrize("query", ["人:习近平", "@xjp", "xjp", "xi jinping"])
def test_actors_are_marked_where_they_are_named(library: Library, query: str) -> None:
    shown = article(
        "习近平出访",
        "习主席说，习近平的习惯。",
        mentions=(
            Mention(-1, 0, 3, "person", XI, "习近平"),
            Mention(0, 0, 3, "person", XI, "习近平"),
        ),
    )
    assert marked(library, query, shown) == ["习近平", "习主席"]
    # The list has no mentions: what this store calls the actor is looked for.
    assert [h[1:3] for h in in_title("評習近平與习主席", library.sought(query))] == [(1, 4), (5, 8)]


def test_a_text_over_a_name_is_one_hit(library: Library) -> None:
    shown = article("", "弗拉基米尔·普京", mentions=(Mention(0, 0, 8, "person", PUTIN, "普京"),))
    (hit,) = in_article(shown, library.sought("@普京 普京"))
    assert (hit.start, hit.end, hit.of) == (0, 8, {0, 1})


def test_related_links_have_no_hits(library: Library) -> None:
    assert marked(library, "普京", article("", Block("related", "普京"))) == []


@given(st.text(ALPHABET), st.text(ALPHABET, min_size=1, max_size=6), st.booleans())
def test_a_hit_is_where_the_index_has_the_phrase(text: str, asked: str, prefix: bool) -> None:
    """The terms of the text hold the terms that are asked for, in a row, just where one is."""
    terms, is_open = phrase(asked, prefix=prefix)
    spelled = pattern(asked, prefix=prefix)
    assert bool(spelled) == bool(terms)
    if not terms:
        return
    held = index_terms(text).split()
    size = len(terms)
    rows = [held[at : at + size] for at in range(len(held) - size + 1)]
    matches = [
        row[:-1] == terms[:-1]
        and (row[-1].startswith(terms[-1]) if is_open else row[-1] == terms[-1])
        for row in rows
    ]
    wanted = (Sought(re.compile(spelled)),)
    hits = in_title(text, wanted)
    assert bool(hits) == any(matches)
    letters = [c for c in fold(asked) if c.isalnum()]
    for hit in hits:
        assert [c for c in fold(text[hit.start : hit.end]) if c.isalnum()] == letters


TEXTS = st.text("普京说，。 a.\n" + "的" * 20, max_size=300)


@given(
    st.lists(TEXTS, max_size=4),
    st.lists(st.sampled_from("普京说a"), max_size=3),
    st.integers(8, 90),
)
def test_an_excerpt_is_a_line_of_the_text_with_its_hits(
    texts: list[str], asked: list[str], cells: int
) -> None:
    wanted = tuple(Sought(re.compile(each)) for each in dict.fromkeys(asked))
    shown = article("普京", *texts)
    quoted = excerpt(shown, wanted, cells)
    assert "\n" not in quoted.text
    assert sum(1 + is_han(c) + (c in "，。") for c in quoted.text) <= cells
    bare = quoted.text.removeprefix("…").removesuffix("…")
    assert any(bare in " ".join(text.split("\n")) for text in texts) or not bare
    said = {quoted.text[start:end] for start, end in quoted.hits}
    assert said <= set(asked)
    assert bool(said) == any(each in text for each in asked for text in texts)


def test_an_excerpt_is_where_most_is_said_close_together() -> None:
    wanted = tuple(Sought(re.compile(each)) for each in ("制裁", "石油"))
    far = "制裁。" + "的" * 80 + "石油。"
    shown = article(
        "制裁", Block("caption", "制裁石油"), "制裁", far, "对石油的制裁继续。", "制裁石油"
    )
    quoted = excerpt(shown, wanted, 40)
    assert quoted.text == "对石油的制裁继续。"
    assert [quoted.text[a:b] for a, b in quoted.hits] == ["石油", "制裁"]


def test_an_excerpt_is_cut_at_sentences_and_clauses() -> None:
    wanted = (Sought(re.compile("石油")),)
    text = "第一句说天气。第二句说石油涨价了，还要涨。第三句" + "很长" * 20
    assert excerpt(article("", text), wanted, 34).text == "第二句说石油涨价了，还要涨。"
    long = (
        "很长" * 20 + "，" + "甲乙丙丁戊己庚辛" + "石油" + "子丑寅卯辰巳午未" + "，" + "很长" * 20
    )
    quoted = excerpt(article("", long), wanted, 44)
    assert quoted.text == "…甲乙丙丁戊己庚辛石油子丑寅卯辰巳午未，…"


def test_an_article_whose_title_alone_is_hit_is_quoted_from_its_beginning() -> None:
    wanted = (Sought(re.compile("石油")),)
    shown = article("石油", Block("caption", "图"), "开头的一句。", "第二段。")
    assert excerpt(shown, wanted, 40).text == "开头的一句。"
    assert excerpt(article("石油"), wanted, 40).text == ""


def test_excerpts_open_a_day_once_and_do_without_damaged_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store import archive

    library = Library.open(tmp_path / "store")
    library.add([article("一", "石油", id="a1"), article("二", "石油", id="a2")])
    opened: list[Path] = []
    documents = archive.documents_of
    monkeypatch.setattr(archive, "documents_of", lambda p: (opened.append(p), documents(p))[1])
    ids = [head.id for head in library.rows("石油").page(0, 10)]
    wanted = library.sought("石油")
    assert {id for id, _ in library.excerpts(ids, wanted, 40)} == set(ids)
    assert len(opened) == 1
    opened[0].write_text("{")
    assert list(library.excerpts([*ids, "gone"], wanted, 40)) == []
    library.close()
