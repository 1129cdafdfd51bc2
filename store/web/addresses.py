"""Addresses of the web: which may be asked for at all, and which machines they may lead to.

A feed or a page can name any address, so none may reach what only this machine or its network
can: routers, metadata services of clouds, databases behind the firewall.
"""

from __future__ import annotations

import queue
import re
import socket
import threading
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TypeAlias
from urllib.parse import quote, urljoin, urlsplit

from store.message import Message
from store.web.failures import Failure

LENGTH = 4000
"""Longest address, in characters."""

PORTS = {"http": 80, "https": 443}

# Ports of services that understand enough of a request to be harmed by one: "port blocking" of
# the Fetch standard, as browsers do it. Any other port may serve a feed.
_BLOCKED_PORTS = frozenset(
    int(port)
    for line in (
        "0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109",
        "110 111 113 115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526",
        "530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659",
        "4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080",
    )
    for port in line.split()
)

Network: TypeAlias = IPv4Network | IPv6Network

# IANA's special-purpose address registries. Listed, not asked of ``ipaddress``: what is refused
# must not change with the Python that runs.
_NOT_PUBLIC = tuple(
    IPv4Network(network)
    for line in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12",
        "192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24",
        "203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
    )
    for network in line.split()
)
# Of IPv6 only this much is given out; in it lie protocols that wrap IPv4 (6to4, Teredo) and
# ranges for documentation. What wraps an address is no way round the check of it.
_GIVEN_OUT = IPv6Network("2000::/3")
_WITHIN_NOT_PUBLIC = tuple(
    map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
)
# How networks without IPv4 reach it (RFC 6052): a host's own address stands in the last 32 bits.
_NAT64 = IPv6Network("64:ff9b::/96")

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
# What the system's resolver takes for an IPv4 address: 127.1, 0x7f.0.0.1, 2130706433.
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}")
_LOCAL_NAME = re.compile(r"(?:.*\.)?(?:localhost|localdomain|local|internal|lan|home\.arpa)")

_PRINTABLE = "".join(chr(code) for code in range(0x21, 0x7F))
_UNRESERVED = "%!$&'()*+,;=:@/~"


@dataclass(frozen=True, slots=True)
class Address:
    """A checked address: ``host`` is ASCII in lower case (IPv6 without brackets), ``target`` the
    path and query, percent-encoded. Its fragment is gone."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and port as the Host header gives them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def address(url: str) -> Address:
    """The address a person, a feed or a page gave; raises ``Failure`` for what isn't fetched.

    Names and passwords in an address are refused: they would end up in articles and messages,
    and serve mostly to hide the host (``http://news.example@127.0.0.1/``).
    """
    if len(url) > LENGTH:
        raise Failure(Message("the address is longer than {length} characters", length=LENGTH))
    try:
        parts = urlsplit(url.strip())
        if parts.scheme not in PORTS:
            raise Failure("only http and https addresses are fetched")
        if "@" in parts.netloc:
            raise Failure("an address with a name or password isn't fetched")
        host = _host(parts.hostname or "")
        port = PORTS[parts.scheme] if parts.port is None else parts.port
        target = quote(parts.path or "/", safe=_UNRESERVED)
        if parts.query:
            target += "?" + quote(parts.query, safe=_UNRESERVED + "?[]|")
    except ValueError:
        raise Failure("not a web address") from None
    if port in _BLOCKED_PORTS:
        raise Failure(Message("port {port} is no web server's", port=port))
    return Address(parts.scheme, host, port, target)


def redirected(base: Address, location: str) -> Address:
    """Where a Location header leads; its bytes, read as Latin-1, are percent-encoded as sent."""
    sent = quote(location.strip().encode("latin-1", "replace"), safe=_PRINTABLE)
    try:
        return address(urljoin(base.url, sent))
    except ValueError:
        raise Failure("not a web address") from None


def _host(name: str) -> str:
    """A host in its one spelling; raises ``ValueError`` for what is none."""
    if len(name) > 253 or "%" in name:
        raise ValueError
    if ":" in name:
        return str(IPv6Address(name))
    # Full-width digits and dots become plain ones here, as they do in the resolver.
    host = name.encode("idna").decode("ascii").lower().removesuffix(".")
    if not _HOST.fullmatch(host):
        raise ValueError
    return host


class Reach:
    """Which machines may be connected to: public ones, and the ``allowed``.

    ``allowed``: True for every machine, or networks (``198.18.0.0/15``, which some proxies give
    out in place of real addresses).
    """

    def __init__(self, allowed: bool | Collection[str] = False) -> None:
        self._all = allowed is True
        networks = () if isinstance(allowed, bool) else allowed
        self._allowed = tuple(ip_network(network, strict=False) for network in networks)

    def check(self, host: str, found: Collection[str]) -> None:
        """Raise ``Failure`` unless every address ``found`` for ``host`` may be connected to."""
        for text in found:
            ip = ip_address(text)
            if not (self._all or any(ip in network for network in self._allowed) or public(ip)):
                named = host if text == host else f"{host} ({text})"
                raise Failure(
                    Message(
                        "{host} is a private address; `private_addresses` allows it", host=named
                    )
                )

    def check_name(self, host: str) -> None:
        """The check of a host whose name a proxy will look up: of what can be told from the name.

        What a name leads to is then the proxy's business, as is what it lets through.
        """
        if _NUMERIC.fullmatch(host):
            try:
                self.check(host, [socket.inet_ntoa(socket.inet_aton(host))])
            except OSError:
                raise Failure("not a web address") from None
        elif ":" in host:
            self.check(host, [host])
        elif _LOCAL_NAME.fullmatch(host) and not self._all:
            raise Failure(
                Message("{host} is a private address; `private_addresses` allows it", host=host)
            )


def public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to one machine of the public internet."""
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _NOT_PUBLIC)
    if ip.ipv4_mapped:
        return public(ip.ipv4_mapped)
    if ip in _NAT64:
        return public(IPv4Address(int(ip) & 0xFFFFFFFF))
    return ip in _GIVEN_OUT and not any(ip in network for network in _WITHIN_NOT_PUBLIC)


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a host in the system's order of preference, each once.

    Raises ``OSError`` when there are none or they aren't found in ``seconds``. The system's
    resolver can't be stopped, so it works in a thread that is left to itself.
    """
    answer: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except OSError as error:
            answer.put(error)
        except UnicodeError:
            answer.put(socket.gaierror(socket.EAI_NONAME, "no such host"))

    threading.Thread(target=look_up, name="resolver", daemon=True).start()
    try:
        found = answer.get(timeout=seconds)
    except queue.Empty:
        raise socket.gaierror(socket.EAI_AGAIN, "no answer in time") from None
    if isinstance(found, OSError):
        raise found
    return found
