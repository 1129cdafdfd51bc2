"""A web server on the loopback that misbehaves as told, byte by byte.

``with serving({"/feed.xml": answer(body)}) as server: client.get(server.url("/feed.xml"))``
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import TypeAlias

CERTIFICATES = Path(__file__).with_name("certificates")
"""Self-signed, for localhost, news.example and 127.0.0.1; their keys are nobody's secret."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for; the names of ``headers`` are in lower case."""

    method: str
    target: str
    headers: dict[str, str]


@dataclass(slots=True)
class Exchange:
    """One request that is being answered."""

    request: Request
    number: int
    """How many requests for this path came before."""

    connection: socket.socket
    stopping: threading.Event

    def send(self, data: bytes) -> None:
        """Send bytes as they are; raises ``OSError`` when the client is gone."""
        self.connection.sendall(data)

    def drip(self, data: bytes, seconds: float) -> None:
        """Send a byte at a time, ``seconds`` apart, until the server stops."""
        for byte in data:
            if self.wait(seconds):
                return
            self.send(bytes([byte]))

    def wait(self, seconds: float = 60) -> bool:
        """Say nothing for so long; True as soon as the server stops."""
        return self.stopping.wait(seconds)

    def reset(self) -> None:
        """End the connection with a RST, as a firewall does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


Behaviour: TypeAlias = Callable[[Exchange], None]


@dataclass(slots=True)
class Server:
    """A server that runs. ``routes`` may be changed meanwhile; other paths are answered 404."""

    routes: dict[str, Behaviour]
    port: int
    scheme: str = "http"
    requests: list[Request] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Request]:
        """The requests for one path so far."""
        return [r for r in self.requests if r.target.partition("?")[0] == path]


def head(status: int = 200, headers: Mapping[str, str] | None = None) -> bytes:
    """Status line and headers, with the empty line after them."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Whatever"
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{n}: {v}" for n, v in (headers or {}).items())]
    return "\r\n".join((*lines, "", "")).encode("latin-1")


def answer(
    body: bytes = b"", status: int = 200, headers: Mapping[str, str] | None = None
) -> Behaviour:
    """A well-behaved answer."""
    return raw(head(status, {"Content-Length": str(len(body)), **(headers or {})}) + body)


def redirect(location: str, status: int = 302) -> Behaviour:
    return answer(status=status, headers={"Location": location})


def raw(*pieces: bytes) -> Behaviour:
    """Exactly these bytes, and the end of the connection."""

    def send(exchange: Exchange) -> None:
        for piece in pieces:
            exchange.send(piece)

    return send


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """One behaviour for each request, the last for all that follow."""

    def behave(exchange: Exchange) -> None:
        behaviours[min(exchange.number, len(behaviours) - 1)](exchange)

    return behave


def conditional(body: bytes, etag: str = '"1"') -> Behaviour:
    """An answer with an ETag, and 304 for who has it."""

    def behave(exchange: Exchange) -> None:
        if exchange.request.headers.get("if-none-match") == etag:
            answer(status=304, headers={"ETag": etag})(exchange)
        else:
            answer(body, headers={"ETag": etag})(exchange)

    return behave


@contextmanager
def serving(
    routes: Mapping[str, Behaviour] | None = None, *, certificate: str | None = None
) -> Iterator[Server]:
    """A server on a free port of 127.0.0.1, which ends with the block.

    ``certificate``: a file in ``certificates/``, for TLS. The path ``*`` answers whatever else is
    asked for.
    """
    context: ssl.SSLContext | None = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATES / certificate)
    stopping = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(
            dict(routes or {}), listener.getsockname()[1], "https" if context else "http"
        )
        threads: list[threading.Thread] = []

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                thread = threading.Thread(
                    target=_serve, args=(server, connection, context, stopping), daemon=True
                )
                thread.start()
                threads.append(thread)

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield server
        finally:
            stopping.set()
            # Wakes the thread in accept(), which closing alone doesn't.
            listener.shutdown(socket.SHUT_RDWR)
            accepting.join(5)
            for thread in threads:
                thread.join(5)


def _serve(
    server: Server,
    connection: socket.socket,
    context: ssl.SSLContext | None,
    stopping: threading.Event,
) -> None:
    # Sending to a client that doesn't read must end too.
    connection.settimeout(5)
    with suppress(OSError), connection:
        if context:
            connection = context.wrap_socket(connection, server_side=True)
        with connection:
            if (request := _request(connection)) is None:
                return
            path = request.target.partition("?")[0]
            number = len(server.asked(path))
            server.requests.append(request)
            behave = server.routes.get(path) or server.routes.get("*") or answer(status=404)
            behave(Exchange(request, number, connection, stopping))
            with suppress(OSError):
                # An end that isn't a reset, though the client may have sent more than was read.
                connection.shutdown(socket.SHUT_WR)


def _request(connection: socket.socket) -> Request | None:
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65536)
        if not piece:
            return None
        received += piece
    lines = received.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, target, _ = lines[0].split(" ", 2)
    pairs = (line.partition(":") for line in lines[1:])
    return Request(method, target, {name.lower(): value.strip() for name, _, value in pairs})
