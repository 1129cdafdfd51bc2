"""Excerpts for the rows in sight, fetched in a thread once the rows themselves are painted."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from store.errors import StoreError

if TYPE_CHECKING:
    from store.library import Library
    from store.search.excerpts import Excerpt
    from tui.browser.answers import Answer
    from tui.browser.frame import Frame
    from tui.panes.headlines import Headlines

PAUSE = 0.01
"""Seconds between looks at whether a question is still under way."""


class Excerpter:
    """Fetches one batch at a time; the newest wish wins, and any question goes before it.

    The list says which it lacks and is given them.
    """

    def __init__(
        self, app: Frame, library: Library, busy: Callable[[], bool], headlines: Headlines
    ) -> None:
        """``busy``: a question is under way."""
        self._app = app
        self._headlines = headlines
        headlines.lacking = self._ask_soon
        self._library = library
        self._busy = busy
        self._number = 0
        self._wish: tuple[Answer, Sequence[str], int] | None = None

    def _ask_soon(self, answer: Answer, ids: Sequence[str], cells: int) -> None:
        # What is there already is painted first.
        self._app.call_after_refresh(self.ask, answer, ids, cells)

    def ask(self, answer: Answer, ids: Sequence[str], cells: int) -> None:
        """Fetch the excerpts of articles, in ``cells`` cells each."""
        if (answer, ids, cells) == self._wish:
            return
        self.cancel()
        self._wish = (answer, ids, cells)
        self._app.awaited.also("excerpts")
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
        self._app.awaited.came("excerpts")

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
        self._app.call_later(self._take, number, answer, ids, found, cells)

    def _take(
        self,
        number: int,
        answer: Answer,
        ids: Sequence[str],
        found: dict[str, Excerpt],
        cells: int,
    ) -> None:
        """Give the list what was found of ``ids``; one without an excerpt can't be read."""
        if number == self._number:
            self._wish = None
            answer.take_excerpts(ids, found, cells)
            self._headlines.repaint()
            self._app.awaited.came("excerpts")

    def _may_go_on(self, number: int) -> bool:
        while number == self._number and self._busy():
            time.sleep(PAUSE)
        return number == self._number
