"""Reading many articles of the archive, in the order a query gives them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from heapq import heappop, heappush

from store.archive import Archive
from store.article import Article
from store.errors import RefusedError
from store.search import schema
from store.search.reader import Reader
from store.search.rows import Rows

DAYS_OPEN = 4
"""Day files held while articles are read in order: outlets' zones mix neighbouring days."""


def articles(db: Reader, archive: Archive, rows: Rows) -> Iterator[Article | RefusedError]:
    """Every article of ``rows``; neighbours' day files are read once, few of them at a time."""
    days: OrderedDict[str, dict[str, Article]] = OrderedDict()
    for id, day in _in_order(db, rows):
        if day not in days:
            days[day] = {a.id: a for a in archive.read(day).articles}
            if len(days) > DAYS_OPEN:
                days.popitem(last=False)
        yield days[day].get(id) or RefusedError(id, f"can't be read from {archive.path(day)}")


def by_day(db: Reader, rows: Rows) -> dict[str, set[str]]:
    """The ids of all articles of ``rows``, by the day file they are in."""
    days: dict[str, set[str]] = {}
    for id, day in _in_order(db, rows):
        days.setdefault(day, set()).add(id)
    return days


def _in_order(db: Reader, rows: Rows) -> Iterator[tuple[str, str]]:
    """The ids of articles with their days, newest first, those of one minute by id."""
    waiting: list[tuple[int, str, str]] = []
    at = 0
    while page := rows.page(at, 500):
        at += len(page)
        for head in page:
            row = db.one("SELECT rid, day FROM head WHERE id = ?", (head.id,))
            if row is None:
                continue
            rid, day = row
            # A full minute spills into later rows: what is to come is no newer than its row.
            while waiting and -waiting[0][0] > rid:
                yield heappop(waiting)[1:]
            heappush(waiting, (-schema.first_row(head.published), head.id, day))
    while waiting:
        yield heappop(waiting)[1:]
