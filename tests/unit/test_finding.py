"""Finding without an input method: actors and titles by what a Latin keyboard has."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.actors.lexicon import load_lexicon
from store.article import Article, Block, Mention
from store.errors import QueryError
from store.folding import fold, is_han
from store.library import Library
from store.search.called import regional
from tests.budgets import NOT_AT_FIRST_FRAME

LEXICON = load_lexicon()


def known(name: str) -> tuple[str, str, str]:
    """Kind, id and name of an actor of the lexicon."""
    (actor,) = (a for a in LEXICON.actors if a.name == name)
    return actor.kind, actor.id, actor.name


def article(
    number: int, title: str, body: str = "", names: tuple[tuple[str, str | None, str], ...] = ()
) -> Article:
    """An article whose title is that of ``names`` too: where they stand makes no difference."""
    return Article(
        id=f"a{number:03}",
        title=title,
        source="海港日报" if number % 2 else "Radio Free Port",
        url=None,
        authors=(),
        published=f"2024-{number % 3 + 1:02}-{number % 28 + 1:02}T08:00:00+08:00",
        added="2024-06-01T00:00:00Z",
        script="hans",
        blocks=(Block("paragraph", body or f"第{number}篇谈天气。"),),
        mentions=tuple(Mention(-1, 0, 1, k, a, n) for k, a, n in names),  # type: ignore[arg-type]
        story=f"a{number:03}",
        lexicon=LEXICON.version,
    )


PUTIN = known("弗拉基米尔·普京")
XI = known("习近平")
BEIJING = known("北京")
HUAWEI = known("华为")
ZELENSKY = known("弗拉基米尔·泽连斯基")
SHAN = ("person", None, "单田芳")
PENG_JUN = ("person", None, "彭俊")
JANE = ("person", None, "Jane Müller")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library.open(tmp_path_factory.mktemp("finding") / "store")
    library.add(
        [
            article(1, "会谈一", names=(PUTIN,)),
            article(2, "会谈二", names=(PUTIN, XI)),
            article(3, "会谈三", names=(XI,)),
            article(4, "会谈四", names=(XI, BEIJING)),
            article(5, "说书人", names=(SHAN,)),
            article(6, "新书", names=(PENG_JUN,)),
            article(7, "新书", "Jane Müller 写的。", names=(JANE,)),
            article(8, "手机", names=(HUAWEI,)),
            article(9, "总统府", names=(ZELENSKY,)),
            article(10, "中美贸易战升级", "双方谈判。"),
            article(11, "西安的天气", "晴。"),
            article(12, "先行者", "GDP 与 Huawei 无关。"),
            article(13, "普丁来访", "没有别的名字。"),
            article(14, "普京来访", "没有别的名字。"),
            article(15, "女足夺冠", "绿茵场。"),
            article(16, "郭大鹏", names=(("person", None, "郭大鹏"),)),
            *(article(n, f"第{n}号") for n in range(20, 24)),
        ]
    )
    yield library
    library.close()


def ids(library: Library, query: str) -> list[int]:
    page = library.rows(query, stories=False).page(0, 1000)
    return sorted(int(head.id[1:]) for head in page)


@pytest.mark.parametrize("key", ["人:", "@", "actor:"])
@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("普京", [1, 2]),
        ("普丁", [1, 2]),
        ("putin", [1, 2]),
        ("“vladimir putin”", [1, 2]),
        ("“Vladimir  Putin”", [1, 2]),
        ("vladimirputin", [1, 2]),
        ("pujing", [1, 2]),
        ("ｐｕｊｉｎｇ", [1, 2]),
        ("pǔjīng", [1, 2]),
        ("“pu3 jing1”", [1, 2]),
        ("pu3jing1", [1, 2]),
        ("“pu jing”", [1, 2]),
        ("pj", [1, 2]),
        ("xjp", [2, 3, 4]),
        ("xijinp", [2, 3, 4]),
        ("习近", [2, 3, 4]),
        ("shantianfang", [5]),
        ("stf", [5]),
        ("muller", [7]),
        ("Müller", [7]),
        ("“jane muller”", [7]),
        ("jm", [7]),
        ("zelianskiy", [9]),
        ("huawie", [8]),
    ],
)
def test_an_actor_is_found_by_anything_it_is_called(
    library: Library, key: str, value: str, found: list[int]
) -> None:
    assert ids(library, key + value) == found


@pytest.mark.parametrize("query", ["人:~zlnsk", "@~", "人:！！"])
def test_the_bones_of_a_name_are_no_name(library: Library, query: str) -> None:
    with pytest.raises(QueryError, match="nobody is called"):
        library.rows(query)


@pytest.mark.parametrize("query", ["人:习近平 人:普京", "@xjp @pj", "人:xijinping actor:putin"])
def test_two_actors_are_both_named(library: Library, query: str) -> None:
    assert ids(library, query) == [2]


def test_what_stands_for_several_is_told(library: Library) -> None:
    (meaning,) = library.meanings("石油 人:pj")
    assert (meaning.text, meaning.position, meaning.way) == ("pj", 3, "initials")
    assert [(c.name, c.articles) for c in meaning.taken] == [("弗拉基米尔·普京", 2)]
    assert ("彭俊", 1) in [(c.name, c.articles) for c in meaning.others]
    assert not meaning.is_plain
    (plain,) = library.meanings("人:普京")
    assert plain.is_plain
    (misspelt,) = library.meanings("人:zelianskiy")
    assert misspelt.way == "misspelt"
    assert not misspelt.is_plain


@pytest.mark.parametrize(
    ("query", "nearest"),
    [("人:普金", "弗拉基米尔·普京"), ("人:晋近平", "习近平"), ("人:bejin", "北京")],
)
def test_an_unknown_name_names_the_nearest(library: Library, query: str, nearest: str) -> None:
    with pytest.raises(QueryError, match=f"did you mean.*{nearest}"):
        library.rows(query)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("xjp", [2, 3, 4]),
        ("xijinping", [2, 3, 4]),
        ("xi jinping", [2, 3, 4]),
        ("vladimir putin", [1, 2]),
        ("beijing", [4]),
        ("huawei", [8, 12]),
        ("hua wei", [8]),
        ("huawie", [8]),
        ("zelensky", [9]),
        ("zelianskiy", [9]),
        ("muller", [7]),
        ("Müller", [7]),
        ("zhongmei maoyi", [10]),
        ("zhongmeimaoyi", [10]),
        ("zhong mei mao yi", [10]),
        ("zhongmeim", [10]),
        ("zhōngměi", [10]),
        ("zhong1mei3", [10]),
        ("标题:zhongmei", [10]),
        ("正文:zhongmei", []),
        ("“zhongmei”", []),
        ("xian", [11]),
        ("xi'an", [11]),
        ("nvzu", [15]),
        ("nuzu", [15]),
        ("xjp -人:普京", [3, 4]),
        ("gdp", [12]),
        ("gdp OR xjp", [2, 3, 4, 12]),
        ("pj", []),
    ],
)
def test_a_bare_latin_word_is_text_actor_or_title(
    library: Library, query: str, found: list[int]
) -> None:
    assert ids(library, query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("普丁", [13, 14]),
        ("普京", [13, 14]),
        ("标题:普丁", [13, 14]),
        ("“普丁”", [13]),
        ("“普京”", [14]),
        ("普丁来", [13]),
        ("正文:普丁", []),
    ],
)
def test_the_words_of_regions_find_each_other(
    library: Library, query: str, found: list[int]
) -> None:
    assert ids(library, query) == found


@pytest.mark.parametrize("query", ["源:haigang", "源:hgrb", "源:海港", "源:haigangribao"])
def test_an_outlet_is_found_by_its_sound(library: Library, query: str) -> None:
    assert len(ids(library, query)) == 10


def test_a_dossier_is_found_by_sound(library: Library) -> None:
    assert library.named("普丁") == [PUTIN[1]]
    assert library.named("pujing") == []
    assert library.named("pujing", sounding=True) == [PUTIN[1]]
    assert library.named("shantianfang", sounding=True) == ["?person:单田芳"]
    assert library.named("no such name") == []


def test_names_that_no_article_bears_any_longer_are_forgotten(library: Library) -> None:
    other = Library.open(library.path.parent / "other")
    other.add([article(1, "会谈", names=(SHAN,)), article(2, "会谈")])
    assert ids(other, "人:stf") == [1]
    day = next(p for p in other.path.rglob("2024-02-02.json"))
    day.unlink()
    other.refresh()
    assert ids(other, "人:stf") == []
    other.reindex()
    with pytest.raises(QueryError, match="nobody is called stf"):
        other.rows("人:stf")


PIECES = ("普京", "普丁", "普", "京", "習", "习", "近平", "川普", "特朗普", "俄", "ＣＮＮ", "cnn",
             "Müller", "muller", "G7", "，", " ", "国", "國")  # fmt: skip


def test_text_is_found_as_a_plain_scan_finds_it(tmp_path: Path) -> None:
    """Runs of one to three pieces, over articles made of such pieces."""
    rng = random.Random(5)
    texts = ["".join(rng.choices(PIECES, k=rng.randint(1, 12))) for _ in range(120)]
    library = Library.open(tmp_path / "store")
    library.add([article(n, texts[n] or "无", texts[-n]) for n in range(120)])
    other: dict[str, set[str]] = {}
    for actor in LEXICON.actors:
        for word, elsewhere in regional(actor):
            other.setdefault(word, set()).add(elsewhere)
    for _ in range(300):
        query = "".join(rng.choices(PIECES, k=rng.randint(1, 3)))
        if all(map(is_han, query)):
            wanted = {fold(query), *other.get(fold(query), ())}
            scanned = [
                n
                for n in range(120)
                if any(w in fold(text) for w in wanted for text in (texts[n], texts[-n]))
            ]
            assert ids(library, query) == scanned, query
        elif query.isalnum() and not any(map(is_han, query)):
            # A Latin word stands where a word begins: a Han character is no part of it.
            word = re.compile(f"(?<![a-z0-9]){fold(query)}")
            scanned = [
                n
                for n in range(120)
                if any(word.search(fold(text)) for text in (texts[n], texts[-n]))
            ]
            assert ids(library, query) == scanned, query
    library.close()


def test_asking_loads_nothing_heavy(library: Library) -> None:
    code = (
        "import sys; from pathlib import Path; from store.library import Library\n"
        f"l = Library.open(Path({str(library.path)!r}))\n"
        "l.rows('xjp zhongmei 人:pujing').page(0, 5); l.complete('@pu', 3); l.facets('xjp')\n"
        "from store.search import readings\n"
        "assert not readings._table.cache_info().currsize\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & NOT_AT_FIRST_FRAME
