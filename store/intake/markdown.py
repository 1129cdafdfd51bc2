"""Markdown to lines and articles, by way of the HTML it stands for."""

from __future__ import annotations

import re
from datetime import datetime

from store.article import Draft
from store.errors import RefusedError
from store.intake.fragment import lines_of_html
from store.intake.lines import Line
from store.intake.text import check_size
from store.intake.text import draft_of as draft_of_lines

SIZE = 2 << 20
"""Longest Markdown read, in code points; its parser takes some hundred bytes for each."""

NESTING = 12
"""Deepest quotes and lists rendered as such."""

_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_SIGNS = (
    re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE),
    re.compile(r"\[[^\[\]\n]{1,200}\]\(\s*<?(?:https?:)?//"),
    re.compile(r"!\[[^\[\]\n]{0,200}\]\("),
    re.compile(r"^\S[^\n]{0,100}\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE),
    re.compile(r"(?<!\*)\*\*[^\s*][^*\n]{0,200}\*\*(?!\*)"),
    re.compile(r"^>[ \t]+\S", re.MULTILINE),
    re.compile(r"^```", re.MULTILINE),
)
_STANDING = re.compile(r"^(#{1,6}[ \t].*|-{3,}[ \t]*)$", re.MULTILINE)
SEEN = 20_000
"""Code points of a text that its form is judged by."""


def begins(text: str) -> bool:
    """Whether a text opens with a heading: Markdown then, whatever HTML follows."""
    return _HEADING.match(text[:SEEN].lstrip("\ufeff \t\r\n")) is not None


def looks_like(text: str) -> bool:
    """Whether a text is Markdown: it opens with a heading, or shows two signs of it."""
    return begins(text) or sum(sign.search(text, 0, SEEN) is not None for sign in _SIGNS) >= 2


def lines_of(text: str, name: str) -> list[Line]:
    """The lines of Markdown, HTML in it included; raises ``RefusedError`` under ``name``."""
    from markdown_it import MarkdownIt

    if len(text) > SIZE:
        raise RefusedError(name, "Markdown of more than {size} million characters", size=SIZE >> 20)
    # Newlines in Chinese prose part paragraphs. Indented text is no code in a scraped page.
    parser = MarkdownIt("commonmark", {"html": True, "breaks": True, "maxNesting": NESTING})
    parser.enable(["table", "strikethrough"]).disable("code")
    # A dump puts its headings and rules straight after the HTML it copied, which hides them.
    return lines_of_html(parser.render(_STANDING.sub(r"\n\1\n", text)), name)


def draft_of(text: str, name: str, now: datetime, source: str | None = None) -> Draft:
    """The article of a Markdown document; raises ``RefusedError`` where there is none."""
    draft = draft_of_lines(lines_of(text, name), now, source)
    if draft is None:
        raise RefusedError(name, "no article in it")
    check_size(draft, name)
    return draft
