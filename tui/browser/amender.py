"""The lexicon changed while somebody reads: who does it is started, listened to, ended."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from textual.message import Message

from tui.browser.child import Child, lines
from tui.language import say

if TYPE_CHECKING:
    from textual.app import App

    from store.amendment import Amended, Amendment
    from store.library import Library

Then: TypeAlias = "Callable[[Amended], None]"


class Answered(Message):
    """What became of an amendment; ``then``: what is to be done with it."""

    def __init__(self, amended: Amended, then: Then) -> None:
        super().__init__()
        self.amended = amended
        self.then = then


class Retagged(Message):
    """The articles concerned have their new names; ``problem``: why not, if they haven't."""

    def __init__(self, problem: str) -> None:
        super().__init__()
        self.problem = problem


class Amender:
    """Has a child process make each change (``store.amending``), one after the other."""

    def __init__(self, app: App[None], library: Library) -> None:
        self._app = app
        self._library = library
        self._child = Child("store.amending")
        self._asking = threading.Lock()
        self._pending: tuple[str, ...] = ()
        """Names whose articles are still to be tagged again."""

    def ask(self, amendment: Amendment, then: Then) -> None:
        """Have a change made; ``then`` is told in the app what became of it."""
        threading.Thread(target=self._have_done, args=(amendment, then), daemon=True).start()

    def end(self) -> None:
        """Let go of the child, which finishes a change that it has begun and nothing else."""
        self._child.let_go()

    def _have_done(self, amendment: Amendment, then: Then) -> None:
        from store.amendment import Amended, amended
        from store.child import message

        with self._asking:
            # Who is at work only tags by now; the next goes on with that, by what is right then.
            wanted = replace(amendment, also=self._pending)
            process = self._child.start(self._library.path, wanted)
            if process is None:
                return
            said = lines(process)
            broke_off = Amended(say("Changing the lexicon broke off."))
            answer = next(map(amended, said), broke_off)
            self._pending += tuple(n for n in answer.names if n not in self._pending)
        if not self._child.ended:
            self._app.post_message(Answered(answer, then))
        problem = next(map(message, said), None)
        with self._asking:
            process.wait()
            if problem is None or not self._child.is_at(process):
                return
            self._pending = ()
        self._app.post_message(Retagged(problem))
