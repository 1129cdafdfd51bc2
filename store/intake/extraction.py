"""Which part of a page is its article: two extractors asked, the better answer taken.

readability-lxml weighs paragraphs and class names, GNE the density of text and of Chinese
punctuation; they fail on different pages (see ``tests/benchmarks/extraction.py``). Both are asked
only where the article stands. Its lines are read from the page itself, since what they leave of
a text is judged by English commas and loses lists and short paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.folding import fold
from store.intake.extractors import answers
from store.intake.fragment import lines_of_tree, parse
from store.intake.habits import habits
from store.intake.lines import Line, lines_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FOOTER_LENGTH = 100
"""Longest line, in code points, asked whether it belongs to the page and not to an article."""

FRAGMENT = 5
"""An answer with this many times less prose than the other found a piece of the article."""

NEARLY = 0.95
"""Share of the other's prose from which two answers hold the same article."""


@dataclass(frozen=True, slots=True)
class Extract:
    """The lines of a page's article; ``before``: those that stand above it on the page."""

    lines: list[Line]
    before: list[Line]


def extract(html: str, name: str) -> list[Line]:
    """The lines of the article in an HTML page or fragment, [] when there are none.

    A fragment that isn't mostly links is an article already and is read whole. Raises
    ``RefusedError`` under ``name`` as ``fragment.parse`` does.
    """
    root = parse(html, name)
    return [] if root is None else article_of(root).lines


def article_of(root: HtmlElement, witness: str = "") -> Extract:
    """The article of a parsed page; ``witness``: its text as the page's metadata gives it."""
    found = _found(root, witness)
    if 2 * prose_of(found.lines) < prose_of(lines_of(witness)):
        # A shell that a script fills, or a page that hides the rest of its text.
        return Extract(list(lines_of(witness)), found.before)
    return found


def _found(root: HtmlElement, witness: str) -> Extract:
    # Pages that wait for a script or a click may hide all they have.
    shown = lines_of_tree(root)
    hidden = not prose_of(shown) and bool(root.xpath("(//*[@style or @hidden or @aria-hidden])[1]"))
    page = lines_of_tree(root, hidden=True) if hidden else shown
    if prose_of(page) >= NEARLY * _size(page) or (_is_fragment(root) and not _is_linked(page)):
        return Extract(page, [])
    best: list[Line] = []
    for nodes in answers(root, hidden=hidden):
        answer = _lines_of(nodes, hidden=hidden)
        best = _better(best, answer, witness) if best and answer else best or answer
    marked = _lines_of(_marked(root), hidden=hidden)
    if 3 * prose_of(marked) > prose_of(best):
        best = marked
    best = best or _densest(page)
    return Extract(best, page[: _start(page, best)])


def _lines_of(elements: Iterable[HtmlElement], *, hidden: bool) -> list[Line]:
    return [line for element in elements for line in lines_of_tree(element, hidden=hidden)]


def prose_of(lines: Iterable[Line]) -> int:
    """Code points of the lines of running text: punctuated, and neither links nor furniture."""
    return sum(len(line.text) for line in lines if _is_running(line))


def _is_running(line: Line) -> bool:
    if line.linked or not _MARK.search(line.text):
        return False
    return len(line.text) > FOOTER_LENGTH or not (
        habits().is_furniture(line.folded) or habits().tail_pattern.fullmatch(line.folded)
    )


def _densest(page: Sequence[Line]) -> list[Line]:
    """The stretch of a page with the most running text over what else stands in it."""
    best = (0, 0, 0)
    start = total = 0
    for index, line in enumerate(page):
        total += len(line.text) if prose_of([line]) else -len(line.text)
        if total <= 0:
            start, total = index + 1, 0
        best = max(best, (total, start, index + 1), key=lambda stretch: stretch[0])
    return list(page[best[1] : best[2]])


def _is_fragment(root: HtmlElement) -> bool:
    """Whether the HTML is a piece of a page that someone cut out, and not a page."""
    return next(root.iter("title", "meta"), None) is None


def _is_linked(page: Sequence[Line]) -> bool:
    return 3 * _size(line for line in page if line.linked) > _size(page)


def _better(one: list[Line], other: list[Line], witness: str) -> list[Line]:
    """The answer with more prose; of two that hold nearly the same, the one with less else.

    What the page itself says its text is decides between answers that differ.
    """
    prose, others = prose_of(one), prose_of(other)
    if min(prose, others) >= NEARLY * max(prose, others):
        return other if _size(other) < _size(one) else one
    if witness:
        known, knows = _agreement(one, witness), _agreement(other, witness)
        if known != knows:
            return other if knows > known else one
    larger, smaller = (one, other) if prose > others else (other, one)
    if FRAGMENT * min(prose, others) < max(prose, others):
        return larger
    return larger if _is_worth(larger, smaller) else smaller


def _is_worth(larger: list[Line], smaller: list[Line]) -> bool:
    """Whether what ``larger`` holds beyond ``smaller`` is mostly prose, not lists and comments."""
    surplus = _size(larger) - _size(smaller)
    return 2 * (prose_of(larger) - prose_of(smaller)) >= surplus


def _agreement(lines: list[Line], witness: str) -> float:
    """How far the lines and a text are the same, 0..1, by their sentences."""
    mine = _sentences("\n".join(line.text for line in lines))
    theirs = _sentences(witness)
    both = sum(len(text) for text in mine & theirs)
    return 2 * both / (sum(map(len, mine)) + sum(map(len, theirs)) or 1)


def _sentences(text: str) -> set[str]:
    return {part for part in _SENTENCE_END.split(fold(text)) if len(part) >= 4}


def _size(lines: Iterable[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _start(page: Sequence[Line], lines: Sequence[Line]) -> int:
    """Where on the page the lines begin; 0 when they can't be found."""
    head = [line.text for line in lines[:3]]
    for index, line in enumerate(page):
        if head[:1] == [line.text] and [x.text for x in page[index : index + 3]] == head:
            return index
    return 0


def _marked(root: HtmlElement) -> list[HtmlElement]:
    """The element that the page itself says is the article's body, if one is."""
    found: list[HtmlElement] = root.xpath("(//*[contains(@itemprop, 'articleBody')])[1]")
    return found


_MARK = re.compile(r"[，。；！？]")
_SENTENCE_END = re.compile(r"[。!?;\n]|\s{2,}")
