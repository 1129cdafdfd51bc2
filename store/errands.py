"""What a person has taken in while they read, done in a process of its own.

The child reads one errand, a line of JSON, tells how far it is a line at a time, and last what
became of it. The lexicon, TinyDB and the web are loaded there alone. It is at work as long as its
standard input is open, as ``store.tending`` is: what was written by then stays.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import orjson

from store.intake.hygiene import clean_line
from store.message import Message, packed, unpacked

Do: TypeAlias = Literal["take", "fetch", "export", "put", "unsubscribe"]
NICE = 5
"""Reading goes before."""
APART = 1.0
"""Seconds between two words on how far it is: the terminal is sent each of them."""


@dataclass(frozen=True, slots=True)
class Errand:
    """``what``: what was pasted to be taken in, where to export to, a feed's address.

    ``feed``: a subscription in JSON, to be put where its address is.
    """

    do: Do
    what: str = ""
    feed: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: of the bytes or feeds, 0 of 0 where nobody knows; and articles read."""

    unit: Literal["bytes", "feeds"]
    done: int = 0
    total: int = 0
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an errand; ``failed``: why the store can't be used, or the errand be done.

    ``feeds``: how many are subscribed to now that weren't; ``name``: of the one meant, if it was
    one. ``asked``: how many were fetched. ``refusals``: how many there are; ``refused``: the first.
    """

    added: int = 0
    known: int = 0
    feeds: int = 0
    asked: int = 0
    name: str = ""
    refusals: int = 0
    refused: tuple[str, ...] = ()
    failed: str = ""


Tell: TypeAlias = Callable[[Progress], None]


def command(store: Path) -> tuple[list[str], dict[str, str]]:
    """The words that start a child for a store, and its environment: what we import, it can."""
    path = os.pathsep.join(p or "." for p in sys.path)
    words = [sys.executable, "-P", "-m", __name__, str(store)]
    return words, {**os.environ, "PYTHONPATH": path}


def order(errand: Errand) -> bytes:
    """The line that tells a child what to do."""
    return orjson.dumps(asdict(errand)) + b"\n"


def word(line: bytes) -> Progress | Outcome:
    """What a child says in a line of its output."""
    said = orjson.loads(line)
    if "unit" in said:
        return Progress(**said)
    # Names of files and words of servers are in it.
    said["name"] = clean_line(said["name"])
    said["failed"] = _clean(said["failed"])
    return Outcome(**{**said, "refused": tuple(map(_clean, said["refused"]))})


def _clean(document: Any) -> Message:
    """A message as it is if it is clean, else its words alone."""
    message = unpacked(document)
    return message if clean_line(message) == message else Message(clean_line(message))


class _Teller:
    """Says how far it is, but not more often than anybody wants to see."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, progress: Progress) -> None:
        if (now := time.monotonic()) >= self._next:
            self._next = now + APART
            _say(progress)


def _say(what: Progress | Outcome) -> None:
    told = asdict(what)
    if isinstance(what, Outcome):
        told |= {"refused": list(map(packed, what.refused)), "failed": packed(what.failed)}
    sys.stdout.buffer.write(orjson.dumps(told) + b"\n")
    sys.stdout.buffer.flush()


def _end_with_parent() -> None:
    while os.read(0, 1 << 16):
        pass
    os._exit(0)


def _errand() -> Errand:
    line = b""
    while not line.endswith(b"\n"):
        if not (piece := os.read(0, 1 << 16)):
            os._exit(0)
        line += piece
    return Errand(**orjson.loads(line))


def main() -> None:
    from store.taking import run

    errand = _errand()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(NICE)
    _say(run(Path(sys.argv[1]), errand, _Teller()))


if __name__ == "__main__":
    main()
