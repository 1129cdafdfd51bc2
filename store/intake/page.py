"""A page of HTML to a draft: metadata and body found, then the rules that scraped text has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from store.article import Draft
from store.errors import RefusedError
from store.folding import is_han
from store.intake.bylines import LENGTH, read_notes
from store.intake.dateline import CHINA, find
from store.intake.extraction import Extract, article_of, prose_of
from store.intake.fragment import parse
from store.intake.habits import habits, key
from store.intake.lines import Line
from store.intake.metadata import OUTLET, Metadata, metadata_of, outlet, web_address
from store.intake.text import ARTICLE_LENGTH, BLOCKS, PARAGRAPH_LENGTH, draft_of

LEAST = 60
LEAST_DATED = 16
"""Least running text of an article, in code points, and of one whose page says its date: a news
flash is one sentence, but so is what a page says that wants a login."""

NOTE_LENGTH = 60
"""Longest line right under a headline that is taken for notes, in code points."""

HEADLINE = 8
"""Least length of a linked headline, in code points: shorter links are buttons."""

NOTES = 6
REACH = 30
"""Most lines above the body taken for notes about it, and lines below the headline looked at."""


def draft_of_page(
    html: str,
    name: str,
    now: datetime,
    *,
    source: str | None = None,
    url: str | None = None,
) -> Draft:
    """The article of a page; ``source`` goes before what the page says, ``url`` is its address.

    Raises ``RefusedError`` under ``name`` for a page without an article: a list, a login wall,
    a shell for a script, or one beyond the limits of ``fragment.parse``.
    """
    root = parse(html, name)
    if root is None:
        raise RefusedError(name, "an empty page")
    meta = metadata_of(root, now)
    zone = habits().zone_of(source or meta.source or meta.site)
    if zone:
        meta = metadata_of(root, now, zone)
    page = _under_title(article_of(root, meta.body), key(meta.title or ""))
    head = _above(page, meta, now, zone or CHINA)
    _check(page.lines, name, dated=bool(meta.published or head.published))
    draft = draft_of([*head.lines, *page.lines], now, source, meta.title)
    if draft is None or not draft.blocks:
        raise RefusedError(name, "no article in it")
    return replace(
        draft,
        source=source or head.source or outlet(draft.source) or meta.source or meta.site,
        url=_address(url or _saved_from(html), meta.url) or draft.url,
        authors=meta.authors or draft.authors,
        published=_published(meta.published, head.published or draft.published),
    )


@dataclass(frozen=True, slots=True)
class _Above:
    """What stands between headline and body: lines of nothing but notes, and notes in others."""

    lines: list[Line]
    published: str | None
    source: str | None


def _under_title(page: Extract, title: str) -> Extract:
    """The extract without its own headline and what stands above and right under that."""
    for index, line in enumerate(page.lines):
        if prose_of([line]):
            break
        if title and key(line.text) == title:
            start = index + 1
            while start < len(page.lines) and _is_note(page.lines[start]):
                start += 1
            return Extract(page.lines[start:], page.before + page.lines[:start])
    return page


def _is_note(line: Line) -> bool:
    return line.linked or (len(line.text) <= NOTE_LENGTH and _NOTE.search(line.text) is not None)


def _above(page: Extract, meta: Metadata, now: datetime, zone: tzinfo) -> _Above:
    title = key(meta.title or "")
    wanted = page.before[-REACH:]
    for index in range(len(page.before) - 1, -1, -1):
        if title and key(page.before[index].text) == title:
            wanted = page.before[index + 1 :][:REACH]
            break
    lines: list[Line] = []
    published = source = shown = None
    for line in wanted:
        if len(line.text) > LENGTH or line.linked:
            continue
        if read_notes(line, now, zone):
            lines.append(line)
            continue
        stamp = find(line.text, now, zone)
        if stamp and stamp.dated:
            published = published or stamp.published
            beside = f"{line.text[: stamp.start]} {line.text[stamp.end :]}".split()
            shown = shown or next((word for word in beside if _is_outlet(word)), None)
        origin = _ORIGIN.search(line.text)
        if origin:
            source = source or outlet(origin["name"])
    return _Above(lines[:NOTES], published, source or shown)


def _is_outlet(word: str) -> bool:
    return 3 <= len(word) <= 12 and OUTLET.search(word) is not None and is_han(word[0])


def _check(lines: Sequence[Line], name: str, *, dated: bool) -> None:
    """Raise ``RefusedError`` for lines that are no article."""
    if not lines:
        raise RefusedError(name, "no article in it")
    if not any(is_han(char) for line in lines for char in line.text):
        raise RefusedError(name, "no Chinese text in it")
    longest, size = max(len(line.text) for line in lines), sum(len(line.text) for line in lines)
    if longest > PARAGRAPH_LENGTH:
        raise RefusedError(
            name, "a paragraph of {longest:,} characters is no article", longest=longest
        )
    if size > ARTICLE_LENGTH or len(lines) > BLOCKS:
        raise RefusedError(
            name,
            "{size:,} characters in {lines:,} lines are no article",
            size=size,
            lines=len(lines),
        )
    if _is_index(lines):
        raise RefusedError(name, "no article in it: a list of links")
    if prose_of(lines) < (LEAST_DATED if dated else LEAST):
        raise RefusedError(name, "no article in it")


def _is_index(lines: Sequence[Line]) -> bool:
    """Whether the paragraphs are summaries, each under the linked headline of its own page."""
    prose = [prose_of([line]) > 0 for line in lines]
    summaries = sum(
        line.linked and len(line.text) >= HEADLINE and any(prose[index + 1 : index + 3])
        for index, line in enumerate(lines)
    )
    return summaries >= 3 and summaries * 2 >= sum(prose)


def _published(said: str | None, shown: str | None) -> str | None:
    """What the metadata says, with the time of day that the page shows for the same day."""
    if said and shown and said[:10] == shown[:10] and len(said) == 10:
        return shown
    return said or shown


def _address(given: str | None, said: str | None) -> str | None:
    """The address the page gives itself, if it lies on the site it came from."""
    if given is None:
        return said
    if said and _site(said) == _site(given):
        return said
    return web_address(given)


def _saved_from(html: str) -> str | None:
    """The address that a browser notes at the head of a page it saves."""
    match = _SAVED.search(html, 0, 2000)
    return match["url"] if match else None


def _site(url: str) -> str:
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


_SAVED = re.compile(
    r"<!--[^<>]{0,200}?(?:saved from url=\(\d{4}\)|\burl:\s)(?P<url>https?://[^\s<>]{4,1000})"
)
_NOTE = re.compile(r"\d\d\d\d[-/.年]\d|\d:\d\d|来源|來源|作者|记者|記者|字号|分享")
_ORIGIN = re.compile(
    r"(?:来源|來源|出处|稿源)\s*[:：|]\s*(?P<name>[^\s|｜/（）()\[\]【】;；，。]{2,30})"
)
