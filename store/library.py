"""The one door: a ``Library`` opens a store and offers everything else.

Reading touches the index only, and one day file for one article. Nothing here loads the lexicon,
the tagger or TinyDB until something is to be written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import QueryError, QueryInterruptedError, RefusedError, StoreError
from store.own_marks import Do, Marked, OwnMarks
from store.search import actors as in_the_news
from store.search import schema
from store.search.actors import ActorCount, Dossier
from store.search.match import Match, compile_query, found, meanings
from store.search.query import items, orders, parse
from store.search.reader import Reader
from store.search.rows import Head, Rows, heads, open_rows
from store.search.rows import ids_of as ids_of_rows
from store.search.tree import Order, Query, unread
from store.search.who import Candidate, Meaning, ids_of, naming
from store.search.wording import Item, reordered, widened

if TYPE_CHECKING:
    from store.adding import AddReport
    from store.article import Article, Draft
    from store.diff.comparison import Comparison
    from store.own_lexicon import OwnLexicon
    from store.retagging import RetagReport
    from store.search.completion import Completion
    from store.search.excerpts import Excerpt
    from store.search.facets import Facets
    from store.search.healing import Healing, Progress
    from store.search.hits import Sought
    from store.search.suggestions import Suggestion
    from store.search.trends import Ranking, Trends

__all__ = [
    "ActorCount",
    "Candidate",
    "Dossier",
    "Head",
    "Library",
    "Meaning",
    "QueryError",
    "QueryInterruptedError",
    "Rows",
    "StoreError",
    "default_store",
]


def default_store() -> Path:
    """``$WENREN_STORE``, else ``wenren`` in the user's data folder."""
    if named := os.environ.get("WENREN_STORE"):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("wenren")


