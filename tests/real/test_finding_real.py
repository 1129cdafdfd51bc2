"""Finding in real articles, beside a plain scan of them: text, names, and titles by their sound."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import islice

import pytest

from store.actors.lexicon import load_lexicon
from store.article import Article, Draft
from store.folding import fold, is_han
from store.intake import read
from store.library import Library
from store.search.called import regional
from store.search.excerpts import excerpt
from store.search.hits import in_article
from store.search.readings import name_readings, runs
from tests.benchmarks.stories import DATA

pytestmark = pytest.mark.skipif(not (DATA / "voa").is_dir(), reason=f"no real articles: {DATA}")

EVERY = 12


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("real")
    # Every twelfth: both scripts, all outlets, and a tenth of the time.
    some = folder / "some.jsonl"
    with (DATA / "reprints" / "reprint_docs_2020.jsonl").open("rb") as lines:
        some.write_bytes(b"".join(islice(lines, 0, None, EVERY)))
    pages = sorted((DATA / "voa").iterdir())[::EVERY]
    library = Library.open(folder / "store")
    library.add(item for item in read([*pages, some]) if isinstance(item, Draft))
    yield library
    library.close()


@pytest.fixture(scope="module")
def articles(library: Library) -> list[Article]:
    return [a for a in library.articles() if isinstance(a, Article)]


@pytest.fixture(scope="module")
def texts(articles: list[Article]) -> dict[str, str]:
    return {
        a.id: fold("\n".join([a.title, *(b.text for b in a.blocks if b.kind != "related")]))
        for a in articles
    }


def ids(library: Library, query: str) -> set[str]:
    return {head.id for head in library.rows(query, stories=False).page(0, 10_000)}


def test_runs_of_han_are_found_as_a_scan_finds_them(
    library: Library, texts: dict[str, str]
) -> None:
    rng = random.Random(7)
    others: dict[str, set[str]] = {}
    for actor in load_lexicon().actors:
        for word, other in regional(actor):
            others.setdefault(word, set()).add(other)
    words = [w for w in others if any(w in text for text in texts.values())]
    asked = rng.sample(sorted(words), min(60, len(words)))
    while len(asked) < 300:
        text = rng.choice(list(texts.values()))
        at, size = rng.randrange(len(text)), rng.choice((1, 2, 2, 3, 4, 6))
        if len(run := text[at : at + size]) == size and all(map(is_han, run)):
            asked.append(run)
    for run in asked:
        wanted = {run, *others.get(run, ())}
        scanned = {id for id, text in texts.items() if any(w in text for w in wanted)}
        assert ids(library, run) == scanned, run
        assert ids(library, f"“{run}”") == {id for id, t in texts.items() if run in t}, run


def test_titles_are_found_by_their_sound(library: Library, articles: list[Article]) -> None:
    rng = random.Random(8)
    for article in rng.sample(articles, 100):
        told = [run for run in runs(fold(article.title)) if len(run) > 1]
        if told:
            run = rng.choice(told)
            at = rng.randrange(len(run) - 1)
            part = run[at : at + rng.randint(2, 5)]
            for query in ("".join(part), "'".join(part), " ".join(part)):
                assert article.id in ids(library, query), query


def test_names_are_found_by_what_can_be_typed(library: Library) -> None:
    """Whom pinyin or initials stand for, the actor itself is taken or told, if it is among the
    most named that they fit."""
    for actor in library.actors(limit=300):
        if not all(map(is_han, actor.name)) or len(actor.name) < 2:
            continue
        run = name_readings(fold(actor.name), person=actor.kind == "person")[0]
        for typed in ("".join(run), " ".join(run), "".join(s[0] for s in run)):
            found = library.meanings(f"人:“{typed}”")
            assert found, (actor.name, typed)
            (meaning,) = found
            offered = [*meaning.taken, *meaning.others]
            likelier = all(c.articles >= actor.articles for c in offered)
            assert likelier or actor.actor in [c.actor for c in offered], (actor.name, typed)


def test_hits_are_where_a_scan_finds_them(library: Library, articles: list[Article]) -> None:
    """In both scripts, whichever the query is in."""
    rng = random.Random(9)
    for article in rng.sample(articles, 100):
        block = rng.randrange(-1, len(article.blocks))
        text = article.text_of(block)
        at, size = rng.randrange(max(len(text), 1)), rng.choice((1, 2, 3, 4))
        run = text[at : at + size]
        if len(run) < size or not all(map(is_han, run)):
            continue
        wanted = library.sought(f"“{fold(run)}”")
        for other in (article, *rng.sample(articles, 5)):
            hits = in_article(other, wanted)
            texts = [
                (at, fold(other.text_of(at)))
                for at in (-1, *range(len(other.blocks)))
                if at < 0 or other.blocks[at].kind != "related"
            ]
            scanned = [
                (at, m.start(), m.end()) for at, t in texts for m in re.finditer(fold(run), t)
            ]
            assert [hit[:3] for hit in hits] == scanned, run
            quoted = excerpt(other, wanted, 76)
            assert all(fold(quoted.text[a:b]) == fold(run) for a, b in quoted.hits)
            assert bool(quoted.hits) == any(at >= 0 for at, *_ in scanned)


def test_whoever_is_asked_for_is_marked(library: Library) -> None:
    for actor in library.actors(limit=40):
        wanted = library.sought(f'人:"{actor.actor}"')
        for head in library.rows(f'人:"{actor.actor}"').page(0, 3):
            article = library.article(head.id)
            assert article is not None
            assert in_article(article, wanted), (actor.name, head.id)
