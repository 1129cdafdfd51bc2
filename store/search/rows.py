"""The answer to a query as rows by position, in its order; only what is asked for is read."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from store.search.match import Match
from store.search.plan import END, Hits, Plan, alive_only, collect, matching, ranges
from store.search.reader import Reader
from store.search.relevance import RANKED, by_relevance
from store.search.schema import leading
from store.search.streams import walk

CHUNK = 100
"""Hits looked at at a time."""
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


def open_rows(db: Reader, match: Match, *, stories: bool) -> Rows:
    """The rows of a compiled query; ``stories``: one row a story, its earliest matching article."""
    if match.plan is None:
        return _EveryRow(db, stories, oldest=match.order == "oldest")
    return _FoundRows(db, match, match.plan, stories)


class _EveryRow:
    """All articles, paged by key: a page costs the same wherever it lies."""

    def __init__(self, db: Reader, stories: bool, *, oldest: bool) -> None:
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


class _FoundRows:
    """What a plan finds, drawn as far as anyone has looked.

    See ``store.search.relevance`` for that order.
    """

    def __init__(self, db: Reader, match: Match, plan: Plan, stories: bool) -> None:
        self._db = db
        self._match = match
        self._plan = plan
        self._stories = stories
        self._oldest = match.order == "oldest"
        self._walk = walk(db, plan, match.low, match.high, oldest=self._oldest)
        self._rids = array("q")
        self._last: int | None = None
        """The last row that was looked at."""
        self._looked_at = 0
        self._done = False
        self._total: int | None = None
        self._unordered = 0
        """How many of the first rows come in another order."""
        if match.phrases:
            self._walk = by_relevance(db, plan, match.phrases, self._walk)
            self._unordered = RANKED

    def total(self) -> int:
        if self._done:
            return len(self._rids)
        if self._total is None:
            self._total = self._count()
        return self._total

    def page(self, start: int, count: int) -> list[Head]:
        start = max(start, 0)
        wanted = start + count - len(self._rids)
        # Some may be told again by others of these.
        self._draw(lambda: len(self._rids) >= start + count, min(wanted + wanted // 8, CHUNK))
        return heads(self._db, self._rids[start : start + count], stories=self._stories)

    def position(self, id: str) -> int | None:
        row = self._db.one("SELECT rid, story FROM head WHERE id = ?", (id,))
        if row is None:
            return None
        rid = row[0]
        if self._stories:
            same = [r for (r,) in self._db.all("SELECT rid FROM head WHERE story = ?", row[1:])]
            found = self._matching(same)
            rid = min(found, key=leading) if found else rid
        self._draw(lambda: self._passed(rid))
        # Drawn in order: a binary search would do, but this is asked once a refresh.
        return self._rids.index(rid) if rid in self._rids else None

    def _passed(self, rid: int) -> bool:
        """Whether a row has been looked at, if it is one."""
        if self._last is None or self._looked_at <= self._unordered:
            return False
        if self._oldest:
            return leading(rid) <= leading(self._last)
        return rid >= self._last

    def _draw(self, enough: Callable[[], bool], step: int = CHUNK) -> None:
        while not self._done and not enough():
            found = list(islice(self._walk, step))
            self._done = len(found) < step
            self._looked_at += len(found)
            if found:
                self._last = found[-1]
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
        also = self._matching({other for _, other in told})
        second = {rid for rid, o in told if o in also and leading(o) < leading(rid)}
        return [rid for rid in found if rid not in second]

    def _matching(self, rids: Iterable[int]) -> set[int]:
        low, high = self._match.low, self._match.high
        return matching(self._db, self._plan, (r for r in rids if low <= r < high))

    def _count(self) -> int:
        if isinstance(self._plan, Hits):
            return self._count_hits(self._plan)
        rids = collect(self._db, self._plan, self._match.low, self._match.high)
        if not self._stories:
            return len(rids)
        again = Counter(
            story
            for rid, story in self._db.all("SELECT rid, story FROM head WHERE reprints > 0")
            if rid in rids
        )
        return len(rids) - again.total() + len(again)

    def _count_hits(self, plan: Hits) -> int:
        """Without a row number leaving SQLite."""
        hits = f"text MATCH ? AND rowid >= ? AND rowid < ?{alive_only(self._db)}"
        given = (plan.expression, self._match.low, self._match.high)
        total = self._db.number(f"SELECT count(*) FROM text WHERE {hits}", given)
        if not self._stories:
            return total
        return total - self._db.number(
            "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM head"
            f" WHERE reprints > 0 AND rid IN (SELECT rowid FROM text WHERE {hits})"
            " GROUP BY story)",
            given,
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
    return [id for (id,) in db.all(query, (json.dumps(rids),))]


def _row_of(db: Reader, id: str, stories: bool) -> int | None:
    query = "SELECT rid FROM head WHERE id = ?"
    if stories:
        query = (
            "SELECT rid FROM head WHERE lead = 1 AND story = (SELECT story FROM head WHERE id = ?)"
        )
    row = db.one(query, (id,))
    return row[0] if row else None
