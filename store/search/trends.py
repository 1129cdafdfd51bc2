"""Who is in the news of some days, and who more or less than in the days before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from store.search.actors import surprise
from store.search.reader import Reader
from store.search.schema import day_number, rows_of

if TYPE_CHECKING:
    from store.article import ActorKind

Ranking: TypeAlias = Literal["most", "rising", "falling"]
LIMIT = 500


@dataclass(frozen=True, slots=True)
class Trend:
    """An actor in a span of days: ``articles`` that name it, ``before`` in the span before.

    ``english`` and ``initials`` are what else it is found by. ``change``: how surprising its share
    of the articles is beside that of both spans (``store.search.actors.surprise``, and what
    ``CHANCE`` says of it), negative where the share fell.
    """

    actor: str
    kind: ActorKind
    name: str
    english: str
    initials: str
    articles: int
    before: int
    change: float


@dataclass(frozen=True, slots=True)
class Trends:
    """The days ``first`` to ``last``, how many articles they have and the span before had."""

    first: date
    last: date
    articles: int
    before: int
    actors: tuple[Trend, ...]


def newest_day(db: Reader) -> date | None:
    """The day of the newest article that has one."""
    row = db.one("SELECT day FROM head ORDER BY rid DESC LIMIT 1")
    return date.fromisoformat(row[0]) if row and row[0][:1].isdigit() else None


def trends(db: Reader, days: int, last: date, ranking: Ranking = "most") -> Trends:
    """The actors of the ``days`` that end with ``last``, at most ``LIMIT``; by ``ranking``.

    ``rising`` and ``falling`` have only those whose share changed that way.
    """
    first = last - timedelta(days=days - 1)
    low, high = rows_of(first - timedelta(days=days), last)
    middle, beyond = day_number(first.isoformat()), day_number(last.isoformat()) + 1
    earliest = middle - days
    now = before = 0
    for day, articles in db.all(
        "SELECT day, count(*) FROM head INDEXED BY head_about WHERE rid >= ? AND rid < ?"
        " GROUP BY day",
        (low, high),
    ):
        number = day_number(day) if day[:1].isdigit() else earliest - 1
        now += articles if middle <= number < beyond else 0
        before += articles if earliest <= number < middle else 0
    rows = db.all(
        "SELECT actor, kind, name, coalesce(english, ''), initials, now, before FROM"
        " (SELECT aid, sum(day >= ?3) AS now, sum(day < ?3) AS before"
        "  FROM mention INDEXED BY mention_rid"
        "  WHERE rid >= ?1 AND rid < ?2 AND day >= ?4 AND day < ?5 GROUP BY aid)"
        " JOIN actor USING (aid)",
        (low, high, middle, earliest, beyond),
    )
    every = now + before
    found = [
        Trend(
            actor,
            kind,
            name,
            english,
            initials,
            its,
            former,
            surprise(its, now, its + former, every),
        )
        for actor, kind, name, english, initials, its, former in rows
    ]
    return Trends(first, last, now, before, tuple(_ranked(found, ranking)[:LIMIT]))


def _ranked(found: list[Trend], ranking: Ranking) -> list[Trend]:
    if ranking == "most":
        named = [trend for trend in found if trend.articles]
        return sorted(named, key=lambda t: (-t.articles, -t.change, t.actor))
    sign = 1 if ranking == "rising" else -1
    moved = [trend for trend in found if sign * trend.change > 0]
    return sorted(moved, key=lambda t: (-sign * t.change, t.actor))
