"""Rows by position, read as far as they are asked for; here, of all articles.

``store.search.found`` has those of a query. The browser begins with these, and loads no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import orjson

from store.search.reader import Reader
from store.search.schema import END, ranges

_COLUMNS = "rid, id, title, source, published, story, reprints"


@dataclass(frozen=True, slots=True)
class Head:
    """One row of a list.

    ``published`` as in ``Article``; ``reprints`` counts the other articles of the same story;
    ``actors`` are canonical names, the most mentioned first. ``told``: the ids of those other
    articles, in a list of stories; what is marked of them is marked of the row.
    """

    id: str
    title: str
    source: str | None
    published: str | None
    story: str
    reprints: int
    actors: tuple[str, ...]
    told: tuple[str, ...] = ()


class Rows(Protocol):
    """Rows by position. Positions hold until the index changes; ask for new rows then."""

    def total(self) -> int:
        """How many rows there are, exactly; may scan every hit."""

    def page(self, start: int, count: int) -> list[Head]:
        """At most ``count`` rows from position ``start``; fewer at the end."""

    def position(self, id: str) -> int | None:
        """The position of an article, or of its story's row; None if it isn't among the rows."""


class EveryRow:
    """All articles, paged by key: a page costs the same wherever it lies."""

    def __init__(self, db: Reader, stories: bool, *, oldest: bool = False) -> None:
        self._db = db
        # SQLite would scan the heads themselves, ten times as wide.
        self._from = "head INDEXED BY head_lead WHERE lead = 1" if stories else "head WHERE 1"
        self._stories = stories
        self._total: int | None = None
        self._ranges = ranges(0, END, oldest=oldest)
        self._oldest = oldest
        # What precedes known positions, as a range and its last row: the next page is found from
        # the nearest by key.
        self._anchors: dict[int, tuple[int, int | None]] = {0: (0, None)}

    def total(self) -> int:
        if self._total is None:
            self._total = self._db.number(f"SELECT count(*) FROM {self._from}")
        return self._total

    def page(self, start: int, count: int) -> list[Head]:
        start = max(start, 0)
        nearest = max(at for at in self._anchors if at <= start)
        number, last = self._anchors[nearest]
        skip = start - nearest
        rids: list[int] = []
        while number < len(self._ranges) and len(rids) < count:
            low, high = self._ranges[number]
            if last is not None:
                low, high = (last + 1, high) if self._oldest else (low, last)
            found = self._between(low, high, count - len(rids), skip)
            rids += found
            if len(rids) < count:
                skip = 0 if found else skip - self._count(low, high)
                number, last = number + 1, None
        if rids:
            place = next(n for n, (low, high) in enumerate(self._ranges) if low <= rids[-1] < high)
            self._anchors[start + len(rids)] = (place, rids[-1])
        return heads(self._db, rids, stories=self._stories)

    def position(self, id: str) -> int | None:
        rid = _row_of(self._db, id, self._stories)
        if rid is None:
            return None
        before = 0
        for low, high in self._ranges:
            if low <= rid < high:
                return before + (
                    self._count(low, rid) if self._oldest else self._count(rid + 1, high)
                )
            before += self._count(low, high)
        return None

    def _between(self, low: int, high: int, limit: int, skip: int) -> list[int]:
        rows = self._db.all(
            f"SELECT rid FROM {self._from} AND rid >= ? AND rid < ?"
            f" ORDER BY rid {'ASC' if self._oldest else 'DESC'} LIMIT ? OFFSET ?",
            (low, high, limit, skip),
        )
        return [rid for (rid,) in rows]

    def _count(self, low: int, high: int) -> int:
        return self._db.number(
            f"SELECT count(*) FROM {self._from} AND rid >= ? AND rid < ?", (low, high)
        )


def heads(db: Reader, rids: Iterable[int], *, stories: bool = False) -> list[Head]:
    """The rows of these row numbers, in their order; those gone meanwhile are left out."""
    wanted = list(rids)
    marks = ",".join("?" * len(wanted))
    named: dict[int, list[str]] = {}
    for rid, name in db.all(
        f"SELECT rid, name FROM mention JOIN actor USING (aid) WHERE rid IN ({marks})"
        " ORDER BY times DESC, aid",
        wanted,
    ):
        named.setdefault(rid, []).append(name)
    rows = db.all(f"SELECT {_COLUMNS} FROM head WHERE rid IN ({marks})", wanted)
    told: dict[str, list[str]] = {}
    if stories and (names := [story for *_, story, reprints in rows if reprints]):
        marks = ",".join("?" * len(names))
        query = f"SELECT story, id FROM head WHERE story IN ({marks})"
        for story, id in db.all(query, names):
            told.setdefault(story, []).append(id)
    found = {
        rid: Head(
            id,
            title,
            source,
            published,
            story,
            reprints,
            tuple(named.get(rid, ())),
            tuple(other for other in told.get(story, ()) if other != id),
        )
        for rid, id, title, source, published, story, reprints in rows
    }
    return [found[rid] for rid in wanted if rid in found]


def ids_of(db: Reader, rids: list[int] | None) -> list[str]:
    """The ids of the articles of these rows (None: of all)."""
    if rids is None:
        return [id for (id,) in db.all("SELECT id FROM head")]
    query = "SELECT id FROM head WHERE rid IN (SELECT value FROM json_each(?))"
    return [id for (id,) in db.all(query, (orjson.dumps(rids).decode(),))]


def _row_of(db: Reader, id: str, stories: bool) -> int | None:
    query = "SELECT rid FROM head WHERE id = ?"
    if stories:
        query = (
            "SELECT rid FROM head WHERE lead = 1 AND story = (SELECT story FROM head WHERE id = ?)"
        )
    row = db.one(query, (id,))
    return row[0] if row else None
