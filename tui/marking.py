"""What is marked in an article's text: the names in it, and what was searched for."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.style import Style

from tui.palette import Palette
from tui.typography import Line

if TYPE_CHECKING:
    from store.article import Article


@dataclass(frozen=True, slots=True)
class Mark:
    """``text[start:end]`` is drawn in a style of its own."""

    start: int
    end: int
    style: Style


def marks_of(article: Article, terms: Iterable[str], palette: Palette) -> dict[int, list[Mark]]:
    """The marks of every block that has any, in order and without overlap.

    Keys as ``Mention.block``; offsets count in the block's text. ``terms`` are folded texts; a
    hit lies over a name, which keeps what the hit's style leaves open.
    """
    names: dict[int, list[Mark]] = {}
    for mention in article.mentions:
        mark = Mark(mention.start, mention.end, palette.kind(mention.kind))
        names.setdefault(mention.block, []).append(mark)
    hits = _hits(article, [term for term in terms if term], palette.hit)
    return {block: overlay(names.get(block, []), hits.get(block, [])) for block in names | hits}


def on_line(marks: Sequence[Mark], line: Line) -> list[Mark]:
    """The marks that fall on a line, in indices of its drawn text; gaps at their edges left out."""
    return [
        Mark(
            line.index(max(mark.start, line.start)),
            line.index(min(mark.end, line.end) - 1) + 1,
            mark.style,
        )
        for mark in marks
        if mark.start < line.end and mark.end > line.start
    ]


def _hits(article: Article, terms: Sequence[str], style: Style) -> dict[int, list[Mark]]:
    if not terms:
        return {}
    # Folding loads a table of characters: only once something was searched for.
    from store.article import TITLE
    from store.folding import fold

    found: dict[int, list[Mark]] = {}
    for block in (TITLE, *range(len(article.blocks))):
        folded = fold(article.text_of(block))
        for term in terms:
            start = folded.find(term)
            while start >= 0:
                found.setdefault(block, []).append(Mark(start, start + len(term), style))
                start = folded.find(term, start + len(term))
    return found


def overlay(under: Iterable[Mark], over: Iterable[Mark]) -> list[Mark]:
    """Marks in order and without overlap; those of ``over`` win where styles contradict."""
    marks = [*under, *over]
    edges = sorted({edge for mark in marks for edge in (mark.start, mark.end)})
    found = []
    for start, end in itertools.pairwise(edges):
        styles = [mark.style for mark in marks if mark.start <= start and end <= mark.end]
        if styles:
            found.append(Mark(start, end, Style.combine(styles)))
    return found
