"""What a library can be asked of the articles of a query, and of the people in them.

The query language is loaded by the first query that asks for anything: a browser shows its first
rows without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from store.own_marks import OwnMarks
from store.search.rows import EveryRow, Rows, ids_of

if TYPE_CHECKING:
    from store.article import Article
    from store.errors import RefusedError
    from store.own_marks import Do, Marked
    from store.search.actors import ActorCount, Dossier
    from store.search.completion import Completion
    from store.search.excerpts import Excerpt
    from store.search.facets import Facets
    from store.search.hits import Sought
    from store.search.match import Match
    from store.search.reader import Reader
    from store.search.tree import Order, Query
    from store.search.trends import Ranking, Trends
    from store.search.who import Meaning
    from store.search.wording import Item


class Inquiries:
    """The part of ``store.library.Library`` that answers queries."""

    def __init__(self, path: Path, db: Reader, marks: OwnMarks | None = None) -> None:
        self.path = path
        self._db = db
        self.marks = marks or OwnMarks(path)
        """What the person who runs this program has marked here; changes it too."""

    def rows(self, query: str = "", *, stories: bool = True) -> Rows:
        """The rows of a query, newest first; ``stories``: one row a story."""
        if not query:
            return EveryRow(self._db, stories)
        return self._found(_parsed(query), stories=stories)

    def articles(self, query: str = "") -> Iterator[Article | RefusedError]:
        """Every article of a query, in its order; a refusal for one that can't be read.

        By date, those of one minute come by id, so that the same articles come in the same order
        from every store.
        """
        from store.archive import Archive
        from store.reading import articles

        asked = _parsed(query)
        rows = self._found(asked, stories=False)
        return articles(self._db, Archive(self.path), rows, asked.order)

    def mark(self, do: Do, query: str, tag: str = "") -> Marked:
        """Mark every article of a query by one change; ``self.marks`` does it by id, and undoes."""
        return self.marks.mark(do, ids_of(self._db, self._rids(query)), tag)

    def unread(self, query: str) -> int:
        """How many stories of a query are unread; cheap while neither they nor marks change."""
        from store.search.tree import unread

        wanted = unread(_parsed(query))
        return self.marks.rows.counted(
            self._db, wanted, lambda: self._found(wanted, stories=True).total()
        )

    def actors(self, query: str = "", limit: int = 100) -> list[ActorCount]:
        """Who is named in the articles of a query, most articles first."""
        from store.search.actors import actors

        return actors(self._db, self._rids(query), limit)

    def trends(self, days: int, ranking: Ranking = "most", last: date | None = None) -> Trends:
        """Who is in the news of the ``days`` up to ``last``, by default the store's newest day."""
        from store.search.trends import newest_day, trends

        today = datetime.now().astimezone().date()
        return trends(self._db, days, last or newest_day(self._db) or today, ranking)

    def named(self, name: str, *, sounding: bool = False) -> list[str]:
        """The ids of the actors called ``name`` (``store.search.who.ids_of``)."""
        from store.search.who import ids_of

        return ids_of(self._db, name, sounding=sounding)

    def meanings(self, query: str) -> list[Meaning]:
        """What a query's actors and bare Latin words are taken for, and what else they may be."""
        from store.search.match import meanings

        return list(meanings(_parsed(query).where, self._db))

    def dossier(self, actor: str) -> Dossier | None:
        """The dossier of an actor by id."""
        from store.search.actors import dossier

        return dossier(self._db, actor)

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

    def facets(self, query: str = "", *, stories: bool = False, total: int | None = None) -> Facets:
        """The actors, sources and months of a query's articles, each with a query for it.

        ``stories``, ``total``: see ``store.search.facets.facets``.
        """
        from store.search.facets import facets

        wanted = _parsed(query)
        match = self._match(wanted, stories=stories)
        return facets(self._db, query, wanted.where, match, stories=stories, total=total)

    def items(self, query: str) -> list[Item]:
        """What a query asks for all of, each with the query that doesn't; an OR is one."""
        from store.search.query import items
        from store.search.wording import widened

        return list(widened(query, items(query, today=_today())))

    def order(self, query: str) -> Order:
        """The order a query's answer comes in."""
        return _parsed(query).order if query else "newest"

    def reordered(self, query: str, term: str) -> str:
        """A query with another order, given as its term; "": newest first."""
        from store.search.query import orders
        from store.search.wording import reordered

        return reordered(query, orders(query, today=_today()), term)

    def naming(self, *actors: str) -> str:
        """The query for the articles that name all of these actors, given by id."""
        from store.search.who import naming

        return naming(self._db, actors)

    def complete(self, text: str, at: int) -> list[Completion]:
        """What may be meant to be typed in a query ``text`` with the cursor at ``at``."""
        from store.search.completion import complete
        from store.search.recalling import beside, recalled

        marks = self.marks.now
        tags = {tag: len(ids) for tag, ids in marks.tags.items()}
        offered = complete(self._db, text, at, tags=tags)
        return beside(text, offered, recalled(text, at, self.marks.asked, marks.searches))

    def _rids(self, query: str) -> list[int] | None:
        """The row numbers of a query's articles; None: all there are."""
        if not query:
            return None
        from store.search.match import found

        return found(self._db, self._match(_parsed(query)))

    def _asks_nothing(self, query: str) -> bool:
        """Whether a query is for every article there is."""
        return not query or self._match(_parsed(query)).plan is None

    def _match(self, query: Query, *, stories: bool = False) -> Match:
        from store.search.match import compile_query

        marked = self.marks.rows.seen(self._db, stories=stories)
        return compile_query(query.where, self._db, marked, query.order)

    def _found(self, query: Query, *, stories: bool) -> Rows:
        from store.search.found import open_rows

        return open_rows(self._db, self._match(query, stories=stories), stories=stories)


def _parsed(query: str) -> Query:
    from store.search.query import parse

    # The reader's own day, not the world's.
    return parse(query, today=_today())


def _today() -> date:
    return datetime.now().astimezone().date()
