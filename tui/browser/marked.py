"""A person's marks in the browser: read, starred, tagged, and each taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events

from store.errors import RefusedError, StoreError
from tui.browser.contrast import Contrast
from tui.browser.setup import Setup
from tui.language import later, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from store.library import Head, Library
    from store.own_marks import Do, Entry, Marks, Undo

_BETWEEN = re.compile(r"[,，、;；]")
_SAID: dict[Do, str] = {
    "read": later("marked read"),
    "unread": later("marked unread"),
    "star": later("starred"),
    "unstar": later("unstarred"),
    "tag": later("tagged"),
    "untag": later("untagged"),
}


class Marked(Contrast):
    """Marks are of the article that is read; a story's row has what any of its reports has."""

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(library, query, setup)
        self.headlines.marks = lambda: library.marks.now
        library.marks.holds = True
        self._unsaved = ""
        """Why marks can't be written down, as it was last said."""
        self._done: list[tuple[str, Undo | Callable[[], None]]] = []
        """What was done by keys, in words, and what undoes it, or whoever does."""
        self._read_after = setup.reading.read_after
        self._dwell: Timer | None = None
        self._dwelt: str | None = None
        """The article last turned to: that it be marked unread stays so while it is shown."""
        self._shown: Marks | None = None
        """The marks as the list last showed them."""

    def _first_article(self) -> None:
        super()._first_article()
        # Nobody turned to it.
        self._dwelt = self.headlines.head.id if self.headlines.head else None
        if problem := self.library.marks.problem:
            self.tell(say(problem))

    def head_selected(self, head: Head | None) -> None:
        super().head_selected(head)
        if self.follows and self.search is None and head is not None and head.id != self._dwelt:
            self._turn_to_article()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        super().on_descendant_focus(event)
        if event.widget is self.reader:
            self._turn_to_article()

    def _turn_to_article(self) -> None:
        article = self.reader.article
        if self._dwell is not None:
            self._dwell.stop()
        if article is None or "reader" not in self.panes():
            return
        id = self._dwelt = article.id
        if self._read_after == 0:
            self._has_read(id)
        elif self._read_after != "off":
            self._dwell = self.set_timer(self._read_after, lambda: self._has_read(id))

    def _has_read(self, id: str) -> None:
        shown = self.reader.article
        if shown is not None and shown.id == id and id not in self.library.marks.now.read:
            self._mark("read", (id,))

    def _look_for_changes(self) -> None:
        super()._look_for_changes()
        marks = self.library.marks
        # Another thread may have taken in already what another process changed.
        if marks.look() or marks.now is not self._shown:
            self.show_marks()

    def did(self, said: str, undo: Undo | Callable[[], None]) -> None:
        """Say what was done, show it, and keep what undoes it."""
        self._done.append((said, undo))
        self.tell(said)
        self.show_marks()

    def show_marks(self) -> None:
        """Show the marks as they are now."""
        self._shown = self.library.marks.now
        self.headlines.repaint()
        self.tell_unsaved()

    def tell_unsaved(self) -> None:
        """Say once that marks last no longer than this visit, or that they do again."""
        before, self._unsaved = self._unsaved, self.library.marks.unsaved
        if self._unsaved and not before:
            said = say("Marks can't be saved, they end with this visit: {why}", why=self._unsaved)
            self.tell(said)
        elif before and not self._unsaved:
            self.tell(say("Marks are saved again, all of this visit."))

    def action_star(self) -> None:
        self._toggle("star", "unstar", self.library.marks.now.starred)

    def action_mark_unread(self) -> None:
        self._toggle("read", "unread", self.library.marks.now.read)

    def action_undo(self) -> None:
        if not self._done:
            self.tell(say("Nothing to undo."))
            return
        said, undo = self._done.pop()
        undone = say("Undone: {said}", said=said)
        if callable(undo):
            self.tell(undone)
            # Another process does it, and what it has to say comes after.
            undo()
            return
        try:
            self.library.marks.change(*undo)
        except StoreError as error:
            self.tell(say(error.message))
            return
        self.show_marks()
        self.tell(undone)

    async def action_tag(self) -> None:
        ids = self._ids()
        if not ids:
            return
        marks = self.library.marks.now
        tags = list(dict.fromkeys(tag for id in ids for tag in marks.tags_of(id)))
        await self.edit(
            say("Tags"), "，".join(tags), lambda text: self._tag(ids, tags, _tags(text))
        )

    def _tag(self, ids: tuple[str, ...], before: list[str], after: list[str]) -> None:
        """Give the articles ``ids`` other tags: a new one goes to the first of them alone."""
        from store.own_marks import Entry, tag_named

        come = [tag for tag in after if tag not in before]
        try:
            entries = [Entry("untag", ids, tag) for tag in before if tag not in after]
            entries += [Entry("tag", ids[:1], tag_named(tag)) for tag in come]
        except RefusedError as error:
            self.tell(say(error.message))
            return
        self._change(say(_SAID["tag" if come else "untag"]), entries)

    def _toggle(self, do: Do, undo: Do, marked: frozenset[str]) -> None:
        """Mark the article, or unmark all reports of its story where one is marked."""
        ids = self._ids()
        if not ids:
            return
        way, concerned = (do, ids[:1]) if marked.isdisjoint(ids) else (undo, ids)
        self._mark(way, concerned, by_key=True)

    def _ids(self) -> tuple[str, ...]:
        """The article that is read, and the other reports of its story if the list has it.

        None where no article is open yet, and it is said.
        """
        article, head = self.reader.article, self.headlines.head
        if article is None:
            self.tell(say("No article is open."))
            return ()
        if head is not None and article.id in (head.id, *head.told):
            others = (id for id in (head.id, *head.told) if id != article.id)
            return (article.id, *others)
        return (article.id,)

    def _mark(self, do: Do, ids: tuple[str, ...], *, by_key: bool = False) -> None:
        from store.own_marks import Entry

        self._change(say(_SAID[do]) if by_key else "", [Entry(do, ids)])

    def _change(self, said: str, entries: list[Entry]) -> None:
        """Make changes and keep what undoes them, if there are words for it."""
        try:
            undo = self.library.marks.change(*entries)
        except StoreError as error:
            self.tell(say(error.message))
            return
        if undo and said:
            self.did(said, undo)
        else:
            self.show_marks()


def _tags(text: str) -> list[str]:
    """The tags of a line that has commas of any kind between them."""
    tags = (" ".join(tag.split()) for tag in _BETWEEN.split(text))
    return [tag for tag in dict.fromkeys(tags) if tag]
