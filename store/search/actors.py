"""Who is in the news: counts over the index, and the dossier of one actor."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from store.folding import fold
from store.search.reader import Reader

if TYPE_CHECKING:
    from store.article import ActorKind

NEWEST = 2000
"""Articles looked at for who is named together: the newest of an actor, so that a name in half
of a large archive costs no more than a rare one."""
TOGETHER = 30


@dataclass(frozen=True, slots=True)
class ActorCount:
    """How often an actor is named. ``first`` and ``last`` are days, None if all are undated."""

    actor: str
    kind: ActorKind
    name: str
    mentions: int
    articles: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """One actor: who it is, and where it stands in this archive.

    ``months``: articles a month from the first to the last, months without any included.
    ``together``: actors named in the same articles, ``articles`` and ``mentions`` counting those.
    """

    actor: str
    kind: ActorKind
    name: str
    aliases: tuple[str, ...]
    english: str | None
    role: str | None
    mentions: int
    articles: int
    first: str | None
    last: str | None
    months: tuple[tuple[str, int], ...]
    together: tuple[ActorCount, ...]


_COUNT = """
SELECT actor, kind, name, sum(times), count(*),
       substr(min(published), 1, 10), substr(max(published), 1, 10)
FROM mention JOIN actor USING (aid) JOIN head USING (rid)
"""


def actors(db: Reader, rids: list[int] | None, limit: int) -> list[ActorCount]:
    """The actors most named in the articles ``rids`` (None: in all), most articles first."""
    where = ""
    if rids is not None:
        # A json array: the list may be longer than SQLite takes parameters.
        where = "WHERE rid IN (SELECT value FROM json_each(?))"
    parameters = (limit,) if rids is None else (json.dumps(rids), limit)
    found = db.all(
        f"{_COUNT} {where} GROUP BY aid ORDER BY count(*) DESC, sum(times) DESC, name LIMIT ?",
        parameters,
    )
    return [ActorCount(*row) for row in found]


def dossier(db: Reader, actor: str) -> Dossier | None:
    """The dossier of an actor by id; None if this index has never heard of it."""
    row = db.one(
        "SELECT aid, actor, kind, name, aliases, english, role FROM actor WHERE actor = ?",
        (actor,),
    )
    if row is None:
        return None
    aid, _, kind, name, aliases, english, role = row
    count = db.one(f"{_COUNT} WHERE aid = ? GROUP BY aid", (aid,))
    mentions, articles, first, last = count[3:] if count else (0, 0, None, None)
    months = db.all(
        "SELECT substr(published, 1, 7), count(*) FROM mention JOIN head USING (rid)"
        " WHERE aid = ? AND published IS NOT NULL GROUP BY 1",
        (aid,),
    )
    together = db.all(
        "SELECT actor, kind, name, sum(other.times), count(*), substr(min(published), 1, 10),"
        " substr(max(published), 1, 10) FROM"
        " (SELECT rid FROM mention WHERE aid = ? ORDER BY rid DESC LIMIT ?) AS mine"
        " JOIN mention AS other ON other.rid = mine.rid AND other.aid != ?"
        " JOIN actor ON actor.aid = other.aid JOIN head ON head.rid = mine.rid"
        " GROUP BY other.aid ORDER BY count(*) DESC, sum(other.times) DESC, name LIMIT ?",
        (aid, NEWEST, aid, TOGETHER),
    )
    return Dossier(
        actor=actor,
        kind=kind,
        name=name,
        aliases=tuple(json.loads(aliases)),
        english=english,
        role=role,
        mentions=mentions,
        articles=articles,
        first=first,
        last=last,
        months=_filled(dict(months)),
        together=tuple(ActorCount(*r) for r in together),
    )


def ids_of(db: Reader, name: str) -> list[str]:
    """The ids of the actors that bear a name, in any script or width."""
    return [
        row[0]
        for row in db.all(
            "SELECT actor FROM alias JOIN actor USING (aid) WHERE folded = ? OR actor = ? GROUP BY"
            " aid ORDER BY (SELECT count(*) FROM mention WHERE mention.aid = actor.aid) DESC",
            (fold(name).strip(), name),
        )
    ]


def _filled(months: dict[str, int]) -> tuple[tuple[str, int], ...]:
    if not months:
        return ()
    month = date.fromisoformat(min(months) + "-01")
    last = max(months)
    filled = []
    while (key := f"{month:%Y-%m}") <= last:
        filled.append((key, months.get(key, 0)))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return tuple(filled)
