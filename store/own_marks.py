"""A person's door to their marks of one store: change, take back, look again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from store.errors import StoreError
from store.folding import fold
from store.identity import NAME
from store.intake.hygiene import clean_line
from store.journal import Journal, journal_of
from store.marks import Do, Entry, Marks, Saved, latest, tag_named

if TYPE_CHECKING:
    from store.saved import Searches
    from store.search.marked import MarkedRows

__all__ = ["Do", "Entry", "Marked", "Marks", "OwnMarks", "Saved", "Undo", "tag_named"]

Undo: TypeAlias = tuple[Entry, ...]
"""What takes a change back; empty if it changed nothing."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What became of marking: the articles that were ``found`` and those that ``changed``."""

    found: int
    changed: int
    undo: Undo


class OwnMarks:
    """The marks that the person who runs this program has in the store at ``path``.

    Usable from any thread. Changes are on the disk when their methods return; they raise
    ``StoreError`` where they can't be, and ``RefusedError`` for a name that is none.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._opened: Journal | None = None
        self._unkept: tuple[str, ...] = ()
        """Queries that were asked but couldn't be written down, the newest last."""

    @cached_property
    def rows(self) -> MarkedRows:
        """The rows that are marked, for queries."""
        from store.search.marked import MarkedRows

        return MarkedRows(self.latest)

    @cached_property
    def searches(self) -> Searches:
        """The searches that are saved."""
        from store.saved import Searches

        return Searches(self.change, self.latest)

    @property
    def now(self) -> Marks:
        """The marks as they were when last looked at."""
        return self._journal().marks

    @property
    def problem(self) -> str:
        """What keeps some of the marks from being read, in words; "" for nothing."""
        return self._journal().problem

    def latest(self) -> Marks:
        """The marks as any process has left them."""
        self.look()
        return self.now

    def look(self) -> bool:
        """Take in what any process of this person has changed; whether that was anything. Cheap."""
        return self._journal().look()

    def change(self, *entries: Entry) -> Undo:
        """Make changes; returns what undoes them, which is a change like any other."""
        return self._journal().change(entries)

    def mark(self, do: Do, ids: Iterable[str], tag: str = "") -> Marked:
        """Mark articles by id."""
        wanted = tuple(ids)
        undo = self.change(Entry(do, wanted, tag_named(tag) if do in ("tag", "untag") else ""))
        return Marked(len(wanted), sum(len(entry.ids) for entry in undo), undo)

    @property
    def asked(self) -> tuple[str, ...]:
        """The latest queries that were asked and remembered, newest first."""
        return latest(self.now.asked, self._unkept)

    def remember(self, query: str) -> None:
        """Remember that a query was asked, in memory at least where it can't be written down."""
        from store.saved import LONGEST_QUERY

        asked = clean_line(query).strip()
        if not asked or len(asked) > LONGEST_QUERY:
            return
        try:
            self.change(Entry("asked", asked=(*self._unkept, asked)))
        except StoreError:
            self._unkept = latest(self._unkept[::-1], (asked,))[::-1]
            raise
        self._unkept = ()

    def tag_like(self, tag: str) -> str:
        """A tag as it was first written, if it is in use; else as it is given."""
        return next((known for known in self.now.tags if fold(known) == fold(tag)), tag)

    def _journal(self) -> Journal:
        with self._lock:
            opened = self._opened
            # Until the store is first written it has no id, and its journal another name.
            if opened is None or (
                opened.path.parent.name.startswith("path-")
                and (self.path / "articles" / NAME).exists()
            ):
                self._opened = opened = journal_of(self.path)
            return opened
