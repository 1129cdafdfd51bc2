"""Grouping in a real store: any order and any batches give the same stories."""

import json
import random
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.actors.lexicon import Lexicon
from store.archive import Archive
from store.article import Article, Block, Draft
from store.grouping import Prepared, index_in_stories
from store.library import Library
from store.search import schema
from store.search.index import IndexWriter
from store.search.terms import NO_TERMS
from store.stories import sketch
from tests.examples import few

WORDS = "总统总理外长会谈协议制裁石油天然气经济增长选举议会法院军队演习导弹边境难民疫苗芯片关税贸易"


def body(seed: int, size: int = 500) -> str:
    rng = random.Random(seed)
    return "".join(rng.choice(WORDS) for _ in range(size))


def draft(name: str, *texts: str, day: int = 1, source: str | None = None) -> Draft:
    blocks = tuple(Block("paragraph", text) for text in texts)
    return Draft(name, blocks, source or f"{name}报", published=f"2024-05-{day:02}")


FIRST = body(1)
LINKED = [
    draft("甲", FIRST),
    draft("乙", FIRST[:330] + body(2, 160), day=2),
    # Half of what it has stands in the one, half in the other.
    draft("丙", FIRST[170:330] + body(2, 160), day=3),
    draft("丁", body(4), day=2),
]


def stories(library: Library) -> set[frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for head in library.rows(stories=False).page(0, 1000):
        groups.setdefault(head.story, set()).add(head.title)
    return {frozenset(group) for group in groups.values()}


def written(library: Library) -> dict[str, str]:
    """The story each article has in its day file, by title."""
    found = {}
    for path in (library.path / "articles").rglob("*.json"):
        for document in json.loads(path.read_bytes())["articles"].values():
            found[document["title"]] = document["story"]
    return found


@pytest.mark.parametrize("order", list(permutations(range(4)))[::11])
def test_any_order_one_by_one_or_at_once(order: tuple[int, ...], tmp_path: Path) -> None:
    at_once = Library.open(tmp_path / "once")
    at_once.add(LINKED)
    library = Library.open(tmp_path / "store")
    for at in order:
        library.add([LINKED[at]])
    assert stories(library) == stories(at_once)
    indexed = {h.title: h.story for h in library.rows(stories=False).page(0, 10)}
    assert indexed == written(library)
    library.reindex()
    assert stories(library) == stories(at_once)
    assert not library.stale()


def test_two_stories_become_one_when_the_link_between_them_comes(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "store")
    text = body(1, 900)
    library.add([draft("甲", text[:600]), draft("乙", text[300:], day=2)])
    assert len(stories(library)) == 2
    library.add([draft("丙", text, day=3)])
    assert stories(library) == {frozenset("甲乙丙")}
    assert len(set(written(library).values())) == 1


def test_one_outlet_s_appeal_under_every_article_makes_no_story(tmp_path: Path) -> None:
    appeal = body(99, 700)
    library = Library.open(tmp_path / "store")
    for number in range(12):
        library.add([draft(f"第{number}篇", body(number, 150), appeal, source="一家报")])
    assert len(stories(library)) == len(set(written(library).values())) == 12


def test_a_kill_between_the_two_writes_is_made_good_by_adding_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library.open(tmp_path / "store")
    text = body(1, 900)
    library.add([draft("甲", text[:600]), draft("乙", text[300:], day=2)])
    with monkeypatch.context() as patched:
        patched.setattr("store.archive.Archive.put", _killed)
        with pytest.raises(KeyboardInterrupt):
            library.add([draft("丙", text, day=3)])
    assert library.stale()
    library.add([draft("丙", text, day=3)])
    assert stories(library) == {frozenset("甲乙丙")}
    assert len(set(written(library).values())) == 1
    assert not library.stale()


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_article_in_a_damaged_day_file_keeps_its_story(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "store")
    text = body(1, 900)
    library.add([draft("甲", text[:600]), draft("乙", text[300:], day=2)])
    damaged = tmp_path / "store/articles/2024/2024-05-02.json"
    document = json.loads(damaged.read_bytes())
    document["articles"]["1"] = {"broken": True}
    damaged.write_text(json.dumps(document), "utf-8")
    before = damaged.read_bytes()
    library.add([draft("丙", text, day=3)])
    assert damaged.read_bytes() == before
    told = {h.title: h.story for h in library.rows(stories=False).page(0, 10)}
    assert told["丙"] in (told["甲"], told["乙"])
    assert told["甲"] != told["乙"]


def _web() -> list[Article]:
    """Reprints, cuts, a digest with its items, and an outlet that repeats itself."""
    first, second, appeal = body(1), body(2), body(3, 400)
    texts = {
        "原文": first,
        "转载": first[:400] + body(4, 90),
        "改导语": body(5, 80) + first[80:],
        "节录": first[:160],
        "中段": first[300:480],
        "另一篇": second,
        "摘编": second[:250] + first[:250] + body(6, 250),
        "短讯": second[:240],
        **{f"第{number}篇": body(10 + number, 150) + appeal for number in range(7)},
    }
    return [
        Article(
            title, title, "一家报" if title[0] == "第" else f"{title}报", None, (), None,
            "2024-05-01T00:00:00Z", "hans", (Block("paragraph", text),), (), title, "",
        )
        for title, text in texts.items()
    ]  # fmt: skip


class Memory(Archive):
    """Day files in memory."""

    def __init__(self) -> None:
        super().__init__(Path())
        self.articles: dict[str, Article] = {}

    def get(self, day: str, id: str) -> Article | None:
        return self.articles.get(id)


def parted(batches: list[list[Article]]) -> set[frozenset[str]]:
    writer = IndexWriter(schema.open_to_write(None), Lexicon((), "1"))
    archive = Memory()
    for batch in batches:
        result = index_in_stories(
            writer, archive, [Prepared(a, sketch(a.blocks), NO_TERMS) for a in batch]
        )
        archive.articles.update((a.id, a) for a in result.new + result.changed)
    groups: dict[str, set[str]] = {}
    for article in archive.articles.values():
        groups.setdefault(article.story, set()).add(article.id)
    return {frozenset(group) for group in groups.values()}


WEB = _web()
PARTED = parted([WEB])


def test_a_web_of_copies_is_parted_by_what_they_are() -> None:
    assert {s for s in PARTED if len(s) > 1} == {
        frozenset({"原文", "转载", "改导语", "节录"}),
        frozenset({"另一篇", "短讯"}),
    }


@settings(max_examples=few(40), deadline=None)
@given(st.permutations(WEB), st.sets(st.integers(1, len(WEB) - 1)))
def test_any_order_in_any_batches(order: list[Article], cuts: set[int]) -> None:
    bounds = [0, *sorted(cuts), len(order)]
    assert parted([order[a:b] for a, b in pairwise(bounds)]) == PARTED


def test_an_imported_article_keeps_its_story_and_takes_new_ones_in(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "store")
    library.add([draft("甲", FIRST)])
    head = library.rows().page(0, 1)[0]
    article = library.article(head.id)
    assert isinstance(article, Article)
    other = Library.open(tmp_path / "other")
    other.add([article])
    other.add([draft("乙", FIRST, day=2)])
    assert set(written(other).values()) == {article.story}
