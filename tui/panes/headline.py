"""The rows of one headline as the list draws them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment

from store.marks import Marks
from tui import dates
from tui.glyphs import glyphs, marks_shown
from tui.language import say
from tui.marking import Mark, with_marks
from tui.palette import Palette
from tui.panes.lines import Segments
from tui.typography import cut, ellipsis

if TYPE_CHECKING:
    from store.library import Head
    from store.search.excerpts import Excerpt
    from store.search.hits import Sought

SOURCE = 10
"""Cells of the source's column."""
WIDE = 60
"""Cells from which the list has room for the source."""
MARKS = 3
"""Cells of the marks and the space after them."""
INDENT = 4
"""Cells left of what stands under a headline."""
REPORT = 2
"""Cells a report is set in under the headline of its story."""
EXCERPT = 80
"""Cells of the longest excerpt: 40 Han characters, as the reader's lines."""


@dataclass(frozen=True, slots=True)
class Look:
    """``clock``: the day is known, only the time is told. ``column``: sources have a column.

    ``written``, ``named``: a line of an article, and a name, in the script that is read.
    """

    colours: Palette
    width: int
    today: date
    marks: Marks
    sought: Sequence[Sought]
    written: Callable[[str], str]
    named: Callable[[str], str]
    focused: bool
    clock: bool
    column: bool

    def headline(self, head: Head, *, selected: bool, report: bool = False) -> Segments:
        """A story, or one of its reports, in one row."""
        colours = self.colours
        before = self._before(head)
        indent = " " * REPORT if report else ""
        if report and not self.column and head.source:
            indent += cut(self.named(head.source), SOURCE) + "  "
        times = f" {glyphs().times}{head.reprints + 1}" if head.reprints and not report else ""
        room = max(self.width - cell_len(before + indent) - MARKS - cell_len(times) - 2, 0)
        whole = self.written(head.title)
        title = ellipsis(whole, room)
        cut_off = 0 if title == whole else len(glyphs().ellipsis)
        hits = self._hits(head.title, len(title) - cut_off)
        ids = (head.id, *head.told)
        unread = self.marks.read.isdisjoint(ids)
        starred = not self.marks.starred.isdisjoint(ids)
        before = f"{marks_shown(unread=unread, starred=starred)} {before}{indent}"
        if selected:
            style = colours.cursor if self.focused else colours.parked
            if not hits:
                return [Segment(f">{before}{title}{times} ", style)]
            told = with_marks(title, hits, style)
            return [Segment(f">{before}", style), *told, Segment(f"{times} ", style)]
        told = with_marks(title, hits, colours.text if unread else colours.muted)
        drawn = [Segment(f" {before}", colours.muted), *told]
        if times:
            drawn.append(Segment(times, colours.muted))
        return drawn

    def excerpt(self, excerpt: Excerpt | None) -> Segments:
        """Where the article speaks of what is sought."""
        if excerpt is None:
            return []
        text = cut(self.written(excerpt.text), excerpt_cells(self.width))
        hits = [Mark(start, end, self.colours.hit) for start, end in excerpt.hits]
        return [self._space(INDENT), *with_marks(text, hits, self.colours.muted)]

    def about(self, head: Head) -> Segments:
        """Who reports it, and whom it names."""
        names = say(", ").join(map(self.named, head.actors))
        told = "  ".join(part for part in (self.named(head.source or ""), names) if part)
        text = ellipsis(told, excerpt_cells(self.width))
        return [self._space(INDENT), Segment(text, self.colours.muted)] if text else []

    def day(self, head: Head) -> Segments:
        """The day that begins with a headline."""
        told = dates.heading(dates.day(head.published), self.today)
        return [Segment(cut(f" {told}", self.width), self.colours.strong)]

    def _before(self, head: Head) -> str:
        if self.clock:
            before = f"{dates.clock(head.published):>{dates.CLOCK}}  "
        else:
            before = f"{dates.short(head.published, self.today):>{dates.SHORT}}  "
        if self.column:
            source = cut(self.named(head.source or ""), SOURCE)
            before += source + " " * (SOURCE - cell_len(source)) + "  "
        return before

    def _hits(self, title: str, kept: int) -> list[Mark]:
        """The hits in the first ``kept`` characters of a title."""
        if not self.sought:
            return []
        # Folding loads a table of characters: only once something was searched for.
        from store.search.hits import in_title

        style = self.colours.hit
        found = in_title(title, self.sought)
        return [Mark(h.start, min(h.end, kept), style) for h in found if h.start < kept]

    def _space(self, cells: int) -> Segment:
        return Segment(" " * cells, self.colours.text)


def excerpt_cells(width: int) -> int:
    """Cells of an excerpt in a list of a width."""
    return min(width - INDENT - 1, EXCERPT)
