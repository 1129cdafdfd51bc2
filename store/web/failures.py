"""What goes wrong on the way to an answer, in words for a person."""

from __future__ import annotations

import errno
import http.client
import os
import socket
import ssl

from urllib3 import exceptions as wire

from store.message import Message


class Failure(Exception):  # noqa: N818  it becomes a FetchError, which is what callers see
    """One attempt that failed.

    ``again``: the next one may not. ``silent``: the server gave no whole answer.
    """

    def __init__(
        self,
        reason: str,
        *,
        again: bool = False,
        silent: bool = False,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = Message(reason)
        self.again = again
        self.silent = silent or (again and status is None)
        self.status = status
        self.retry_after = retry_after
        self.gone = False


def failure_of(error: Exception) -> Failure:
    """The failure behind whatever the libraries raised, from its innermost cause.

    Raises the error itself when it is none of theirs: a fault of this program is no bad site.
    """
    cause = error
    while isinstance(cause, wire.HTTPError) and (inner := _inner(cause)):
        cause = inner
    match cause:
        case Failure():
            return cause
        case ssl.SSLCertVerificationError():
            return Failure(Message("TLS: {reason}", reason=cause.verify_message.rstrip(".")))
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return Failure("TLS: the connection was closed", again=True)
        case ssl.SSLError():
            reason = (cause.reason or "failed").replace("_", " ").lower()
            return Failure(Message("TLS: {reason}", reason=reason))
        case TimeoutError() | wire.TimeoutError():
            return Failure("no answer in time", again=True)
        case socket.gaierror():
            return _lookup(cause)
        case http.client.RemoteDisconnected():
            return Failure("the connection was closed without an answer", again=True)
        case http.client.IncompleteRead() | wire.IncompleteRead():
            return Failure("the answer was cut off", again=True)
        case http.client.LineTooLong():
            return Failure("a header is too long")
        case wire.DecodeError():
            # urllib3 is never asked to unpack; it only counts the codings.
            return Failure("packed too many times over")
        case http.client.HTTPException() | wire.HTTPError():
            if "headers" in str(cause):
                return Failure("too many headers")
            return Failure("the answer is not HTTP")
        case OSError():
            return _system(cause)
        case _:
            raise error


def _inner(error: wire.HTTPError) -> Exception | None:
    """The cause of one of urllib3's errors, which is either chained or its last argument."""
    for found in (error.__cause__, *reversed(error.args)):
        if isinstance(found, Exception) and found is not error:
            return found
    return None


def _lookup(error: socket.gaierror) -> Failure:
    if error.errno == socket.EAI_AGAIN:
        return Failure("the host's name can't be looked up at the moment", again=True)
    return Failure("no such host")


def _system(error: OSError) -> Failure:
    text = str(error)
    if text.startswith("Tunnel connection failed"):
        return Failure(Message("it says {status}", status=text.partition(": ")[2]))
    if error.errno in (errno.ECONNRESET, errno.EPIPE):
        return Failure("the connection was broken off", again=True)
    reason = Message(os.strerror(error.errno).lower() if error.errno else text)
    return Failure(reason, again=True)
