"""The terminal: what it can do, and ending well when it is gone."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from typing import Literal, TypeAlias

from store.message import Message

Theme: TypeAlias = Literal[
    "ansi", "ansi-dark", "ansi-light", "dark", "light", "high-dark", "high-light", "mono"
]
Background: TypeAlias = Literal["dark", "light"]

HANGUP = 128 + signal.SIGHUP


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


def kiosk() -> bool:
    """Whether a person may only read: no file is written, no other program started."""
    return os.environ.get("WENREN_KIOSK", "").strip().lower() not in ("", "0", "no", "false")


def on_end(end: Callable[[int], None]) -> Callable[[], None]:
    """Call ``end`` with an exit code, once and in the running loop, when the program must stop.

    That is on SIGHUP and SIGTERM (128 + n), and when the terminal hangs up: a hangup may come
    without a signal (nohup, a wrapper that ignores it), and Textual then reads end-of-file for
    ever. Returns what undoes it.
    """
    loop = asyncio.get_running_loop()
    ended = False

    def once(code: int) -> None:
        nonlocal ended
        if not ended:
            ended = True
            end(code)

    caught = (signal.SIGHUP, signal.SIGTERM)
    for number in caught:
        # Also takes the place of an inherited SIG_IGN.
        loop.add_signal_handler(number, once, 128 + number)

    def hung_up() -> None:
        try:
            loop.call_soon_threadsafe(once, HANGUP)
        except RuntimeError:
            return  # The loop is closed: the program has ended already.

    if sys.__stdin__ is not None:
        fileno = sys.__stdin__.fileno()
        watch = threading.Thread(target=_wait_for_hangup, args=(fileno, hung_up), daemon=True)
        watch.start()

    def undo() -> None:
        for number in caught:
            loop.remove_signal_handler(number)

    return undo


def _wait_for_hangup(fileno: int, hung_up: Callable[[], None]) -> None:
    """Sleep until the terminal is gone. No event is asked for: POLLHUP and POLLERR always come."""
    poll = select.poll()
    poll.register(fileno, 0)
    while not poll.poll():
        pass
    hung_up()
