"""What a feed holds, whatever form it is written in: text as it stands there, nothing cleaned."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

SIZE = 16 << 20
"""Largest feed or list of feeds read, in bytes."""

ENTRIES = 20_000
"""Most entries of a feed: reading that many takes some seconds."""


@dataclass(frozen=True, slots=True)
class Body:
    """HTML or plain text; ``whole``: the form calls it the content and not a summary."""

    text: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. ``dates`` as written, the first publication before later changes."""

    title: str | None
    link: str | None
    source: str | None
    authors: tuple[str, ...]
    dates: tuple[str, ...]
    bodies: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed as read; ``site``: where relative links start from, None: at the feed itself."""

    title: str | None
    site: str | None
    items: tuple[Item, ...]


def joined(base: str | None, link: str) -> str:
    """An address relative to another; "" for what is no address at all."""
    try:
        return urljoin(base or "", link)
    except ValueError:
        return ""
