"""Subscriptions as OPML 2.0, the form in which feed readers hand them to each other.

A folder is a tag, a folder in a folder a tag with a slash (``新闻/国际``); a feed with several
tags stands in several folders.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from store.errors import RefusedError
from store.feeds.subscriptions import NAME_LENGTH, Subscription, feed_url, merged, tag_path
from store.intake.charset import decode
from store.intake.feed.item import ENTRIES, SIZE
from store.intake.feed.xmltext import from_root, with_characters
from store.intake.hygiene import clean_line
from store.message import Message

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "urn:wenren:feeds"
"""Of the attributes that other readers don't know: ``full``, ``source``."""


def read_opml(data: bytes, name: str) -> Iterator[Subscription | RefusedError]:
    """The feeds of an OPML file, each once, and a refusal for each entry that is no feed.

    Raises ``RefusedError`` under ``name`` for what is no OPML, declares entities, or is larger
    or deeper than any list of feeds.
    """
    from lxml import etree

    if len(data) > SIZE:
        raise RefusedError(name, "larger than {size} MiB", size=SIZE >> 20)
    text = with_characters(from_root(decode(data, name), name, ("opml",), Message("OPML")))
    if text.count("<outline") > ENTRIES:
        raise RefusedError(name, "a list of more than {entries:,} feeds", entries=ENTRIES)
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise RefusedError(name, "broken XML") from error
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise RefusedError(name, "folders nested too deep")
    body = None if root is None else root.find("body")
    if body is None:
        raise RefusedError(name, "OPML without a body")
    found: dict[str, Subscription] = {}
    for item in _feeds(body, name):
        if isinstance(item, RefusedError):
            yield item
        else:
            known = found.get(item.url)
            found[item.url] = merged(known, item) if known else item
    yield from found.values()


def write_opml(feeds: Iterable[Subscription]) -> str:
    """The feeds as OPML, in order of names, so that the same feeds always give the same text."""
    top = _Folder()
    for feed in sorted(feeds, key=lambda feed: (feed.name, feed.url)):
        for tag in feed.tags or ("",):
            folder = top
            for part in filter(None, tag.split("/")):
                folder = folder.inner(part)
            folder.feeds.append(feed)
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<opml version="2.0" xmlns:wenren="{NAMESPACE}">',
            "  <head>",
            "    <title>Wenren</title>",
            "  </head>",
            "  <body>",
            *_lines(top, "    "),
            "  </body>",
            "</opml>",
            "",
        )
    )


@dataclass(slots=True)
class _Folder:
    feeds: list[Subscription] = field(default_factory=list)
    folders: dict[str, _Folder] = field(default_factory=dict)

    def inner(self, name: str) -> _Folder:
        return self.folders.setdefault(name, _Folder())


def _lines(folder: _Folder, indent: str) -> Iterator[str]:
    for feed in folder.feeds:
        named = {"text": feed.name, "title": feed.name, "type": "rss", "xmlUrl": feed.url}
        if feed.full:
            named["wenren:full"] = "true"
        if feed.source:
            named["wenren:source"] = feed.source
        attributes = " ".join(f"{key}={quoteattr(value)}" for key, value in named.items())
        yield f"{indent}<outline {attributes}/>"
    for name, inner in sorted(folder.folders.items()):
        yield f"{indent}<outline text={quoteattr(name)} title={quoteattr(name)}>"
        yield from _lines(inner, indent + "  ")
        yield f"{indent}</outline>"


def _feeds(body: _Element, name: str) -> Iterator[Subscription | RefusedError]:
    """The outlines in the order of the file, with the folders above each; without recursion."""
    waiting: list[tuple[_Element, tuple[str, ...]]] = [(body, ())]
    while waiting:
        element, path = waiting.pop()
        address = _attribute(element, "xmlurl")
        inside = path
        if element is not body:
            title = clean_line(_attribute(element, "title") or _attribute(element, "text") or "")
            if address is not None:
                yield _subscription(element, address, title[:NAME_LENGTH], path, name)
            elif len(element):
                # A slash in a folder's name would make two folders of it.
                inside = (*path, title.replace("/", "／")[:NAME_LENGTH]) if title else path
            elif _attribute(element, "type") or _attribute(element, "htmlurl"):
                # Without these it is an empty folder.
                yield RefusedError(f"{name}: {title[:NAME_LENGTH] or 'an entry'}", "no xmlUrl")
        children = [child for child in element if _name(child) == "outline"]
        waiting += [(child, inside) for child in reversed(children)]


def _subscription(
    element: _Element, address: str, title: str, path: tuple[str, ...], name: str
) -> Subscription | RefusedError:
    try:
        url = feed_url(address)
    except RefusedError as error:
        return RefusedError(f"{name}: {title or error.input}", error.reason)
    return Subscription(
        url,
        title=title if title and title != address else None,
        tags=(tag_path("/".join(path)),) if path else (),
        full=element.get(f"{{{NAMESPACE}}}full") == "true",
        source=clean_line(element.get(f"{{{NAMESPACE}}}source") or "")[:NAME_LENGTH] or None,
    )


def _attribute(element: _Element, name: str) -> str | None:
    """An attribute whatever the case of its name; None where it is missing or empty."""
    for key, value in element.attrib.items():
        if str(key).lower() == name and str(value).strip():
            return str(value)
    return None


def _name(element: _Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""
