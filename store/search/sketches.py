"""The sketches of all articles, in the index: which articles share text with one, at any size.

A hash leads to the articles whose sketch has it. One that an outlet repeats under many titles is
boilerplate: it is noted as such and leads nowhere from then on. So no list is long, and a look-up
costs the same in a small archive and in a large one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from zlib import crc32

import orjson

from store.folding import fold
from store.stories import SHARED, Sketch, unpack

REPEATED = 5
"""Different titles under which an outlet may use a shingle; with more it is boilerplate."""
REPEATED_ANYWHERE = 40
"""The same for articles that name no source: they may come from many."""
LISTED = 200
"""Articles a hash leads to at most; the copies of a story that every outlet runs still find it."""
NEAREST = 50
"""Articles one is compared with at most."""
KEPT = 4000
"""Opened sketches kept in memory."""


class Sketches:
    """The sketch tables of one open index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._open: dict[int, Sketch] = {}
        self._weakened: set[int] = set()

    def forget(self) -> None:
        """Drop what is kept in memory: the transaction was rolled back."""
        self._open.clear()
        self._weakened.clear()

    def add(self, rid: int, source: str | None, title: str, packed: bytes) -> None:
        """Take in the sketch of an article."""
        if not packed:
            return
        outlet = crc32(fold(source).encode()) if source else 0
        heading = crc32(fold(title).encode("utf-8", "replace"))
        n = self._db.execute(
            "INSERT INTO sketched (rid, outlet, title, hashes) VALUES (?,?,?,?)",
            (rid, outlet, heading, packed),
        ).lastrowid
        whole = unpack(packed)
        fresh = whole.hashes - self._boilerplate(whole.hashes)
        full: set[int] = set()
        given_up: set[int] = set()
        for value, listed in self._db.execute(
            "SELECT hash, count(*) FROM sketch WHERE hash IN (SELECT value FROM json_each(?))"
            " GROUP BY hash HAVING count(*) >= ?",
            (_json(fresh), REPEATED),
        ).fetchall():
            titles = {heading}
            titles.update(
                title
                for (title,) in self._db.execute(
                    "SELECT title FROM sketch JOIN sketched USING (n) WHERE hash = ?"
                    " AND outlet = ?",
                    (value, outlet),
                )
            )
            if len(titles) > (REPEATED if outlet else REPEATED_ANYWHERE):
                self._give_up(value)
                given_up.add(value)
            elif listed >= LISTED:
                full.add(value)
        fresh -= given_up
        self._db.executemany("INSERT INTO sketch VALUES (?,?)", [(h, n) for h in fresh - full])
        self._keep(rid, whole.without(whole.hashes - fresh))

    def remove(self, rid: int) -> None:
        """Take an article out."""
        row = self._db.execute("SELECT n, hashes FROM sketched WHERE rid = ?", (rid,)).fetchone()
        if row is None:
            return
        n, packed = row
        self._db.executemany(
            "DELETE FROM sketch WHERE hash = ? AND n = ?", [(h, n) for h in unpack(packed).hashes]
        )
        self._db.execute("DELETE FROM sketched WHERE n = ?", (n,))
        self._open.pop(rid, None)
        self._weakened.discard(rid)

    def take_weakened(self) -> set[int]:
        """The rows whose ties may have changed, something they hold having become boilerplate."""
        taken, self._weakened = self._weakened, set()
        return taken

    def telling(self, rid: int) -> Sketch:
        """The sketch of an article less boilerplate; an empty one where it has none."""
        if rid not in self._open:
            row = self._db.execute("SELECT hashes FROM sketched WHERE rid = ?", (rid,)).fetchone()
            whole = unpack(row[0] if row else b"")
            self._keep(rid, whole.without(self._boilerplate(whole.hashes)))
        return self._open[rid]

    def near(self, rid: int) -> list[int]:
        """The rows that share text with an article, those with most first."""
        return [
            other
            for (other,) in self._db.execute(
                "SELECT rid FROM (SELECT n, count(*) AS shared FROM json_each(?)"
                " CROSS JOIN sketch ON hash = value GROUP BY n HAVING shared >= ?"
                " ORDER BY shared DESC, n LIMIT ?) JOIN sketched USING (n) WHERE rid <> ?",
                (_json(self.telling(rid).hashes), SHARED, NEAREST + 1, rid),
            )
        ]

    def _keep(self, rid: int, sketch: Sketch) -> None:
        if len(self._open) >= KEPT:
            self._open.clear()
        self._open[rid] = sketch

    def _boilerplate(self, hashes: Iterable[int]) -> set[int]:
        return {
            value
            for (value,) in self._db.execute(
                "SELECT hash FROM boilerplate WHERE hash IN (SELECT value FROM json_each(?))",
                (_json(hashes),),
            )
        }

    def _give_up(self, value: int) -> None:
        """Note a hash as boilerplate."""
        rows = self._db.execute(
            "SELECT rid FROM sketch JOIN sketched USING (n) WHERE hash = ?", (value,)
        ).fetchall()
        for (rid,) in rows:
            self._weakened.add(rid)
            self._open.pop(rid, None)
        self._db.execute("DELETE FROM sketch WHERE hash = ?", (value,))
        self._db.execute("INSERT INTO boilerplate VALUES (?)", (value,))


def _json(hashes: Iterable[int]) -> str:
    return orjson.dumps(list(hashes)).decode()
