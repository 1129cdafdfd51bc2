"""Reading many articles of the archive, in the order a query gives them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import islice
from typing import TypeAlias

from store.archive import Archive
from store.article import Article
from store.errors import RefusedError
from store.search import schema
from store.search.reader import Reader
from store.search.rows import Rows
from store.search.tree import Order

AT_ONCE = 500
"""Articles read at a time: each day they are of is read once for all of them."""
DAYS_OPEN = 4
"""Day files held from one time to the next: outlets' zones mix neighbouring days."""
_Place: TypeAlias = tuple[str, str]
"""An article's id and its day."""


def articles(
    db: Reader, archive: Archive, rows: Rows, order: Order
) -> Iterator[Article | RefusedError]:
    """Every article of ``rows``, which have that order; few day files are held at a time."""
    places = _in_order(db, rows, order)
    held: OrderedDict[str, dict[str, Article]] = OrderedDict()
    while some := list(islice(places, AT_ONCE)):
        found: dict[str, Article] = {}
        for day, ids in _by_day(some).items():
            if day not in held:
                held[day] = {article.id: article for article in archive.read(day).articles}
            held.move_to_end(day)
            found |= {id: held[day][id] for id in ids if id in held[day]}
            if len(held) > DAYS_OPEN:
                held.popitem(last=False)
        for id, day in some:
            yield found.get(id) or RefusedError(
                id, "can't be read from {archive}", archive=archive.path(day)
            )


def by_day(db: Reader, rows: Rows) -> dict[str, set[str]]:
    """The ids of all articles of ``rows``, by the day file they are in."""
    return _by_day(_places(db, rows))


def _by_day(places: Iterator[_Place] | list[_Place]) -> dict[str, set[str]]:
    days: dict[str, set[str]] = {}
    for id, day in places:
        days.setdefault(day, set()).add(id)
    return days


def _in_order(db: Reader, rows: Rows, order: Order) -> Iterator[_Place]:
    """The places of ``rows``; by date, those of one minute come by id."""
    if order == "relevance":
        yield from _places(db, rows)
        return
    if order == "oldest":
        # A full minute spills into rows of later ones: only all of them can be told in order.
        found = ((schema.first_row(when), id, day) for _, when, id, day in _rows(db, rows))
        for _, id, day in sorted(found, key=lambda one: (schema.leading(one[0]), one[1])):
            yield id, day
        return
    waiting: list[tuple[int, str, str]] = []
    for rid, when, id, day in _rows(db, rows):
        # What is to come is no newer than its row.
        while waiting and -waiting[0][0] > rid:
            yield heappop(waiting)[1:]
        heappush(waiting, (-schema.first_row(when), id, day))
    while waiting:
        yield heappop(waiting)[1:]


def _places(db: Reader, rows: Rows) -> Iterator[_Place]:
    for _, _, id, day in _rows(db, rows):
        yield id, day


def _rows(db: Reader, rows: Rows) -> Iterator[tuple[int, str | None, str, str]]:
    at = 0
    while page := rows.page(at, AT_ONCE):
        at += len(page)
        for head in page:
            row = db.one("SELECT rid, day FROM head WHERE id = ?", (head.id,))
            if row is not None:
                yield row[0], head.published, head.id, row[1]
