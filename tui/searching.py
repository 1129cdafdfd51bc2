"""Searching as one types: the pane, the list that follows it, and the way out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import QueryError
from tui.asking import Asked
from tui.history import Snapshot
from tui.setup import Setup
from tui.wayfinding import Wayfinding

if TYPE_CHECKING:
    from textual.widgets import Input

    from store.library import Library
    from tui.answers import Answer
    from tui.panes.search import SearchInput


class Searching(Wayfinding):
    """A query that is left unfinished changes nothing."""

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(library, query, setup)
        self._before_search: Snapshot | None = None
        self._accepted = False
        """Enter was pressed before the results were there."""

    async def action_search(self) -> None:
        if self.search is not None:
            self.search.input.focus()
            return
        await self.open_search(self.query_text)

    async def open_search(self, query: str, error: QueryError | None = None) -> None:
        from tui.panes.search import SearchPane

        self.close_help()
        self._before_search = self._snapshot()
        self.search = SearchPane(self.colours, query)
        with self.batch_update():
            await self.mount(self.search)
            self.arrange_panes()
            if error is not None:
                self.search.show_error(query, error)
            else:
                self.search.show_found(query, self.header.found)
            self.screen.set_focus(self.search.input)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.search is not None:
            self.asker.ask(event.value)

    def on_asked(self, message: Asked) -> None:
        if not self.asker.settle(message) or self.search is None:
            return
        accepted, self._accepted = self._accepted, False
        if message.answer is None:
            if isinstance(message.error, QueryError):
                self.search.show_error(message.query, message.error)
            else:
                self.tell(str(message.error))
            return
        overtaken = self.headlines.answer
        self.search.message.error = None
        self.show_answer(message.answer)
        if overtaken is not None and not self._is_before_search(overtaken):
            overtaken.close()
        if accepted:
            self.on_search_input_accept()

    def _is_before_search(self, answer: Answer) -> bool:
        before = self._before_search
        return before is not None and before.list is not None and before.list.answer is answer

    def on_search_input_move(self, message: SearchInput.Move) -> None:
        self.headlines.move(message.by)
        self.read(self.headlines.head)

    def on_search_input_accept(self) -> None:
        if self.search is None:
            return
        if self.asker.pending:
            self._accepted = True
            return
        if self.search.message.error is not None:
            return
        before, answer = self._before_search, self.headlines.answer
        if before is not None and answer is not None and not self._is_before_search(answer):
            self.history.push(before)
        self._close_search()
        self.reread()
        self.turn_to("list")

    def on_search_input_cancel(self) -> None:
        before = self._before_search
        self._close_search()
        if before is not None:
            self._restore(before)

    def _close_search(self) -> None:
        self.asker.cancel()
        self._accepted = False
        self._before_search = None
        if self.search is not None:
            search, self.search = self.search, None
            search.remove()
            self.arrange_panes()
