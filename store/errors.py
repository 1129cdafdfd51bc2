"""What can go wrong in the store, as a person is told it: one line, naming the file or field."""


class WenrenError(Exception):
    """Root of every error this program raises on purpose; ``str()`` is fit to print."""


class StoreError(WenrenError):
    """The store as a whole can't be used: missing, read-only, full, locked, or no store at all."""


class RefusedError(WenrenError):
    """One input can't be taken; the others can.

    ``input`` names the file, address or line; ``reason`` says why, in words for a person.
    """

    def __init__(self, input: str, reason: str) -> None:
        super().__init__(f"{input}: {reason}")
        self.input = input
        self.reason = reason


class QueryError(WenrenError):
    """A query that doesn't parse.

    ``position`` is the offset, in code points, of the first character that is to blame.
    ``message`` is a format string and ``values`` what it names, so that it can be said in another
    language.
    """

    def __init__(self, message: str, position: int, **values: str) -> None:
        super().__init__(message.format(**values))
        self.message = message
        self.position = position
        self.values = values


class UnfinishedQueryError(QueryError):
    """A query that doesn't parse as far as it goes, and may if it goes on.

    ``kept`` is how much of it, from its beginning, is to be looked for meanwhile: that may be
    unfinished in its turn. ``awaits`` is a message on what may follow, of the same ``values``.
    """

    def __init__(self, message: str, position: int, kept: int, awaits: str, **values: str) -> None:
        super().__init__(message, position, **values)
        self.kept = kept
        self.awaits = awaits


class QueryInterruptedError(WenrenError):
    """A newer query took this one's place."""
