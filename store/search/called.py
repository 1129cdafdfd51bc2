"""Writing what actors are called: their names as written, and how those are typed without Han.

The names of the whole lexicon are there from the start. How a name sounds is worked out when the
first article names its bearer, for actors of the lexicon and for names that no list has alike.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence

import orjson

from store.actors.lexicon import Actor, Lexicon
from store.article import ActorKind
from store.folding import fold, is_han
from store.search import schema
from store.search.readings import name_readings
from store.search.spelling import NEAR, skeleton

_LATIN = re.compile(r"[a-z0-9]+")
_LITTLE = frozenset(["a", "an", "and", "for", "in", "of", "on", "the", "to"])
_PARTS = re.compile("[·‧・•-]")
_LONGEST = 60
"""Characters of the longest name: longer ones are sentences taken for one."""
_WORD = 2
"""Letters of the shortest part of a name that stands for it: not the W. of George W. Bush."""


def written(actor: Actor) -> set[str]:
    """The names of an actor, folded."""
    names = (actor.name, actor.english, *(a.text for a in actor.aliases))
    return {fold(name) for name in names if name}


def keys(name: str, *, person: bool, read: Sequence[str] = ()) -> Iterator[tuple[str, int]]:
    """What else finds a bearer of ``name``, and in which way (``schema``); ``read``: its syllables
    where a list gives them."""
    folded = fold(name)
    if len(folded) > _LONGEST:
        return
    latin = _LATIN.findall(folded)
    if latin and not any(map(is_han, folded)):
        yield "".join(latin), schema.SOUND
        initials = "".join(word[0] for word in latin if word not in _LITTLE)
        if len(initials) > 1:
            yield initials, schema.INITIALS
    for word in latin:
        if len(word) >= _WORD and word not in _LITTLE:
            yield word, schema.PART
        if len(word) >= NEAR and word.isalpha():
            yield skeleton(word), schema.SKELETON
    for syllables in [tuple(read)] if read else name_readings(folded, person=person):
        if len(syllables) > 1:
            yield "".join(syllables), schema.SOUND
            yield "".join(s[0] for s in syllables), schema.INITIALS
    parts = _PARTS.split(folded)
    for part in parts if len(parts) > 1 else ():
        for syllables in name_readings(part, person=False):
            if len(syllables) > 1:
                yield "".join(syllables), schema.PART


class NameWriter:
    """Writes the table ``called`` and the words of regions, within the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, lexicon: Lexicon) -> None:
        self.db = connection
        self._lexicon = lexicon
        self._actors: dict[str, Actor] = {}

    def take_lexicon(self, others: Collection[str] | None = None) -> None:
        """Write the lexicon's names anew, or those of ``others`` alone; names that no list has are
        left as they are."""
        ids = None if others is None else orjson.dumps(sorted(others)).decode()
        among = f"NOT ({schema.UNLINKED})"
        among += "" if ids is None else " AND actor IN (SELECT value FROM json_each(:ids))"
        asked = {"ids": ids}
        found = self.db.execute(f"SELECT actor, aid FROM actor WHERE {among}", asked)
        known = dict(found.fetchall())
        self.db.execute(
            f"DELETE FROM called WHERE aid IN (SELECT aid FROM actor WHERE {among})", asked
        )
        self._write(
            (name, known[actor.id], schema.NAME)
            for actor in self._lexicon.actors
            if actor.id in known
            for name in written(actor)
        )
        in_the_news = self.db.execute(
            f"SELECT actor, aid, kind, name FROM actor JOIN named USING (aid) WHERE {among}", asked
        )
        for actor, aid, kind, name in in_the_news.fetchall():
            self._sound(actor, aid, kind, name)
        pairs = {pair for actor in self._lexicon.actors for pair in regional(actor)}
        there = set(self.db.execute("SELECT word, other FROM regional"))
        self.db.executemany("DELETE FROM regional WHERE word = ? AND other = ?", there - pairs)
        self.db.executemany("INSERT INTO regional VALUES (?,?)", sorted(pairs - there))

    def name(self, actor: str, aid: int, kind: ActorKind, name: str) -> None:
        """An article names an actor: see to it that it can be found by any of its names."""
        if self.db.execute(
            "SELECT 1 FROM called WHERE aid = ? AND how > ? LIMIT 1", (aid, schema.NAME)
        ).fetchone():
            return
        self._write([(fold(name), aid, schema.NAME)])
        self._sound(actor, aid, kind, name)

    def _sound(self, actor: str, aid: int, kind: ActorKind, name: str) -> None:
        person = kind == "person"
        if not self._actors:
            self._actors = {known.id: known for known in self._lexicon.actors}
        known = self._actors.get(actor)
        found: dict[str, int] = {}
        for text in dict.fromkeys((name, *_names(known))) if known else (name,):
            read = known.pinyin.split() if known and text == known.name else ()
            for key, how in keys(text, person=person, read=read):
                found[key] = min(how, found.get(key, how))
                if text == name and how == schema.INITIALS:
                    self.db.execute("UPDATE actor SET initials = ? WHERE aid = ?", (key, aid))
        self._write((key, aid, how) for key, how in found.items())

    def _write(self, rows: Iterable[tuple[str, int, int]]) -> None:
        # A key that is several things is the plainest of them. In order, for the tree's sake.
        self.db.executemany(
            "INSERT INTO called VALUES (?,?,?) ON CONFLICT (key, aid) DO UPDATE"
            " SET how = excluded.how WHERE excluded.how < how",
            sorted(rows),
        )


def regional(actor: Actor) -> Iterator[tuple[str, str]]:
    """Pairs of words, folded, that are one actor's in different regions: 普丁 and 普京, each way.

    Only words that stand for it wherever they stand. A word that holds the other one, as a full
    name does, is no other word.
    """
    if len({alias.region for alias in actor.aliases}) < 2:
        return
    names = [(fold(a.text), a.region) for a in actor.aliases if not a.needs_context]
    words = [(text, region) for text, region in names if len(text) > 1 and all(map(is_han, text))]
    for text, region in words:
        for other, elsewhere in words:
            if region != elsewhere and text not in other and other not in text:
                yield text, other


def _names(actor: Actor) -> Iterator[str]:
    yield from (actor.name, actor.english)
    for alias in actor.aliases:
        # 习 alone is a name only in context, and xi a hundred people's.
        if not alias.needs_context or len(alias.text) > 1:
            yield alias.text
