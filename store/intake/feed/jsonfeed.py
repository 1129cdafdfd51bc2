"""JSON Feed 1 and 1.1 to items."""

from __future__ import annotations

import re
from typing import Any

from store.errors import RefusedError
from store.intake.feed.item import ENTRIES, Body, Channel, Item

_VERSION = re.compile(r'"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org\\?/version')


def is_json_feed(text: str) -> bool:
    """Whether decoded text is a JSON Feed; the version may stand behind all entries."""
    return text.lstrip()[:1] == "{" and _VERSION.search(text) is not None


def read_json(text: str, name: str) -> Channel:
    """The items of a JSON Feed; raises ``RefusedError`` under ``name``."""
    import orjson

    try:
        feed = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise RefusedError(name, "not JSON ({error})", error=error) from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise RefusedError(name, "a JSON Feed without items")
    if len(items) > ENTRIES:
        raise RefusedError(name, "a feed of more than {entries:,} entries", entries=ENTRIES)
    return Channel(
        _string(feed, "title"),
        _string(feed, "home_page_url"),
        tuple(_item(item, feed) for item in items if isinstance(item, dict)),
    )


def _item(item: dict[str, Any], feed: dict[str, Any]) -> Item:
    bodies = (
        Body(value, whole)
        for key, whole in (("content_html", True), ("content_text", True), ("summary", False))
        if (value := _string(item, key))
    )
    return Item(
        title=_string(item, "title"),
        # ``external_url`` is the article a link blog speaks about, not this one.
        link=_string(item, "url") or _string(item, "id"),
        source=None,
        authors=_authors(item) or _authors(feed),
        dates=tuple(
            value for key in ("date_published", "date_modified") if (value := _string(item, key))
        ),
        bodies=tuple(bodies),
    )


def _authors(obj: dict[str, Any]) -> tuple[str, ...]:
    given = obj.get("authors") or [obj.get("author")]
    people = given if isinstance(given, list) else []
    named = (_string(person, "name") for person in people if isinstance(person, dict))
    return tuple(name for name in named if name)


def _string(obj: dict[str, Any], key: str) -> str | None:
    value = obj.get(key)
    return value if isinstance(value, str) and value.strip() else None
