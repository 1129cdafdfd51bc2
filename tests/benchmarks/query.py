"""Queries of every form: the first 50 rows, beside other ways to search the same articles.

python -m tests.benchmarks.query --sizes 1000 10000 100000

Wenren's rows are those of the browser: a row a story, with its actors. The rivals are asked for the
newest 50 articles, and only what they can be asked: texts, with not, or and brackets. ``--store``
takes a store of one's own instead, whose outlets may lack some of the names asked for.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from store.errors import QueryError
from store.library import Library
from store.search import schema
from store.search.query import parse
from tests.benchmarks import generate, newsboat
from tests.benchmarks.growth import print_growth
from tests.benchmarks.measure import (
    Taken,
    ms,
    options,
    print_table,
    quantile,
    seconds,
    taken,
)
from tests.benchmarks.queries import QUERIES
from tests.benchmarks.rivals import jieba_words, unindexed
from tests.benchmarks.rivals.newsboat_like import NewsboatLike
from tests.benchmarks.rivals.plain import Scan
from tests.benchmarks.rivals.rival import ROWS, Built, Corpus, Rival, corpus
from tests.benchmarks.rivals.trigram import Trigram

ENOUGH = 1.0
"""Seconds after which a rival isn't asked the same again."""
SLOWEST = 12
WENREN = "Wenren"


@dataclass(slots=True)
class Answers:
    """What one way of searching took and found, query by query."""

    taken: dict[str, list[Taken]] = field(default_factory=dict)
    """By form: every run of every query."""
    recall: list[float] = field(default_factory=list)
    precision: list[float] = field(default_factory=list)

    def all_taken(self) -> list[Taken]:
        return [run for runs in self.taken.values() for run in runs]


