"""A person's marks in the browser: read, starred, tagged, and each taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from store.errors import RefusedError, StoreError
from tui.contrast import Contrast
from tui.language import say
from tui.setup import Setup

if TYPE_CHECKING:
    from textual.timer import Timer

    from store.library import Head, Library
    from store.own_marks import Do, Entry
    from tui.panes.tags import TagInput

DWELL = 1.0
"""Seconds after which an article that somebody turned to counts as read."""
_SAID: dict[Do, tuple[str, str]] = {
    "read": ("已标为已读", "marked read"),
    "unread": ("已标为未读", "marked unread"),
    "star": ("已加星", "starred"),
    "unstar": ("已去星", "unstarred"),
    "tag": ("已贴标签", "tagged"),
    "untag": ("已去标签", "untagged"),
}


class Marked(Contrast):
    """Marks are of the article that is read; a story's row has what any of its reports has."""

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(library, query, setup)
        self.headlines.marks = lambda: library.marks.now
        self._done: list[tuple[str, tuple[Entry, ...]]] = []
        """What was done by keys, in words, and what undoes it."""
        self._dwell: Timer | None = None
        self._dwelt: str | None = None
        """The article last turned to: that it be marked unread stays so while it is shown."""

    def _first_article(self) -> None:
        super()._first_article()
        # Nobody turned to it.
        self._dwelt = self.headlines.head.id if self.headlines.head else None
        if problem := self.library.marks.problem:
            self.tell(problem)

    def head_selected(self, head: Head | None) -> None:
        super().head_selected(head)
        if self.follows and self.search is None and head is not None and head.id != self._dwelt:
            self._turn_to_article()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        super().on_descendant_focus(event)
        if event.widget is self.reader:
            self._turn_to_article()
        if self.tag_line is not None and event.widget is not self.tag_line.input:
            self._close_tags()

    def _turn_to_article(self) -> None:
        article = self.reader.article
        if self._dwell is not None:
            self._dwell.stop()
        if article is None or "reader" not in self._panes(*self.size):
            return
        id = self._dwelt = article.id
        self._dwell = self.set_timer(DWELL, lambda: self._has_read(id))

    def _has_read(self, id: str) -> None:
        shown = self.reader.article
        if shown is not None and shown.id == id and id not in self.library.marks.now.read:
            self._mark("read", (id,))

    def _look_for_changes(self) -> None:
        super()._look_for_changes()
        if self.library.marks.look():
            self.headlines.repaint()

    def action_star(self) -> None:
        self._toggle("star", "unstar", self.library.marks.now.starred)

    def action_mark_unread(self) -> None:
        self._toggle("read", "unread", self.library.marks.now.read)

    def action_undo(self) -> None:
        if not self._done:
            self.tell(say("没有可撤销的。", "Nothing to undo."))
            return
        said, undo = self._done.pop()
        try:
            self.library.marks.change(*undo)
        except StoreError as error:
            self.tell(str(error))
            return
        self.headlines.repaint()
        self.tell(say(f"已撤销：{said}", f"Undone: {said}"))

    async def action_tag(self) -> None:
        from tui.panes.tags import TagPane

        ids = self._ids()
        if not ids or self.tag_line is not None:
            return
        marks = self.library.marks.now
        tags = dict.fromkeys(tag for id in ids for tag in marks.tags_of(id))
        self.tag_line = TagPane(self.colours, ids, tuple(tags))
        with self.batch_update():
            await self.mount(self.tag_line)
            self.arrange_panes()
            self.screen.set_focus(self.tag_line.input)

    def on_tag_input_accept(self, message: TagInput.Accept) -> None:
        pane = self.tag_line
        if pane is None:
            return
        from store.own_marks import Entry, tag_named

        self._close_tags()
        self.turn_to(self.front)
        gone = [tag for tag in pane.tags if tag not in message.tags]
        come = [tag for tag in message.tags if tag not in pane.tags]
        try:
            entries = [Entry("untag", pane.ids, tag) for tag in gone]
            entries += [Entry("tag", pane.ids[:1], tag_named(tag)) for tag in come]
        except RefusedError as error:
            self.tell(str(error))
            return
        self._change(say(*_SAID["tag" if come else "untag"]), entries)

    def on_tag_input_cancel(self) -> None:
        self._close_tags()
        self.turn_to(self.front)

    def _close_tags(self) -> None:
        if self.tag_line is not None:
            shown, self.tag_line = self.tag_line, None
            shown.remove()
            self.arrange_panes()

    def _toggle(self, do: Do, undo: Do, marked: frozenset[str]) -> None:
        """Mark the article, or unmark all reports of its story where one is marked."""
        ids = self._ids()
        if not ids:
            return
        way, concerned = (do, ids[:1]) if marked.isdisjoint(ids) else (undo, ids)
        if self._mark(way, concerned, by_key=True):
            self.tell(say(*_SAID[way]))

    def _ids(self) -> tuple[str, ...]:
        """The article that is read, and the other reports of its story if the list has it."""
        article, head = self.reader.article, self.headlines.head
        if article is None:
            return ()
        if head is not None and article.id in (head.id, *head.told):
            others = (id for id in (head.id, *head.told) if id != article.id)
            return (article.id, *others)
        return (article.id,)

    def _mark(self, do: Do, ids: tuple[str, ...], *, by_key: bool = False) -> bool:
        from store.own_marks import Entry

        return self._change(say(*_SAID[do]) if by_key else "", [Entry(do, ids)])

    def _change(self, said: str, entries: list[Entry]) -> bool:
        """Make changes and keep what undoes them, if there are words for it."""
        try:
            undo = self.library.marks.change(*entries)
        except StoreError as error:
            self.tell(str(error))
            return False
        if undo and said:
            self._done.append((said, undo))
            if entries[0].do in ("tag", "untag"):
                self.tell(said)
        self.headlines.repaint()
        return True
