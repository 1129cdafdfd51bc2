"""Queries of every form: the first 50 rows from the index, beside a plain scan and stock TinyDB.

python -m tests.benchmarks.query --sizes 100000
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
    ("a syllable", "xi"),
    ("initials", "xjp"),
    ("an English name", "huawei"),
    ("two Latin words", "vladimir putin"),
    ("misspelt", "zelianskiy"),
    ("a place or a title in pinyin", "beijing"),
    ("a title in pinyin", "jingji fazhan"),
    ("a title in pinyin, begun", "jingj"),
    ("an ambiguous title", "fangan"),
    ("a word of regions", "普丁"),
    ("an actor in pinyin", "人:pujing"),
    ("an actor by initials", "人:pj"),
    ("an actor by a letter", "人:w"),
    ("an actor, misspelt", "人:zelianskiy"),
    ("two actors in pinyin", "@xjp @pujing"),
    ("a source in pinyin", "源:hgrb"),
    ("nothing found", "鼕鼕鼕"),
)
ROWS = 50
TYPED = (
    "",
    "x",
    "xi",
    "xjp",
    "pujing",
    "zelianskiy",
    "zhong",
    "习",
    "中",
    "人:",
    "@w",
    "源:h",
    "石油 @p",
)
FACETS = ("", "经济", "的", "人:习近平", "标题:会见", "xjp", "日期:2023-03", "石油 OR 天然气")


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
        completing = [
            (typed, f"{len(library.complete(typed, len(typed)))}", ms(t.median), ms(t.p95))
            for typed, t in timed(library.complete, TYPED, given.runs)
        ]
        about = [
            (query, f"{library.facets(query).articles:,}", ms(t.median), ms(t.p95))
            for query, t in timed(partial(facets, library), FACETS, given.runs)
        ]
        library.close()
        head = ("", "rows", "first 50, ms", "p95", "total, ms")
        print_table(f"Queries, {size:,} articles", head, lines)
        print_table("Completions of", ("", "offered", "ms", "p95"), completing)
        print_table("Facets of", ("", "articles", "ms", "p95"), about)


def times(library: Library, query: str, runs: int, *, stories: bool = True) -> tuple[Times, Times]:
    """The first 50 rows, and the exact total, of rows opened anew each time."""
    ways = {
        "first": lambda: seconds(lambda: library.rows(query, stories=stories).page(0, ROWS)),
        "total": lambda: seconds(lambda: library.rows(query, stories=stories).total()),
    }
    taken = interleaved(runs, ways)
    return taken["first"], taken["total"]


def facets(library: Library, query: str, _: int) -> object:
    return library.facets(query)


def timed(
    ask: Callable[[str, int], object], texts: Sequence[str], runs: int
) -> Iterator[tuple[str, Times]]:
    """How long ``ask`` takes for each text, the cursor at its end."""
    ways = {t: lambda t=t: seconds(lambda: ask(t, len(t))) for t in texts}
    yield from interleaved(runs, ways).items()


if __name__ == "__main__":
    main()
