"""Who an article names, and the sums of it: how often each actor is named, and by which texts."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from store.article import ActorKind, Article
from store.folding import even_dots, narrow, simplify
from store.search.schema import day_number


class Tallies:
    """Writes the mentions of articles, and their sums when the transaction ends.

    The sums are gathered in memory: a common name would have its row written for every article.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.db = connection
        self._named: Counter[int] = Counter()
        self._times: Counter[int] = Counter()
        self._worded: Counter[int] = Counter()
        self._surfaces: dict[tuple[int, str, ActorKind], int] = {}
        self._kinds: dict[int, ActorKind] = {}

    def add(self, rid: int, article: Article, aids: Sequence[int]) -> list[int]:
        """Note an article's mentions; ``aids`` are the actors of each. Returns each actor once."""
        times = Counter(aids)
        day = day_number(article.day)
        self.db.executemany(
            "INSERT INTO mention VALUES (?,?,?,?)", [(aid, day, rid, n) for aid, n in times.items()]
        )
        self._named.update(times.keys())
        self._times.update(times)
        surfaces = []
        for aid, mention in zip(aids, article.mentions, strict=True):
            text = as_named(article.text_of(mention.block)[mention.start : mention.end])
            if text != mention.name or mention.kind != self._kind(aid):
                surfaces.append(self._surface(aid, text, mention.kind))
        if surfaces:
            self._worded.update(surfaces)
            self.db.execute("INSERT INTO worded VALUES (?,?)", (rid, pack(surfaces)))
        return list(times)

    def remove(self, rid: int) -> None:
        """Take off what an article added."""
        rows = self.db.execute("SELECT aid, times FROM mention WHERE rid = ?", (rid,)).fetchall()
        self._named.subtract(aid for aid, _ in rows)
        self._times.subtract(dict(rows))
        self.db.execute("DELETE FROM mention WHERE rid = ?", (rid,))
        row = self.db.execute("SELECT surfaces FROM worded WHERE rid = ?", (rid,)).fetchone()
        if row:
            self._worded.subtract(unpack(row[0]))
            self.db.execute("DELETE FROM worded WHERE rid = ?", (rid,))

    def write(self) -> None:
        """Bring the sums up to date; call before the transaction is committed."""
        self.db.executemany(
            "INSERT INTO named VALUES (?1, ?2, ?3) ON CONFLICT (aid) DO UPDATE SET"
            " articles = articles + excluded.articles, times = times + excluded.times",
            [(aid, self._named[aid], times) for aid, times in self._times.items()],
        )
        self.db.executemany(
            "UPDATE surface SET times = times + ? WHERE sid = ?",
            [(times, sid) for sid, times in self._worded.items()],
        )
        self._named.clear()
        self._times.clear()
        self._worded.clear()

    def forget(self) -> None:
        """The transaction was rolled back."""
        self._named.clear()
        self._times.clear()
        self._worded.clear()
        self._surfaces.clear()
        self._kinds.clear()

    def _kind(self, aid: int) -> ActorKind:
        """What an actor is; 白宫 is also mentioned as the place."""
        if aid not in self._kinds:
            row = self.db.execute("SELECT kind FROM actor WHERE aid = ?", (aid,)).fetchone()
            self._kinds[aid] = row[0]
        return self._kinds[aid]

    def _surface(self, aid: int, text: str, kind: ActorKind) -> int:
        key = (aid, text, kind)
        if key not in self._surfaces:
            self.db.execute("INSERT OR IGNORE INTO surface (aid, text, kind) VALUES (?,?,?)", key)
            (self._surfaces[key],) = self.db.execute(
                "SELECT sid FROM surface WHERE aid = ? AND text = ? AND kind = ?", key
            ).fetchone()
        return self._surfaces[key]


@lru_cache(10_000)
def as_named(text: str) -> str:
    """The form a text is counted in: simplified, of half width, one kind of dot, case kept.

    Not folded, for these are shown, and ``cnn`` is no name; nor as written, for the two scripts
    would be two aliases of everybody.
    """
    return even_dots(narrow(simplify(text)))


def pack(numbers: Iterable[int]) -> bytes:
    """Numbers from 0 on in as few bytes as they need: seven bits a byte, the lowest first."""
    packed = bytearray()
    for number in numbers:
        while number > 127:
            packed.append(number & 127 | 128)
            number >>= 7
        packed.append(number)
    return bytes(packed)


def unpack(packed: bytes) -> list[int]:
    """The numbers of ``pack``."""
    numbers = []
    number = shift = 0
    for byte in packed:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(number)
            number = shift = 0
    return numbers
