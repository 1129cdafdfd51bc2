"""Who is meant: actors by any name, in any script, by pinyin, initials, or the beginning of these.

A name that is written out means everybody who bears it. Anything less means the one that most
articles of this store name, and the others are told: nothing is guessed silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, TypeAlias

from store.folding import fold, is_han
from store.search import schema
from store.search.reader import Parameters, Reader
from store.search.spelling import NEAR, distance, is_near, latin_keys, skeleton
from store.search.wording import field

if TYPE_CHECKING:
    from store.article import ActorKind

Way: TypeAlias = Literal["name", "sound", "part", "initials", "beginning", "misspelt"]
"""How a text is somebody's: written so, all of a name in pinyin or Latin letters, a word of it,
its initials, the beginning of any of these, or nearly one."""
_WAYS: tuple[Way, ...] = ("name", "sound", "part", "initials")
NAMES = 40
"""As many bearers of one written name are taken."""
OTHERS = 8
"""As many others that a text may stand for are told."""
FEW = 1000
"""Keys with one beginning that are gathered and sorted; where there are more, the most named
actors are gone through, for some of them are soon found."""
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor that may be meant; ``articles`` of this store name it."""

    actor: str
    kind: ActorKind
    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text in a query is taken for, and what else it may be, most articles first.

    ``position`` is where it begins in the query.
    """

    text: str
    position: int
    way: Way
    taken: tuple[Candidate, ...]
    others: tuple[Candidate, ...]

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to be told: it is one name, or all who bear it."""
        return self.way == "name" or (self.way != "misspelt" and not self.others)


@dataclass(frozen=True, slots=True)
class Meant:
    """Actors by their number in the index."""

    way: Way
    taken: tuple[int, ...]
    others: tuple[int, ...] = ()


def meant(db: Reader, text: str) -> Meant | None:
    """Whom ``text`` stands for as a whole, or begins; None: nobody."""
    if row := db.one("SELECT aid FROM actor WHERE actor = ?", (text,)):
        return Meant("name", (row[0],))
    if whole := called(db, text):
        return whole
    begun = beginning(db, text, 1 + OTHERS)
    return Meant("beginning", begun[:1], begun[1:]) if begun else misspelt(db, text)


def ids_of(db: Reader, name: str, *, sounding: bool = False) -> list[str]:
    """The ids of the actors called ``name``, or that id; ``sounding``: by sound or initials too."""
    found = called(db, name)
    if found and (sounding or found.way == "name"):
        return [candidate.actor for candidate in candidates(db, found.taken)]
    return [id for (id,) in db.all("SELECT actor FROM actor WHERE actor = ?", (name,))]


def wording(db: Reader, aid: int) -> str | None:
    """The words of a query for one actor; None: there are none."""
    actor, name = db.all("SELECT actor, name FROM actor WHERE aid = ?", (aid,))[0]
    bearers = called(db, name)
    # Where others bear the name too, only the id is this one's alone.
    alone = bearers is not None and bearers.way == "name" and bearers.taken == (aid,)
    return field("人:", name if alone else actor)


def naming(db: Reader, actors: Iterable[str]) -> str:
    """The query for the articles that name all of ``actors``, ids; "" where it can't be said."""
    known = (db.one("SELECT aid FROM actor WHERE actor = ?", (id,)) for id in actors)
    terms = [wording(db, row[0]) if row else None for row in known]
    return " ".join(term for term in terms if term) if all(terms) else ""


def called(db: Reader, text: str) -> Meant | None:
    """Whom ``text`` stands for as a whole: by a name, else by all of one in Latin letters, else by
    a part or initials, the first of these that any article of this store bears out."""
    keys = _keys(text)
    found: dict[int, list[tuple[int, int, int]]] = {}
    for aid, how, articles in db.all(
        "SELECT aid, min(how), coalesce(articles, 0) FROM called LEFT JOIN named USING (aid)"
        f" WHERE key IN ({','.join('?' * len(keys))}) AND how < {schema.SKELETON} GROUP BY aid",
        keys,
    ):
        found.setdefault(min(how, schema.PART), []).append((-articles, aid, how))
    if not found:
        return None
    for likely in found.values():
        likely.sort()
    most = min((how for how, likely in found.items() if likely[0][0]), default=min(found))
    aids = tuple(aid for _, aid, _ in found[most])
    if most == schema.NAME:
        return Meant("name", aids[:NAMES])
    return Meant(_WAYS[found[most][0][2]], aids[:1], aids[1 : 1 + OTHERS])


