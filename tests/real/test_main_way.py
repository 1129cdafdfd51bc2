"""The main way on real input: a folder of scraped pages, and every run of Han characters found."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from store.folding import fold, is_han
from store.intake import read
from store.library import Library

SHARED = Path(os.environ.get("WENREN_SHARED", Path(__file__).parents[2].parent / "shared"))
SEEDS, VOA = SHARED / "data" / "seeds", SHARED / "data" / "voa"
pytestmark = pytest.mark.skipif(not VOA.is_dir(), reason=f"no scraped pages: {VOA}")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library.open(tmp_path_factory.mktemp("real") / "store")
    report = library.add(read([str(SEEDS), str(VOA)]))
    assert not report.refused
    assert report.added > 250
    return library


@pytest.fixture(scope="module")
def texts(library: Library) -> dict[str, str]:
    """What each article holds, folded: its title and, apart, its body without related links."""
    heads = library.rows(stories=False).page(0, 1000)
    found = {}
    for head in heads:
        article = library.article(head.id)
        assert article is not None
        body = "\n".join(b.text for b in article.blocks if b.kind != "related")
        found[head.id] = fold(f"{article.title}\n{body}")
    return found


def test_the_seed_is_one_story_of_two_articles(library: Library) -> None:
    (head,) = library.rows("人:普京 人:习近平 人:泽连斯基 日期:2023-03-14").page(0, 10)
    assert head.reprints == 1
    assert {h.source for h in library.story(head.id)} == {"美国之音", "民主中国"}


def test_any_run_of_han_characters_finds_what_a_scan_finds(
    library: Library, texts: dict[str, str]
) -> None:
    rng = random.Random(7)
    bodies = list(texts.values())
    runs: set[str] = set()
    while len(runs) < 400:
        text = rng.choice(bodies)
        at, size = rng.randrange(len(text)), rng.choice((1, 2, 2, 3, 4, 6, 9))
        run = text[at : at + size]
        if len(run) == size and all(map(is_han, run)):
            runs.add(run)
    for run in sorted(runs):
        holding = {id for id, text in texts.items() if run in text}
        quoted, bare = (
            {h.id for h in library.rows(query, stories=False).page(0, 1000)}
            for query in (f"“{run}”", run)
        )
        # A bare word finds what other regions call the same too.
        assert quoted == holding <= bare, run
