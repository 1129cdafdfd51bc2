"""Searching as one types: the pane, the list that follows it, and the way out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import QueryError, StoreError
from tui.browser.amending import Amending
from tui.browser.asking import Asked, Offered
from tui.browser.history import Snapshot
from tui.browser.setup import Setup

if TYPE_CHECKING:
    from store.library import Library
    from store.search.completion import Completion
    from tui.browser.answers import Answer
    from tui.panes.search import SearchInput


class Searching(Amending):
    """A query that is left unfinished changes nothing."""

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(library, query, setup)
        self._before_search: Snapshot | None = None
        self._accepted = False
        """Enter was pressed before the results were there."""
        self._asked = ("", 0)
        """The line that was last asked for, and where its cursor was."""
        """Somebody was told that queries can't be written down."""

    async def action_search(self) -> None:
        if not self.is_typed_in:
            await self.open_search(self.query_text)

    async def open_search(self, query: str, error: QueryError | None = None) -> None:
        from tui.panes.search import SearchPane

        self.close_help()
        self._before_search = self._snapshot()
        self._accepted = False
        self.search = pane = SearchPane(
            self.colours,
            query,
            lambda: self.library.marks.asked,
            self._completions,
            self.reader.named,
        )
        pane.show_list(self.query_text, self.found())
        if error is not None:
            pane.show_error(query, error)
        with self.batch_update():
            await self.mount(pane)
            self.arrange_panes()
            self.screen.set_focus(None)
            self._asked = pane.input.line
            self._complete()

    def on_search_input_edited(self) -> None:
        pane = self.search
        if pane is None or pane.input.line == self._asked:
            return
        before, self._asked = self._asked, pane.input.line
        if before[0] != pane.input.value:
            self.awaited.expect({"rows"}, {"offer"})
            self.asker.ask(*self._asked, completing=not pane.is_chosen)
        elif not pane.is_chosen:
            self._complete()

    def _complete(self) -> None:
        """Ask for what may be meant where the cursor is now."""
        if not self.asker.pending:
            self.awaited.expect({"offer"})
        self.asker.complete(*self._asked)
        self.count_rows()

    def on_asked(self, message: Asked) -> None:
        if not self.asker.settle(message) or self.search is None:
            return
        self.awaited.came("rows")
        if message.answer is None:
            self._accepted = False
            if isinstance(message.error, QueryError):
                self.search.show_error(message.query, message.error)
            else:
                self.tell(str(message.error))
            self.count_rows()
            return
        overtaken = self.headlines.answer
        error = message.error if isinstance(message.error, QueryError) else None
        self.search.show_error(message.query, error)
        if error and overtaken and overtaken.query.strip() == message.answer.query:
            # One more letter of what isn't finished.
            message.answer.close()
            self.count_rows()
        else:
            self.show_answer(message.answer)
            if overtaken is not None and not self._is_before_search(overtaken):
                overtaken.close()
        self._accept_at_last()

    def on_offered(self, message: Offered) -> None:
        if self.search is None or not self.asker.is_newest(message.question):
            return
        self.awaited.came("offer")
        if message.meanings is not None:
            self.search.show_meanings(message.meanings)
        if message.completions is not None:
            line = (message.question.query, message.at)
            if line == self.search.input.line:
                self.search.offer(*line, message.completions)
            elif line[0] == self.search.input.value:
                self.asker.complete(*self.search.input.line)
                self.count_rows()

    def _completions(self, line: str, at: int) -> list[Completion]:
        try:
            return self.library.complete(line, at)
        except StoreError:
            return []

    def _is_before_search(self, answer: Answer) -> bool:
        before = self._before_search
        return before is not None and before.list is not None and before.list.answer is answer

    def on_search_input_move(self, message: SearchInput.Move) -> None:
        self.awaited.forget()
        self.headlines.move(message.by)
        if "reader" in self.panes():
            self.read(self.headlines.head)

    def _accept_at_last(self) -> None:
        """Obey an earlier enter."""
        if self._accepted:
            self._accepted = False
            self.on_search_input_accept()

    def on_search_input_accept(self) -> None:
        pane = self.search
        if pane is None:
            return
        if self.asker.pending or pane.input.value != self._asked[0]:
            self._accepted = True
            return
        if pane.take_key():
            self.asker.complete(*self._asked)
            return
        if pane.found.error is not None:
            pane.insist()
            return
        before, answer = self._before_search, self.headlines.answer
        if before is not None and answer is not None and not self._is_before_search(answer):
            self.history.push(before)
        self.library.marks.remember(pane.input.value)
        self.tell_unsaved()
        self._close_search()
        self.reread()
        self.turn_to("list")
        self.count_rows()

    def on_search_input_cancel(self) -> None:
        before = self._before_search
        self._close_search()
        if before is not None:
            self._restore(before)
        self.count_rows()

    def _close_search(self) -> None:
        self.asker.cancel()
        self.awaited.forget()
        self._accepted = False
        self._before_search = None
        if self.search is not None:
            search, self.search = self.search, None
            search.remove()
            self.give_back()
            self.arrange_panes()
