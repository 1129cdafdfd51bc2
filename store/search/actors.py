"""Who is in the news: counts over the index, and the dossier of one actor."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import log
from typing import TYPE_CHECKING

from store.intake.hygiene import clean_line
from store.search.reader import Reader
from store.search.schema import NO_DAY, THINNED, day_named

if TYPE_CHECKING:
    from store.actors.lexicon import Actor
    from store.article import ActorKind

SAMPLE = 600
"""Articles looked at for who is named together, taken evenly from all of an actor's, so that a
name in half of a large archive costs no more than a rare one."""
TOGETHER = 30
CHANCE = 6.63
"""A log-likelihood ratio below this is nothing to speak of: chance alone passes it one time in a
hundred (chi-squared, one degree of freedom)."""


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
    ``together``: actors named in the same articles, the most surprising first (``surprise``);
    ``articles`` and ``mentions`` count those articles, at most ``SAMPLE`` or so of them.
    ``days``: day, articles and mentions, for the days that have any.
    ``seen``: the texts that name it, one spelling for both scripts, and how often.
    ``kinds``: what it is named as and how often: a seat of power is also a place.
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
    days: tuple[tuple[str, int, int], ...] = ()
    seen: tuple[tuple[str, int], ...] = ()
    kinds: tuple[tuple[ActorKind, int], ...] = ()


_FIRST = f"min(nullif(day, {NO_DAY}))"
_LAST = "max(day)"
_THINNED = THINNED.format(row="rid")


def actors(db: Reader, rids: list[int] | None, limit: int) -> list[ActorCount]:
    """The actors most named in the articles ``rids`` (None: in all), most articles first."""
    if rids is None:
        found = db.all(
            "SELECT actor, kind, name, times, articles,"
            f" (SELECT min(day) FROM mention WHERE aid = actor.aid AND day > {NO_DAY}),"
            " (SELECT max(day) FROM mention WHERE aid = actor.aid)"
            " FROM named JOIN actor USING (aid) WHERE articles > 0"
            " ORDER BY articles DESC, times DESC, name LIMIT ?",
            (limit,),
        )
    else:
        # A json array: the list may be longer than SQLite takes parameters.
        found = db.all(
            f"SELECT actor, kind, name, sum(times), count(*), {_FIRST}, {_LAST}"
            " FROM mention JOIN actor USING (aid) WHERE rid IN (SELECT value FROM json_each(?))"
            " GROUP BY aid ORDER BY count(*) DESC, sum(times) DESC, name LIMIT ?",
            (json.dumps(rids), limit),
        )
    return [
        ActorCount(actor, kind, name, times, articles, day_named(first), day_named(last))
        for actor, kind, name, times, articles, first, last in found
    ]


def _aliases(told: str) -> tuple[str, ...]:
    """What is escaped in JSON is clean only until it is read; an index may be a stranger's."""
    try:
        names = json.loads(told)
    except ValueError:
        return ()
    return tuple(clean_line(str(n)) for n in names) if isinstance(names, list) else ()


def dossier(db: Reader, actor: str) -> Dossier | None:
    """The dossier of an actor by id; None if this index has never heard of it."""
    row = db.one(
        "SELECT aid, actor, kind, name, aliases, english, role FROM actor WHERE actor = ?",
        (actor,),
    )
    if row is None:
        return None
    aid, _, kind, name, aliases, english, role = row
    daily = db.all(
        "SELECT day, count(*), sum(times) FROM mention WHERE aid = ? GROUP BY day", (aid,)
    )
    days = tuple((day_named(day) or "", n, times) for day, n, times in daily if day != NO_DAY)
    articles, mentions = sum(row[1] for row in daily), sum(row[2] for row in daily)
    seen, kinds = _surfaces(db, aid, kind, name, mentions)
    return Dossier(
        actor=actor,
        kind=kind,
        name=name,
        aliases=_aliases(aliases),
        english=english,
        role=role,
        mentions=mentions,
        articles=articles,
        first=days[0][0] if days else None,
        last=days[-1][0] if days else None,
        months=_months(days),
        together=tuple(_together(db, aid, articles)),
        days=days,
        seen=seen,
        kinds=kinds,
    )


def unseen(actor: Actor) -> Dossier:
    """The dossier of an actor that no index knows: what the lexicon says."""
    return Dossier(
        actor=actor.id,
        kind=actor.kind,
        name=actor.name,
        aliases=tuple(a.text for a in actor.aliases if a.text not in (actor.name, actor.english)),
        english=actor.english or None,
        role=actor.role or None,
        mentions=0,
        articles=0,
        first=None,
        last=None,
        months=(),
        together=(),
    )