class Library:
    """An open store. Use one in each thread (``clone``); only ``interrupt`` crosses threads.

    Every method may raise ``StoreError``, those that take a query ``QueryError``.
    """

    def __init__(self, path: Path, db: Reader, marks: OwnMarks | None = None) -> None:
        self.path = path
        self._db = db
        self.marks = marks or OwnMarks(path)
        """What the person who runs this program has marked here; changes it too."""

    @classmethod
    def open(cls, path: Path, progress: Progress | None = None) -> Library:
        """Open the store at ``path``; a store that doesn't exist yet is an empty one.

        A missing, damaged or outdated index is made anew first, an unfinished one finished,
        telling ``progress``. Raises ``StoreError`` when it can't be.
        """
        library = cls.at_hand(path)
        if library.unfinished() is not None:
            library.refresh(progress)
        return library

    @classmethod
    def at_hand(cls, path: Path) -> Library:
        """Open as much of a store as its index has now, at once; see ``unfinished``.

        Raises ``StoreError`` where there is no store and can be none.
        """
        if path.exists() and not path.is_dir():
            raise StoreError(f"{path}: not a folder")
        newest = schema.current(path / "index")
        if newest is not None:
            with suppress(StoreError):
                return cls(path, Reader(newest))
        return cls(path, Reader(None))

    def clone(self) -> Library:
        """The same store through a connection of its own, for another thread.

        Of an index that is gone by now, there is nothing at hand.
        """
        path = self._db.path
        return Library(self.path, Reader(path if path and path.exists() else None), self.marks)

    def close(self) -> None:
        self._db.close()

    def interrupt(self) -> None:
        """Cancel the query another thread is running here; it raises ``QueryInterruptedError``."""
        self._db.interrupt()

    def revision(self) -> tuple[str, int]:
        """Differs from an earlier one when any process has changed the index since; cheap.

        Also moves this library to the newest index, when one was rebuilt or first made; not from
        a whole one to a part, while it is there.
        """
        newest = schema.current(self.path / "index")
        if newest is not None and newest != self._db.path:
            with suppress(StoreError):
                fresh = Library(self.path, Reader(newest), self.marks)
                if fresh.unfinished() and self._db.path and not self.unfinished():
                    fresh.close()
                else:
                    self._db.close()
                    self._db = fresh._db
        return str(self._db.path), self._db.number("PRAGMA data_version")

    def unfinished(self) -> tuple[int, int] | None:
        """The days in an index that isn't whole yet, and how many it is to hold; None: it is whole.

        The newest days are those that are in. ``(0, 0)``: there is none, and none is begun yet.
        """
        if self._db.path is None or not self._db.path.exists():
            return (0, 0) if (self.path / "articles").is_dir() else None
        part = self._db.one(schema.UNFINISHED)
        return None if part is None else (int(part[0]), int(part[1]))

    def rows(self, query: str = "", *, stories: bool = True) -> Rows:
        """The rows of a query, newest first; ``stories``: one row a story."""
        return self._rows(_parsed(query), stories=stories)

    def article(self, id: str) -> Article | None:
        """One article; opens exactly one day file. Raises ``StoreError`` if that is damaged."""
        row = self._db.one("SELECT day FROM head WHERE id = ?", (id,))
        if row is None:
            return None
        from store.archive import Archive

        return Archive(self.path).get(row[0], id)

    def articles(self, query: str = "") -> Iterator[Article | RefusedError]:
        """Every article of a query, in its order; a refusal for one that can't be read.

        By date, those of one minute come by id, so that the same articles come in the same order
        from every store.
        """
        from store.archive import Archive
        from store.reading import articles

        asked = _parsed(query)
        rows = self._rows(asked, stories=False)
        return articles(self._db, Archive(self.path), rows, asked.order)

    def mark(self, do: Do, query: str, tag: str = "") -> Marked:
        """Mark every article of a query by one change; ``self.marks`` does it by id, and undoes."""
        return self.marks.mark(do, ids_of_rows(self._db, self._rids(query)), tag)

    def unread(self, query: str) -> int:
        """How many stories of a query are unread; cheap while neither they nor marks change."""
        wanted = unread(_parsed(query))
        return self.marks.rows.counted(
            self._db, wanted, lambda: self._rows(wanted, stories=True).total()
        )

    def known(self, ids: Iterable[str]) -> set[str]:
        """Those of ``ids`` that are articles of this store."""
        return {id for id in ids if self._db.one("SELECT 1 FROM head WHERE id = ?", (id,))}

    def resolve(self, prefix: str) -> list[str]:
        """The ids that begin with ``prefix`` (at most ten)."""
        return [
            row[0]
            for row in self._db.all(
                "SELECT id FROM head WHERE id >= ? AND id < ? LIMIT 10",
                (prefix, prefix + "\U0010ffff"),
            )
        ]

    def story(self, id: str) -> list[Head]:
        """All articles of the story an article belongs to, itself included, earliest first."""
        rids = self._db.all(
            "SELECT rid FROM head WHERE story = (SELECT story FROM head WHERE id = ?)", (id,)
        )
        return heads(self._db, sorted((rid for (rid,) in rids), key=schema.leading))

    def compare(self, first: str, second: str) -> Comparison | None:
        """What the second article changed of the first; None where one of them is gone.

        Takes milliseconds, and seconds for the longest articles there are.
        """
        a, b = self.article(first), self.article(second)
        if a is None or b is None:
            return None
        from store.diff.comparison import compare

        return compare(a, b)

    def actors(self, query: str = "", limit: int = 100) -> list[ActorCount]:
        """Who is named in the articles of a query, most articles first."""
        return in_the_news.actors(self._db, self._rids(query), limit)

    def suggestions(self, query: str = "", limit: int = 20) -> list[Suggestion]:
        """Names in the articles of a query that the lexicon lacks, the most worth adding first."""
        from store.archive import Archive
        from store.search.suggestions import suggestions

        read = Archive(self.path).get
        return suggestions(self._db, read, self._rids(query), limit, self.lexicon.hidden())

    def trends(self, days: int, ranking: Ranking = "most", last: date | None = None) -> Trends:
        """Who is in the news of the ``days`` up to ``last``, by default the store's newest day."""
        from store.search.trends import newest_day, trends

        today = datetime.now().astimezone().date()
        return trends(self._db, days, last or newest_day(self._db) or today, ranking)

    def named(self, name: str, *, sounding: bool = False) -> list[str]:
        """The ids of the actors called ``name`` (``store.search.who.ids_of``)."""
        return ids_of(self._db, name, sounding=sounding)

    def meanings(self, query: str) -> list[Meaning]:
        """What a query's actors and bare Latin words are taken for, and what else they may be."""
        return list(meanings(_parsed(query).where, self._db))

    def dossier(self, actor: str) -> Dossier | None:
        """The dossier of an actor by id."""
        return in_the_news.dossier(self._db, actor)

    def sought(self, query: str) -> tuple[Sought, ...]:
        """What is marked as hits of a query: what it asks for, not what it bars."""
        from store.search.hits import sought

        return sought(_parsed(query).where, self._db)

    def excerpts(
        self, ids: Iterable[str], sought: Sequence[Sought], cells: int
    ) -> Iterator[tuple[str, Excerpt]]:
        """Where articles speak of what is sought, with their ids, in ``cells`` cells each.

        Day by day, each file opened once; an article that can't be read has no excerpt.
        """
        from store.archive import Archive
        from store.search.excerpts import excerpts

        return excerpts(self._db, Archive(self.path), ids, sought, cells)

    def facets(self, query: str = "") -> Facets:
        """The actors, sources and months of a query's articles, each with a query for it."""
        from store.search.facets import facets

        wanted = _parsed(query)
        return facets(self._db, query, wanted.where, self._match(wanted))

    def items(self, query: str) -> list[Item]:
        """What a query asks for all of, each with the query that doesn't; an OR is one."""
        return list(widened(query, items(query, today=_today())))

    def order(self, query: str) -> Order:
        """The order a query's answer comes in."""
        return _parsed(query).order

    def reordered(self, query: str, term: str) -> str:
        """A query with another order, given as its term; "": newest first."""
        return reordered(query, orders(query, today=_today()), term)

    def naming(self, *actors: str) -> str:
        """The query for the articles that name all of these actors, given by id."""
        return naming(self._db, actors)

    def complete(self, text: str, at: int) -> list[Completion]:
        """What may be meant to be typed in a query ``text`` with the cursor at ``at``."""
        from store.search.completion import complete
        from store.search.recalling import beside, recalled

        marks = self.marks.now
        tags = {tag: len(ids) for tag, ids in marks.tags.items()}
        offered = complete(self._db, text, at, tags=tags)
        return beside(text, offered, recalled(text, at, self.marks.asked, marks.searches))

    def count(self) -> int:
        """How many articles there are."""
        return self._db.number("SELECT count(*) FROM head")

    def add(
        self,
        items: Iterable[Draft | Article | RefusedError],
        *,
        dry_run: bool = False,
        progress: Callable[[AddReport], None] | None = None,
    ) -> AddReport:
        """Add what ``store.intake.read`` yields; see ``store.adding.add``."""
        from store.adding import add

        try:
            return add(self.path, items, dry_run=dry_run, progress=progress)
        finally:
            self.revision()

    @property
    def lexicon(self) -> OwnLexicon:
        """Who exists in this store, to be looked at and changed by its owner."""
        from store.own_lexicon import OwnLexicon

        return OwnLexicon(self.path, self.revision)

    def retag(
        self, query: str = "", *, everything: bool = False, progress: Progress | None = None
    ) -> RetagReport:
        """Find the names of a query's articles anew where the lexicon is another by now.

        See ``store.retagging.retag``.
        """
        from store.reading import by_day
        from store.retagging import RetagReport, retag

        if not (self.path / "articles").is_dir():
            return RetagReport()
        whole = self._match(_parsed(query)).plan is None
        wanted = None if whole else by_day(self._db, self.rows(query, stories=False))
        try:
            return retag(self.path, wanted, everything=everything, progress=progress)
        finally:
            self.revision()

    def refresh(self, progress: Progress | None = None) -> Healing:
        """Take in day files that changed outside this program, and name those that are damaged."""
        from store.actors.owner import store_lexicon
        from store.archive import Archive
        from store.search.healing import writing

        lexicon = store_lexicon(self.path)
        with writing(self.path, Archive(self.path), lexicon, progress) as (_, healing):
            pass
        self.revision()
        return healing

    def stale(self) -> bool:
        """Whether the index was made from other day files, or other changes of the lexicon.

        Stats every file.
        """
        from store.search.staleness import stale

        return stale(self.path, self._db)

    def reindex(self, progress: Progress | None = None) -> Healing:
        """Build the index anew from the day files, whatever there is."""
        from store.actors.owner import store_lexicon
        from store.archive import Archive
        from store.search.healing import rebuild

        archive = Archive(self.path)
        lexicon = store_lexicon(self.path)
        with archive.writing():
            healing = rebuild(self.path, archive, lexicon, progress)
        self.revision()
        return healing

    def _rids(self, query: str) -> list[int] | None:
        """The row numbers of a query's articles; None: all there are."""
        return found(self._db, self._match(_parsed(query)))

    def _match(self, query: Query, *, stories: bool = False) -> Match:
        marked = self.marks.rows.seen(self._db, stories=stories)
        return compile_query(query.where, self._db, marked, query.order)

    def _rows(self, query: Query, *, stories: bool) -> Rows:
        return open_rows(self._db, self._match(query, stories=stories), stories=stories)


def _parsed(query: str) -> Query:
    # The reader's own day, not the world's.
    return parse(query, today=_today())


def _today() -> date:
    return datetime.now().astimezone().date()
