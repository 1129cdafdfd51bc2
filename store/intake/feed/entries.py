"""Feeds to drafts: RSS, RDF, Atom and JSON Feed, each entry an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from store.article import Draft
from store.errors import RefusedError
from store.folding import is_han
from store.intake.charset import decode
from store.intake.dateline import CHINA
from store.intake.feed.dates import published
from store.intake.feed.item import SIZE, Body, Item, joined
from store.intake.feed.jsonfeed import is_json_feed, read_json
from store.intake.feed.names import outlet_in, people, plain
from store.intake.feed.xmlfeed import is_xml_feed, read_xml
from store.intake.fragment import lines_of_html
from store.intake.habits import habits
from store.intake.hygiene import clean_line
from store.intake.lines import TITLE_LENGTH, Line
from store.intake.text import ARTICLE_LENGTH, BLOCKS, PARAGRAPH_LENGTH, body_lines, draft_of

WHOLE_LENGTH = 600
"""A body called a summary is taken for the whole article from this length on, in code points."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a feed; ``partial``: the feed gives a summary of it and no more."""

    draft: Draft
    partial: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as read: its own title, clean, and its articles in its order."""

    title: str | None
    entries: tuple[Entry, ...]
    refused: tuple[RefusedError, ...]


def is_feed(text: str) -> bool:
    """Whether decoded text is a feed of any form."""
    return is_xml_feed(text) or is_json_feed(text)


def drafts_of_feed(
    data: bytes,
    name: str,
    now: datetime,
    *,
    source: str | None = None,
    url: str | None = None,
    declared: str | None = None,
) -> Iterator[Draft | RefusedError]:
    """The articles of a feed's bytes, and a refusal for each entry that can't be one.

    ``source``, ``url`` and ``declared`` are those of ``read_feed``, as is what is raised.
    """
    feed = read_feed(data, name, now, source=source, url=url, declared=declared)
    yield from (entry.draft for entry in feed.entries)
    yield from feed.refused


def read_feed(
    data: bytes,
    name: str,
    now: datetime,
    *,
    source: str | None = None,
    url: str | None = None,
    declared: str | None = None,
) -> Feed:
    """Read a feed.

    ``source`` names the outlet whatever the feed says; ``url``: where the feed lies, for
    relative links; ``declared``: the charset the server gave. Raises ``RefusedError`` under
    ``name`` when there is no feed in the bytes or none of its entries is Chinese.
    """
    if len(data) > SIZE:
        raise RefusedError(name, "larger than {size} MiB", size=SIZE >> 20)
    text = decode(data, name, declared)
    channel = read_json(text, name) if is_json_feed(text) else read_xml(text, name)
    base = joined(url, clean_line(channel.site or ""))
    title = plain(channel.title)
    outlet = source or habits().source_at(base) or outlet_in(title)
    entries: list[Entry] = []
    refused: list[RefusedError] = []
    for number, item in enumerate(channel.items, 1):
        where = f"{name}: entry {number}"
        try:
            entries.append(_entry(item, where, now, base, source or item.source, outlet))
        except RefusedError as error:
            refused.append(error)
    if entries and not any(map(_is_chinese, entries)):
        raise RefusedError(name, "no Chinese text in it")
    return Feed(title[:TITLE_LENGTH] or None, tuple(entries), tuple(refused))


def _entry(
    item: Item, where: str, now: datetime, base: str, given: str | None, outlet: str | None
) -> Entry:
    source = plain(given)[:TITLE_LENGTH] or outlet
    if source and _ADDRESS.match(source):
        source = outlet
    zone = habits().zone_of(source) or CHINA
    title = _title(item, source)
    lines, partial = _body(item.bodies, where)
    if len(title) > TITLE_LENGTH:
        # A post whose whole text stands for its title.
        if sum(len(line.text) for line in lines) <= len(title):
            lines = body_lines(title, where)
        title = ""
    _check_size(lines, where)
    url = address(item.link, base)
    stamp = published(item.dates, now, zone)
    draft = draft_of(lines, now, source, title or None)
    if draft is None:
        if not title:
            raise RefusedError(where, "neither a title nor a text")
        if url is None and stamp is None:
            raise RefusedError(where, "a title alone")
        draft = Draft(title, (), source)
    return Entry(
        replace(
            draft,
            url=url or draft.url,
            authors=people(item.authors, source) or draft.authors,
            published=stamp or draft.published,
        ),
        partial,
    )


def _title(item: Item, source: str | None) -> str:
    title = plain(item.title)
    if source and item.source:
        # Aggregators hang the outlet's name on the headline.
        title = re.sub(rf"\s+[-–—|_]\s*{re.escape(source)}\Z", "", title)
    return title


def _body(bodies: Sequence[Body], where: str) -> tuple[list[Line], bool]:
    """The lines of the longest body, and whether that is only part of the article."""
    best: list[Line] = []
    length = 0
    whole = False
    for body in bodies:
        lines = _lines(body.text, where)
        size = sum(len(line.text) for line in lines)
        if size > length:
            best, length, whole = lines, size, body.whole
    ends = best[-1].text if best else ""
    cut = not best or _CUT.search(ends) is not None
    return best, cut or not (whole or length >= WHOLE_LENGTH)


def _lines(text: str, where: str) -> list[Line]:
    if _MARKUP.search(text) is None:
        return body_lines(text, where)
    return lines_of_html(text, where)


def _check_size(lines: Sequence[Line], where: str) -> None:
    longest = max((len(line.text) for line in lines), default=0)
    size = sum(len(line.text) for line in lines)
    if longest > PARAGRAPH_LENGTH:
        raise RefusedError(
            where, "a paragraph of {longest:,} characters is no article", longest=longest
        )
    if size > ARTICLE_LENGTH or len(lines) > BLOCKS:
        raise RefusedError(
            where,
            "{size:,} characters in {lines:,} lines are no article",
            size=size,
            lines=len(lines),
        )


def address(link: str | None, base: str) -> str | None:
    """An absolute http address without what only counts where a reader came from, else None."""
    if not link:
        return None
    try:
        parts = urlsplit(joined(base, clean_line(link)))
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or len(link) > 2000:
        return None
    query = "&".join(pair for pair in parts.query.split("&") if not _COUNTED.match(pair))
    fragment = "" if "rss" in parts.fragment.lower() else parts.fragment
    return urlunsplit(parts._replace(query=query, fragment=fragment)).replace(" ", "%20")


def _is_chinese(entry: Entry) -> bool:
    return any(map(is_han, entry.draft.title)) or any(
        any(map(is_han, block.text)) for block in entry.draft.blocks
    )


_MARKUP = re.compile(r"<[a-z!/][^<>]{0,4000}>", re.IGNORECASE)
_CUT = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]"
    r"|(?:阅读|閱讀|查看|點擊|点击|继续|繼續|了解)(?:全文|原文|更多|詳情|详情)"
    r"|read more|continue reading)"
    r"[\s\])）】»>。]*\Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:utm_\w+|at_(?:medium|campaign)|fbclid|gclid)=|[\w.-]+=[\w.-]*\brss\b[\w.-]*\Z", re.I
)
_ADDRESS = re.compile(r"(?:https?:|www\.)", re.IGNORECASE)
