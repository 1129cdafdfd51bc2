"""What a person pastes to have it taken in: an address, or the path of a file or a folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import unquote, urlsplit

from store.errors import RefusedError

Form: TypeAlias = Literal["feed", "opml", "articles"]

HEAD = 1 << 16
"""Bytes at the head of a document that tell what it is."""
_QUOTES = (('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"), ("<", ">"), ("《", "》"))
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{1,20}):(?=/|https?:)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)")
_HOST = re.compile(
    r"(?:[a-z0-9-]+\.)+(?P<last>[a-z]{2,24})(?::\d{1,5})?(?=[/?#]|\Z)", re.IGNORECASE
)
_ENDINGS = frozenset(
    (
        *("bz2", "csv", "gz", "htm", "html", "json", "jsonl", "markdown", "md", "ndjson"),
        *("opml", "rss", "tar", "tgz", "txt", "xml", "xz", "zip"),
    )
)
"""Of files, which a person may mean that aren't there; none of these ends a host's name."""


def pasted(text: str) -> str | Path:
    """An address of http's, or a path that exists, however it was copied or dragged here.

    Raises ``RefusedError`` for what is neither.
    """
    given = text.strip()
    for opening, closing in _QUOTES:
        if len(given) > 1 and given[0] == opening and given[-1] == closing:
            given = given[1:-1].strip()
    if not given:
        raise RefusedError("-", "nothing to add")
    if given.lower().startswith("file:"):
        given = unquote(urlsplit(given).path)
    elif scheme := _SCHEME.match(given):
        if scheme[1].lower() not in ("http", "https", "feed"):
            raise RefusedError(given, "only http and https addresses are fetched")
        return given
    # A terminal escapes what is dragged into it as a shell wants it.
    for name in (given, _ESCAPED.sub(r"\1", given)):
        if (path := _there(name)) is not None:
            return path
    host = _HOST.match(given)
    if host and host["last"].lower() not in _ENDINGS and " " not in given:
        return f"https://{given}"
    raise RefusedError(given, "no such file or folder, and no address")


def form_of(text: str) -> Form:
    """What a document, or the beginning of one, is to be taken for."""
    from store.intake.feed import is_feed
    from store.intake.feed.xmltext import root_of

    if root_of(text, ("opml",)) is not None:
        return "opml"
    return "feed" if is_feed(text) else "articles"


def _there(name: str) -> Path | None:
    try:
        path = Path(name).expanduser()
        return path if path.exists() else None
    except (OSError, ValueError, RuntimeError):
        # Too long for a name, a NUL in it, or nobody's home.
        return None
