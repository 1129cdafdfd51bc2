"""Queries of every form: the first 50 rows from the index, beside a plain scan and stock TinyDB.

python -m tests.benchmarks.query --sizes 100000
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import orjson

from store.folding import fold
from store.library import Library
from tests.benchmarks import generate
from tests.benchmarks.generate import documents
from tests.benchmarks.measure import Times, interleaved, ms, options, print_table, seconds

QUERIES = (
    ("everything", ""),
    ("two characters, common", "经济"),
    ("one character", "的"),
    ("two words", "经济 北京"),
    ("a run, rare", "发展经济"),
    ("quoted", "“这是”"),
    ("not", "经济 -北京"),
    ("either", "（石油 或 天然气）"),
    ("in the title", "标题:会见"),
    ("an actor", "人:习近平"),
    ("two actors", "人:习近平 人:普京"),
    ("a source", "源:海港日报"),
    ("a month", "日期:2023-03"),
    ("actor, month, word", "人:习近平 日期:2023 经济"),
    ("a letter of pinyin", "xi"),
    ("nothing found", "鼕鼕鼕"),
)
ROWS = 50


def scan(store: Path, text: str) -> int:
    """Read every day file and look: what a store without an index would do."""
    wanted = fold(text)
    return sum(
        wanted in fold(d["title"] + "\n".join(b["text"] for b in d["blocks"]))
        for d in documents(store)
    )


def stock(store: Path, folder: Path) -> Path:
    """The same articles in one stock TinyDB file."""
    path = folder / f"tinydb-{store.name}.json"
    if not path.exists():
        table = {str(at): document for at, document in enumerate(documents(store), 1)}
        path.write_bytes(orjson.dumps({"articles": table}))
    return path


def tinydb_search(path: Path, text: str) -> int:
    from tinydb import TinyDB

    with TinyDB(path) as database:
        found = database.table("articles").search(
            lambda d: text in d["title"] or any(text in b["text"] for b in d["blocks"])
        )
    return len(found)


def main() -> None:
    parser = options(__doc__ or "", runs=20)
    parser.add_argument("--tinydb-up-to", type=int, default=100_000, help="it reads it all")
    given = parser.parse_args()
    given.stores.mkdir(parents=True, exist_ok=True)
    for size in given.sizes:
        store = generate.cached(size, given.stores)
        library = Library.open(store)
        scanned = min(seconds(partial(scan, store, "经济")) for _ in range(2))
        lines = [("plain scan of the day files: 经济", "", ms(scanned), "", "")]
        if size <= given.tinydb_up_to:
            path = stock(store, given.stores)
            taken = seconds(partial(tinydb_search, path, "经济"))
            lines.append(("stock TinyDB, one file: 经济", "", ms(taken), "", ""))
        for name, query in QUERIES:
            first, total = times(library, query, given.runs)
            hits = f"{library.rows(query).total():,}"
            lines.append(
                (f"{name}: {query}", hits, ms(first.median), ms(first.p95), ms(total.median))
            )
        library.close()
        head = ("", "rows", "first 50, ms", "p95", "total, ms")
        print_table(f"Queries, {size:,} articles", head, lines)


def times(library: Library, query: str, runs: int, *, stories: bool = True) -> tuple[Times, Times]:
    """The first 50 rows, and the exact total, of rows opened anew each time."""
    ways = {
        "first": lambda: seconds(lambda: library.rows(query, stories=stories).page(0, ROWS)),
        "total": lambda: seconds(lambda: library.rows(query, stories=stories).total()),
    }
    taken = interleaved(runs, ways)
    return taken["first"], taken["total"]


if __name__ == "__main__":
    main()
