"""What can go wrong in the store, as a person is told it: one line, naming the file or field."""

from __future__ import annotations

import errno

from store.message import Message


class WenrenError(Exception):
    """Root of every error this program raises on purpose; ``str()`` is fit to print.

    ``message`` is the same with its format string and values, to be said in another language.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        self.message = Message(message, **values)
        super().__init__(str(self.message))


class StoreError(WenrenError):
    """The store as a whole can't be used: missing, read-only, full, locked, or no store at all."""


class RefusedError(WenrenError):
    """One input can't be taken; the others can.

    ``input`` names the file, address or line; ``reason`` says why, in words for a person.
    """

    def __init__(self, input: str, reason: str, /, **values: object) -> None:
        self.input = input
        self.reason = Message(reason, **values)
        super().__init__("{input}: {reason}", input=input, reason=self.reason)


class FieldError(WenrenError, ValueError):
    """A value that isn't what it has to be; whoever asked for it says where it stands."""


class QueryError(WenrenError):
    """A query that doesn't parse.

    ``position`` is the offset, in code points, of the first character that is to blame.
    """

    def __init__(self, message: str, position: int, /, **values: object) -> None:
        super().__init__(message, **values)
        self.position = position


class UnfinishedQueryError(QueryError):
    """A query that doesn't parse as far as it goes, and may if it goes on.

    ``kept`` is how much of it, from its beginning, is to be looked for meanwhile: that may be
    unfinished in its turn. ``awaits`` is a message on what may follow, of the same values.
    """

    def __init__(
        self, message: str, position: int, kept: int, awaits: str, /, **values: object
    ) -> None:
        super().__init__(message, position, **values)
        self.kept = kept
        self.awaits = Message(awaits, **values)


class QueryInterruptedError(WenrenError):
    """A newer query took this one's place."""

    def __init__(self) -> None:
        super().__init__("a newer query took this one's place")


def reason_of(error: WenrenError, path: object) -> Message:
    """Why, of an error about a file, where its name is told already."""
    reason = error.message.values.get("reason")
    if isinstance(reason, str) and str(error) == f"{path}: {reason}":
        return Message(reason)
    return error.message


def said(error: Exception) -> Message:
    """What an error says, in words that can be translated if it is one of ours."""
    return error.message if isinstance(error, WenrenError) else Message(str(error))


def system(error: OSError) -> Message:
    """What the system says went wrong."""
    if error.errno == errno.ENOSPC:
        return Message("the disk is full")
    return Message((error.strerror or str(error)).lower())