def surprise(both: float, one: float, other: float, every: float) -> float:
    """How surprising it is that ``both`` of ``every`` articles name two actors, whom ``one`` and
    ``other`` of them name: Dunning's log-likelihood ratio G², negative where chance would have
    brought them together more often.

    Not pointwise mutual information: that is largest for two names in one article, and shrinking
    it takes a constant that fits one size of archive. G² weighs the evidence by itself, one shared
    article hardly counts, and it is 0 for an actor that is in everything.
    """
    cells = (
        (both, one * other),
        (one - both, one * (every - other)),
        (other - both, (every - one) * other),
        (every - one - other + both, (every - one) * (every - other)),
    )
    ratio = 2 * sum(n * log(n * every / chance) for n, chance in cells if n > 0 and chance > 0)
    return ratio if both * every > one * other else -ratio


def _together(db: Reader, aid: int, articles: int) -> Iterable[ActorCount]:
    """The actors named with one: the surprising first, then by count, the unlikely last."""
    if not articles:
        return []
    step = -(-articles // SAMPLE)
    where, parameters = ("", (aid,)) if step == 1 else (f" AND {_THINNED}", (aid, step))
    mine = [rid for (rid,) in db.all(f"SELECT rid FROM mention WHERE aid = ?{where}", parameters)]
    # One shared article is nothing where others share many, and most names share just one.
    for least in (2, 1):
        found = db.all(
            f"SELECT aid, count(*), sum(times), {_FIRST}, {_LAST} FROM json_each(?)"
            " JOIN mention ON rid = value GROUP BY aid HAVING count(*) >= ?",
            (json.dumps(mine), least),
        )
        if len(found) > TOGETHER:
            break
    found = [row for row in found if row[0] != aid]
    totals = dict(
        db.all(
            "SELECT aid, articles FROM named WHERE aid IN (SELECT value FROM json_each(?))",
            (json.dumps([row[0] for row in found]),),
        )
    )
    # The rest of the archive is thinned as its articles are, or it would seem rarer than it is.
    thinned = len(mine) / articles
    every = db.number("SELECT count(*) FROM head") * thinned

    def rank(row: tuple[int, ...]) -> tuple[bool, float, int, int, int]:
        other, both, times, *_ = row
        # By chance the sample may have more than its share.
        share = max(totals[other] * thinned, both)
        found = surprise(both, len(mine), share, every)
        # Two of two articles would lead in a small archive: what chance explains goes by count.
        return found <= 0, -found if found > CHANCE else 0, -both, -times, other

    best = sorted(found, key=rank)[:TOGETHER]
    who = {
        key: (actor, kind, name)
        for key, actor, kind, name in db.all(
            "SELECT aid, actor, kind, name FROM actor"
            " WHERE aid IN (SELECT value FROM json_each(?))",
            (json.dumps([row[0] for row in best]),),
        )
    }
    return [
        ActorCount(*who[other], times, both, day_named(first), day_named(last))
        for other, both, times, first, last in best
    ]


def _surfaces(
    db: Reader, aid: int, kind: ActorKind, name: str, mentions: int
) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[ActorKind, int], ...]]:
    """The texts that name an actor and the kinds it is named as, the most frequent first."""
    texts: Counter[str] = Counter()
    kinds: Counter[ActorKind] = Counter()
    for text, named_as, times in db.all(
        "SELECT text, kind, times FROM surface WHERE aid = ? AND times > 0 ORDER BY text", (aid,)
    ):
        texts[text] += times
        kinds[named_as] += times
    # What is left is named by its own name, as what it is.
    own = mentions - sum(texts.values())
    if own > 0:
        texts[name] += own
        kinds[kind] += own
    return tuple(texts.most_common()), tuple(kinds.most_common())


def _months(days: Iterable[tuple[str, int, int]]) -> tuple[tuple[str, int], ...]:
    months: Counter[str] = Counter()
    for day, articles, _ in days:
        months[day[:7]] += articles
    if not months:
        return ()
    month = date.fromisoformat(min(months) + "-01")
    last = max(months)
    filled = []
    while (key := f"{month:%Y-%m}") <= last:
        filled.append((key, months[key]))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return tuple(filled)
