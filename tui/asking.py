"""Asking the store in a thread: the newest question wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from store.errors import QueryError, QueryInterruptedError, StoreError
from tui.answers import Answer

if TYPE_CHECKING:
    from textual.app import App

    from store.library import Library


class Asked(Message):
    """The newest question is answered: ``answer``, or the ``error`` that kept it from one."""

    def __init__(
        self,
        number: int,
        query: str,
        answer: Answer | None,
        error: QueryError | StoreError | None,
    ) -> None:
        super().__init__()
        self.number = number
        self.query = query
        self.answer = answer
        self.error = error


class Counted(Message):
    """How many rows a query has by now."""

    def __init__(self, query: str, total: int) -> None:
        super().__init__()
        self.query = query
        self.total = total


class Asker:
    """Asks one question at a time; ``ask`` cancels the one under way.

    Posts ``Asked`` or ``Counted`` to the app; ``settle`` says which of them still matter.
    """

    def __init__(self, app: App[None], library: Library) -> None:
        self._app = app
        self._library = library
        self._number = 0
        self._asking: Library | None = None
        self.pending = False
        """A question is under way."""

    def ask(self, query: str) -> None:
        """Ask for the rows of a query."""
        self._start(query, count_only=False)

    def count(self, query: str) -> None:
        """Ask how many rows a query has; gives way to any question."""
        if not self.pending:
            self._start(query, count_only=True)

    def settle(self, asked: Asked) -> bool:
        """Whether this answers the newest question, which is then no longer under way."""
        if asked.number != self._number:
            if asked.answer is not None:
                asked.answer.close()
            return False
        self.pending = False
        return True

    def cancel(self) -> None:
        """Want no answer any more."""
        self._number += 1
        self.pending = False
        if self._asking is not None:
            self._asking.interrupt()

    def _start(self, query: str, *, count_only: bool) -> None:
        self.cancel()
        self.pending = not count_only
        number = self._number
        self._app.run_worker(
            lambda: self._count(number, query) if count_only else self._ask(number, query),
            thread=True,
            group="ask",
            exit_on_error=False,
        )

    def _ask(self, number: int, query: str) -> None:
        if number != self._number:
            return
        library = self._asking = self._library.clone()
        answer: Answer | None = None
        error: QueryError | StoreError | None = None
        try:
            answer = Answer(library, query)
        except QueryInterruptedError:
            library.close()
            return
        except (QueryError, StoreError) as caught:
            library.close()
            error = caught
        if number != self._number:
            library.close()
            return
        self._app.post_message(Asked(number, query, answer, error))

    def _count(self, number: int, query: str) -> None:
        """Through its own connection: counting may take long, and the list is read meanwhile."""
        library = self._asking = self._library.clone()
        try:
            total = library.rows(query).total()
        except (QueryError, QueryInterruptedError, StoreError):
            return
        finally:
            library.close()
        if number == self._number:
            self._app.post_message(Counted(query, total))
