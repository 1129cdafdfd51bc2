"""The terminal: what it can do, and ending well when it is gone."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import termios
import threading
import time
import tty
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal, TypeAlias

from store.message import Message
from tui.wire.capabilities import capabilities
from tui.wire.encoding import is_utf8

Theme: TypeAlias = Literal[
    "ansi", "ansi-dark", "ansi-light", "dark", "light", "high-dark", "high-light", "mono"
]
Background: TypeAlias = Literal["dark", "light"]

GRACE = 5.0
"""Seconds the program has to end by itself when it must; then its terminal is restored for it."""
LEAVING = (
    "\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""What leaves the modes that Textual enters."""


def unfit() -> Message | None:
    """Why the browser can't run in this terminal, in words for a person; None when it can."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        return Message("the browser needs a terminal")
    # Textual writes to standard error.
    if not (sys.__stderr__ and sys.__stderr__.isatty()):
        return Message("the browser draws on standard error, which must be the terminal")
    kind = os.environ.get("TERM", "")
    if kind in ("dumb", "unknown"):
        return Message("this terminal (TERM={kind}) can't place text", kind=kind)
    if not kind:
        return Message("TERM isn't set, so what this terminal can is unknown: set it (TERM=xterm)")
    encoding = sys.__stderr__.encoding or "none"
    if not is_utf8(encoding):
        return Message(
            "this terminal's encoding ({encoding}) is not UTF-8, which the browser needs:"
            " choose UTF-8 in the terminal, and set LANG=C.UTF-8",
            encoding=encoding,
        )
    return None


def has_shell() -> bool:
    """Whether a shell with job control waits, which would wake up a program that stops."""
    try:
        parent = os.getppid()
        return os.getsid(parent) == os.getsid(0) and os.getpgid(parent) != os.getpgrp()
    except OSError:
        return False


def on_end(end: Callable[[int], None]) -> None:
    """Call ``end`` with an exit code, once and in the running loop, when the program must stop.

    That is on SIGHUP, SIGTERM and SIGINT (128 + n), and when the terminal hangs up: a hangup may
    come without a signal (nohup, a wrapper that ignores it), and Textual then reads end-of-file for
    ever. A loop that waits till somebody reads what was written to the terminal never calls it:
    ``GRACE`` seconds later the program ends all the same; every mark is on the disk by then.
    """
    loop = asyncio.get_running_loop()
    modes = _modes()
    told, tell = os.pipe()

    def signalled(number: int, _: object) -> None:
        os.write(tell, bytes((number,)))

    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        # Also takes the place of an inherited SIG_IGN.
        signal.signal(number, signalled)

    def watch() -> None:
        code = 128 + _wait_for_end(told)
        with suppress(RuntimeError):  # The loop is closed: the program has ended already.
            loop.call_soon_threadsafe(end, code)
        time.sleep(GRACE)
        # In a thread: where nobody reads the terminal, writing to it never comes back.
        threading.Thread(target=_restore, args=(modes,), daemon=True).start()
        time.sleep(1)
        os._exit(code)

    threading.Thread(target=watch, daemon=True).start()


def _modes() -> list[Any] | None:
    """The modes of the terminal as the program found them, without what Textual took from them."""
    try:
        modes = termios.tcgetattr(0)
    except termios.error:
        return None
    modes[tty.LFLAG] |= termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG
    modes[tty.IFLAG] |= termios.ICRNL | termios.IXON
    return modes


def _restore(modes: list[Any] | None) -> None:
    """Leave the terminal as it was, past a program that doesn't."""
    try:
        if modes is not None:
            termios.tcsetattr(0, termios.TCSANOW, modes)
        os.write(2, capabilities().spoken(LEAVING).encode())
    except (OSError, termios.error):
        return


def _wait_for_end(told: int) -> int:
    """Sleep until a signal is told of, or the terminal is gone; the number of the signal.

    No event is asked for of the terminal: POLLHUP and POLLERR always come.
    """
    poll = select.poll()
    poll.register(told, select.POLLIN)
    if sys.__stdin__ is not None:
        poll.register(sys.__stdin__.fileno(), 0)
    while not (ready := dict(poll.poll())):
        pass
    return os.read(told, 1)[0] if told in ready else signal.SIGHUP