def beginning(db: Reader, text: str, limit: int) -> tuple[int, ...]:
    """Those with a name, pinyin, word or initials that begin with ``text``, most articles first."""
    ranges = [(key, key + _LAST) for key in _keys(text)]
    if not ranges:
        return _most_named_of_all(db, limit)
    within = " OR ".join("(key >= ? AND key < ?)" for _ in ranges)
    bounds = [bound for pair in ranges for bound in pair]
    rows = db.all(
        "SELECT aid, coalesce(articles, 0) FROM (SELECT DISTINCT aid FROM called"
        f" WHERE ({within}) AND how < {schema.SKELETON} LIMIT {FEW}) LEFT JOIN named USING (aid)",
        bounds,
    )
    if len(rows) < FEW:
        rows.sort(key=lambda row: (-row[1], row[0]))
        return tuple(aid for aid, _ in rows[:limit])
    rows = db.all(
        "SELECT aid FROM named INDEXED BY named_articles WHERE articles > 0"
        " AND EXISTS (SELECT 1 FROM called INDEXED BY called_aid WHERE called.aid = named.aid"
        f" AND ({within}) AND how < {schema.SKELETON}) ORDER BY articles DESC LIMIT ?",
        (*bounds, limit),
    )
    return tuple(aid for (aid,) in rows)


def misspelt(db: Reader, text: str) -> Meant | None:
    """Whom a longer Latin word nearly stands for (``store.search.spelling.is_near``)."""
    keys = [key for key in latin_keys(text) if len(key) >= NEAR and key.isalpha()]
    if not keys:
        return None
    typed = keys[-1]
    near = db.all(
        f"SELECT key, aid FROM called WHERE key >= ? AND key < ? AND how <= {schema.PART}"
        " AND length(key) BETWEEN ? AND ? LIMIT 3000",
        (typed[:3], typed[:3] + _LAST, len(typed) - 1, len(typed) + 1),
    )
    near += db.all(
        "SELECT word.key, word.aid FROM called AS bones JOIN called AS word USING (aid)"
        f" WHERE bones.key = ? AND word.how <= {schema.PART} LIMIT 3000",
        (skeleton(typed),),
    )
    found = sorted({aid for key, aid in near if key.isascii() and is_near(typed, key)})
    aids = _most_named(db, found)[: 1 + OTHERS]
    return Meant("misspelt", aids[:1], aids[1:]) if aids else None


def nearest(db: Reader, text: str, limit: int = 3) -> list[str]:
    """The names in the news that look most like one that nobody bears."""
    folded = fold(text).strip()
    if not folded:
        return []
    fits = "length(key) BETWEEN ? AND ?"
    lengths = (len(folded) - 1, len(folded) + 2)
    rows = db.all(
        "SELECT key, aid, articles FROM called JOIN named USING (aid) WHERE key >= ? AND key < ?"
        f" AND {fits} AND how <= {schema.SOUND} AND articles > 0 LIMIT {FEW}",
        (folded[0], folded[0] + _LAST, *lengths),
    )
    if is_han(folded[0]):
        # The first character may be the wrong one.
        rows += db.all(
            "SELECT key, aid, articles FROM (SELECT aid, articles FROM named"
            " INDEXED BY named_articles WHERE articles > 0 ORDER BY articles DESC LIMIT ?)"
            f" CROSS JOIN called USING (aid) WHERE {fits} AND how = {schema.NAME}",
            (FEW // 2, *lengths),
        )
    wanted = set(folded)
    likely: dict[int, tuple[int, int]] = {}
    least = 0.5 if is_han(folded[0]) else 0.7
    for key, aid, articles in rows:
        # The quick look first: most have too few characters in common.
        shared = 2 * len(wanted & set(key)) >= max(len(wanted), len(set(key)))
        if len(key) > 1 and shared and SequenceMatcher(None, folded, key).ratio() >= least:
            apart = distance(folded, key), -articles
            likely[aid] = min(apart, likely.get(aid, apart))
    best = sorted(likely, key=lambda aid: likely[aid])[:limit]
    return list(dict.fromkeys(c.name for c in candidates(db, best)))


def candidates(db: Reader, aids: Sequence[int]) -> tuple[Candidate, ...]:
    """Those actors, in their order."""
    rows = db.all(
        "SELECT aid, actor, kind, name, coalesce(articles, 0)"
        " FROM actor LEFT JOIN named USING (aid)"
        f" WHERE aid IN ({','.join('?' * len(aids))})",
        aids,
    )
    known = {aid: Candidate(*rest) for aid, *rest in rows}
    return tuple(known[aid] for aid in aids if aid in known)


def _keys(text: str) -> list[str]:
    folded = fold(text).strip()
    return list(dict.fromkeys([*([folded] if folded else []), *latin_keys(text)]))


def _most_named_of_all(db: Reader, limit: int) -> tuple[int, ...]:
    rows = db.all(
        "SELECT aid FROM named INDEXED BY named_articles WHERE articles > 0"
        " ORDER BY articles DESC LIMIT ?",
        (limit,),
    )
    return tuple(aid for (aid,) in rows)


def _most_named(db: Reader, aids: Iterable[int]) -> tuple[int, ...]:
    parameters: Parameters = list(aids)
    rows = db.all(
        "SELECT aid FROM actor LEFT JOIN named USING (aid)"
        f" WHERE aid IN ({','.join('?' * len(parameters))})"
        " ORDER BY coalesce(articles, 0) DESC, aid",
        parameters,
    )
    return tuple(aid for (aid,) in rows)
