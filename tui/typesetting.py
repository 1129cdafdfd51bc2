"""An article set in lines: what the reader shows, before any colour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from rich.cells import cell_len

from store.settings import Reading
from tui import dates
from tui.language import say
from tui.links import shown
from tui.typography import Line, ellipsis, lines

if TYPE_CHECKING:
    from store.article import Article
    from store.library import Head

Role: TypeAlias = Literal[
    "title", "byline", "story", "paragraph", "heading", "caption", "quote", "list", "related",
    "address", "gap",
]  # fmt: skip
_INDENT: dict[str, int] = {"caption": 2, "quote": 4, "list": 2, "related": 4}
_ITEM = re.compile(
    r"[（(]?(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})[)）、.．]\s?|[•·●○■□◆▪*–-]\s?"
)
"""The mark that an item of a list has of its own."""


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

    def column(self, offset: int) -> int:
        """The cell where a character of the block is drawn."""
        return self.indent + self.line.column(offset)

    def offset(self, column: int) -> int:
        """The character of the block that is drawn at a cell; the end, to the right of the text."""
        return self.line.offset(column - self.indent)


def set_article(
    article: Article,
    story: Sequence[Head],
    width: int,
    reading: Reading | None = None,
    *,
    unfolded: bool,
) -> list[SetLine]:
    """Set an article in ``width`` cells, or the measure if that is less.

    ``story``: all articles of its story. ``unfolded``: related links are shown, not counted.
    """
    reading = reading or Reading()
    return list(_Setter(reading, width).article(article, story, unfolded=unfolded))


class _Setter:
    def __init__(self, reading: Reading, width: int) -> None:
        self.reading = reading
        self.width = max(min(width, 2 * reading.measure), 2)

    def article(
        self, article: Article, story: Sequence[Head], *, unfolded: bool
    ) -> Iterator[SetLine]:
        from store.article import TITLE

        yield from self.text("title", article.title, TITLE)
        byline = [
            article.source or "",
            dates.full(article.published),
            say(", ").join(article.authors),
        ]
        yield from self.text("byline", "  ".join(part for part in byline if part))
        others = [head for head in story if head.id != article.id]
        if others:
            names = say(", ").join(
                " ".join(part for part in (other.source, dates.full(other.published)[:10]) if part)
                for other in others
            )
            told = say("{count} reports of this story (d compares), also: ", count=len(story))
            yield from self.text("story", told + names)
        yield from self.blocks(article, unfolded=unfolded)
        if article.url:
            yield _gap()
            yield self.address(article.url)

    def blocks(self, article: Article, *, unfolded: bool) -> Iterator[SetLine]:
        related = sum(block.kind == "related" for block in article.blocks)
        told_related = False
        before: str | None = None
        for at, block in enumerate(article.blocks):
            if block.kind == "related":
                if not told_related:
                    yield _gap()
                    yield from self.text("related", _fold_line(related, unfolded))
                    told_related = True
                if unfolded:
                    yield from self.text("related", block.text, at)
                before = "related"
                continue
            if not self.close(before, block.kind):
                yield _gap()
            yield from self.text(block.kind, block.text, at)
            before = block.kind

    def close(self, before: str | None, kind: str) -> bool:
        """Whether a block stands close under another."""
        if before == kind:
            # Items of one list, captions in a row, paragraphs that are told by their indent.
            indented = self.reading.paragraphs == "indent"
            return kind in ("list", "caption") or (kind == "paragraph" and indented)
        return before == "heading" and kind in ("paragraph", "list")

    def text(self, role: Role, text: str, block: int | None = None) -> Iterator[SetLine]:
        if not text:
            return
        indent = 0 if role == "related" and block is None else _INDENT.get(role, 0)
        # A narrow pane has better use for its cells.
        indent = min(indent, self.width // 6)
        lead = "- " if indent >= 2 and role in ("list", "related") else ""
        first = self.paragraph_indent if role == "paragraph" else 0
        if role == "list" and (mark := _ITEM.match(text)) and (hung := cell_len(mark[0])) <= 6:
            lead, indent, first = "", min(hung, self.width // 6), -min(hung, self.width // 6)
        room = max(self.width - indent, 2)
        for at, line in enumerate(lines(text, room, indent=first, gaps=self.reading.gap)):
            shown = lead if at == 0 else ""
            yield SetLine(role, line, indent + line.indent, block, shown)

    def address(self, url: str) -> SetLine:
        """One line, whatever its length: all of it is a link, and is copied by a key."""
        return SetLine("address", Line(0, 0, ellipsis(shown(url), self.width)))

    @property
    def paragraph_indent(self) -> int:
        """Two Han, and one where a line has few."""
        if self.reading.paragraphs != "indent" or self.width < 12:
            return 0
        return 4 if self.width >= 28 else 2


def _fold_line(count: int, unfolded: bool) -> str:
    if unfolded:
        return say("- {count} related links (o folds)", count=count)
    return say("+ {count} related links (o unfolds)", count=count)


def _gap() -> SetLine:
    return SetLine("gap", Line(0, 0, ""))
