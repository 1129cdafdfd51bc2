"""The terminal: what it can do, and ending well when it is gone."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Literal, TypeAlias

from store.message import Message

Theme: TypeAlias = Literal[
    "ansi", "ansi-dark", "ansi-light", "dark", "light", "high-dark", "high-light", "mono"
]
Background: TypeAlias = Literal["dark", "light"]

GRACE = 5.0
"""Seconds the program has to end by itself when it must."""


def unfit() -> Message | None:
    """Why the browser can't run in this terminal, in words for a person; None when it can."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        return Message("the browser needs a terminal")
    # Textual writes to standard error.
    if not (sys.__stderr__ and sys.__stderr__.isatty()):
        return Message("the browser draws on standard error, which must be the terminal")
    if os.environ.get("TERM") == "dumb":
        return Message("this terminal (TERM=dumb) can't place text")
    encoding = (sys.__stderr__.encoding or "").lower().replace("-", "").replace("_", "")
    if encoding not in ("utf8", "gb18030"):
        return Message(
            "this terminal's encoding ({encoding}) can't carry Chinese:"
            " set PYTHONUTF8=1 or a UTF-8 locale",
            encoding=sys.__stderr__.encoding,
        )
    return None


def no_colour() -> bool:
    """Whether the person wants no colour anywhere (https://no-color.org)."""
    return bool(os.environ.get("NO_COLOR"))


def on_end(end: Callable[[int], None]) -> None:
    """Call ``end`` with an exit code, once and in the running loop, when the program must stop.

    That is on SIGHUP and SIGTERM (128 + n), and when the terminal hangs up: a hangup may come
    without a signal (nohup, a wrapper that ignores it), and Textual then reads end-of-file for
    ever. A loop that waits till somebody reads what was written to the terminal never calls it:
    ``GRACE`` seconds later the program ends there and then.
    """
    loop = asyncio.get_running_loop()
    told, tell = os.pipe()

    def signalled(number: int, _: object) -> None:
        os.write(tell, bytes((number,)))

    for number in (signal.SIGHUP, signal.SIGTERM):
        # Also takes the place of an inherited SIG_IGN.
        signal.signal(number, signalled)

    def watch() -> None:
        code = 128 + _wait_for_end(told)
        with suppress(RuntimeError):  # The loop is closed: the program has ended already.
            loop.call_soon_threadsafe(end, code)
        time.sleep(GRACE)
        os._exit(code)

    threading.Thread(target=watch, daemon=True).start()


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
