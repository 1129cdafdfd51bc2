"""Stores of any size, built straight through the archive and its index.

python -m tests.benchmarks.generate 10000 STORE
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from store.actors.lexicon import load_lexicon
from store.archive import Archive
from store.article import Article, article_id
from store.library import Library
from tests.benchmarks.prose import Sample, samples

BATCH = 20_000


def build(store: Path, number: int, seed: int = 1) -> None:
    """Make a store of ``number`` articles with their mentions and stories, and its index."""
    fill(store, number, seed)
    Library.open(store).close()


def fill(store: Path, number: int, seed: int = 1) -> None:
    """Write the day files alone."""
    lexicon = load_lexicon()
    archive = Archive(store)
    made = (_article(sample, lexicon.version) for sample in samples(number, lexicon, seed))
    with archive.writing():
        while batch := list(islice(made, BATCH)):
            archive.put(batch)


def cached(number: int, folder: Path) -> Path:
    """The store of ``number`` articles in ``folder``, built when it isn't there yet."""
    store = folder / f"store-{number}"
    if not store.exists():
        building = folder / f".building-{store.name}"
        shutil.rmtree(building, ignore_errors=True)
        build(building, number)
        building.rename(store)
    return store


def documents(store: Path) -> Iterator[dict[str, Any]]:
    """Every article of a store as its day files have it."""
    for path in sorted((store / "articles").rglob("*.json")):
        yield from orjson.loads(path.read_bytes())["articles"].values()


def _article(sample: Sample, version: str) -> Article:
    draft = sample.draft
    id = article_id(draft)
    return Article(
        id=id,
        title=draft.title,
        source=draft.source,
        url=None,
        authors=(),
        published=draft.published,
        added="2026-01-01T00:00:00Z",
        script="hans",
        blocks=draft.blocks,
        mentions=sample.mentions,
        story=sample.original or id,
        lexicon=version,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a store of generated articles.")
    parser.add_argument("number", type=int)
    parser.add_argument("store", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started = time.perf_counter()
    fill(options.store, options.number, options.seed)
    written = time.perf_counter()
    Library.open(options.store).close()
    indexed = time.perf_counter()
    size = sum(p.stat().st_size for p in (options.store / "articles").rglob("*.json"))
    index = sum(p.stat().st_size for p in (options.store / "index").iterdir())
    print(f"{options.number} articles: {size / 1e6:.1f} MB in {written - started:.1f} s,")
    print(f"index {index / 1e6:.1f} MB in {indexed - written:.1f} s")


if __name__ == "__main__":
    main()
