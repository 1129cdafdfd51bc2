"""A relay on the loopback that counts what a connection takes on the wire, encryption and all."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass(slots=True)
class Relay:
    """Passes what comes to ``port`` on; ``down`` and ``up``: bytes to the client and from it."""

    port: int
    down: int = 0
    up: int = 0


@contextmanager
def relaying(port: int) -> Iterator[Relay]:
    """A relay to a port of the loopback, till the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        relay = Relay(listening.getsockname()[1])

        def accept() -> None:
            with suppress(OSError):  # The block has ended.
                while True:
                    client, _ = listening.accept()
                    server = socket.create_connection(("127.0.0.1", port))
                    for way in ((client, server, "up"), (server, client, "down")):
                        threading.Thread(target=carry, args=way, daemon=True).start()

        def carry(source: socket.socket, target: socket.socket, way: str) -> None:
            # As the two ends of an ssh connection do it themselves.
            target.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with suppress(OSError):
                while data := source.recv(1 << 16):
                    setattr(relay, way, getattr(relay, way) + len(data))
                    target.sendall(data)
            with suppress(OSError):
                target.shutdown(socket.SHUT_WR)

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield relay
        finally:
            listening.shutdown(socket.SHUT_RDWR)
