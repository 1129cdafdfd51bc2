"""Two hosts of this machine's own with a cable between them, which can be cut."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

ADDRESS = "192.0.2.1"
"""Of the server, in a range that is nobody's (RFC 5737); the client has the next one."""
_CLIENT = "192.0.2.2"


@dataclass(frozen=True, slots=True)
class Network:
    """What a program is started through to be on either host, and what cuts the cable."""

    server: tuple[str, ...]
    client: tuple[str, ...]
    _cut: tuple[str, ...]

    def cut(self) -> None:
        """No byte goes either way any more, and neither side is told."""
        subprocess.run(self._cut, check=True)


def missing() -> str | None:
    """Why there can't be one here, or None."""
    if os.geteuid() != 0:
        return "only root can make a network namespace"
    if not shutil.which("ip"):
        return "ip (iproute2) is not installed"
    try:
        with connected():
            return None
    except subprocess.CalledProcessError as error:
        return f"no network of its own can be made: {error.stderr.decode().strip()}"


@contextmanager
def connected() -> Iterator[Network]:
    """Two hosts, till the end of the block."""
    hosts = server, client = [f"wenren-{os.getpid()}-{end}" for end in "sc"]
    inside = {host: ("ip", "netns", "exec", host) for host in hosts}
    try:
        for host in hosts:
            _ip("netns", "add", host)
            _ip("netns", "exec", host, "true")
        _ip("-n", server, "link", "add", "cable", "type", "veth", "peer", "name", "cable",
            "netns", client)  # fmt: skip
        for host, address in ((server, ADDRESS), (client, _CLIENT)):
            _ip("-n", host, "address", "add", f"{address}/30", "dev", "cable")
            _ip("-n", host, "link", "set", "cable", "up")
        cut = ("ip", "-n", client, "link", "set", "cable", "down")
        yield Network(inside[server], inside[client], cut)
    finally:
        for host in hosts:
            subprocess.run(["ip", "netns", "delete", host], capture_output=True)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
