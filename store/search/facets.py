"""What a query's articles are about: their actors, sources and months, each a query away."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from store.search import schema
from store.search.match import Match
from store.search.plan import Hits, collect
from store.search.reader import Reader
from store.search.tree import AnyOf, Node
from store.search.who import wording
from store.search.wording import field, narrowed

if TYPE_CHECKING:
    from store.article import ActorKind

EXACT = 2000
"""Articles that are all looked at."""
SAMPLE = 600
"""About as many are looked at where there are more: what half of them have, half to within four in
a hundred of all have."""
ACTORS = 20
SOURCES = 20


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that articles of a query have in common; ``query`` finds those alone.

    ``actor``: the id of an actor, and ``kind`` what it is; None for a source or a month.
    """

    name: str
    articles: int
    query: str
    actor: str | None = None
    kind: ActorKind | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """The actors and sources of most articles first, the months newest first.

    ``is_exact``: every article was counted. Otherwise ``looked_at`` of them were, spread evenly
    over time, and all numbers, ``articles`` too, are what these few amount to.
    """

    articles: int
    looked_at: int
    is_exact: bool
    actors: tuple[Facet, ...]
    sources: tuple[Facet, ...]
    months: tuple[Facet, ...]


def facets(db: Reader, query: str, node: Node, match: Match) -> Facets:
    """The facets of ``query``, which is ``node`` parsed and ``match`` compiled."""
    rids, step = _looked_at(db, match)
    rows = json.dumps(rids)
    named = db.all(
        "SELECT aid, count(*) AS articles FROM json_each(?) CROSS JOIN mention INDEXED BY"
        " mention_rid ON rid = value GROUP BY aid ORDER BY articles DESC, aid LIMIT ?",
        (rows, ACTORS),
    )
    sources: Counter[str] = Counter()
    months: Counter[str] = Counter()
    for source, month, articles in db.all(
        "SELECT source, substr(day, 1, 7), count(*) FROM json_each(?)"
        " CROSS JOIN head INDEXED BY head_about ON rid = value GROUP BY 1, 2",
        (rows,),
    ):
        if source:
            sources[source] += articles
        if month[:1].isdigit():
            months[month] += articles

    def told(counts: Iterable[tuple[str, str | None, int]]) -> Iterator[Facet]:
        for name, term, articles in counts:
            if term:
                wanted = narrowed(query, term, either=isinstance(node, AnyOf))
                yield Facet(name, articles * step, wanted)

    def actors() -> Iterator[Facet]:
        for aid, articles in named:
            about = db.all("SELECT actor, kind, name FROM actor WHERE aid = ?", (aid,))
            for actor, kind, name in about:
                for facet in told([(name, wording(db, aid), articles)]):
                    yield replace(facet, actor=actor, kind=kind)

    outlets = sources.most_common(SOURCES)
    return Facets(
        articles=len(rids) * step,
        looked_at=len(rids),
        is_exact=step == 1,
        actors=tuple(actors()),
        sources=tuple(told((name, field("源:", name), n) for name, n in outlets)),
        months=tuple(
            told((m, field("日期:", m), n) for m, n in sorted(months.items(), reverse=True))
        ),
    )


def _looked_at(db: Reader, match: Match) -> tuple[list[int], int]:
    """The rows to look at, and how many rows each of them stands for."""
    if match.plan is not None and not isinstance(match.plan, Hits):
        # Rows that are listed already, as those with marks are, are counted, not estimated.
        rids = sorted(collect(db, match.plan, match.low, match.high), reverse=True)
        step = 1 if len(rids) <= EXACT else max(2, len(rids) // SAMPLE)
        return rids[::step], step
    row, hits = "rid", "SELECT rid FROM head INDEXED BY head_about WHERE rid >= ? AND rid < ?"
    parameters: tuple[str | int, ...] = (match.low, match.high)
    if match.plan is not None:
        row, hits = (
            "rowid",
            "SELECT rowid FROM text WHERE rowid >= ? AND rowid < ? AND text MATCH ?",
        )
        if db.number("SELECT EXISTS (SELECT 1 FROM retired)"):
            hits += " AND rowid NOT IN (SELECT rid FROM retired)"
        parameters = (*parameters, match.plan.expression)
    newest = db.all(f"{hits} ORDER BY {row} DESC LIMIT {EXACT + 1}", parameters)
    if len(newest) <= EXACT:
        return [rid for (rid,) in newest], 1
    # How dense the newest are among all articles tells about how many there are.
    among = db.number("SELECT count(*) FROM head WHERE rid >= ?", (newest[-1][0],))
    every = db.number("SELECT count(*) FROM head")
    step = max(2, every * EXACT // among // SAMPLE)
    thinned = schema.THINNED.format(row=row)
    return [rid for (rid,) in db.all(f"{hits} AND {thinned}", (*parameters, step))], step
