"""JSON-LD: what a page says of its article in the vocabulary of schema.org."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.folding import fold
from store.intake.hygiene import clean, clean_line
from store.intake.markup import undo

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SIZE = 2 << 20
NODES = 20_000
"""Most code points of JSON-LD read on a page, and most of its objects and lists looked at."""

VALUE_LENGTH = 500
"""Longest headline, name or date, in code points: a longer value is none."""


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """What was said, clean; ``dates`` as written, the date of publication first."""

    title: str | None = None
    dates: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None
    body: str = ""


def linked_article(root: HtmlElement, title: str | None) -> LinkedArticle:
    """The article that the page describes, an empty one if none.

    A page of links describes many: then that one counts whose headline is the page's ``title``.
    """
    found = list(_articles(root))
    if len(found) > 1:
        wanted = letters(title or "")
        found = [obj for obj in found if wanted and letters(_string(obj, *_TITLES) or "") == wanted]
    if not found:
        return LinkedArticle()
    article = found[0]
    body = article.get("articleBody")
    return LinkedArticle(
        title=_string(article, *_TITLES),
        dates=tuple(date for key in _DATES if (date := _string(article, key))),
        authors=tuple(_names(article.get("author"))),
        publisher=next(iter(_names(article.get("publisher"))), None),
        url=_string(article, "url", "@id", "mainEntityOfPage"),
        body=clean(undo(clean(body))) if isinstance(body, str) else "",
    )


def letters(text: str) -> str:
    """A headline as it is compared: folded, without spaces and punctuation."""
    return _NOT_LETTERS.sub("", fold(text))


def one_line(value: object) -> str | None:
    """A value of the page as one clean line, None for anything but a short text."""
    if not isinstance(value, str) or len(value) > VALUE_LENGTH:
        return None
    return clean_line(value) or None


def _articles(root: HtmlElement) -> Iterator[dict[str, Any]]:
    nodes, size = NODES, SIZE
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        text = script.text or ""
        size -= len(text)
        if size < 0:
            return
        waiting: deque[Any] = deque([_parsed(text)])
        while waiting and nodes > 0:
            node = waiting.popleft()
            nodes -= 1
            if isinstance(node, list):
                waiting += node
            elif isinstance(node, dict):
                if _is_article(node):
                    yield node
                else:
                    waiting += [v for v in node.values() if isinstance(v, dict | list)]


def _parsed(text: str) -> Any:
    import json

    import orjson

    text = _CDATA.sub("", text).strip().rstrip(";")
    try:
        return orjson.loads(text.encode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        pass
    try:
        # Line breaks inside strings are common, and no JSON.
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if isinstance(kind, str) and (kind.endswith("Article") or kind in _KINDS):
            return True
    # The form that China's largest search engine asks for has no type.
    return kinds is None and "pubDate" in node and "title" in node


def _names(value: Any) -> Iterator[str]:
    for item in value[:10] if isinstance(value, list) else [value]:
        name = one_line(item.get("name") if isinstance(item, dict) else item)
        if name:
            yield name


def _string(obj: dict[str, Any], *keys: str) -> str | None:
    for key in keys:
        value = obj.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("@id")
        if text := one_line(value):
            return text
    return None


_KINDS = ("Report", "BlogPosting", "LiveBlogPosting", "SocialMediaPosting")
_TITLES = ("headline", "title", "name")
_DATES = ("datePublished", "pubDate", "dateCreated", "uploadDate")
_CDATA = re.compile(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$")
_NOT_LETTERS = re.compile(r"[\W_]+")
