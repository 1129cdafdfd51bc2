"""The lexicon changed while somebody reads: who does it is started, listened to, ended."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from textual.message import Message

from tui.language import say

if TYPE_CHECKING:
    from subprocess import Popen

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
        self._process: Popen[bytes] | None = None
        self._asking = threading.Lock()
        self._pending: tuple[str, ...] = ()
        """Names whose articles are still to be tagged again."""
        self._ended = False

    def ask(self, amendment: Amendment, then: Then) -> None:
        """Have a change made; ``then`` is told in the app what became of it."""
        # A daemon: no end of the program waits for it.
        threading.Thread(target=self._have_done, args=(amendment, then), daemon=True).start()

    def end(self) -> None:
        """Let go of the child, which finishes a change that it has begun and nothing else."""
        self._ended = True
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    def _have_done(self, amendment: Amendment, then: Then) -> None:
        from subprocess import DEVNULL, PIPE, Popen

        from store.amendment import Amended, read_amended, read_problem, written
        from store.tending import command

        words, environment = command(self._library.path, "store.amending")
        with self._asking:
            if self._ended:
                return
            if self._process is not None:
                # It only tags by now; this one goes on with that, by what is right then.
                self._process.kill()
                self._process.wait()
            process = self._process = Popen(
                words, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
            )
            assert process.stdin
            assert process.stdout
            process.stdin.write(written(replace(amendment, also=self._pending)))
            # Its input stays open as long as this process lives.
            process.stdin.flush()
            line = process.stdout.readline()
            broke_off = say("Changing the lexicon broke off.")
            amended = read_amended(line) if line else Amended(broke_off)
            self._pending += tuple(n for n in amended.names if n not in self._pending)
        if not self._ended:
            self._app.post_message(Answered(amended, then))
        output = process.stdout.read()
        with self._asking:
            process.wait()
            if process is not self._process or self._ended or not output:
                return
            self._pending, self._process = (), None
        self._app.post_message(Retagged(read_problem(output)))
