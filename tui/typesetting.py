"""An article set in lines: what the reader shows, before any colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from tui import dates
from tui.language import say
from tui.typography import Line, lines

if TYPE_CHECKING:
    from store.article import Article
    from store.library import Head

Role: TypeAlias = Literal[
    "title", "byline", "story", "paragraph", "heading", "caption", "quote", "list", "related", "gap"
]
MEASURE = 80
"""The widest line, in cells: 40 Han characters, the most clreq and the eye allow."""
_INDENT: dict[str, int] = {"caption": 2, "quote": 4, "list": 2, "related": 2}


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line as it is drawn, ``indent`` cells in.

    ``block`` says whose text ``line`` counts its offsets in, as in ``Mention`` (-1: the title);
    None for words of the browser's own.
    """

    role: Role
    line: Line
    indent: int = 0
    block: int | None = None
    lead: str = ""
    """Drawn in the indent: the mark of a list item."""


def set_article(
    article: Article, story: Sequence[Head], width: int, *, unfolded: bool
) -> list[SetLine]:
    """Set an article in ``width`` cells, at most ``MEASURE``.

    ``story``: all articles of its story. ``unfolded``: related links are shown, not counted.
    """
    return list(_set(article, story, max(min(width, MEASURE), 2), unfolded))


def _set(article: Article, story: Sequence[Head], width: int, unfolded: bool) -> Iterator[SetLine]:
    from store.article import TITLE

    yield from _text("title", article.title, width, TITLE)
    byline = [
        article.source or "",
        dates.full(article.published),
        say("、", ", ").join(article.authors),
    ]
    yield from _text("byline", "  ".join(part for part in byline if part), width)
    others = [head for head in story if head.id != article.id]
    if others:
        names = say("、", ", ").join(
            " ".join(part for part in (other.source, dates.full(other.published)[:10]) if part)
            for other in others
        )
        told = say(
            f"同一报道共 {len(story)} 篇（d 对照），另见：",
            f"{len(story)} reports of this story (d compares), also: ",
        )
        yield from _text("story", told + names, width)
    related = [at for at, block in enumerate(article.blocks) if block.kind == "related"]
    told_related = False
    before: str | None = None
    for at, block in enumerate(article.blocks):
        if block.kind == "related":
            if told_related and not unfolded:
                continue
            if not told_related:
                yield _gap()
                yield from _text("related", _fold_line(len(related), unfolded), width)
                told_related = True
            if unfolded:
                yield from _text("related", block.text, width, at)
            before = "related"
            continue
        # Items of one list, and captions in a row, stand close.
        if not (block.kind in ("list", "caption") and before == block.kind):
            yield _gap()
        yield from _text(block.kind, block.text, width, at)
        before = block.kind


def _fold_line(count: int, unfolded: bool) -> str:
    if unfolded:
        return say(f"- 相关阅读 {count} 条（o 折起）", f"- {count} related links (o folds)")
    return say(f"+ 相关阅读 {count} 条（o 展开）", f"+ {count} related links (o unfolds)")


def _gap() -> SetLine:
    return SetLine("gap", Line(0, 0, ""))


def _text(role: Role, text: str, width: int, block: int | None = None) -> Iterator[SetLine]:
    if not text:
        return
    indent = _INDENT.get(role, 0)
    if role == "related" and block is None:
        indent = 0
    elif role == "related":
        indent = 4
    for at, line in enumerate(lines(text, max(width - indent, 2))):
        lead = (
            "- "
            if at == 0 and (role == "list" or (role == "related" and block is not None))
            else ""
        )
        yield SetLine(role, line, indent, block, lead)
