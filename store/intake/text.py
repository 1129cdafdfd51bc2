"""Scraped text to drafts: one file may hold several articles, each with its head and its junk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from store.article import Article, Draft
from store.errors import RefusedError
from store.folding import is_han
from store.intake.addresses import date_of
from store.intake.body import blocks
from store.intake.dateline import CHINA
from store.intake.habits import habits
from store.intake.head import Head
from store.intake.hygiene import clean, clean_line
from store.intake.lines import Line, is_prose, lines_of
from store.intake.markup import undo
from store.intake.pages import split

PARAGRAPH_LENGTH = 200_000
"""Longest paragraph taken, in code points: far beyond prose, and what a screen can break."""

HEAD_LENGTH = 4000
AUTHORS = 200
"""Longest title, name and address taken, in code points, and most authors."""

ARTICLE_LENGTH = 1_000_000
BLOCKS = 20_000
"""Longest article taken, in code points and in blocks; a book is no article."""


def drafts(text: str, name: str, now: datetime, source: str | None = None) -> Iterator[Draft]:
    """The articles of decoded text.

    ``source`` goes before whatever the page says. Raises ``RefusedError`` under ``name`` when
    there is no article in it or a paragraph is longer than ``PARAGRAPH_LENGTH``.
    """
    lines = body_lines(text, name)
    if not any(map(is_han, text)):
        raise RefusedError(name, "no Chinese text in it")
    found = False
    for chunk in split(lines, now):
        draft = draft_of(chunk, now, source)
        if draft is not None:
            found = True
            check_size(draft, name)
            yield draft
    if not found:
        raise RefusedError(name, "no article in it")


def draft_of(
    lines: Sequence[Line], now: datetime, source: str | None = None, title: str | None = None
) -> Draft | None:
    """The one article of these lines; None when they hold neither a body nor a dated title.

    ``title`` is given where the form says it, and then no line is taken for it.
    """
    head = Head(now, habits().zone_of(source) or CHINA, title)
    body = head.take(lines)
    if head.title is None:
        first = next((line for line in body if is_prose(line)), None)
        if first is None:
            return None
        head.title = _first_sentence(first.text)
    parts = blocks(body, head.title)
    if not parts and head.published is None:
        return None
    head.read_lead(parts, body)
    return Draft(
        title=clean_line(head.title),
        blocks=parts,
        source=source
        or habits().source_named(head.source or head.banner or head.habit)
        or habits().source_at(head.url),
        url=head.url,
        authors=tuple(dict.fromkeys(head.authors)),
        published=head.published or date_of(head.url),
    )


def check_size(item: Draft | Article, name: str) -> None:
    """Raise ``RefusedError`` under ``name`` for what is longer than any article's."""
    size = sum(len(block.text) for block in item.blocks)
    if size > ARTICLE_LENGTH or len(item.blocks) > BLOCKS:
        raise RefusedError(
            name,
            "{size:,} characters in {blocks:,} blocks are no article",
            size=size,
            blocks=len(item.blocks),
        )
    longest = max((len(block.text) for block in item.blocks), default=0)
    if longest > PARAGRAPH_LENGTH:
        raise RefusedError(
            name, "a paragraph of {longest:,} characters is no article", longest=longest
        )
    longest = max(map(len, (item.title, item.source or "", item.url or "", *item.authors)))
    if longest > HEAD_LENGTH or len(item.authors) > AUTHORS:
        raise RefusedError(
            name,
            "a head of {longest:,} characters and {authors:,} authors is no article",
            longest=longest,
            authors=len(item.authors),
        )


def body_lines(text: str, name: str) -> list[Line]:
    """The lines of decoded text, clean; raises ``RefusedError`` for one no article can hold."""
    lines = list(lines_of(clean(undo(clean(text)))))
    longest = max((len(line.text) for line in lines), default=0)
    if longest > PARAGRAPH_LENGTH:
        raise RefusedError(
            name, "a paragraph of {longest:,} characters is no article", longest=longest
        )
    return lines


def _first_sentence(text: str) -> str:
    """A headline for an article without one: its first clause, 40 code points at most."""
    clause = re.split(r"[。！？!?；，,]", text.strip(), maxsplit=1)[0]
    return clause if 4 <= len(clause) <= 40 else text[:40]
