"""A story's reports beside each other: the reader's article and the one it is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from store.errors import StoreError
from tui.browser.history import Front
from tui.browser.setup import Setup
from tui.browser.showing import Showing
from tui.language import say

if TYPE_CHECKING:
    from store.diff.comparison import Comparison
    from store.library import Head, Library
    from tui.panes.comparison import Place


class Compared(Message):
    """Two articles are compared: ``comparison``, or the ``error`` that kept them from it.

    ``place``: where to go in it; None for its beginning.
    """

    def __init__(
        self, number: int, comparison: Comparison | None, error: str, place: Place | None
    ) -> None:
        super().__init__()
        self.number = number
        self.comparison = comparison
        self.error = error
        self.place = place


class Contrast(Showing):
    """Compares in a thread; the newest pair wins.

    The first of a pair is always the earliest report of the story.
    """

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(library, query, setup)
        self._pairs = 0
        self._came_from: Front = "list"

    def action_compare(self) -> None:
        """Compare the reader's article with the earliest of its story, or that with the next."""
        article = self.reader.article
        if article is None:
            return
        try:
            first, *others = (head.id for head in self.library.story(article.id))
        except StoreError as error:
            self.tell(say(error.message))
            return
        if not others:
            self.tell(say("The store has no other report of this story."))
            return
        self._came_from = self.front
        self._compare(first, others[0] if article.id == first else article.id)

    def action_next_copy(self) -> None:
        self._walk_copies(1)

    def action_previous_copy(self) -> None:
        self._walk_copies(-1)

    def compare_again(self, place: Place) -> None:
        """Go back to a place in a comparison."""
        self._compare(place.first, place.second, place)

    def leave_comparison(self) -> bool:
        """Go back to where the comparison was asked for; whether there was one."""
        with self.batch_update():
            if not self.close_comparison():
                return False
            self.turn_to(self._came_from)
        return True

    def close_comparison(self) -> bool:
        """The reader takes its place again; whether there was one."""
        self._pairs += 1
        if self.comparison is None:
            return False
        shown, self.comparison = self.comparison, None
        if shown.has_focus:
            self.turn_to("reader")
        shown.remove()
        self.arrange_panes()
        return True

    def read(self, head: Head | None) -> None:
        if head is None:
            self.close_comparison()
        super().read(head)

    def load(self, id: str, *, reprints: int = 1) -> None:
        self.close_comparison()
        super().load(id, reprints=reprints)

    async def on_compared(self, message: Compared) -> None:
        from tui.panes.comparison import ComparisonPane

        if message.number != self._pairs:
            return
        if message.comparison is None:
            self.tell(message.error)
            return
        copies = self._copies(message.comparison.a.id)
        with self.batch_update():
            if self.comparison is None:
                self.comparison = ComparisonPane(self.colours)
                self.comparison.reading = self.reader.reading
                self.comparison.writing = self.reader.writing
                await self.mount(self.comparison)
                self.arrange_panes()
            self.comparison.show(message.comparison, copies)
            if message.place is not None:
                self.comparison.restore(message.place)
            if message.place is None or self.front == "reader":
                self.turn_to("reader")

    def _walk_copies(self, by: int) -> None:
        if self.comparison is None:
            return
        place = self.comparison.place()
        copies = self._copies(place.first)
        if len(copies) < 2 or place.second not in copies:
            self.tell(say("There is no other report to compare."))
            return
        at = (copies.index(place.second) + by) % len(copies)
        self._compare(place.first, copies[at])

    def _copies(self, first: str) -> list[str]:
        """The other reports of a story, earliest first, by id."""
        try:
            return [head.id for head in self.library.story(first) if head.id != first]
        except StoreError:
            return []

    def _compare(self, first: str, second: str, place: Place | None = None) -> None:
        self._pairs += 1
        number = self._pairs
        self.run_worker(
            lambda: self._compare_in_thread(number, first, second, place),
            thread=True,
            group="compare",
            exit_on_error=False,
        )

    def _compare_in_thread(self, number: int, first: str, second: str, place: Place | None) -> None:
        library = self.library.clone()
        comparison = None
        error = say("This article is gone from the store.")
        try:
            comparison = library.compare(first, second)
        except StoreError as caught:
            error = str(caught)
        finally:
            library.close()
        self.post_message(Compared(number, comparison, error, place))
