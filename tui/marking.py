"""What is marked in a text: the names in it, and what was searched for."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from tui.palette import Palette
from tui.typography import Line

if TYPE_CHECKING:
    from store.article import Article
    from store.search.hits import Hit
    from tui.typesetting import Role


@dataclass(frozen=True, slots=True)
class Mark:
    """``text[start:end]`` is drawn in a style of its own."""

    start: int
    end: int
    style: Style


def marks_of(article: Article, hits: Iterable[Hit], palette: Palette) -> dict[int, list[Mark]]:
    """The marks of every block that has any, in order and without overlap.

    Keys as ``Mention.block``; offsets count in the block's text. A hit lies over a name, which
    keeps what the hit's style leaves open.
    """
    names: dict[int, list[Mark]] = {}
    for mention in article.mentions:
        mark = Mark(mention.start, mention.end, palette.kind(mention.kind))
        names.setdefault(mention.block, []).append(mark)
    found: dict[int, list[Mark]] = {}
    for hit in hits:
        found.setdefault(hit.block, []).append(Mark(hit.start, hit.end, palette.hit))
    return {block: overlay(names.get(block, []), found.get(block, [])) for block in names | found}


def with_marks(text: str, marks: Iterable[Mark], base: Style | None) -> list[Segment]:
    """``text`` in a style, with its marks over it; those beyond its end are left out."""
    pieces: list[tuple[str, Style | None]] = []
    done = 0
    for mark in marks:
        pieces.append((text[done : mark.start], base))
        pieces.append((text[mark.start : mark.end], base + mark.style if base else mark.style))
        done = mark.end
    pieces.append((text[done:], base))
    return [Segment(piece, style) for piece, style in pieces if piece]


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


def with_links(marks: dict[int, list[Mark]], article: Article) -> dict[int, list[Mark]]:
    """The marks of every block and, over them, the addresses in its text as links."""
    from tui import links

    made = dict(marks)
    for at, block in enumerate(article.blocks):
        held = links.in_text(block.text)
        if found := [Mark(start, end, Style(link=url)) for start, end, url in held]:
            made[at] = overlay(made.get(at, []), found)
    return made


def of_role(role: Role, palette: Palette, address: str | None) -> Style | None:
    """How a line of a role is drawn; title and address lead to ``address``."""
    linked = Style(link=address) if address else Style.null()
    match role:
        case "title":
            return palette.strong + linked
        case "heading":
            return palette.strong
        case "address":
            return palette.muted + linked
        case "byline" | "story" | "caption" | "related":
            return palette.muted
        case _:
            return palette.text
