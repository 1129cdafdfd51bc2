"""Where the time of adding goes: the whole way beside the sum of its parts, on the same articles.

python -m tests.benchmarks.add_parts [PATH ...]

PATHs are anything ``wenren add`` reads; without them articles are generated. Each part runs
alone on one core; the whole runs as ``wenren add`` does, with its worker processes.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from store.actors.lexicon import load_lexicon
from store.actors.tagger import Tagger, tag_article
from store.archive import Archive
from store.article import Article, Draft, article_id
from store.errors import RefusedError
from store.grouping import Prepared, index_in_stories
from store.intake import read
from store.library import Library
from store.search import schema
from store.search.index import IndexWriter
from store.search.terms import terms_of
from store.stories import sketch
from tests.benchmarks.measure import options, print_table, ratio, seconds
from tests.benchmarks.prose import drafts

T = TypeVar("T")


def main() -> None:
    parser = options(__doc__ or "", runs=1)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    parser.add_argument("--number", type=int, default=10_000, help="articles read, at most")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        paths = given.paths or [generated(folder / "generated.jsonl", given.number)]
        measure(paths, given.number, folder)


def generated(path: Path, number: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for draft in islice(drafts(number, load_lexicon(), seed=1), number):
            text = "\n\n".join(b.text for b in draft.blocks)
            row = {"title": draft.title, "text": text, "source": draft.source}
            print(json.dumps({**row, "published": draft.published}, ensure_ascii=False), file=file)
    return path


def measure(paths: list[Path], number: int, folder: Path) -> None:
    times: dict[str, float] = {}

    def timed(name: str, work: Callable[[], T]) -> T:
        out: list[T] = []
        times[name] = seconds(lambda: out.append(work()))
        return out[0]

    items = timed("read and clean", lambda: list(islice(read(paths), number)))
    fresh = {article_id(i): i for i in items if isinstance(i, Draft)}
    lexicon = load_lexicon()
    tagger = timed("load jieba and the lexicon", lambda: Tagger(lexicon))
    names = timed("tag", lambda: [tag_article(tagger, d.title, d.blocks) for d in fresh.values()])
    hashes = timed("shingles", lambda: [sketch(d.blocks) for d in fresh.values()])
    terms = timed("terms", lambda: [terms_of(d.title, d.blocks) for d in fresh.values()])
    bare = [article(id, draft, lexicon.version) for id, draft in fresh.items()]
    prepared = [
        Prepared(replace(a, mentions=m), h, t)
        for a, m, h, t in zip(bare, names, hashes, terms, strict=True)
    ]
    archive = Archive(folder / "parts")
    (folder / "parts" / "index").mkdir(parents=True)
    writer = IndexWriter(schema.open_to_write(folder / "parts" / "index" / "parts.db"), lexicon)

    def index() -> None:
        writer.begin()
        index_in_stories(writer, archive, prepared)
        writer.commit()

    timed("group and index", index)
    with archive.writing():
        timed("write day files", lambda: archive.put(p.article for p in prepared))
    total = sum(times.values())
    library = Library.open(folder / "whole")
    whole = seconds(partial(library.add, islice(read(paths), number)))
    rows = [row(name, taken, len(fresh), total) for name, taken in times.items()]
    rows.append(row("sum of the parts", total, len(fresh), total))
    rows.append(row("everything, as `wenren add` does it", whole, len(fresh), total))
    refused = sum(isinstance(i, RefusedError) for i in items)
    size = sum(len(b.text) for d in fresh.values() for b in d.blocks) // max(len(fresh), 1)
    title = (
        f"Adding {len(fresh):,} articles of {size:,} characters, {refused} refused,"
        f" on {len(os.sched_getaffinity(0))} cores"
    )
    print_table(title, ("", "seconds", "articles a second", "of the sum"), rows)


def article(id: str, draft: Draft, version: str) -> Article:
    return Article(
        id=id,
        title=draft.title,
        source=draft.source,
        url=draft.url,
        authors=draft.authors,
        published=draft.published,
        added="2000-01-01T00:00:00Z",
        script="hans",
        blocks=draft.blocks,
        mentions=(),
        story=id,
        lexicon=version,
    )


def row(name: str, taken: float, number: int, total: float) -> tuple[str, str, str, str]:
    return name, f"{taken:.1f}", f"{number / taken:,.0f}", ratio(taken, total)


if __name__ == "__main__":
    main()
