"""What the elements of HTML are to someone who reads the page."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from store.article import BlockKind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CAPTION_LENGTH = 250
"""Longest text, in code points, that an element's class may make a caption."""

DESCENDANTS = 300
"""Most descendants of an element looked at to tell what it is."""


def is_read(element: HtmlElement, *, hidden: bool = False) -> bool:
    """Whether the element can hold text of an article; ``hidden``: also when it isn't shown."""
    return (
        element.tag not in _UNREAD
        and (hidden or not _is_hidden(element))
        and not _is_dialogue(element)
    )


def is_block(element: HtmlElement) -> bool:
    """Whether the element stands on lines of its own."""
    if element.tag in _BLOCK:
        return True
    style = element.get("style")
    return style is not None and _SHOWN_AS_BLOCK.search(style) is not None


def _is_hidden(element: HtmlElement) -> bool:
    attributes = element.attrib
    if not attributes:
        return False
    style = attributes.get("style")
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or (style is not None and _NOT_SHOWN.search(style) is not None)
        or not _UNSEEN_CLASSES.isdisjoint(attributes.get("class", "").split())
    )


def _is_dialogue(element: HtmlElement) -> bool:
    """Whether the element serves to move about or to type into; some sites wrap all in a form."""
    if element.tag == "form":
        tags = [descendant.tag for descendant in islice(element.iter(), DESCENDANTS)]
        return len(tags) < DESCENDANTS and _CONTENT.isdisjoint(tags)
    return element.get("role") in _ROLES


def is_caption(element: HtmlElement) -> bool:
    """Whether a class calls the element a caption and it is short enough for one."""
    if not _CAPTION_NAME.search(element.get("class", "")):
        return False
    size = 0
    for count, piece in enumerate(element.iter()):
        size += len((piece.text or "").strip())
        if size > CAPTION_LENGTH or count > DESCENDANTS:
            return False
    return True


def _named(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Elements whose content is never part of an article.
_UNREAD = _named(
    "applet aside audio button canvas datalist dialog embed footer frameset iframe input label"
    " meter nav noframes noscript object optgroup option progress rp rt rtc script select style"
    " svg template textarea title video"
)
_BLOCK = _named(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu"
    " nav ol option p pre section select summary table tbody td tfoot th thead tr ul"
)
_CONTENT = _named("p h1 article")
CELLS = _named("td th")
KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "blockquote": "quote",
    "li": "list",
    "figcaption": "caption",
}
_ROLES = _named(
    "navigation menu menubar search contentinfo complementary dialog alertdialog tablist"
)
_UNSEEN_CLASSES = _named("sr-only visually-hidden screen-reader-text")
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table\b)", re.IGNORECASE)
_CAPTION_NAME = re.compile(r"(?:^|[\s_-])caption(?:[\s_-]|$)", re.IGNORECASE)
