"""The proxy of the environment, which many readers of Chinese news can't do without.

``http_proxy``, ``https_proxy``, ``all_proxy`` and ``no_proxy`` in either case, as curl reads
them; on macOS and Windows the system's settings where none is set.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from store.message import Message
from store.web.addresses import Address
from store.web.failures import Failure


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy; ``credentials`` are ``name:password``."""

    host: str
    port: int
    credentials: str | None


def proxy_for(address: Address) -> Proxy | None:
    """The proxy an address is to be reached by, None for the direct way.

    Raises ``Failure`` for a proxy that isn't an HTTP proxy: going round it would tell the world
    what the reader wanted it to hide.
    """
    proxies = getproxies()
    url = proxies.get(address.scheme) or proxies.get("all")
    if not url or proxy_bypass(f"{address.host}:{address.port}"):
        return None
    variable = f"{address.scheme}_proxy"
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host, port = parts.hostname, parts.port or 80
    except ValueError:
        host = None
    if not host:
        raise Failure(Message("{variable} is not an address", variable=variable))
    if parts.scheme != "http":
        raise Failure(
            Message("only http:// proxies are supported; set {variable} to one", variable=variable)
        )
    credentials = None
    if parts.username is not None:
        credentials = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return Proxy(host, port, credentials)
