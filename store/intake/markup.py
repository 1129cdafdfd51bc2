"""Literal HTML that a scraper left in the text, undone: tags to line breaks, entities to signs.

This is for text with tags in it. A page of HTML is another form and isn't read here;
``is_page`` tells them apart.
"""

from __future__ import annotations

import html
import re

TAG_LENGTH = 2000
"""Longest tag recognised, in code points; bounds the search for its end."""

UNREAD_LENGTH = 20_000
"""Longest content of a script or form passed over; an element left open hides no article."""


def _named(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Elements whose content is never part of an article.
_UNREAD = _named(
    "script style noscript template svg head iframe object form button label select textarea"
    " nav footer aside"
)
_INLINE = _named(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd mark ok q rp rt ruby s samp small"
    " span strong sub sup time tt u var wbr"
)
_BLOCK = _named(
    "address area article audio blockquote body br canvas caption center col colgroup dd details"
    " dialog div dl dt embed fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr html img input"
    " legend li link main map menu meta ol option p param picture pre section source summary table"
    " tbody td tfoot th thead title tr ul video"
)
_ELEMENTS = _UNREAD | _INLINE | _BLOCK
_WORDS = re.compile(r"[^\W\d]")  # a bare number beside a link is a counter
_TAG = re.compile(
    rf"<!--[^<>]{{0,{TAG_LENGTH}}}-->|<!doctype[^<>]{{0,{TAG_LENGTH}}}>"
    rf"|<(?P<end>/?)(?P<name>[a-z][a-z0-9]{{0,15}})(?=[\s/>])[^<>]{{0,{TAG_LENGTH}}}>",
    re.IGNORECASE,
)
_STRUCTURE = re.compile(
    r"\s*<(?:!doctype|html|head|body|div|section|article|table|span|script|meta|link)\b",
    re.IGNORECASE,
)
_PROLOGUE = r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*){0,5}"
_PAGE = re.compile(_PROLOGUE + r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def is_page(text: str) -> bool:
    """Whether the text is HTML, whole or a fragment, be it below a front matter or a heading.

    Decided at the head: an article as text starts with its title and date, a page with its
    containers. Text in which a tag survived here and there is no page.
    """
    if _PAGE.match(text):
        return True
    lines = [line for line in text[:8000].split("\n") if line.strip()][:40]
    return sum(_STRUCTURE.match(line) is not None for line in lines) >= 2


def undo(text: str) -> str:
    """Text without tags and entities; linear in its length, whatever it holds.

    A list item that holds nothing but a link is navigation and goes, as do scripts and forms.
    ``<`` that opens no known element stays.
    """
    if "<" in text and (match := _TAG.search(text)):
        text = _without_tags(text, match)
    return unescape(text)


def unescape(text: str) -> str:
    """Text with the characters that its entities mean."""
    # Python refuses to read a number of thousands of digits, and no character has so many.
    return html.unescape(_NO_CHARACTER.sub("\ufffd", text)) if "&" in text else text


_NO_CHARACTER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")


def _without_tags(text: str, first: re.Match[str]) -> str:
    out: list[str] = []
    position = 0  # up to here the text is dealt with
    closing: dict[str, int] = {}
    item = -1  # where the open list item began in ``out``
    linked = False  # inside a link
    plain = False  # the open item has text outside its links
    for match in _TAG.finditer(text, first.start()):
        name = (match["name"] or "").lower()
        if match.start() < position or (name and name not in _ELEMENTS):
            continue
        piece = text[position : match.start()]
        position = match.end()
        ends = bool(match["end"])
        out.append(piece)
        if not linked and _WORDS.search(piece):
            plain = True
        if name in _UNREAD and not ends and not match[0].endswith("/>"):
            position = _end_of(text, name, position, closing)
        elif name == "a":
            linked = not ends
        elif name == "li":
            if item >= 0 and not plain:
                del out[item:]
            item, plain, linked = (-1 if ends else len(out)), False, False
        if name in _BLOCK or name in _UNREAD:
            out.append("\n")
    out.append(text[position:])
    return "".join(out)


def _end_of(text: str, name: str, position: int, closing: dict[str, int]) -> int:
    """Where the element opened before ``position`` closes, or ``position`` if not near enough.

    ``closing`` remembers the last answer, so that unclosed elements cost one search in all.
    """
    if closing.get(name, -1) < position:
        match = re.compile(f"</{name}\\b", re.IGNORECASE).search(text, position)
        closing[name] = match.start() if match else len(text) + UNREAD_LENGTH
    end = closing[name]
    return end if end - position <= UNREAD_LENGTH else position
