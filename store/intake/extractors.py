"""The extractors asked where a page's article stands, and the outline of the page they see.

They are shown blocks and links alone: that is all they weigh, and it bounds what they cost.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.intake.elements import is_block, is_read
from store.intake.hygiene import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ELEMENTS = 5000
"""Most elements with text of a page the extractors are asked about: both take quadratic time at
worst. Beyond it a page is a register or a trap, and its densest stretch is read."""

DEPTH = 150
"""Deepest nesting shown to the extractors; what lies deeper counts where it is cut off."""


def answers(root: HtmlElement, *, hidden: bool) -> Iterable[list[HtmlElement]]:
    """The elements that hold the article, as each extractor says."""
    outline = _outline(root, hidden=hidden)
    if outline is None:
        return
    skeleton, originals = outline
    for ask in (_readability, _gne):
        try:
            numbers = ask(skeleton)
        except Exception:
            # What an extractor fails on, in whatever way, it has no answer to.
            continue
        if numbers:
            yield [originals[number] for number in numbers]


def _readability(skeleton: HtmlElement) -> list[int]:
    from lxml.html import fragment_fromstring
    from readability import Document

    # It reports its own failures on standard error.
    logging.getLogger("readability.readability").disabled = True
    summary = Document(skeleton).summary(html_partial=True)
    tops = fragment_fromstring(summary, create_parent="div").iterchildren()
    parts = [
        part
        for top in tops
        for part in (top.iterchildren() if _NUMBER not in top.attrib else [top])
    ]
    return sorted(int(part.get(_NUMBER, "-1")) for part in parts if _NUMBER in part.attrib)


def _gne(skeleton: HtmlElement) -> list[int]:
    from copy import deepcopy

    from gne.extractor import ContentExtractor
    from gne.utils import pre_parse

    # The path is given so that no settings file of the working directory can say another.
    ranked = ContentExtractor().extract(pre_parse(deepcopy(skeleton)), body_xpath="//body")
    number = ranked[0][1]["node"].get(_NUMBER) if ranked else None
    return [] if number is None else [int(number)]


@dataclass(slots=True)
class _Open:
    """An element of the outline that is being filled."""

    element: HtmlElement
    pieces: list[str]
    last: HtmlElement | None = None

    def flush(self) -> None:
        text = _SPACES.sub(" ", clean("".join(self.pieces)))
        self.pieces.clear()
        if not text.strip():
            return
        if self.last is None:
            self.element.text = text
        else:
            self.last.tail = text


def _outline(root: HtmlElement, *, hidden: bool) -> tuple[HtmlElement, list[HtmlElement]] | None:
    """A copy with blocks and links alone, none empty, and the elements its numbers stand for.

    None when it is larger than ``ELEMENTS``. Attributes but names of classes go: the extractors
    match them with patterns that take quadratic time.
    """
    from lxml.etree import SubElement, iterwalk
    from lxml.html import html_parser

    originals: list[HtmlElement] = [root]
    top: HtmlElement = html_parser.makeelement("html", {_NUMBER: "0"})
    stack = [_Open(top, [])]
    opened: list[bool] = []
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            copied = False
            here = stack[-1]
            if not is_read(element, hidden=hidden):
                walk.skip_subtree()
            else:
                if element is not root and len(stack) < DEPTH and _is_outlined(element):
                    if len(originals) > ELEMENTS:
                        return None
                    here.flush()
                    child = SubElement(
                        here.element, element.tag, _attributes(element, len(originals))
                    )
                    originals.append(element)
                    here = _Open(child, [])
                    stack.append(here)
                    copied = True
                here.pieces.append(element.text or "")
            opened.append(copied)
            continue
        if opened.pop():
            done = stack.pop()
            done.flush()
            if done.last is None and not done.element.text and element.tag != "br":
                stack[-1].element.remove(done.element)
            else:
                stack[-1].last = done.element
        if element is not root and element.tail:
            stack[-1].pieces.append(element.tail)
    stack[0].flush()
    return top, originals


def _is_outlined(element: HtmlElement) -> bool:
    return element.tag in ("a", "br") or is_block(element)


def _attributes(element: HtmlElement, number: int) -> dict[str, str]:
    out = {_NUMBER: str(number)}
    for key in ("class", "id"):
        if value := element.get(key):
            out[key] = clean(value[:200])
    if element.tag == "a" and element.get("href") is not None:
        out["href"] = "#"
    return out


_NUMBER = "data-number"
_SPACES = re.compile(r"\s+")
