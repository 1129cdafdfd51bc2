"""The index brought in step while somebody reads: started, listened to, ended."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from textual.message import Message

from store.errors import StoreError
from store.permission import kiosk
from tui.browser.child import Child, lines
from tui.language import say

if TYPE_CHECKING:
    from textual.app import App

    from store.library import Library


class Tended(Message):
    """The index is in step, or can't be brought there; ``said``: what there is to say of that."""

    def __init__(self, said: tuple[str, ...]) -> None:
        super().__init__()
        self.said = said


class Tender:
    """Has a child process bring the index in step (``store.tending``), one at a time."""

    def __init__(self, app: App[None], library: Library) -> None:
        self._app = app
        self._library = library
        self._child = Child("store.tending")
        self._busy = False

    def start(self) -> None:
        """Look, in a thread, whether there is anything to do, and have it done."""
        if not self._busy and not self._child.ended:
            self._busy = True
            threading.Thread(target=self._tend, daemon=True).start()

    def end(self) -> None:
        """Stop; what was done stays done."""
        self._child.end()

    def _tend(self) -> None:
        try:
            said = self._have_done() if self._is_needed() else None
        finally:
            self._busy = False
        if said is not None and not self._child.ended:
            self._app.post_message(Tended(said))

    def _is_needed(self) -> bool:
        try:
            library = self._library.clone()
        except StoreError:
            # It is gone by now.
            return True
        try:
            return library.unfinished() is not None or library.stale()
        except StoreError:
            return True
        finally:
            library.close()

    def _have_done(self) -> tuple[str, ...] | None:
        if kiosk():
            return (behind(self._library.unfinished()),)
        from store.child import message

        process = self._child.start(self._library.path)
        if process is None:
            return None
        said = tuple(say(message(each)) for each in lines(process))
        if code := process.wait():
            return (say("Indexing broke off ({code}).", code=code),)
        return said


def behind(unfinished: tuple[int, int] | None) -> str:
    """What is to be said of an index that isn't in step where it is only read."""
    if unfinished == (0, 0):
        return say("The index is missing or of another version: `wenren reindex` makes it.")
    if unfinished:
        return say("The index isn't whole: `wenren reindex` makes it.")
    return say("The index is behind the articles: `wenren add` or `fetch` brings it in step.")
