"""Text from outside made safe to store and to show: the one hygiene function of both gates.

Called on every string that enters and on every string read from the archive, since a store may
come from a stranger. Markup has no meaning here: ``[red]`` and ``<b>`` stay the text they are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.article import Article

MARKS = 30
"""Longest run of combining marks kept: the Stream-Safe Text Format of Unicode UAX #15 §13."""

# What each range becomes. Listed, not asked of ``unicodedata``: a table over all of Unicode
# costs 0.4 s, and what is safe must not change with the Python that runs.
_NOTHING = (
    (0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F),  # C0, DEL, C1
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F),  # zero-width, bidirectional
    (0x3164, 0x3164), (0xFDD0, 0xFDEF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB), (0xFFFE, 0xFFFF),
    (0x13430, 0x13455), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0x10000, 0x110000, 0x10000)),
    (0xE0000, 0xE0FFF),  # tags, variation selectors
)  # fmt: skip
_NEWLINE = ((0x0B, 0x0D), (0x85, 0x85), (0x2028, 0x2029))
_SPACE = (
    (0x09, 0x09), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x202F, 0x202F),
    (0x205F, 0x205F),
)  # fmt: skip
_REPLACEMENT = ((0xD800, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))

# Scripts that have combining marks: text without them needs no closer look.
_MARKED = (
    (0x300, 0x200A), (0x20D0, 0x20FF), (0x2CE0, 0x2DFF), (0x302A, 0x302F), (0x3099, 0x309A),
    (0xA66F, 0xABFF), (0xFB1E, 0xFB1E), (0xFE20, 0xFE2F),
)  # fmt: skip
# One range for all beyond the basic plane: more of them make the search twelve times slower.
_UNUSUAL = re.compile(
    "["
    + "".join(
        f"{chr(first)}-{chr(last)}"
        for ranges in (_NOTHING, _NEWLINE, _SPACE, _REPLACEMENT, _MARKED)
        for first, last in ranges
        if last <= 0xFFFF
    )
    + "\U00010000-\U0010ffff]"
)


def clean(text: str) -> str:
    """Unicode NFC without anything that could steer a terminal; idempotent.

    Dropped: C0 but newline, DEL, C1, bidirectional controls, zero-width and other invisible
    characters, noncharacters, combining marks beyond ``MARKS`` in a row. Other line ends become
    a newline, tab and every space but the ideographic one a space, private-use characters and
    lone surrogates U+FFFD. Clean Chinese text costs one scan and comes back as the same object.
    """
    if _UNUSUAL.search(text):
        # Marks are cut before normalising: ordering a run of them takes quadratic time.
        text = _cut_marks(text.replace("\r\n", "\n").translate(_table()))
    if unicodedata.is_normalized("NFC", text):
        return text
    # One mark may become two, and a run grow past the limit again.
    text = _cut_marks(unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """``clean`` for a title, a name, a file name: one line, runs of white space one space."""
    return " ".join(clean(text).split())


def clean_article(article: Article) -> Article:
    """The article with clean text; where cleaning moved text, its mentions no longer hold."""
    title = clean(article.title).replace("\n", " ")
    blocks = tuple(replace(b, text=clean(b.text)) for b in article.blocks)
    moved = title != article.title or blocks != article.blocks
    return replace(
        article,
        title=title,
        blocks=blocks,
        source=clean(article.source).replace("\n", " ") if article.source else article.source,
        mentions=()
        if moved
        else tuple(
            m if clean(m.name) == m.name else replace(m, name=clean(m.name))
            for m in article.mentions
        ),
        authors=tuple(clean(a).replace("\n", " ") for a in article.authors),
        url=clean(article.url).replace("\n", "") if article.url else article.url,
    )


def _cut_marks(text: str) -> str:
    return _marks().sub(r"\1", text)


@cache
def _table() -> dict[int, int | None]:
    table: dict[int, int | None] = {}
    for ranges, becomes in (
        (_NOTHING, None),
        (_NEWLINE, 0x0A),
        (_SPACE, 0x20),
        (_REPLACEMENT, 0xFFFD),
    ):
        for first, last in ranges:
            table.update(dict.fromkeys(range(first, last + 1), becomes))
    return table


@cache
def _marks() -> re.Pattern[str]:
    # The last combining mark of Unicode 16 is U+1E94A.
    points = map(chr, range(0x300, 0x1E94B))
    # Also those that stay where they are in NFC, as enclosing ones and many of India's do.
    marks = "".join(c for c in points if unicodedata.category(c) in ("Mn", "Me"))
    return re.compile(f"([{marks}]{{{MARKS}}})[{marks}]+")
