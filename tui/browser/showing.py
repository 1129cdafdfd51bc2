"""What the panes show: the store's answers in the list, its articles in the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import QueryError, StoreError
from store.permission import kiosk
from tui.browser.answers import BLOCK, Answer
from tui.browser.asking import Asker, Counted
from tui.browser.commanding import Commanding
from tui.browser.empty import nothing
from tui.browser.excerpting import Excerpter
from tui.browser.setup import Setup
from tui.browser.tending import Tended, Tender, behind
from tui.language import say

if TYPE_CHECKING:
    from store.library import Dossier, Head, Library
    from store.search.hits import Sought

POLL = 1.0
"""Seconds between looks at whether the store has changed."""
LATEST = 50
"""Articles a dossier lists."""


class Showing(Commanding):
    """A frame filled from a library, and kept up with it."""

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(setup)
        self.library = library
        self.query_text = query
        """The query of the list."""
        self.asker = Asker(self, library)
        self.tender = Tender(self, library)
        self.unfinished = library.unfinished()
        """The days the index has of those it is to have; None: it is whole."""
        self._filling = self.unfinished is not None
        """There may be rows that the making of the index brought, and nobody added."""
        self.follows = False
        """The reader shows what the list selects."""
        self.excerpter = Excerpter(self, library, lambda: self.asker.pending, self.headlines)
        self._revision: object = None

    @property
    def sought(self) -> tuple[Sought, ...]:
        """What is marked as hits: what the list's query asks for."""
        answer = self.headlines.answer
        return answer.sought if answer is not None else ()

    async def open_search(self, query: str, error: QueryError | None = None) -> None:
        """Open the search pane on a query, with what is wrong with it."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self._revision = self._state()
        try:
            self.show_query(self.query_text)
        except QueryError as error:
            # Told in the search pane, with the query there to be mended.
            self.call_after_refresh(self.open_search, self.query_text, error)
            self.show_query("")
        except StoreError as error:
            # The index is damaged, and done away with by now.
            self.tell(say(error.message))
            self.show_query("")
        self.headlines.focus()
        self.call_after_refresh(self._first_article)
        self.set_interval(POLL, self._look_for_changes)

    def on_unmount(self) -> None:
        self.tender.end()

    def head_selected(self, head: Head | None) -> None:
        """Show the story in the reader; while a query is typed, the reader waits."""
        if self.follows and self.search is None:
            self.read(head)

    def _first_article(self) -> None:
        """The list is on the screen: now open its first article, and look after the index."""
        self.follows = True
        self.read(self.headlines.head)
        self.tender.start()

    def on_tended(self, message: Tended) -> None:
        """Day files that changed outside this program are taken in; say which are damaged."""
        if not (said := message.said):
            return
        more = say(" ({count} in all)", count=len(said))
        self.tell(f"{said[0]}{more if len(said) > 1 else ''}")
        if self.unfinished and self.headlines.head is None and not kiosk():
            # It stays so: not in the footer alone, where it is soon gone.
            self.headlines.empty = (self.headlines.empty[0], "", *said[:1])
            self.headlines.repaint()

    def read(self, head: Head | None) -> None:
        if head is None:
            self.reader.show_note("")
        elif self.reader.article is None or self.reader.article.id != head.id:
            self.load(head.id, reprints=head.reprints)

    def load(self, id: str, *, reprints: int = 1) -> None:
        try:
            article = self.library.article(id)
            story = self.library.story(id) if reprints else ()
        except StoreError as error:
            self.reader.show_note(say(error.message))
            return
        if article is None:
            self.reader.show_note(say("This article is gone from the store."))
        else:
            self.reader.show(article, story, self.sought)

    def has_hits(self, id: str) -> bool:
        """Whether an article that can be read has anything to mark."""
        from store.search.hits import in_article

        try:
            article = self.library.article(id)
        except StoreError:
            return False
        return article is not None and bool(in_article(article, self.sought))

    def reread(self) -> None:
        """The selected story, with the hits of the query that is now the list's."""
        head = self.headlines.head
        if head is None:
            self.reader.show_note("")
        else:
            self.load(head.id, reprints=head.reprints)

    def look_up(self, actor: str) -> tuple[Dossier, list[Head]] | None:
        """An actor's dossier and newest articles; None, and the footer says why, without one."""
        try:
            dossier = self.library.dossier(actor)
            latest = self.library.rows(f'人:"{actor}"').page(0, LATEST) if dossier else []
        except (QueryError, StoreError) as error:
            self.tell(say(error.message))
            return None
        if dossier is None:
            self.tell(say("The store has no dossier on this name."))
            return None
        return dossier, latest

    def show_query(self, query: str, *, keep: bool = False) -> None:
        """Ask a query and show its answer. Raises ``QueryError``, ``StoreError``."""
        self.show_answer(Answer(self.library.clone(), query), keep=keep)

    def show_answer(self, answer: Answer, *, keep: bool = False) -> None:
        """Put an answer into the list and say what it is; count it if that isn't known yet."""
        self.query_text = answer.query
        self.excerpter.cancel()
        self.headlines.empty = () if answer.head(0) else self.nothing(answer.query)
        self.headlines.show(answer, keep=keep)
        self.header.query_text = answer.query
        self.header.banner = ""
        self._say_found()
        self.count_rows()

    def nothing(self, query: str) -> tuple[str, ...]:
        """What the list says where a query has no rows."""
        if self.unfinished is not None and kiosk():
            return (behind(self.unfinished),)
        return nothing(query, self.commands, unfinished=self.unfinished is not None)

    def count_rows(self) -> None:
        """Count the rows of the list where that isn't done yet."""
        answer = self.headlines.answer
        if answer is not None and answer.total is None:
            self.awaited.also("count")
            self.asker.count(answer.query)

    def found(self, *, at_hand: bool = True) -> str:
        """How much the list is; till it is counted, what is ``at_hand`` if that is to be told."""
        answer = self.headlines.answer
        total = answer.total if answer is not None else None
        told = ""
        if total is not None:
            told = say("{total:,} stories", total=total)
        elif answer is not None and at_hand:
            told = say("{BLOCK}+ stories", BLOCK=BLOCK)
        if self.unfinished and (any(self.unfinished) or not kiosk()):
            done, days = self.unfinished
            of = say(" {done:,}/{days:,} days", done=done, days=days) if days else ""
            told += say(" (indexing{of})", of=of)
        return told

    def _say_found(self) -> None:
        self.header.found = self.found(at_hand=False)
        self.header.repaint()
        if self.search is not None:
            self.search.show_list(self.query_text, self.found())

    def _look_for_changes(self) -> None:
        try:
            revision: object = self._state()
        except StoreError as error:
            # Damaged, and done away with if we may: once it is made anew there is another.
            if self._revision is not None:
                self._revision = None
                self.tell(str(error))
                self.tender.start()
            return
        answer = self.headlines.answer
        if answer is not None and answer.broken and self.unfinished is None:
            self._take_in(keep=True)
        if revision != self._revision:
            self._revision = revision
            self._filling |= self.unfinished is not None
            if self.unfinished == (0, 0):
                # It was deleted under us.
                self.tender.start()
            if self._filling and self.headlines.answer:
                self._say_found()
            self.store_changed()

    def store_changed(self) -> None:
        """Some process has changed the index."""
        self.asker.count(self.query_text)
        self._renew_names()

    def _state(self) -> object:
        """Differs from an earlier one when there is something else to show."""
        revision = self.library.revision()
        self.unfinished = self.library.unfinished()
        return revision, self.unfinished

    def _renew_names(self) -> None:
        """Another process may have found the names anew of what is being read."""
        shown = self.reader.article
        try:
            article = self.library.article(shown.id) if shown else None
        except StoreError:
            return
        if article and shown and article.mentions != shown.mentions:
            self.reader.renew(article)

    def on_counted(self, message: Counted) -> None:
        self.awaited.came("count")
        answer = self.headlines.answer
        if answer is None or answer.query != message.query:
            return
        filling, self._filling = self._filling, self.unfinished is not None
        if answer.total is None:
            answer.total = message.total
            self._say_found()
            return
        if answer.total == 0 and message.total:
            # Nobody turned to the article that is now the first.
            self.follows = False
            self.action_refresh()
            self._first_article()
            return
        new = message.total - answer.total
        if filling and (new or not message.total) and self._fill(message.total):
            return
        if new > 0:
            self.header.banner = say("{new} new: r takes them in", new=new)
            self.header.repaint()

    def _fill(self, total: int) -> bool:
        """Show what an index that is being made has by now, unless something would move by that."""
        shown = self.headlines.answer
        # From the row above, which says whether a day begins below it.
        places = range(max(self.headlines.top - 1, 0), self.headlines.index + 1)
        if self.search is not None or shown is None:
            return False
        try:
            answer = Answer(self.library.clone(), self.query_text)
            if _ids(answer, *places) != _ids(shown, *places):
                answer.close()
                return False
        except StoreError:
            return False
        answer.total = total
        # What is read needn't be what is selected.
        follows, self.follows = self.follows, False
        self.show_answer(answer, keep=True)
        self.follows = follows
        return True

    def action_refresh(self) -> None:
        self._take_in(keep=True)

    def _take_in(self, *, keep: bool) -> None:
        try:
            self.show_query(self.query_text, keep=keep)
        except StoreError as error:
            self.tell(say(error.message))

    def on_headlines_reached_top(self) -> None:
        if self.header.banner:
            self._take_in(keep=False)


def _ids(answer: Answer, *places: int) -> list[str | None]:
    return [head.id if head else None for head in map(answer.head, places)]
