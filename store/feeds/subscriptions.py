"""The subscriptions of a store: ``feeds.json``, a TinyDB file that stock TinyDB opens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from store.errors import FieldError, RefusedError
from store.intake.hygiene import clean_line
from store.message import Message, recalled
from store.whole_file import read_table, replacing, write_table

FILE = "feeds.json"
TABLE = "feeds"
URL_LENGTH = 2000
NAME_LENGTH = 200
"""Longest address, and longest title, tag and outlet, in code points."""


TAG_DEPTH = 20
"""Most folders in a tag; what lies deeper goes into the last."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed. Times are RFC 3339 in UTC, None where it hasn't happened.

    ``tags``: folders, as paths (``新闻/国际``). ``full``: fetch the pages of entries that the
    feed gives only a summary of. ``source``: the outlet's name, whatever the feed says.
    ``etag``, ``modified``: what the server gave with the entries that are safely in the store.
    ``error``, ``errors``: the last failure and how many in a row; ``failure``: what tells it in
    another language (``store.message.kept``). ``next_try``: not before.
    ``gone``: when the server said that it is gone for good. ``articles``: how many it brought.
    ``outlet``: the source that most of its articles had when it last brought any.
    """

    url: str
    title: str | None = None
    tags: tuple[str, ...] = ()
    full: bool = False
    source: str | None = None
    added: str | None = None
    etag: str | None = None
    modified: str | None = None
    fetched: str | None = None
    error: str | None = None
    failure: str | None = None
    errors: int = 0
    next_try: str | None = None
    gone: str | None = None
    articles: int = 0
    outlet: str | None = None

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.title or self.url

    @property
    def why(self) -> Message:
        """The last failure, to be said to a person; nothing if there was none."""
        return recalled(self.error or "", self.failure)


def subscriptions(store: Path) -> tuple[Subscription, ...]:
    """The subscriptions in the order they were made; raises ``StoreError`` for a broken file."""
    found: dict[str, Subscription] = {}
    for made in read_table(store / FILE, TABLE, from_json):
        found.setdefault(made.url, made)
    return tuple(found.values())


@contextmanager
def changing(store: Path) -> Iterator[dict[str, Subscription]]:
    """The subscriptions by address, to be changed in place; written when the block ends well.

    Nothing is written where nothing changed. Raises ``StoreError`` when the file is broken (it
    stays as it is) or can't be written.
    """
    path = store / FILE
    with replacing(path):
        before = subscriptions(store)
        feeds = {feed.url: feed for feed in before}
        yield feeds
        if tuple(feeds.values()) != before:
            write_table(path, TABLE, map(_to_json, feeds.values()))


def named(feeds: Sequence[Subscription], name: str, *, tags: bool = True) -> list[Subscription]:
    """The feeds that a person means by an address, a title, or a tag or one above it."""
    name = clean_line(name)
    exact = [feed for feed in feeds if name in (feed.url, feed.title)]
    if exact or "://" in name or not tags:
        return exact or [feed for feed in feeds if feed.url == _canonical(name)]
    tag = name.strip("/")
    return [f for f in feeds if any(t == tag or t.startswith(f"{tag}/") for t in f.tags)]


def merged(one: Subscription, other: Subscription) -> Subscription:
    """``one`` with what only ``other`` knows: for two that turn out to be the same feed."""
    return replace(
        one,
        title=one.title or other.title,
        tags=tuple(dict.fromkeys((*one.tags, *other.tags))),
        full=one.full or other.full,
        source=one.source or other.source,
        added=min(filter(None, (one.added, other.added)), default=None),
        articles=one.articles + other.articles,
        outlet=one.outlet or other.outlet,
    )


def feed_url(text: str) -> str:
    """The address of a feed in its one form; raises ``RefusedError`` for none of http's."""
    url = _canonical(clean_line(text))
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fine = False
    if not fine or len(url) > URL_LENGTH or " " in url:
        raise RefusedError(text[:URL_LENGTH], "not an http or https address")
    return url


def tag_path(text: str) -> str:
    """A tag as it is kept: folders between slashes, none of them empty; "" for none."""
    parts = [part.strip()[:NAME_LENGTH] for part in clean_line(text).split("/") if part.strip()]
    return "/".join(parts[:TAG_DEPTH])


def stamp(moment: datetime) -> str:
    """A time as subscriptions keep it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def now_stamp() -> str:
    """This moment as subscriptions keep it."""
    return stamp(datetime.now(UTC))


_TIMES = ("added", "fetched", "next_try", "gone")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")


def _canonical(url: str) -> str:
    """The scheme and host of an address are the same in any case; ``feed:`` means http."""
    url = re.sub(r"\Afeed:(?://)?(?=https?://)", "", url, flags=re.IGNORECASE)
    url = re.sub(r"\Afeed://", "http://", url, flags=re.IGNORECASE)
    match = re.match(r"(https?://)([^/?#]*)([^#]*)", url, re.IGNORECASE)
    if match is None:
        return url
    user, at, host = match[2].rpartition("@")
    return match[1].lower() + user + at + host.lower() + (match[3] or "/")


def _to_json(feed: Subscription) -> dict[str, Any]:
    return {**asdict(feed), "tags": list(feed.tags)}


def from_json(document: Any) -> Subscription:
    """Read a document, whoever wrote it; raises ``ValueError`` naming the field at fault."""
    if not isinstance(document, dict):
        raise FieldError("not an object")
    given: dict[str, Any] = {}
    for field in fields(Subscription):
        value = document.get(field.name)
        if value is None:
            continue
        kind = {"tags": list, "full": bool, "errors": int, "articles": int}.get(field.name, str)
        if not isinstance(value, kind):
            raise FieldError("{field}: not a {name}", field=field.name, name=kind.__name__)
        if field.name in _TIMES and not _TIME.match(str(value)):
            raise FieldError("{field}: not a time", field=field.name)
        given[field.name] = clean_line(value)[:URL_LENGTH] if isinstance(value, str) else value
    if "url" not in given:
        raise FieldError("url: not a str")
    tags = given.get("tags", [])
    if not all(isinstance(tag, str) for tag in tags):
        raise FieldError("tags: not a list of strings")
    given["url"] = feed_url(given["url"])
    given["tags"] = tuple(dict.fromkeys(filter(None, map(tag_path, tags))))
    return Subscription(**given)
