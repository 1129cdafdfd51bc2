"""SQLite's own trigram tokenizer, over folded titles and bodies.

It has no terms for fewer than three characters: those are ``LIKE`` over every article from the
newest, and so is the whole of a query that isn't such a text beside others that must all be there.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from store.folding import fold
from store.search.tree import All, AnyOf, Node, Not, Text
from tests.benchmarks.rivals.rival import ROWS, Corpus, is_text, once

_SHORTEST = 3


class Trigram:
    name = "FTS5 trigram"

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        self._heads = corpus.heads

        def make(folder: Path) -> None:
            with sqlite3.connect(folder / "trigram.sqlite") as db:
                db.executescript(
                    "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"
                    "CREATE VIRTUAL TABLE text USING fts5 (title, body, tokenize='trigram');"
                    "INSERT INTO text (text, rank) VALUES ('hashsize', 67108864);"
                )
                rows = zip(range(len(corpus.ids)), corpus.titles, corpus.bodies, strict=True)
                db.executemany("INSERT INTO text (rowid, title, body) VALUES (?,?,?)", rows)
                db.execute("INSERT INTO text (text) VALUES ('optimize')")
            db.close()

        self.built = once(folder, make)
        self._db = sqlite3.connect(folder / "trigram.sqlite")

    def asks(self, node: Node) -> bool:
        return is_text(node)

    def first(self, node: Node) -> list[Any]:
        where, given = _where(node)
        query = f"SELECT rowid FROM text WHERE {where} ORDER BY rowid DESC LIMIT {ROWS}"
        return [self._heads[at] for (at,) in self._db.execute(query, given)]

    def every(self, node: Node) -> set[int]:
        where, given = _where(node)
        return {at for (at,) in self._db.execute(f"SELECT rowid FROM text WHERE {where}", given)}


def _where(node: Node) -> tuple[str, list[str]]:
    if (expression := _expression(node)) is not None:
        return "text MATCH ?", [expression]
    parts = node.nodes if isinstance(node, All) else ()
    matched = [e for part in parts if (e := _expression(part)) is not None]
    if not matched:
        return _like(node)
    rest, given = _like(All(tuple(p for p in parts if _expression(p) is None)))
    return f"text MATCH ? AND {rest}", [" AND ".join(matched), *given]


def _expression(node: Node) -> str | None:
    """A tree as full text; None where any text of it is too short, or it is all negation."""
    match node:
        case Text(text, _, column):
            folded = fold(text).replace('"', '""')
            columns = f"{column} : " if column else ""
            return f'{columns}"{folded}"' if len(folded) >= _SHORTEST else None
        case AnyOf(nodes):
            each = [_expression(n) for n in nodes]
            return None if None in each else "(" + " OR ".join(e for e in each if e) + ")"
        case All(nodes):
            wanted = [_expression(n) for n in nodes if not isinstance(n, Not)]
            barred = [_expression(n.node) for n in nodes if isinstance(n, Not)]
            if not wanted or None in wanted or None in barred:
                return None
            found = " AND ".join(e for e in wanted if e)
            return f"(({found}){''.join(f' NOT {e}' for e in barred)})"
    return None


def _like(node: Node) -> tuple[str, list[str]]:
    match node:
        case Text(text, _, column):
            like = f"%{fold(text)}%"
            columns = [column] if column else ["title", "body"]
            return "(" + " OR ".join(f"+{c} LIKE ?" for c in columns) + ")", [like] * len(columns)
        case Not(inner):
            where, given = _like(inner)
            return f"NOT {where}", given
        case All(nodes) | AnyOf(nodes):
            each = [_like(n) for n in nodes]
            joined = (" AND " if isinstance(node, All) else " OR ").join(w for w, _ in each)
            return f"({joined})", [text for _, given in each for text in given]
    raise AssertionError(node)
