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
_HOST = r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?\.?|\[[0-9a-f:.]{2,45}\]"
_UNQUOTED = "%!$&'()*+,;=:@/~?"
_IN_TEXT = re.compile(r"https?://[!#-;=?-Z\\\]_a-z|~]+", re.IGNORECASE)
_NOT_AT_END = ".,;:!?'()[]"
_NOT_HOST = r"[/?#]"
_FOREIGN = r"xn--[a-z0-9-]+"
_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff0-9-]+"


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
        if not re.fullmatch(_HOST, host):
            return None
        encoded = f"{parts.scheme}://{host}" + ("" if port is None else f":{port}")
        encoded += quote(parts.path, safe=_UNQUOTED.replace("?", ""))
        for sign, part in (("?", parts.query), ("#", parts.fragment)):
            encoded += sign + quote(part, safe=_UNQUOTED) if part else ""
    except ValueError:
        return None
    return encoded


def drawn(url: str | None) -> str | None:
    """An address as it may be drawn as a link; None for what may not.

    Some terminals take a semicolon in it for the end.
    """
    encoded = (address(url) or "").replace(";", "%3B")
    return encoded if 0 < len(encoded) <= LONGEST else None


def shown(url: str) -> str:
    """An address as a person is shown it: without its scheme, its host as the one it leads to.

    A part of the host that is of Han characters stands as such; any other that isn't ASCII, as it
    is asked for. Letters of other scripts look like Latin ones, and strokes like a slash: they
    could spell another site's name.
    """
    written = url.strip().partition("://")[2] or url
    encoded = address(url)
    if encoded is None:
        return written
    host = re.split(_NOT_HOST, encoded.partition("://")[2])[0]
    rest = re.search(_NOT_HOST, written)
    return re.sub(_FOREIGN, _as_written, host) + (written[rest.start() :] if rest else "")


def _as_written(label: re.Match[str]) -> str:
    try:
        written = label[0].encode("ascii").decode("idna")
    except UnicodeError:
        return label[0]
    return written if re.fullmatch(_HAN, written) else label[0]


def in_text(text: str) -> Iterator[tuple[int, int, str]]:
    """The addresses that a text holds: from, to, and where they lead."""
    if "://" not in text:
        return
    for found in _IN_TEXT.finditer(text):
        written = found[0].rstrip(_NOT_AT_END)
        if (url := drawn(written)) is not None:
            yield found.start(), found.start() + len(written), url
