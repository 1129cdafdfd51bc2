"""What an article says of itself around its body: title, date, source, authors, address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo

from store.article import Block
from store.folding import fold, is_han
from store.intake.bylines import LENGTH as NOTE_LENGTH
from store.intake.bylines import Notes, lead_authors, lead_date, read_notes
from store.intake.captions import is_caption
from store.intake.dateline import find
from store.intake.foot import foot_of, is_foot, without_comments
from store.intake.habits import habits
from store.intake.lines import Line, banner, ends_sentence, is_prose, is_title_like

HEAD = 8
TAIL = 6
"""Lines at the head and at the end of an article where notes about it are looked for."""

LEAD = 4
"""Lines of a body of which one may begin with a bracket that dates it."""


class Head:
    """What an article says of itself, gathered line by line."""

    def __init__(self, now: datetime, zone: tzinfo, title: str | None) -> None:
        self.now = now
        self.zone = zone
        self.title = title
        self.published: str | None = None
        self.updated: str | None = None
        self.signed: str | None = None  # under the last paragraph
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
        last_prose = max((n for n, line in enumerate(lines[:foot]) if is_prose(line)), default=foot)
        for index, line in enumerate(lines):
            below = index > min(foot - 1, last_prose)
            if index < HEAD or below or index >= len(lines) - TAIL:
                name = banner(line)
                if name and (not prose or below):
                    self.banner = self.banner or name
                    continue
                # A date alone under the last paragraph signs a letter: it is body.
                notes = read_notes(line, self.now, self.zone)
                if notes and (not prose or _speaks_of_page(notes)):
                    self._note(notes, line, below=below)
                    continue
            if below and body and (index >= foot or is_foot(line)):
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
            if self.published is None and len(body) < LEAD:
                self._read_lead_date(line)
            prose = prose or is_prose(line)
            body.append(line)
        self.published = self.published or self.updated or self.signed
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
        around = line.text[stamp.start - 1 : stamp.start] + line.text[stamp.end : stamp.end + 1]
        rest = f"{line.folded[: stamp.start]} {line.folded[stamp.end :]}"
        if lead_date(line, self.now) or _CLAUSE.search(rest) or any(map(is_han, around)):
            return False
        self.published = self.published or stamp.published
        return True

    def read_lead(self, parts: Sequence[Block], body: Sequence[Line]) -> None:
        """What the first paragraphs say in passing; their words stay where they are."""
        for line in body[:LEAD]:
            if self.habit is None:
                for site in habits().sites:
                    if site.lead and site.lead.match(line.folded):
                        self.habit = site.source
        if not self.authors:
            for part in parts[:3]:
                self.authors += lead_authors(part.text)

    def _read_lead_date(self, line: Line) -> None:
        lead = lead_date(line, self.now, self.zone)
        if lead:
            name, stamp = lead
            self.published = stamp.published
            self.habit = self.habit or name

    def _note(self, notes: Notes, line: Line, *, below: bool) -> None:
        self.source = self.source or notes.source
        if notes.url and (self.url is None or (notes.original and not self.original)):
            self.url, self.original = notes.url, notes.original
        self.authors += notes.authors
        if notes.stamp is None:
            return
        if below:
            self.signed = self.signed or notes.stamp.published
        elif notes.updated:
            self.updated = self.updated or notes.stamp.published
        else:
            self.published = self.published or notes.stamp.published
        for site in habits().sites:
            if site.dateline and site.dateline.fullmatch(line.folded):
                self.habit = self.habit or site.source


def _speaks_of_page(notes: Notes) -> bool:
    return notes.stamp is None or notes.labelled


# So much without a space between is a clause and not the name of a section; so are these signs.
_CLAUSE = re.compile(r"[^\W\d_]{13}|[。!?;、()“”「」《》]|,(?!\s)")
_TITLE_LABEL = re.compile(r"#{1,6}\s+|(?:标题|標題)[:：]\s*")
