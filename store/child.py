"""A process of ours beside one where somebody reads: its order, what it says, and its end.

What is heavy is loaded there alone: the lexicon, TinyDB, the web. It reads its order from its
standard input, a line of JSON, and says what there is to say in such lines. It is at work as long
as that input is open: when its parent is gone, however it went, the pipe ends and so does the
child. What it had committed by then stays. ``tui.browser.child`` is the other end of the pipe.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import Any

import orjson

from store.intake.hygiene import clean_line
from store.message import Message, packed, unpacked

NICE = 5
"""Reading goes before."""
_FORM = orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_APPEND_NEWLINE


def line(said: object) -> bytes:
    """What crosses the pipe: a dataclass, or what JSON has; messages with their values."""
    return orjson.dumps(said, default=_plain, option=_FORM)


def _plain(value: object) -> Any:
    if isinstance(value, Message):
        return packed(value)
    raise TypeError(type(value))


def message(document: Any) -> Message:
    """A message that crossed it, as it is if it is clean, else its words alone."""
    # Names of files and words of servers are in it.
    told = unpacked(document)
    return told if clean_line(told) == told else Message(clean_line(told))


def order() -> Any:
    """What this process is to do; its end, if nobody is left to say."""
    told = sys.stdin.buffer.readline()
    if not told.endswith(b"\n"):
        sys.exit()
    return orjson.loads(told)


def say(said: object) -> None:
    sys.stdout.buffer.write(line(said))
    sys.stdout.buffer.flush()


def attend(end: Callable[[], object] = lambda: os._exit(0)) -> None:
    """Let reading go before from here on, and end when the parent is gone."""

    def watch() -> None:
        while os.read(0, 1 << 16):
            pass
        end()

    threading.Thread(target=watch, daemon=True).start()
    os.nice(NICE)
