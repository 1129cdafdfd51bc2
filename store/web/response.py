"""What asking for an address comes to: a response, or an error that says why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from store.errors import RefusedError
from store.intake.hygiene import clean_line

_NAME = 500
_REASON = 1000
"""Longest address and longest reason in a message, in characters."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a server gave. ``status`` is 200, or 304 (nothing new, no body).

    ``url``: where it was found in the end. ``permanent_url``: where the address has moved for
    good, None if it hasn't. ``content_type`` (``text/html``) and ``charset`` are in lower case, as
    the server says. ``etag`` and ``modified`` are fit to be stored and sent back. ``body`` is
    unpacked. ``retry_after``: the seconds until the server wants to be asked again.
    """

    url: str
    permanent_url: str | None
    status: int
    content_type: str | None
    charset: str | None
    etag: str | None
    modified: str | None
    body: bytes
    retry_after: float | None


class FetchError(RefusedError):
    """An address that gave nothing.

    ``gone``: for good, says the server (410). ``retry_after``: seconds until it wants to be asked
    again, at most a week. ``status``: of the last answer, None if there was none.
    """

    def __init__(
        self,
        url: str,
        reason: str,
        *,
        gone: bool = False,
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        said = clean_line(reason)[:_REASON]
        super().__init__(short(url), reason if said == reason else said)
        self.url = url
        self.gone = gone
        self.retry_after = retry_after
        self.status = status


def short(url: str) -> str:
    """An address for a message."""
    line = clean_line(url)
    return line if len(line) <= _NAME else line[:_NAME] + "…"
