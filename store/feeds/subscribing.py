"""Subscribing to what a person names: a feed, or a page that says where its feed lies."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from store.errors import RefusedError
from store.feeds.subscriptions import (
    NAME_LENGTH,
    Subscription,
    changing,
    feed_url,
    merged,
    now_stamp,
)
from store.intake.charset import decode
from store.intake.dateline import CHINA
from store.intake.feed import is_feed, read_feed
from store.intake.fragment import parse
from store.intake.markup import is_page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from store.web.client import Client
    from store.web.response import Response

_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
    "application/xml",
    "text/xml",
)


def subscribe(store: Path, feed: Subscription) -> tuple[Subscription, bool]:
    """Add ``feed``, or what it says to a known one; returns it and whether it is new.

    A feed that was gone or failing is asked again. Raises ``StoreError``.
    """
    with changing(store) as feeds:
        known = feeds.get(feed.url)
        if known is None:
            made = replace(feed, added=now_stamp())
        else:
            # What is named now goes before what was.
            made = replace(
                merged(known, feed),
                title=feed.title or known.title,
                source=feed.source or known.source,
                error=None,
                errors=0,
                next_try=None,
                gone=None,
            )
        feeds[feed.url] = made
        return made, known is None


def subscribe_to_all(
    store: Path, items: Iterable[Subscription | RefusedError]
) -> tuple[list[Subscription], int, list[RefusedError]]:
    """Subscribe to a list as it is; the new feeds, how many were known, and what was refused.

    Raises ``StoreError``, and whatever the list raises before anything is changed.
    """
    wanted = list(items)
    refused = [item for item in wanted if isinstance(item, RefusedError)]
    new: list[Subscription] = []
    known = 0
    with changing(store) as feeds:
        for item in wanted:
            if isinstance(item, RefusedError):
                continue
            if item.url in feeds:
                feeds[item.url] = merged(feeds[item.url], item)
                known += 1
            else:
                feeds[item.url] = replace(item, added=now_stamp())
                new.append(feeds[item.url])
    return new, known, refused


def put(store: Path, feed: Subscription) -> None:
    """Call a feed, and file it, as ``feed`` says; one that isn't there comes with all of it."""
    with changing(store) as feeds:
        known = feeds.get(feed.url, feed)
        feeds[feed.url] = replace(known, title=feed.title, tags=feed.tags, source=feed.source)


def unsubscribe(store: Path, url: str) -> None:
    """Its articles stay."""
    with changing(store) as feeds:
        feeds.pop(url, None)


def checked(feed: Subscription, client: Client) -> Subscription:
    """``feed`` as the network has it: under the address where it really lies, with its title.

    The page of a site stands for the first feed it names. Raises ``RefusedError``.
    """
    return seen(feed, client.get(feed.url), client)


def seen(feed: Subscription, response: Response, client: Client) -> Subscription:
    """``checked``, when what its address gave is there already."""
    text = decode(response.body, feed.url, response.charset)
    if not is_feed(text):
        if not is_page(text):
            raise RefusedError(feed.url, "neither a feed nor a page that names one")
        address = feed_named_in(text, response.url)
        if address is None:
            raise RefusedError(feed.url, "an HTML page that names no feed")
        response = client.get(address)
        feed = replace(feed, url=feed_url(address))
    found = read_feed(
        response.body,
        feed.url,
        datetime.now(CHINA),
        source=feed.source,
        url=response.url,
        declared=response.charset,
    )
    title = feed.title or (found.title or "")[:NAME_LENGTH] or None
    return replace(feed, url=_lasting(feed, response), title=title)


def feed_named_in(html: str, base: str) -> str | None:
    """The first feed a page's head names that isn't one of comments; an absolute address."""
    root = parse(html, base)
    found: list[tuple[bool, str]] = []
    for link in root.iter("link") if root is not None else ():
        rel = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" not in rel or kind not in _TYPES or not link.get("href"):
            continue
        try:
            url = feed_url(urljoin(base, link.get("href")))
        except (RefusedError, ValueError):
            continue
        about = f"{link.get('title') or ''} {url}".lower()
        found.append(("comment" in about or "评论" in about or "評論" in about, url))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _lasting(feed: Subscription, response: Response) -> str:
    return feed_url(response.permanent_url) if response.permanent_url else feed.url
