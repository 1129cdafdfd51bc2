"""Scraped text to drafts: one file may hold several articles, each with its head and its junk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from store.article import Block, Draft
from store.errors import RefusedError
from store.folding import fold, is_han
from store.intake.addresses import date_of
from store.intake.body import blocks, is_caption
from store.intake.bylines import LENGTH as NOTE_LENGTH
from store.intake.bylines import Notes, lead_authors, lead_date, read_notes
from store.intake.dateline import CHINA, find
from store.intake.foot import foot_of, without_comments
from store.intake.habits import habits
from store.intake.hygiene import clean, clean_line
from store.intake.lines import Line, banner, ends_sentence, is_prose, is_title_like, lines_of
from store.intake.markup import undo
from store.intake.pages import split

PARAGRAPH_LENGTH = 200_000
"""Longest paragraph taken, in code points: far beyond prose, and what a screen can break."""

ARTICLE_LENGTH = 1_000_000
BLOCKS = 20_000
"""Longest article taken, in code points and in blocks; a book is no article."""

HEAD = 8
TAIL = 6
"""Lines at the head and at the end of an article where notes about it are looked for."""


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
    head = _Head(now, habits().zone_of(source) or CHINA, title)
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


def check_size(draft: Draft, name: str) -> None:
    """Raise ``RefusedError`` under ``name`` for a draft longer than any article."""
    size = sum(len(block.text) for block in draft.blocks)
    if size > ARTICLE_LENGTH or len(draft.blocks) > BLOCKS:
        raise RefusedError(
            name, f"{size:,} characters in {len(draft.blocks):,} blocks are no article"
        )


def body_lines(text: str, name: str) -> list[Line]:
    """The lines of decoded text, clean; raises ``RefusedError`` for one no article can hold."""
    lines = list(lines_of(clean(undo(clean(text)))))
    longest = max((len(line.text) for line in lines), default=0)
    if longest > PARAGRAPH_LENGTH:
        raise RefusedError(name, f"a paragraph of {longest:,} characters is no article")
    return lines


class _Head:
    """What an article says of itself, gathered line by line."""

    def __init__(self, now: datetime, zone: tzinfo, title: str | None) -> None:
        self.now = now
        self.zone = zone
        self.title = title
        self.published: str | None = None
        self.updated: str | None = None
        self.source: str | None = None
        self.banner: str | None = None
        self.habit: str | None = None
        self.url: str | None = None
        self.original = False  # the address is said to be the article's first one
        self.authors: list[str] = []

    def take(self, lines: Sequence[Line]) -> list[Line]:
        """Read head and tail; give back the lines that are body."""
        body: list[Line] = []
        prose = False
        furniture = habits().is_furniture
        lines = without_comments(lines)
        foot = foot_of(lines, self._is_note)
        for index, line in enumerate(lines):
            if index < HEAD or index >= min(foot, len(lines) - TAIL):
                name = banner(line)
                if name and (not prose or index == len(lines) - 1):
                    self.banner = self.banner or name
                    continue
                # A date alone under the last paragraph signs a letter: it is body.
                notes = read_notes(line, self.now, self.zone)
                if notes and (not prose or _speaks_of_page(notes)):
                    self._note(notes, line)
                    continue
            if index >= foot and prose:
                continue
            if self.title and not prose and self._is_stamped(line):
                continue
            if line.linked and not prose and (self.title or line.kind != "heading"):
                continue
            if self.title is None and not body and not furniture(line.folded):
                if is_title_like(line):
                    self.title = _TITLE_LABEL.sub("", line.text)
                    continue
                if len(line.text) <= 40 and not is_prose(line):
                    self.title = line.text
                    continue
            prose = prose or is_prose(line)
            body.append(line)
        self.published = self.published or self.updated
        return body

    def _is_note(self, line: Line) -> bool:
        notes = read_notes(line, self.now, self.zone)
        return notes is not None and _speaks_of_page(notes)

    def _is_stamped(self, line: Line) -> bool:
        """Whether a line above the body is dated but no sentence: sections, counters, a date."""
        if len(line.text) > NOTE_LENGTH or ends_sentence(line.text) or is_caption(line):
            return False
        stamp = find(line.text, self.now, self.zone)
        if stamp is None or not stamp.dated or line.folded == fold(self.title or ""):
            return False
        rest = f"{line.text[: stamp.start]} {line.text[stamp.end :]}"
        if lead_date(line, self.now) or _WORDS.search(rest):
            return False
        self.published = self.published or stamp.published
        return True

    def read_lead(self, parts: Sequence[Block], body: Sequence[Line]) -> None:
        """What the first paragraphs say in passing; their words stay where they are."""
        for line in body[:4]:
            if self.published is None and (lead := lead_date(line, self.now, self.zone)):
                name, stamp = lead
                self.published = stamp.published
                self.habit = self.habit or name
            if self.habit is None:
                for site in habits().sites:
                    if site.lead and site.lead.match(line.folded):
                        self.habit = site.source
        if not self.authors:
            for part in parts[:3]:
                self.authors += lead_authors(part.text)

    def _note(self, notes: Notes, line: Line) -> None:
        self.source = self.source or notes.source
        if notes.url and (self.url is None or (notes.original and not self.original)):
            self.url, self.original = notes.url, notes.original
        self.authors += notes.authors
        if notes.stamp is None:
            return
        if notes.updated:
            self.updated = self.updated or notes.stamp.published
        else:
            self.published = self.published or notes.stamp.published
        for site in habits().sites:
            if site.dateline and site.dateline.fullmatch(line.folded):
                self.habit = self.habit or site.source


def _speaks_of_page(notes: Notes) -> bool:
    return notes.stamp is None or notes.labelled


def _first_sentence(text: str) -> str:
    """A headline for an article without one: its first clause, 40 code points at most."""
    clause = re.split(r"[。！？!?；，,]", text.strip(), maxsplit=1)[0]
    return clause if 4 <= len(clause) <= 40 else text[:40]


# So much without a sign or a space between is a clause and not the name of a section.
_WORDS = re.compile(r"[^\W\d_]{13}")
_TITLE_LABEL = re.compile(r"#{1,6}\s+|(?:标题|標題)[:：]\s*")
