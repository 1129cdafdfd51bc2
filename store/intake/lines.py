"""A scraped page as its lines, and what a line by itself shows to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from store.article import BlockKind
from store.folding import fold

TITLE_LENGTH = 100
"""Longest headline, in code points: beyond it a first line is taken for body."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that isn't blank.

    ``gap``: blank lines before it. ``indented``: it starts with white space, as a paragraph does.
    ``folded``: ``text`` folded, so offsets agree; only its first ``SEEN`` code points.
    ``kind``: what the markup it came from says it is, None where there was none to say.
    ``linked``: nothing but links to elsewhere, as navigation is.
    """

    text: str
    folded: str
    gap: int
    indented: bool
    kind: BlockKind | None = None
    linked: bool = False


SEEN = 300
"""Code points of a line that its nature is judged by."""


def lines_of(text: str) -> Iterator[Line]:
    """The lines of clean text that hold more than white space."""
    gap = 0
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            gap += 1
            continue
        yield Line(line, fold(line[:SEEN]), gap, raw[0].isspace())
        gap = 0


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends as running prose does, closing marks aside."""
    return text.rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS


def is_prose(line: Line) -> bool:
    """Whether the line can only be part of a body: long, or a sentence that ends.

    A short question or exclamation may as well be a headline.
    """
    text = line.text
    if len(text) > 40:
        return len(text) > TITLE_LENGTH or ends_sentence(text)
    return len(text) >= 6 and text.rstrip(_CLOSING)[-1:] in _STOPS


def is_title_like(line: Line) -> bool:
    """Whether the line could be a headline: short, and not broken off inside a sentence."""
    text = line.text
    return (
        len(text) <= TITLE_LENGTH
        and text[-1] not in "。；，、：;,:"
        and _LETTER.search(text) is not None
        and not _ADDRESS.search(text)
    )


def banner(line: Line) -> str | None:
    """The site's name when the line is its banner: ``某网 | example.org``."""
    match = _BANNER.fullmatch(line.text[:SEEN]) if len(line.text) < 80 else None
    return match["name"].strip() if match else None


def is_rule(line: Line) -> bool:
    """Whether the line is drawn, not written: dashes, stars, dots."""
    return _RULE.fullmatch(line.text) is not None


_CLOSING = "”’」』）)】》\"' "
_STOPS = ("。", "；", "…")
_SENTENCE_ENDS = frozenset("。！？!?…；;.")
_LETTER = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_RULE = re.compile(r"[\W_]+")
_BANNER = re.compile(
    r"(?P<name>[^\s|｜丨:：。，][^|｜丨:：。，]{1,24}?)\s*[|｜丨]\s*"
    r"(?:https?://)?(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,12}/?",
    re.IGNORECASE,
)
