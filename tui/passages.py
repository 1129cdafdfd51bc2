"""A comparison as passages of text with marks: what its pane shows, before it is set in lines."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from rich.style import Style

from tui import dates
from tui.commandline.comparing import LEADS, names_of, notes, same
from tui.language import say
from tui.marking import Mark, overlay
from tui.palette import Palette

if TYPE_CHECKING:
    from store.article import Article, Mention
    from store.diff.comparison import Comparison, Row

NAMES = 12
"""Names shown at the head of each sort; the sentences show them all."""
_STRUCK = Style(strike=True)
_UNDERLINED = Style(underline=True)

Key: TypeAlias = tuple[int, int]
"""A passage: that of the head (0, number), of the body (1, row), of the captions (2, row)."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to be set in lines, with its marks; ``change``: one of those that are walked."""

    key: Key
    text: str
    style: Style | None
    marks: tuple[Mark, ...] = ()
    lead: str = " "
    change: bool = False


class Composer:
    """The passages of a comparison, in the order of their keys."""

    def __init__(self, comparison: Comparison, palette: Palette) -> None:
        self._comparison = comparison
        self._palette = palette
        self._deleted = palette.deleted + _STRUCK
        self._inserted = palette.inserted + _UNDERLINED
        self._names = _by_block(comparison.a), _by_block(comparison.b)

    def passages(self, *, unfolded: bool) -> Iterator[Passage]:
        head = [*self._head(), Passage((0, 0), "", None)]
        for number, passage in enumerate(head):
            yield Passage((0, number), passage.text, passage.style, passage.marks)
        for section, rows in enumerate((self._comparison.body, self._comparison.captions), 1):
            changed = any(row.kind != "same" for row in rows)
            if section == 2 and (changed or (rows and unfolded)):
                yield Passage((section, -2), "", None)
                told = say("Captions")
                yield Passage((section, -1), told, self._palette.strong)
            elif section == 2:
                continue
            yield from self._rows(section, rows, unfolded)

    def _head(self) -> Iterator[Passage]:
        c, colours = self._comparison, self._palette
        yield Passage((0, 0), "", None)
        text, marks = self._marked(c.title)
        yield Passage((0, 0), text, colours.strong, marks)
        for number, article in enumerate((c.a, c.b), start=1):
            parts = (str(number), article.source, dates.full(article.published))
            yield Passage((0, 0), "  ".join(part for part in parts if part), colours.muted)
        for about, told in notes(c, most=NAMES):
            yield Passage((0, 0), about + told, colours.text)
        before, after = say("[in 1 only]"), say("{in 2 only}")
        yield Passage(
            (0, 0),
            f"{before} {after}",
            colours.muted,
            (
                Mark(0, len(before), self._deleted),
                Mark(len(before) + 1, len(before) + 1 + len(after), self._inserted),
            ),
        )

    def _rows(self, section: int, rows: Sequence[Row], unfolded: bool) -> Iterator[Passage]:
        colours = self._palette
        numbered = enumerate(rows)
        for kind, run in groupby(numbered, key=lambda item: item[1].kind):
            if kind == "same" and not unfolded:
                first, *others = (number for number, _ in run)
                yield Passage((section, first), same(1 + len(others)), colours.muted)
                continue
            for number, row in run:
                text, marks = self._marked(row)
                style = {
                    "same": colours.muted,
                    "dropped": colours.deleted,
                    "added": colours.inserted,
                }.get(kind, colours.text)
                told = names_of(row)
                if told:
                    marks = (*marks, Mark(len(text) + 1, len(text) + 1 + len(told), colours.muted))
                    text += "\n" + told
                key = (section, number)
                yield Passage(key, text, style, marks, LEADS[kind], kind != "same")

    def _marked(self, row: Row) -> tuple[str, tuple[Mark, ...]]:
        """A row as one text: what is gone in square brackets, what is new in braces."""
        c = self._comparison
        a = c.a.text_of(row.a.block) if row.a else ""
        b = c.b.text_of(row.b.block) if row.b else ""
        whole = row.a is None or row.b is None
        text = ""
        names: list[Mark] = []
        edits: list[Mark] = []
        for piece in row.pieces:
            for side, source, start, end in (
                (0, a, piece.a_start, piece.a_end),
                (1, b, piece.b_start, piece.b_end),
            ):
                if start == end or (piece.kept and side == 0):
                    continue
                marked = not (piece.kept or whole)
                span = row.b if side else row.a
                at = len(text) + marked
                if span is not None:
                    names += self._names_in(side, span.block, start, end, at - start)
                said = source[start:end]
                if row.pieces[-1] is piece:
                    said = said.rstrip()
                text += ("[]", "{}")[side][0] + said + ("[]", "{}")[side][1] if marked else said
                if marked:
                    style = self._inserted if side else self._deleted
                    edits.append(Mark(at - 1, len(text), style))
        return text, tuple(overlay(names, edits))

    def _names_in(self, side: int, block: int, start: int, end: int, by: int) -> Iterator[Mark]:
        found = self._names[side].get(block, [])
        for number in range(bisect_left(found, start, key=lambda m: m.start), len(found)):
            mention = found[number]
            if mention.start >= end:
                break
            style = self._palette.kind(mention.kind)
            yield Mark(mention.start + by, min(mention.end, end) + by, style)


def _by_block(article: Article) -> dict[int, list[Mention]]:
    names: defaultdict[int, list[Mention]] = defaultdict(list)
    for mention in sorted(article.mentions, key=lambda m: m.start):
        names[mention.block].append(mention)
    return names
