"""Asking the store in a thread: the newest question wins."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from textual.message import Message

from store.errors import QueryError, QueryInterruptedError, StoreError, UnfinishedQueryError
from tui.browser.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from store.library import Library, Meaning
    from store.search.completion import Completion


@dataclass(eq=False, slots=True)
class Question:
    """One question, part by part in a thread, which looks before each whether it is ``cancelled``.

    ``at``: where the cursor is in ``query``. ``counting``: the query whose rows are counted last.
    """

    query: str
    at: int = 0
    counting: str | None = None
    cancelled: bool = False
    ended: bool = False
    asking: Library | None = None
    """What is being asked, to be interrupted."""

    def cancel(self) -> None:
        self.cancelled = True
        if self.asking is not None:
            self.asking.interrupt()


class Asked(Message):
    """The rows of a question: ``answer``, or the ``error`` that kept it from one.

    With both, the query isn't finished, and the answer is that of what is kept of it meanwhile.
    """

    def __init__(
        self, question: Question, answer: Answer | None, error: QueryError | StoreError | None
    ) -> None:
        super().__init__()
        self.question = question
        self.query = question.query
        self.answer = answer
        self.error = error


class Offered(Message):
    """What may be meant at the cursor ``at``, and what a query's names were taken for; None for
    what was not asked."""

    def __init__(
        self,
        question: Question,
        at: int,
        completions: list[Completion] | None,
        meanings: list[Meaning] | None,
    ) -> None:
        super().__init__()
        self.question = question
        self.at = at
        self.completions = completions
        self.meanings = meanings


class Counted(Message):
    """How many rows a query has by now."""

    def __init__(self, query: str, total: int) -> None:
        super().__init__()
        self.query = query
        self.total = total


class Asker:
    """Asks one question at a time; another cancels the one under way.

    Posts ``Asked``, ``Offered`` and ``Counted`` to the app; ``settle`` and ``is_newest`` say which
    of them still matter.
    """

    def __init__(self, app: App[None], library: Library) -> None:
        self._app = app
        self._library = library
        self._lock = Lock()
        self._newest: Question | None = None
        self.pending = False
        """Rows are under way."""

    def ask(self, query: str, at: int, *, completing: bool = True) -> None:
        """Ask for the rows of a query, then for what its names mean and for completions."""

        def work(question: Question) -> None:
            parsed = self._rows(question)
            self._offer(question, completing=completing, meaning=parsed)

        self._start(Question(query, at), work)
        self.pending = True

    def complete(self, query: str, at: int) -> None:
        """Ask for completions where the cursor has moved to; rows under way come first."""
        if self.pending and self._newest is not None:
            self._newest.at = at
            return
        self._start(Question(query, at), lambda q: self._offer(q, completing=True, meaning=False))

    def count(self, query: str) -> None:
        """Ask how many rows a query has, after all else that is asked."""
        with self._lock:
            question = self._newest
            if question is not None:
                question.counting = query
                if not question.ended:
                    return
                question.ended = False
        if question is None:
            self._start(Question("", counting=query))
        else:
            self._run(question)

    def settle(self, asked: Asked) -> bool:
        """Whether these are the rows of the newest question, which are then no longer under way."""
        if asked.question is not self._newest:
            if asked.answer is not None:
                asked.answer.close()
            return False
        self.pending = False
        return True

    def is_newest(self, question: Question) -> bool:
        return question is self._newest

    def cancel(self) -> None:
        """Want no answer any more."""
        if self._newest is not None:
            self._newest.cancel()
            self._newest = None
        self.pending = False

    def _start(self, question: Question, work: Callable[[Question], None] | None = None) -> None:
        self.cancel()
        self._newest = question
        self._run(question, work)

    def _run(self, question: Question, work: Callable[[Question], None] | None = None) -> None:
        def run() -> None:
            try:
                if work is not None:
                    work(question)
                while (query := self._still_to_count(question)) is not None:
                    self._count(question, query)
            finally:
                question.ended = True

        self._app.run_worker(run, thread=True, group="ask", exit_on_error=False)

    def _still_to_count(self, question: Question) -> str | None:
        with self._lock:
            query, question.counting = question.counting, None
            if query is None or question.cancelled:
                question.ended = True
                return None
            return query

    def _rows(self, question: Question) -> bool:
        """Whether the query parses."""
        if question.cancelled:
            return False
        library = question.asking = self._library.clone()
        answer: Answer | None = None
        error: QueryError | StoreError | None = None
        try:
            answer, error = _answered(library, question.query)
        except QueryInterruptedError:
            library.close()
            return False
        except (QueryError, StoreError) as caught:
            library.close()
            error = caught
        # The answer's connection is the list's from here on: what comes next interrupts it not.
        question.asking = None
        if question.cancelled:
            library.close()
            return False
        self._app.post_message(Asked(question, answer, error))
        return error is None

    def _offer(self, question: Question, *, completing: bool, meaning: bool) -> None:
        """Through a connection of its own, for the list is read meanwhile; so is counting."""
        if question.cancelled:
            return
        library = question.asking = self._library.clone()
        completions: list[Completion] | None = [] if completing else None
        at = question.at
        meanings: list[Meaning] | None = None
        try:
            if completing:
                completions = library.complete(question.query, at)
            if meaning and not question.cancelled:
                meanings = library.meanings(question.query)
        except (QueryError, QueryInterruptedError, StoreError):
            # What is typed goes without, and another letter asks again.
            pass
        finally:
            question.asking = None
            library.close()
        if not question.cancelled:
            self._app.post_message(Offered(question, at, completions, meanings))

    def _count(self, question: Question, query: str) -> None:
        library = question.asking = self._library.clone()
        try:
            total = library.rows(query).total()
        except (QueryError, QueryInterruptedError, StoreError):
            return
        finally:
            question.asking = None
            library.close()
        if not question.cancelled:
            self._app.post_message(Counted(query, total))


def _answered(library: Library, query: str) -> tuple[Answer, UnfinishedQueryError | None]:
    """The answer to a query, or to what is kept of one that isn't finished, and how it isn't.

    Raises ``QueryError``, ``QueryInterruptedError``.
    """
    unfinished: UnfinishedQueryError | None = None
    while True:
        try:
            return Answer(library, query), unfinished
        except UnfinishedQueryError as error:
            unfinished = unfinished or error
            query = query[: error.kept].rstrip()
