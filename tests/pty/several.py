"""Several terminals at once: all are read, so that no program waits for another's reader."""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Sequence

from tests.pty.terminal import QUIET, Terminal

NO_ANSWER = 0.3
"""Seconds in which a key is answered if at all; `escape` may be the beginning of another key for a
third of that."""


def read_all(terminals: Sequence[Terminal], seconds: float) -> None:
    """Read whatever any of them writes for so long."""
    by_master = {terminal.master: terminal for terminal in terminals if not terminal.at_end}
    end = time.monotonic() + seconds
    while by_master and (left := end - time.monotonic()) > 0:
        for master in select.select(by_master, [], [], left)[0]:
            by_master[master].read(0)
            if by_master[master].at_end:
                del by_master[master]


def settle_all(terminals: Sequence[Terminal], quiet: float = QUIET) -> None:
    """Read what any of them writes until all have answered what was sent since the mark."""
    end = time.monotonic() + NO_ANSWER
    while time.monotonic() < end and not all(t.cost().bytes for t in terminals):
        read_all(terminals, quiet / 10)
    size = -1
    while size != (size := sum(len(t.received) for t in terminals)) or any(
        terminal.busy() for terminal in terminals
    ):
        read_all(terminals, quiet)


def wait_all(
    terminals: Sequence[Terminal], holds: Callable[[Terminal], bool], what: str, seconds: float = 60
) -> None:
    """Read till something holds of every one; an AssertionError shows a screen of which not."""
    end = time.monotonic() + seconds
    while waiting := [terminal for terminal in terminals if not holds(terminal)]:
        if waiting[0].at_end or time.monotonic() > end:
            raise AssertionError(f"{len(waiting)} without {what}, as:\n{waiting[0].text()}")
        read_all(terminals, 0.1)
