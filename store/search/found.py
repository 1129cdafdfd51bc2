"""The answer to a query as rows by position, in its order; only what is asked for is read."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import islice

from store.search.match import Match
from store.search.plan import Hits, Plan, alive_only, collect, matching
from store.search.reader import Reader
from store.search.relevance import RANKED, by_relevance
from store.search.rows import EveryRow, Head, Rows, heads
from store.search.schema import leading
from store.search.streams import walk

CHUNK = 100
"""Hits looked at at a time."""


def open_rows(db: Reader, match: Match, *, stories: bool) -> Rows:
    """The rows of a compiled query; ``stories``: one row a story, its earliest matching article."""
    if match.plan is None:
        return EveryRow(db, stories, oldest=match.order == "oldest")
    return _FoundRows(db, match, match.plan, stories)


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
            found = _matching(self._db, self._match, same)
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
            self._rids.extend(leads(self._db, self._match, found) if self._stories else found)

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


def leads(db: Reader, match: Match, found: list[int]) -> list[int]:
    """Those hits that stand for their story: no earlier article of it matches too."""
    marks = ",".join("?" * len(found))
    told = db.all(
        "SELECT head.rid, other.rid FROM head JOIN head AS other ON other.story = head.story"
        f" AND other.rid != head.rid WHERE head.reprints > 0 AND head.rid IN ({marks})",
        found,
    )
    if not told:
        return found
    also = _matching(db, match, {other for _, other in told})
    second = {rid for rid, o in told if o in also and leading(o) < leading(rid)}
    return [rid for rid in found if rid not in second]


def _matching(db: Reader, match: Match, rids: Iterable[int]) -> set[int]:
    asked = {rid for rid in rids if match.low <= rid < match.high}
    return asked if match.plan is None else matching(db, match.plan, asked)
