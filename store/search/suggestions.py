"""Names that are often in the news and that the lexicon lacks, each with a few places it stands.

The index counts every name the tagger found without knowing whose it is; the articles are opened
only for the few that are listed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.actors.lexicon import normalise
from store.errors import StoreError
from store.folding import fold
from store.search.reader import Reader
from store.search.schema import NAME, NO_DAY, UNLINKED, day_named

if TYPE_CHECKING:
    from store.article import ActorKind, Article, Mention

CANDIDATES = 500
"""Names ranked: those with the most articles, from which spread chooses."""
CONTEXTS = 3
LOOKED_AT = 100
"""Articles among which contexts of several outlets are looked for: the newest."""
AROUND = 16
"""Characters of a context on either side of the name."""


@dataclass(frozen=True, slots=True)
class Context:
    """One place a name stands: the words around it, on one line, and the article's head."""

    article: str
    source: str | None
    published: str | None
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name without an actor; ``first`` and ``last`` are days, None if all are undated.

    ``stories`` counts reprints once; ``outlets`` and ``days`` are how widely it is spread.
    ``aliases``: what else it was called where the full name stood too, the most frequent first.
    """

    name: str
    kind: ActorKind
    aliases: tuple[str, ...]
    mentions: int
    articles: int
    stories: int
    outlets: int
    days: int
    first: str | None
    last: str | None
    contexts: tuple[Context, ...]


_MENTIONS = "mention"
# Crossed, for SQLite would look every article up in the list for every mention there is.
_MENTIONS_WITHIN = "json_each(?) AS given CROSS JOIN mention ON mention.rid = given.value"


def suggestions(
    db: Reader,
    read: Callable[[str, str], Article | None],
    rids: list[int] | None,
    limit: int,
    hidden: Collection[str] = (),
) -> list[Suggestion]:
    """The names most worth adding in the articles ``rids`` (None: in all), best first.

    Best: stories times days times the square of outlets (no more than stories). A name that one
    outlet has in every article of one day is a passing thing or a mistake of the tagger, one that
    it has every day is an editor of its own; one that many have on many days is an actor.
    Reprints are one witness: what one writer wrote, or one article misread, however often copied.
    ``read`` gives the article of a day file; what can't be read is no context. ``hidden``: names,
    normalised, that the lexicon's owner wants to hear no more of.
    """
    within = None if rids is None else json.dumps(rids)
    chosen = None if rids is None else set(rids)
    names = dict(_candidates(db, within, max(CANDIDATES, 2 * limit), hidden))
    spread = db.all(
        "SELECT aid, count(*), sum(times), count(DISTINCT story), max(count(DISTINCT source), 1),"
        f" count(DISTINCT mention.day), min(nullif(mention.day, {NO_DAY})), max(mention.day)"
        f" FROM {_MENTIONS if within is None else _MENTIONS_WITHIN} CROSS JOIN head USING (rid)"
        " WHERE aid IN (SELECT value FROM json_each(?)) GROUP BY aid",
        (*([within] if within else []), json.dumps(list(names))),
    )

    def rank(row: tuple[int, ...]) -> tuple[int, int, int, str]:
        aid, articles, mentions, stories, outlets, days, *_ = row
        return -stories * days * min(outlets, stories) ** 2, -articles, -mentions, names[aid][0]

    best = sorted(spread, key=rank)[:limit]
    return [
        Suggestion(
            *names[aid],
            aliases=_aliases(db, aid, names[aid][0]),
            mentions=mentions,
            articles=articles,
            stories=stories,
            outlets=outlets,
            days=days,
            first=day_named(first),
            last=day_named(last),
            contexts=tuple(_contexts(db, read, aid, names[aid], chosen)),
        )
        for aid, articles, mentions, stories, outlets, days, first, last in best
    ]


def _candidates(
    db: Reader, within: str | None, limit: int, hidden: Collection[str]
) -> Iterator[tuple[int, tuple[str, ActorKind]]]:
    """Actors' numbers with name and kind, most articles first; not those the lexicon has by now.

    A name that several actors bear is in the lexicon, whoever is meant; a person who is called
    like a place isn't.
    """
    if within is None:
        found = db.all(
            "SELECT aid, name, kind FROM actor JOIN named USING (aid)"
            f" WHERE {UNLINKED} AND articles > 0 ORDER BY articles DESC, times DESC LIMIT ?",
            (limit,),
        )
    else:
        found = db.all(
            f"SELECT aid, name, kind FROM {_MENTIONS_WITHIN} CROSS JOIN actor USING (aid)"
            f" WHERE {UNLINKED}"
            " GROUP BY aid ORDER BY count(*) DESC, sum(times) DESC LIMIT ?",
            (within, limit),
        )
    for aid, name, kind in found:
        known = db.one(
            "SELECT 1 FROM called JOIN actor USING (aid)"
            f" WHERE key = ? AND how = {NAME} AND (kind = 'person') = ? AND NOT ({UNLINKED})",
            (fold(name), kind == "person"),
        )
        # A single character is half of a name, or nobody's.
        if len(name) > 1 and not known and normalise(name) not in hidden:
            yield aid, (name, kind)


def _aliases(db: Reader, aid: int, name: str) -> tuple[str, ...]:
    found = db.all(
        "SELECT text FROM surface WHERE aid = ? AND length(text) > 1"
        " GROUP BY text HAVING sum(times) > 0 ORDER BY sum(times) DESC, text",
        (aid,),
    )
    return tuple(text for (text,) in found if fold(text) != fold(name))


def _contexts(
    db: Reader,
    read: Callable[[str, str], Article | None],
    aid: int,
    named: tuple[str, ActorKind],
    chosen: set[int] | None,
) -> Iterator[Context]:
    """The newest places a name stands, each of another story, of other outlets where there are."""
    rids = db.all("SELECT rid FROM mention WHERE aid = ? ORDER BY day DESC, rid DESC", (aid,))
    newest_rids = [rid for (rid,) in rids if chosen is None or rid in chosen][:LOOKED_AT]
    found = db.all(
        "SELECT id, day, source, story FROM head"
        " WHERE rid IN (SELECT value FROM json_each(?)) ORDER BY rid DESC",
        (json.dumps(newest_rids),),
    )
    stories = {story: (id, day, source) for id, day, source, story in reversed(found)}
    newest = list(reversed(stories.values()))
    outlets = {source: (id, day, source) for id, day, source in reversed(newest)}
    others = [place for place in newest if place not in outlets.values()]
    left = CONTEXTS
    for id, day, _ in [*reversed(outlets.values()), *others]:
        if not left:
            return
        try:
            article = read(day, id)
        except StoreError:
            continue
        if article and (context := _context(article, *named)):
            left -= 1
            yield context


def _context(article: Article, name: str, kind: ActorKind) -> Context | None:
    """The first place in an article, in its body rather than its title."""

    def later(mention: Mention) -> tuple[bool, int]:
        return mention.block < 0, mention.block

    places = [m for m in article.mentions if (m.actor, m.name, m.kind) == (None, name, kind)]
    if not places:
        return None
    place = min(places, key=later)
    text = article.text_of(place.block).replace("\n", " ")
    return Context(
        article.id,
        article.source,
        article.published,
        text[max(place.start - AROUND, 0) : place.start],
        text[place.start : place.end],
        text[place.end : place.end + AROUND],
    )
