"""One request and its answer over a connection of its own, bounded in time and in bytes.

Connections aren't kept: between two requests to a host lies a pause anyway, and whatever a broken
server left in a connection never becomes part of the next answer.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import TypeAlias

from urllib3 import HTTPHeaderDict, HTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import make_headers

from store.message import Message
from store.web.addresses import Address
from store.web.bodies import too_large, unpacked
from store.web.failures import Failure, failure_of
from store.web.proxies import Proxy

TRIES = 4
"""Most addresses of one host that are tried, one after the other."""

_PIECE = 1 << 16

Context: TypeAlias = Callable[[], ssl.SSLContext]


@dataclass(frozen=True, slots=True)
class Limits:
    """``connect``, ``idle``: seconds for a connection, and between two pieces of an answer;
    ``size``: bytes of a body, packed and unpacked."""

    connect: float
    idle: float
    size: int


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` is read only where the status is 200."""

    status: int
    headers: HTTPHeaderDict
    body: bytes


class Watch:
    """Ends an exchange after so many ``seconds``, or when told, whatever it is waiting for.

    Timeouts of a socket are no use against a server that sends a byte now and then: what every
    wait on a socket ends by is the socket being shut down by another thread.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self.end)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._connection: HTTPConnection | None = None
        self._socket: socket.socket | None = None
        self.ended = False

    def __enter__(self) -> Watch:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._connection = self._socket = None

    @property
    def left(self) -> float:
        """The seconds left; raises ``Failure`` when there are none."""
        left = self._end - time.monotonic()
        if self.ended or left <= 0:
            raise Failure(
                Message("not done in {seconds:.3g} seconds", seconds=self.seconds), silent=True
            )
        return left

    def connecting(self, connection: HTTPConnection) -> None:
        with self._lock:
            self._connection = connection

    def connected(self) -> None:
        """From now on the socket is watched, even when the connection has let go of it."""
        with self._lock:
            if self._connection is not None:
                self._socket = self._connection.sock

    def end(self) -> None:
        self.ended = True
        with self._lock:
            connecting = self._connection.sock if self._connection else None
            for open_one in (self._socket, connecting):
                if open_one is not None:
                    with suppress(OSError):
                        # Of a TLS socket too, only the connection below ends: its own shutdown
                        # would change it under the thread that reads.
                        socket.socket.shutdown(open_one, socket.SHUT_RDWR)


def exchange(
    address: Address,
    way: Sequence[str] | Proxy,
    headers: Mapping[str, str],
    *,
    limits: Limits,
    context: Context,
    watch: Watch,
) -> Answer:
    """GET an address by ``way``: the checked addresses of its host, or a proxy.

    Raises ``Failure``.
    """
    connection: HTTPConnection | None = None
    try:
        if isinstance(way, Proxy):
            connection = _by_proxy(address, way, limits, context, watch)
        else:
            connection = _direct(address, way, limits, context, watch)
        watch.connected()
        connection.timeout = min(limits.idle, watch.left)
        target, sent = address.target, {"Host": address.authority, **headers}
        if isinstance(way, Proxy) and address.scheme == "http":
            target, sent = address.url, sent | _credentials(way)
        with suppress(BrokenPipeError):
            # The server may have answered before it had read the request.
            connection.request(
                "GET", target, headers=sent, preload_content=False, decode_content=False
            )
        return _answer(connection, limits.size, watch)
    except Exception as error:
        # What ended the exchange, and not what it looked like on the inside.
        _ = watch.left
        raise failure_of(error) from error
    finally:
        if connection is not None:
            connection.close()


def _direct(
    address: Address, ips: Sequence[str], limits: Limits, context: Context, watch: Watch
) -> HTTPConnection:
    """A connection to the first of the checked addresses that takes one.

    The host's name is used for the certificate and never looked up again.
    """
    failure: Exception = Failure("no such host")
    for number, ip in enumerate(tried := ips[:TRIES]):
        timeout = min(limits.connect, watch.left / (len(tried) - number))
        connection: HTTPConnection
        if address.scheme == "https":
            connection = HTTPSConnection(
                ip,
                address.port,
                timeout=timeout,
                server_hostname=address.host,
                ssl_context=context(),
            )
        else:
            connection = HTTPConnection(ip, address.port, timeout=timeout)
        watch.connecting(connection)
        try:
            connection.connect()
            return connection
        except Exception as error:
            connection.close()
            failure = error
    raise failure


def _by_proxy(
    address: Address, proxy: Proxy, limits: Limits, context: Context, watch: Watch
) -> HTTPConnection:
    timeout = min(limits.connect, watch.left)
    connection: HTTPConnection
    if address.scheme == "https":
        connection = HTTPSConnection(proxy.host, proxy.port, timeout=timeout, ssl_context=context())
        connection.set_tunnel(address.host, address.port, headers=_credentials(proxy))
    else:
        connection = HTTPConnection(proxy.host, proxy.port, timeout=timeout)
    watch.connecting(connection)
    try:
        connection.connect()
    except Exception as error:
        connection.close()
        failure = failure_of(error)
        raise Failure(
            Message("proxy {host}: {reason}", host=proxy.host, reason=failure.reason),
            again=failure.again,
        ) from error
    return connection


def _credentials(proxy: Proxy) -> dict[str, str]:
    return dict(make_headers(proxy_basic_auth=proxy.credentials)) if proxy.credentials else {}


def _answer(connection: HTTPConnection, limit: int, watch: Watch) -> Answer:
    response: HTTPResponse | None = None
    try:
        response = connection.getresponse()
        if response.status != 200:
            return Answer(response.status, response.headers, b"")
        if (response.length_remaining or 0) > limit:
            raise too_large(limit)
        body = bytearray()
        while piece := response.read(_PIECE, decode_content=False):
            body += piece
            if len(body) > limit:
                raise too_large(limit)
    except ValueError as error:
        # Of http.client, which takes a chunk of -5 bytes at its word.
        raise Failure("the answer is not HTTP") from error
    finally:
        if response is not None:
            response.close()
    # A body that ends with the connection looks whole when the watch has ended it.
    _ = watch.left
    codings = response.headers.get("Content-Encoding", "")
    return Answer(200, response.headers, unpacked(bytes(body), codings, limit))
