"""The one door: a ``Library`` opens a store and offers everything else.

Reading touches the index only, and one day file for one article. Nothing here loads the lexicon,
the tagger or TinyDB until something is to be written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.errors import QueryError, QueryInterruptedError, RefusedError, StoreError
from store.inquiries import Inquiries
from store.search import schema
from store.search.reader import Reader
from store.search.rows import Head, Rows, heads

if TYPE_CHECKING:
    from store.adding import AddReport
    from store.article import Article, Draft
    from store.diff.comparison import Comparison
    from store.own_lexicon import OwnLexicon
    from store.retagging import RetagReport
    from store.search.actors import ActorCount, Dossier
    from store.search.healing import Healing, Progress
    from store.search.suggestions import Suggestion
    from store.search.who import Candidate, Meaning

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

_ELSEWHERE = {
    "ActorCount": "store.search.actors",
    "Dossier": "store.search.actors",
    "Candidate": "store.search.who",
    "Meaning": "store.search.who",
}
"""What is exported and isn't loaded before somebody wants it."""


def __getattr__(name: str) -> Any:
    if name not in _ELSEWHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_ELSEWHERE[name]), name)


def default_store() -> Path:
    """``$WENREN_STORE``, else ``wenren`` in the user's data folder."""
    if named := os.environ.get("WENREN_STORE"):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("wenren")


class Library(Inquiries):
    """An open store. Use one in each thread (``clone``); only ``interrupt`` crosses threads.

    Every method may raise ``StoreError``, those that take a query ``QueryError``.
    """

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
            raise StoreError("{path}: not a folder", path=path)
        newest = schema.current(path / "index")
        if newest is not None:
            with suppress(StoreError):
                return cls(path, Reader(newest))
        return cls(path, Reader(None))

    def clone(self) -> Library:
        """The same store through a connection of its own, for another thread.

        Of an index that is gone by now, or can't be opened, there is nothing at hand.
        """
        path = self._db.path
        if path and path.exists():
            with suppress(StoreError):
                return Library(self.path, Reader(path), self.marks)
        return Library(self.path, Reader(None), self.marks)

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
        if newest is not None and (not self._db.is_at(newest) or self._db.is_outdated()):
            with suppress(StoreError):
                fresh = Library(self.path, Reader(newest), self.marks)
                if fresh.unfinished() and self._db.path and not self.unfinished():
                    fresh.close()
                else:
                    self._db.close()
                    self._db = fresh._db
        return self._db.name, self._db.version()

    def unfinished(self) -> tuple[int, int] | None:
        """The days in an index that isn't whole yet, and how many it is to hold; None: it is whole.

        The newest days are those that are in. ``(0, 0)``: there is none, and none is begun yet.
        """
        if self._db.path is None or not self._db.path.exists():
            return (0, 0) if (self.path / "articles").is_dir() else None
        part = self._db.one(schema.UNFINISHED)
        return None if part is None else (int(part[0]), int(part[1]))

    def article(self, id: str) -> Article | None:
        """One article; opens exactly one day file. Raises ``StoreError`` if that is damaged."""
        row = self._db.one("SELECT day FROM head WHERE id = ?", (id,))
        if row is None:
            return None
        from store.archive import Archive

        found = Archive(self.path).get(row[0], id)
        if found is None:
            from store.search.staleness import articles_lost

            if lost := articles_lost(self.path):
                raise StoreError("{path}: {reason}", path=self.path / "articles", reason=lost)
        return found

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

    def suggestions(self, query: str = "", limit: int = 20) -> list[Suggestion]:
        """Names in the articles of a query that the lexicon lacks, the most worth adding first."""
        from store.archive import Archive
        from store.search.suggestions import suggestions

        read = Archive(self.path).get
        return suggestions(self._db, read, self._rids(query), limit, self.lexicon.hidden())

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
        wanted = None
        if not self._asks_nothing(query):
            wanted = by_day(self._db, self.rows(query, stories=False))
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
        healing = rebuild(self.path, archive, lexicon, progress)
        self.revision()
        return healing
