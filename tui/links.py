"""Addresses as links of the terminal (OSC 8): which may be one.

What ends the sequence early would let an article steer the terminal, so an address is taken apart
and put together again from characters that can't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote, urlsplit

LONGEST = 500
"""Bytes of an address; a longer one would be as large as a frame each time it is drawn."""

_PORTS = frozenset(("http", "https"))
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?\.?|\[[0-9a-f:.]{2,45}\]")
_UNQUOTED = "%!$&'()*+,;=:@/~?"
_IN_TEXT = re.compile(r"https?://[!#-;=?-Z\\\]_a-z|~]+", re.IGNORECASE)
_NOT_AT_END = ".,;:!?'()[]"


@lru_cache(256)
def address(url: str | None) -> str | None:
    """A web address in printable ASCII, percent-encoded; None for what is none.

    With a name or a password in it, it is none: they serve to hide where it leads.
    """
    try:
        parts = urlsplit((url or "").strip())
        host, port = parts.hostname or "", parts.port
        if parts.scheme not in _PORTS or "@" in parts.netloc:
            return None
        if ":" in host:
            host = f"[{host}]"
        elif not host.isascii():
            host = host.encode("idna").decode("ascii").lower()
        if not _HOST.fullmatch(host):
            return None
        encoded = f"{parts.scheme}://{host}" + ("" if port is None else f":{port}")
        encoded += quote(parts.path, safe=_UNQUOTED.replace("?", ""))
        for sign, part in (("?", parts.query), ("#", parts.fragment)):
            encoded += sign + quote(part, safe=_UNQUOTED) if part else ""
    except ValueError:
        return None
    return encoded


def drawn(url: str | None) -> str | None:
    """An address as it may be drawn as a link; None for what may not."""
    encoded = address(url)
    return encoded if encoded and len(encoded) <= LONGEST else None


def in_text(text: str) -> Iterator[tuple[int, int, str]]:
    """The addresses that a text holds: from, to, and where they lead."""
    if "://" not in text:
        return
    for found in _IN_TEXT.finditer(text):
        written = found[0].rstrip(_NOT_AT_END)
        if (url := drawn(written)) is not None:
            yield found.start(), found.start() + len(written), url
