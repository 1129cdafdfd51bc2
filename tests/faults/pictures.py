"""All that an index says, in a form in which two of the same articles are equal."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

from store.library import Library
from store.search import schema

Picture: TypeAlias = dict[str, list[tuple[object, ...]]]
QUERIES = ("消息", "港口", "说明称情况", "近日开放", "人:普京", "媒体", "-港口", "日期:2024-05-02")
TABLES = {
    "head": "SELECT id, day, title, source, published, story, lead, reprints, digest FROM head",
    "day": "SELECT name FROM day",
    "meta": "SELECT * FROM meta",
    "mention": "SELECT actor, mention.day, id, times FROM mention JOIN actor USING (aid)"
    " JOIN head USING (rid)",
    "named": "SELECT actor, articles, times FROM named JOIN actor USING (aid) WHERE articles > 0",
    "surface": "SELECT actor, text, surface.kind, times FROM surface JOIN actor USING (aid)"
    " WHERE times",
    "actor": "SELECT actor, kind, name, english, role, aliases, initials FROM actor"
    " WHERE aid IN (SELECT aid FROM named WHERE articles > 0)",
    "actors": "SELECT count(*) FROM actor",
    "called": "SELECT key, actor, how FROM called JOIN actor USING (aid)"
    " WHERE aid IN (SELECT aid FROM named WHERE articles > 0)",
    "source": "SELECT DISTINCT source FROM head",
    "sketch": "SELECT id, hash FROM sketch JOIN sketched USING (n) JOIN head USING (rid)",
}


def picture(store: Path) -> Picture:
    """What the index of a store says."""
    path = schema.current(store / "index")
    assert path
    with closing(sqlite3.connect(path)) as db:
        found = {table: sorted(db.execute(q), key=repr) for table, q in TABLES.items()}
        assert db.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    with closing(Library.open(store)) as library:
        for query in QUERIES:
            rows = library.rows(query, stories=False)
            found[query] = [(rows.total(),), *sorted((h.id, h) for h in rows.page(0, 100))]
        counts = sorted(library.actors(limit=1000), key=lambda count: count.actor)
        found["counts"] = [(count,) for count in counts]
    return found
