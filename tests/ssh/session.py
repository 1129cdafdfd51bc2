"""One person's session over SSH: the client on a terminal, and what runs on the server for it."""

from __future__ import annotations

import itertools
import os
import re
import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psutil  # type: ignore[import-untyped]

from store.journal import Journal
from store.marks import Marks
from tests.pty.program import ROOT, WENREN, environment
from tests.pty.terminal import Cost, Terminal, working
from tests.ssh.server import Server

_TOKEN = "LC_WENREN_SESSION"
"""Told to the server, so that whatever a session started is known by its environment."""
_STARRED = re.compile(r" ?>.\*")
_numbers = itertools.count()
QUIET = 0.15
"""Seconds of silence that mean an answer is whole: what is under way between two of the four
processes that bring it shows in none of them."""


def browser(home: Path, store: Path) -> str:
    """The shell command that is the browser on a store, for an account whose home that is."""
    around = (f"HOME={home}", f"PYTHONPATH={ROOT}", "ESCDELAY=25")
    own = ["env", *around, *WENREN, "--store", str(store)]
    return f"exec {shlex.join(own)}"


class Session(Terminal):
    """A login of ``user`` to a server; ``options``: more of the client's.

    A context manager that kills what is left, on the server too.
    """

    def __init__(
        self,
        server: Server,
        home: Path,
        user: str = "reader",
        *,
        options: Sequence[str] = (),
        words: Sequence[str] = (),
        cols: int = 80,
        rows: int = 24,
    ) -> None:
        self.token = f"{os.getpid()}-{next(_numbers)}"
        self._program: psutil.Process | None = None
        self._link: psutil.Process | None = None
        *login, host = server.login
        named = ("-o", f'SetEnv="WENREN_USER={user}" {_TOKEN}={self.token}')
        argv = (*login, *named, *options, host, *words)
        super().__init__(argv, environment(home), cols=cols, rows=rows)

    def __exit__(self, *error: object) -> None:
        super().__exit__(None, None, None)
        for process in (self._link, *self.processes()):
            with suppress(psutil.NoSuchProcess):
                if process is not None:
                    process.kill()

    def processes(self) -> list[psutil.Process]:
        """What runs for this session on the server, the first to begin before what it began."""
        found = [p for p in psutil.process_iter() if _environment(p).get(_TOKEN) == self.token]
        return sorted(found, key=lambda process: process.create_time())

    @property
    def program(self) -> psutil.Process:
        """The program that was logged in to."""
        if self._program is None:
            self._program = self.processes()[0]
        return self._program

    @property
    def link(self) -> psutil.Process:
        """The server's process that holds the session's terminal."""
        if self._link is None:
            self._link = self.program.parent()
        return self._link

    def settle(self, quiet: float = QUIET, seconds: float = 30) -> Cost:
        return super().settle(quiet, seconds)

    def busy(self) -> bool:
        """Whether the program, or what brings its bytes here, is at work."""
        return any(map(working, (self.program.pid, self.link.pid, self.pid)))


def _environment(process: psutil.Process) -> Mapping[str, str]:
    try:
        found: dict[str, str] = process.environ()
    except psutil.Error:
        return {}
    return found


def marks_of(home: Path, store: Path, user: str) -> Marks:
    """What the journal of a person holds, read as the next session would."""
    (path,) = home.glob(f".local/state/wenren/marks/*/{quote(user)}.jsonl")
    journal = Journal(path, store)
    assert not journal.problem
    return journal.marks


def starred(terminal: Terminal) -> bool:
    """Whether the selected story has a star; it may be read or not."""
    return any(_STARRED.match(line) for line in terminal.lines())