def main() -> None:
    parser = options(__doc__ or "", runs=9)
    parser.add_argument("--store", type=Path, action="append", help="measure these instead")
    parser.add_argument("--alone", action="store_true", help="without the rivals")
    given = parser.parse_args()
    given.stores.mkdir(parents=True, exist_ok=True)
    grown: dict[int, dict[str, list[Taken]]] = {}
    for store in given.store or [generate.cached(n, given.stores) for n in given.sizes]:
        with someone(), opened(store) as library:
            size = library.count()
            mark(library, lambda ids: ids[: len(ids) // 3])
            texts = None if given.alone else corpus(store)
            rivals = list(_rivals(texts, store, given.stores)) if texts else []
            answers = measured(library, texts, rivals, given.runs)
            grown[size] = answers[WENREN].taken
        _print_forms(size, answers)
        if rivals:
            _print_found(size, answers)
            _print_built(size, store, given, rivals)
    if len(grown) > 1:
        print_growth(grown)


def measured(
    library: Library, texts: Corpus | None, rivals: Sequence[Rival], runs: int
) -> dict[str, Answers]:
    """Ask every query of everything, one after another, so that a busy spell hits all alike."""
    answers = {name: Answers() for name in (WENREN, *(r.name for r in rivals))}
    numbers = {id: at for at, id in enumerate(texts.ids)} if texts else {}
    slowest: list[tuple[float, str]] = []
    for asked in QUERIES:
        for query in asked.queries:
            try:
                library.rows(query)
            except QueryError:
                continue  # Somebody nobody in this store is.
            mine = repeated(partial(_page, library, query), runs)
            answers[WENREN].taken.setdefault(asked.form, []).extend(mine)
            slowest.append((sorted(t.cpu for t in mine)[len(mine) // 2], query))
            node = parse(query, today=datetime.now().astimezone().date()).where
            asking = [r for r in rivals if asked.text and r.asks(node)]
            truth = asking[0].every(node) if asking else set()
            for rival in asking:
                runs_of = repeated(partial(rival.first, node), runs, ENOUGH)
                answers[rival.name].taken.setdefault(asked.form, []).extend(runs_of)
                _compare(answers[rival.name], rival.every(node), truth)
            if asking:
                heads = library.rows(query, stories=False).page(0, len(numbers))
                _compare(answers[WENREN], {numbers[head.id] for head in heads}, truth)
    slow = [
        (query or "(everything)", ms(cpu)) for cpu, query in sorted(slowest)[: -SLOWEST - 1 : -1]
    ]
    print_table("The slowest queries, medians", (f"{library.count():,} articles", "CPU ms"), slow)
    return answers


def _page(library: Library, query: str) -> object:
    return library.rows(query).page(0, ROWS)


def repeated(ask: Callable[[], Any], runs: int, enough: float = 60) -> list[Taken]:
    """Several runs after one that isn't counted, fewer where they take long."""
    first = taken(ask)
    found: list[Taken] = []
    while len(found) < runs and (not found or first.wall * (len(found) + 1) < enough):
        found.append(taken(ask))
    return found


def _compare(answers: Answers, found: set[int], truth: set[int]) -> None:
    right = len(found & truth)
    if truth:
        answers.recall.append(right / len(truth))
    if found:
        answers.precision.append(right / len(found))


def _rivals(texts: Corpus, store: Path, folder: Path) -> Iterator[Rival]:
    yield Scan(texts)
    yield Trigram(texts, folder / f"trigram-{store.name}")
    if jieba_words.installed():
        yield jieba_words.Words(texts, folder / f"tantivy-{store.name}")
    if newsboat.installed():
        yield NewsboatLike(texts, store, folder)


def _print_forms(size: int, answers: dict[str, Answers]) -> None:
    names = list(answers)
    head = ("form", "queries", "wall p50", "p95", *(c for n in names for c in (n, "p95")))
    rows = []
    for form in [asked.form for asked in QUERIES] + ["every form"]:
        cells: list[str] = []
        for name in names:
            runs = answers[name].taken.get(form, [])
            if form == "every form":
                runs = answers[name].all_taken()
            cpu = [run.cpu for run in runs]
            cells += [ms(quantile(cpu, 0.5)), ms(quantile(cpu, 0.95))] if runs else ["", ""]
            if name == WENREN and runs:
                times = [run.wall for run in runs]
                cells = [ms(quantile(times, 0.5)), ms(quantile(times, 0.95)), *cells]
        asked = sum(len(a.queries) for a in QUERIES if form in (a.form, "every form"))
        rows.append((form, f"{asked}", *cells))
    title = f"The first {ROWS} of {size:,} articles, ms: CPU, and for {WENREN} on the wall too"
    print_table(title, head, rows)


def _print_found(size: int, answers: dict[str, Answers]) -> None:
    rows = [
        (
            name,
            f"{len(given.recall)}",
            f"{sum(given.recall) / max(len(given.recall), 1):.4f}",
            f"{min(given.recall, default=0):.4f}",
            f"{sum(given.precision) / max(len(given.precision), 1):.4f}",
        )
        for name, given in answers.items()
    ]
    head = ("", "texts", "recall", "of the worst", "precision")
    print_table(f"What is found of what a plain scan finds, {size:,} articles", head, rows)


def _print_built(
    size: int, store: Path, given: argparse.Namespace, rivals: Sequence[Rival]
) -> None:
    mine, text = _index(store, given.stores)
    rows = [
        (f"{WENREN}, with actors, stories and the lexicon", mine),
        (f"{WENREN}, its text", text),
    ]
    rows += [(r.name, r.built) for r in rivals if r.built.megabytes]
    lines = [
        (name, f"{built.seconds:,.0f}" if built.seconds else "", f"{built.megabytes:,.0f}")
        for name, built in rows
    ]
    print_table(f"Indexes of {size:,} articles", ("", "CPU s", "MB"), lines)
    path = unindexed.stock(store, given.stores)
    unread = [
        ("the day files", ms(seconds(lambda: unindexed.scan(store, "经济")))),
        ("stock TinyDB, one file", ms(seconds(lambda: unindexed.tinydb_search(path, "经济")))),
    ]
    print_table("经济 read from", ("without an index", "ms"), unread)


def _index(store: Path, folder: Path) -> tuple[Built, Built]:
    """The whole of Wenren's index, and the part of it that is full text."""
    note = folder / f"reindexed-{store.name}.json"
    if not note.exists():
        library = Library.open(store)
        before = os.times()
        library.reindex()
        after = os.times()
        library.close()
        note.write_text(json.dumps(sum(after[:4]) - sum(before[:4])))
    path = schema.current(store / "index")
    assert path is not None
    connection = schema.open_to_write(path)
    sizes = "SELECT sum(pgsize) / 1e6 FROM dbstat WHERE name GLOB 'text_*'"
    text = connection.execute(sizes).fetchone()[0]
    connection.close()
    return Built(json.loads(note.read_text()), path.stat().st_size / 1e6), Built(0, text)


@contextmanager
def someone() -> Iterator[None]:
    """A person without any marks yet."""
    with tempfile.TemporaryDirectory() as state:
        before = os.environ.get("XDG_STATE_HOME")
        os.environ["XDG_STATE_HOME"] = state
        try:
            yield
        finally:
            os.environ.pop("XDG_STATE_HOME")
            if before is not None:
                os.environ["XDG_STATE_HOME"] = before


@contextmanager
def opened(store: Path) -> Iterator[Library]:
    library = Library.open(store)
    try:
        yield library
    finally:
        library.close()


def mark(library: Library, chosen: Callable[[list[str]], list[str]]) -> list[str]:
    """Mark ``chosen`` articles read, 300 starred and 3,000 tagged; all ids, the newest first."""
    ids = [head.id for head in library.rows(stories=False).page(0, library.count())]
    some = random.Random(1).sample(ids, min(3000, len(ids)))
    library.marks.mark("read", chosen(ids))
    library.marks.mark("star", some[:300])
    library.marks.mark("tag", some, "国际")
    return ids


if __name__ == "__main__":
    main()
