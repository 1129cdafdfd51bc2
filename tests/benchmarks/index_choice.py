"""Why the index holds pairs of Han characters: against jieba's words, in size, time and finds.

python -m tests.benchmarks.index_choice --sizes 10000
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from store.actors.lexicon import load_lexicon
from store.folding import fold
from store.search.terms import index_terms, phrase
from tests.benchmarks.measure import Times, ms, options, print_table, seconds
from tests.benchmarks.prose import drafts

TABLE = """CREATE VIRTUAL TABLE text USING fts5 (body, content='', columnsize=0, tokenize='{}')"""
QUERIES = ("经济", "会见", "石油", "北京的", "平的", "济发")
"""Words, a run of two words, and runs that begin or end within a word."""


def words(text: str) -> str:
    """The terms of ``jieba.cut_for_search``: words, and the shorter words within them."""
    import jieba

    jieba.setLogLevel("ERROR")
    return " ".join(word for word in jieba.cut_for_search(fold(text)) if word.strip())


def pair_query(text: str) -> str:
    terms, prefix = phrase(text, prefix=False)
    return f'"{" ".join(terms)}"' + "*" * prefix


def word_query(text: str) -> str:
    import jieba

    return f'"{" ".join(jieba.cut(fold(text)))}"'


def build(path: Path, texts: list[str], terms: Callable[[str], str], tokenizer: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(TABLE.format(tokenizer))
        connection.executemany(
            "INSERT INTO text (rowid, body) VALUES (?, ?)",
            ((number, terms(text)) for number, text in enumerate(texts, 1)),
        )
        connection.execute("INSERT INTO text (text) VALUES ('optimize')")
    connection.close()


def newest(connection: sqlite3.Connection, query: str) -> list[int]:
    rows = connection.execute(
        "SELECT rowid FROM text WHERE text MATCH ? ORDER BY rowid DESC LIMIT 50", (query,)
    )
    return [row[0] for row in rows]


def found(connection: sqlite3.Connection, query: str) -> int:
    row = connection.execute("SELECT count(*) FROM text WHERE text MATCH ?", (query,)).fetchone()
    return int(row[0])


def main() -> None:
    parser = options(__doc__ or "", runs=20, sizes=(10_000,))
    given = parser.parse_args()
    words("")  # jieba loads its dictionary now and not while the clock runs.
    ways = {
        "pairs of characters": (index_terms, pair_query, "ascii"),
        "jieba's words": (words, word_query, "unicode61"),
    }
    for size in given.sizes:
        lexicon = load_lexicon()
        texts = ["\n".join(b.text for b in draft.blocks) for draft in drafts(size, lexicon)]
        held = [sum(query in fold(text) for text in texts) for query in QUERIES]
        built, asked = [], []
        for name, (terms, query_of, tokenizer) in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "index.sqlite"
                cutting = seconds(lambda t=terms: [t(text) for text in texts])  # type: ignore[misc]  # noqa: B023
                taken = seconds(partial(build, path, texts, terms, tokenizer))
                megabytes = path.stat().st_size / 1e6
                built.append((name, f"{cutting:.1f}", f"{taken:.1f}", f"{megabytes:.1f}"))
                with sqlite3.connect(path) as connection:
                    for query, truth in zip(QUERIES, held, strict=True):
                        text = query_of(query)
                        times = Times(
                            tuple(
                                seconds(partial(newest, connection, text))
                                for _ in range(given.runs)
                            )
                        )
                        hits = f"{found(connection, text):,} of {truth:,}"
                        asked.append((f"{query}: {name}", hits, ms(times.median), ms(times.p95)))
                connection.close()
        print_table(
            f"Index of {size:,} articles",
            ("", "cutting, s", "all, s", "MB"),
            built,
        )
        print_table(
            f"Newest 50 of {size:,} articles",
            ("", "articles found", "median, ms", "p95"),
            sorted(asked, key=lambda row: QUERIES.index(row[0].partition(":")[0])),
        )


if __name__ == "__main__":
    main()
