"""What a person has taken in while they read, as one process asks it of another (``store.child``).

Who does it (``store.taking``) tells how far it is, and last what became of it. Light: whoever asks
loads nothing of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from store.child import message
from store.intake.hygiene import clean_line

Do: TypeAlias = Literal["take", "fetch", "export", "put", "unsubscribe"]


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


def heard(said: dict[str, Any]) -> Progress | Outcome:
    """What is said of an errand, from JSON."""
    if "unit" in said:
        return Progress(**said)
    said["name"] = clean_line(said["name"])
    said["failed"] = message(said["failed"])
    return Outcome(**{**said, "refused": tuple(map(message, said["refused"]))})
