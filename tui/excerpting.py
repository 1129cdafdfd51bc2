"""Excerpts for the rows in sight, fetched in a thread once the rows themselves are painted."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from store.errors import StoreError

if TYPE_CHECKING:
    from textual.app import App

    from store.library import Library
    from store.search.excerpts import Excerpt
    from tui.answers import Answer

PAUSE = 0.01
"""Seconds between looks at whether a question is still under way."""


class Excerpted(Message):
    """What was found of the articles ``ids``; one without an excerpt can't be read."""

    def __init__(
        self, number: int, answer: Answer, ids: Sequence[str], found: dict[str, Excerpt]
    ) -> None:
        super().__init__()
        self.number = number
        self.answer = answer
        self.ids = ids
        self.found = found


class Excerpter:
    """Fetches one batch at a time; the newest wish wins, and any question goes before it.

    Posts ``Excerpted`` to the app; ``settle`` says whether it still matters.
    """

    def __init__(self, app: App[None], library: Library, busy: Callable[[], bool]) -> None:
        """``busy``: a question is under way."""
        self._app = app
        self._library = library
        self._busy = busy
        self._number = 0
        self._wish: tuple[Answer, Sequence[str], int] | None = None

    def ask(self, answer: Answer, ids: Sequence[str], cells: int) -> None:
        """Fetch the excerpts of articles, in ``cells`` cells each."""
        if (answer, ids, cells) == self._wish:
            return
        self.cancel()
        self._wish = (answer, ids, cells)
        number = self._number
        self._app.run_worker(
            lambda: self._fetch(number, answer, ids, cells),
            thread=True,
            group="excerpts",
            exit_on_error=False,
        )

    def cancel(self) -> None:
        """Want no excerpts any more."""
        self._number += 1
        self._wish = None

    def settle(self, excerpted: Excerpted) -> bool:
        """Whether this is the newest batch, which is then at hand."""
        if excerpted.number != self._number:
            return False
        self._wish = None
        return True

    def _fetch(self, number: int, answer: Answer, ids: Sequence[str], cells: int) -> None:
        found: dict[str, Excerpt] = {}
        if not self._may_go_on(number):
            return
        library = self._library.clone()
        try:
            for id, excerpt in library.excerpts(ids, answer.sought, cells):
                found[id] = excerpt
                if not self._may_go_on(number):
                    return
        except StoreError:
            # The rows are there without them, and what is wrong is told where they are read.
            pass
        finally:
            library.close()
        self._app.post_message(Excerpted(number, answer, ids, found))

    def _may_go_on(self, number: int) -> bool:
        while number == self._number and self._busy():
            time.sleep(PAUSE)
        return number == self._number
