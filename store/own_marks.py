"""A person's door to their marks of one store: change, take back, look again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from store.errors import StoreError
from store.folding import fold
from store.identity import NAME
from store.intake.hygiene import clean_line
from store.journal import Journal
from store.journals import journal_of
from store.marks import Building, Do, Entry, Marks, Saved, tag_named

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

    ``holds``: what can't be written down is held in memory instead of raising, and written with
    the next change that can be; ``unsaved`` says why, and is "" for nothing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.holds = False
        self.unsaved = ""
        self._lock = Lock()
        self._changing = Lock()
        self._opened: Journal | None = None
        self._held: tuple[Entry, ...] = ()
        self._with_held: tuple[Marks, tuple[Entry, ...], Marks] | None = None
        """Marks as written, what is held, and the two together."""

    @cached_property
    def rows(self) -> MarkedRows:
        """The rows that are marked, for queries."""
        from store.search.marked import MarkedRows

        return MarkedRows(self.latest)

    @cached_property
    def searches(self) -> Searches:
        """The searches that are saved."""
        from store.saved import Searches

        return Searches(self.change_by, self.latest)

    @property
    def now(self) -> Marks:
        """The marks as they were when last looked at."""
        written, held = self._journal().marks, self._held
        if not held:
            return written
        known = self._with_held
        if known is None or known[0] is not written or known[1] is not held:
            building = _building(written, held)
            self._with_held = known = (written, held, building.marks())
        return known[2]

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
        return self.change_by(lambda _: entries)

    def change_by(self, make: Callable[[Marks], Iterable[Entry]]) -> Undo:
        """Make the changes that ``make`` wants of the marks as they are, with nobody between."""
        with self._changing:
            try:
                journal = self._journal()
                if self._held:
                    journal.change(self._held)
                    self._held = ()
                undo = journal.change_by(make)
                self.unsaved = ""
                return undo
            except StoreError as error:
                if not self.holds:
                    raise
                self.unsaved = str(error)
            building = _building(self.now, ())
            made = [done for entry in make(building.marks()) if (done := building.apply(entry))]
            self._held = (*self._held, *(each.done for each in made))
            return tuple(each.undo for each in reversed(made) if each.undo)

    def mark(self, do: Do, ids: Iterable[str], tag: str = "") -> Marked:
        """Mark articles by id."""
        wanted = tuple(ids)
        undo = self.change(Entry(do, wanted, tag_named(tag) if do in ("tag", "untag") else ""))
        return Marked(len(wanted), sum(len(entry.ids) for entry in undo), undo)

    @property
    def asked(self) -> tuple[str, ...]:
        """The latest queries that were asked and remembered, newest first."""
        return self.now.asked

    def remember(self, query: str) -> None:
        """Remember that a query was asked."""
        from store.saved import LONGEST_QUERY

        asked = clean_line(query).strip()
        if asked and len(asked) <= LONGEST_QUERY:
            self.change(Entry("asked", asked=(asked,)))

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


def _building(marks: Marks, more: Iterable[Entry]) -> Building:
    building = Building()
    for entry in (*marks.entries(), *more):
        building.apply(entry)
    return building
