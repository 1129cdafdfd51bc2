"""Grouping in a real store: any order and any batches give the same stories."""

import json
import random
from itertools import permutations
from pathlib import Path

import pytest

from store.article import Article, Block, Draft
from store.library import Library

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


@pytest.mark.parametrize("order", list(permutations(range(4)))[::3])
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
    assert len(stories(library)) >= 11


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
