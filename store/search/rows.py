"""The answer to a query as rows by position, newest first; only what is asked for is read."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from store.search.match import Match
from store.search.reader import Reader
from store.search.schema import leading

CHUNK = 200
"""Hits taken from the full text at a time."""
_COLUMNS = "rid, id, title, source, published, story, reprints"


@dataclass(frozen=True, slots=True)
class Head:
    """One row of a list.

    ``published`` as in ``Article``; ``reprints`` counts the other articles of the same story;
    ``actors`` are canonical names, the most mentioned first.
    """

    id: str
    title: str
    source: str | None
    published: str | None
    story: str
    reprints: int
    actors: tuple[str, ...]


class Rows(Protocol):
    """Rows by position. Positions hold until the index changes; ask for new rows then."""

    def total(self) -> int:
        """How many rows there are, exactly; may scan every hit."""

    def page(self, start: int, count: int) -> list[Head]:
        """At most ``count`` rows from position ``start``; fewer at the end."""

    def position(self, id: str) -> int | None:
        """The position of an article, or of its story's row; None if it isn't among the rows."""


def open_rows(db: Reader, match: Match, *, stories: bool) -> Rows:
    """The rows of a compiled query; ``stories``: one row a story, its earliest matching article."""
    if match.expression is None:
        return _EveryRow(db, stories)
    return _HitRows(db, match, stories)


class _EveryRow:
    """All articles, paged by key: a page costs the same wherever it lies."""

    def __init__(self, db: Reader, stories: bool) -> None:
        self._db = db
        # SQLite would scan the heads themselves, ten times as wide.
        self._from = "head INDEXED BY head_lead WHERE lead = 1" if stories else "head WHERE 1"
        self._stories = stories
        self._total: int | None = None
        # Row numbers at known positions: the next page is found from the nearest by key.
        self._anchors: dict[int, int] = {0: 2**62}

    def total(self) -> int:
        if self._total is None:
            self._total = self._db.number(f"SELECT count(*) FROM {self._from}")
        return self._total

    def page(self, start: int, count: int) -> list[Head]:
        start = max(start, 0)
        nearest = max(at for at in self._anchors if at <= start)
        rids = [
            rid
            for (rid,) in self._db.all(
                f"SELECT rid FROM {self._from} AND rid < ? ORDER BY rid DESC LIMIT ? OFFSET ?",
                (self._anchors[nearest], count, start - nearest),
            )
        ]
        if rids:
            self._anchors[start + len(rids)] = rids[-1]
        return heads(self._db, rids)

    def position(self, id: str) -> int | None:
        rid = _row_of(self._db, id, self._stories)
        if rid is None:
            return None
        return self._db.number(f"SELECT count(*) FROM {self._from} AND rid > ?", (rid,))


class _HitRows:
    """The hits of a full-text expression, drawn as far as anyone has looked."""

    def __init__(self, db: Reader, match: Match, stories: bool) -> None:
        self._db = db
        self._match = match
        self._stories = stories
        self._rids = array("q")
        self._next = match.high
        self._done = False
        self._total: int | None = None
        any_retired = db.number("SELECT EXISTS (SELECT 1 FROM retired)")
        self._alive = " AND rowid NOT IN (SELECT rid FROM retired)" if any_retired else ""

    def total(self) -> int:
        if self._done:
            return len(self._rids)
        if self._total is None:
            hits = self._count("SELECT count(*) FROM text WHERE {hits}")
            if self._stories:
                hits -= self._count(
                    "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM head"
                    " WHERE reprints > 0 AND rid IN (SELECT rowid FROM text WHERE {hits})"
                    " GROUP BY story)"
                )
            self._total = hits
        return self._total

    def page(self, start: int, count: int) -> list[Head]:
        start = max(start, 0)
        self._draw(lambda: len(self._rids) >= start + count)
        return heads(self._db, self._rids[start : start + count])

    def position(self, id: str) -> int | None:
        row = self._db.one("SELECT rid, story FROM head WHERE id = ?", (id,))
        if row is None:
            return None
        rid = row[0]
        if self._stories:
            same = [r for (r,) in self._db.all("SELECT rid FROM head WHERE story = ?", row[1:])]
            matching = self._matching(same)
            rid = min(matching, key=leading) if matching else rid
        self._draw(lambda: bool(self._rids) and self._rids[-1] <= rid)
        # Drawn newest first: a binary search would do, but this is asked once a refresh.
        return self._rids.index(rid) if rid in self._rids else None

    def _draw(self, enough: Callable[[], bool]) -> None:
        while not self._done and not enough():
            found = [
                rid
                for (rid,) in self._db.all(
                    "SELECT rowid FROM text WHERE text MATCH ? AND rowid >= ? AND rowid < ?"
                    f"{self._alive} ORDER BY rowid DESC LIMIT {CHUNK}",
                    (self._match.expression, self._match.low, self._next),
                )
            ]
            self._done = len(found) < CHUNK
            if found:
                self._next = found[-1]
            self._rids.extend(self._leads(found) if self._stories else found)

    def _leads(self, found: list[int]) -> list[int]:
        """Those hits that stand for their story: no earlier article of it matches too."""
        marks = ",".join("?" * len(found))
        told = self._db.all(
            "SELECT head.rid, other.rid FROM head JOIN head AS other ON other.story = head.story"
            f" AND other.rid != head.rid WHERE head.reprints > 0 AND head.rid IN ({marks})",
            found,
        )
        if not told:
            return found
        matching = set(self._matching({other for _, other in told}))
        second = {rid for rid, o in told if o in matching and leading(o) < leading(rid)}
        return [rid for rid in found if rid not in second]

    def _matching(self, rids: Iterable[int]) -> list[int]:
        query = (
            "SELECT rowid FROM text WHERE text MATCH ? AND rowid = ? AND rowid >= ? AND rowid < ?"
        )
        bounds = (self._match.low, self._match.high)
        return [rid for rid in rids if self._db.one(query, (self._match.expression, rid, *bounds))]

    def _count(self, query: str) -> int:
        hits = f"text MATCH ? AND rowid >= ? AND rowid < ?{self._alive}"
        return self._db.number(
            query.format(hits=hits), (self._match.expression, self._match.low, self._match.high)
        )


def heads(db: Reader, rids: Iterable[int]) -> list[Head]:
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
    found = {
        row[0]: Head(row[1], row[2], row[3], row[4], row[5], row[6], tuple(named.get(row[0], ())))
        for row in db.all(f"SELECT {_COLUMNS} FROM head WHERE rid IN ({marks})", wanted)
    }
    return [found[rid] for rid in wanted if rid in found]


def _row_of(db: Reader, id: str, stories: bool) -> int | None:
    query = "SELECT rid FROM head WHERE id = ?"
    if stories:
        query = (
            "SELECT rid FROM head WHERE lead = 1 AND story = (SELECT story FROM head WHERE id = ?)"
        )
    row = db.one(query, (id,))
    return row[0] if row else None
