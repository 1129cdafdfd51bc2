"""What a query's articles, or stories, are about: actors, sources, months, each a query away."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from store.search import schema
from store.search.found import leads
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
K = TypeVar("K", int, str)
_NAMED = " FROM json_each(?) CROSS JOIN mention INDEXED BY mention_rid ON rid = value"
_ABOUT = " FROM json_each(?) CROSS JOIN head INDEXED BY head_about ON rid = value"


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that articles of a query have in common; ``query`` finds those alone.

    ``count``: how many articles, or stories, those are. ``actor``: the id of an actor, and ``kind``
    what it is; None for a source or a month.
    """

    name: str
    count: int
    query: str
    actor: str | None = None
    kind: ActorKind | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """The actors and sources of most articles first, the months newest first.

    ``is_exact``: every article was counted. Otherwise ``looked_at`` of them were, spread evenly
    over time, and all numbers, ``total`` too, are what these few amount to.
    """

    total: int
    looked_at: int
    is_exact: bool
    actors: tuple[Facet, ...]
    sources: tuple[Facet, ...]
    months: tuple[Facet, ...]


def facets(
    db: Reader,
    query: str,
    node: Node,
    match: Match,
    *,
    stories: bool = False,
    total: int | None = None,
) -> Facets:
    """The facets of ``query``, which is ``node`` parsed and ``match`` compiled.

    ``stories``: a story counts once, however many of its articles match; of a sample, by that
    which stands for it. ``total``: how many there are in all, where that is known.
    """
    rids, step = _looked_at(db, match)
    again: Mapping[int, str] = {}
    if stories and step > 1:
        rids = leads(db, match, rids)
    elif stories:
        again = _told_again(db, rids)
    looked_at = len(rids) - _repeats([("", rid) for rid in again], again)[""]
    share = total / looked_at if total and step > 1 and looked_at else step
    rows, those = json.dumps(rids), json.dumps(list(again))
    twice = _repeats(db.all(f"SELECT aid, value{_NAMED}", (those,)), again)
    # As many more as may fall behind others once what is told again counts once.
    most = f"SELECT aid, count(*) AS n{_NAMED} GROUP BY aid ORDER BY n DESC, aid LIMIT ?"
    named = [(aid, n - twice[aid]) for aid, n in db.all(most, (rows, ACTORS + len(twice)))]
    sources: Counter[str] = Counter()
    months: Counter[str] = Counter()
    for source, month, articles in db.all(
        f"SELECT source, substr(day, 1, 7), count(*){_ABOUT} GROUP BY 1, 2", (rows,)
    ):
        if source:
            sources[source] += articles
        if month[:1].isdigit():
            months[month] += articles
    if again:
        about = db.all(f"SELECT source, substr(day, 1, 7), value{_ABOUT}", (those,))
        sources -= _repeats([(source, rid) for source, _, rid in about], again)
        months -= _repeats([(month, rid) for _, month, rid in about], again)

    def told(counts: Iterable[tuple[str, str | None, int]]) -> Iterator[Facet]:
        for name, term, count in counts:
            if term:
                wanted = narrowed(query, term, either=isinstance(node, AnyOf))
                yield Facet(name, round(count * share), wanted)

    def actors() -> Iterator[Facet]:
        for aid, count in sorted(named, key=lambda item: (-item[1], item[0]))[:ACTORS]:
            about = db.all("SELECT actor, kind, name FROM actor WHERE aid = ?", (aid,))
            for actor, kind, name in about:
                for facet in told([(name, wording(db, aid), count)]):
                    yield replace(facet, actor=actor, kind=kind)

    outlets = sources.most_common(SOURCES)
    return Facets(
        total=round(looked_at * share),
        looked_at=looked_at,
        is_exact=step == 1,
        actors=tuple(actors()),
        sources=tuple(told((name, field("源:", name), n) for name, n in outlets)),
        months=tuple(
            told((m, field("日期:", m), n) for m, n in sorted(months.items(), reverse=True))
        ),
    )


def _told_again(db: Reader, rids: list[int]) -> dict[int, str]:
    """The stories that several of these rows tell, by row."""
    told = dict(
        db.all(
            "SELECT rid, story FROM json_each(?) CROSS JOIN head INDEXED BY head_told"
            " ON rid = value WHERE reprints > 0",
            (json.dumps(rids),),
        )
    )
    times = Counter(told.values())
    return {rid: story for rid, story in told.items() if times[story] > 1}


def _repeats(pairs: Iterable[tuple[K, int]], story: Mapping[int, str]) -> Counter[K]:
    """How many of the rows that have a thing tell a story that another such row tells."""
    once = Counter(key for key, _ in {(key, story[rid]) for key, rid in pairs})
    return Counter(key for key, _ in pairs) - once


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
