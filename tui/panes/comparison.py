"""The comparison: what one report of a story changed of another, sentence by sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment

from store.settings import Reading
from tui.language import say
from tui.marking import on_line
from tui.palette import Palette
from tui.panes.lines import Segments
from tui.panes.scrolled import Scrolled
from tui.passages import Composer, Key, Passage
from tui.typography import Line, lines

if TYPE_CHECKING:
    from store.diff.comparison import Comparison
    from store.rewriting import Writing

MARGIN = 2
"""Cells left of the text, which hold what a row begins with, and at least as many right of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is in a comparison: the first line, by passage and offset, and the change."""

    first: str
    second: str
    key: Key
    offset: int
    current: Key | None
    unfolded: bool


@dataclass(frozen=True, slots=True)
class _SetLine:
    passage: Passage
    line: Line
    first: bool


class ComparisonPane(Scrolled):
    """Shows a comparison and walks the changes."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="comparison")
        self.comparison: Comparison | None = None
        self.current: Key | None = None
        """The change that was walked to."""
        self.reading = Reading()
        """How texts are set."""
        self.unfolded = False
        """The sentences that are the same are shown, not counted."""
        self._copies: Sequence[str] = ()
        self._passages: list[Passage] = []
        self._set: list[_SetLine] = []
        self._starts: list[tuple[Key, int]] = []

    def show(self, comparison: Comparison, copies: Sequence[str]) -> None:
        """Show a comparison from its beginning; ``copies``: those it can be walked to, by id."""
        self.comparison, self._copies = comparison, copies
        self.top, self.current = 0, None
        self._arrange()
        self.repaint()

    def write_in(self, writing: Writing) -> None:
        place = self.place()
        self.writing = writing
        self.restore(place)

    def place(self) -> Place:
        """Where one is now, for ``restore``."""
        key, offset = self._starts[self.top] if self.top < len(self._starts) else ((0, 0), 0)
        comparison = self.comparison
        return Place(
            comparison.a.id if comparison else "",
            comparison.b.id if comparison else "",
            key,
            offset,
            self.current,
            self.unfolded,
        )

    def restore(self, place: Place) -> None:
        """Go back to a place in the comparison that is shown."""
        self.unfolded, self.current = place.unfolded, place.current
        self._arrange()
        self.go_to(self._line_of(place.key, place.offset))
        self.repaint()

    @property
    def length(self) -> int:
        return len(self._set)

    def heading(self) -> str:
        name = say("Comparison")
        if self.comparison and len(self._copies) > 1 and self.comparison.b.id in self._copies:
            name += f" {self._copies.index(self.comparison.b.id) + 1}/{len(self._copies)}"
        return f"{name} {self.share_read()}"

    def draw_line(self, line: int) -> Segments:
        if self.top + line >= len(self._set):
            return []
        set_line = self._set[self.top + line]
        passage, text = set_line.passage, set_line.line.text
        if not text:
            return []
        lead = Segment(" " * MARGIN, self.palette.text)
        if set_line.first and passage.lead != " ":
            chosen = passage.key == self.current
            style = self.palette.cursor if chosen else self.palette.strong
            lead = Segment(passage.lead, style)
        drawn = [lead, self.segment(" " * (MARGIN - lead.cell_length))]
        done = 0
        for mark in on_line(passage.marks, set_line.line):
            drawn.append(self.segment(text[done : mark.start], passage.style))
            style = passage.style + mark.style if passage.style else mark.style
            drawn.append(Segment(text[mark.start : mark.end], style))
            done = mark.end
        drawn.append(self.segment(text[done:], passage.style))
        return [segment for segment in drawn if segment.text]

    def recolour(self, palette: Palette) -> None:
        place, self.palette = self.place(), palette
        self._arrange()
        super().recolour(palette)
        self.restore(place)

    def fit(self) -> None:
        place = self.place()
        self._typeset()
        self.go_to(self._line_of(place.key, place.offset))

    def walk(self, by: int) -> None:
        """Go to the next change; the first is the first one in sight."""
        changes = [p.key for p in self._passages if p.change]
        if not changes:
            return
        if self.current in changes:
            self.current = changes[(changes.index(self.current) + by) % len(changes)]
        else:
            at = bisect_left(changes, self._starts[self.top][0])
            self.current = changes[(at if by > 0 else at - 1) % len(changes)]
        row = self._line_of(self.current, 0)
        if not self.top <= row < self.top + self.rows:
            self.go_to(row - self.rows // 3)
        self.repaint()

    def action_next_change(self) -> None:
        self.walk(1)

    def action_previous_change(self) -> None:
        self.walk(-1)

    def action_unfold_same(self) -> None:
        place = self.place()
        self.unfolded = not self.unfolded
        self._arrange()
        self.go_to(self._line_of(place.key, place.offset))
        self.repaint()

    def _line_of(self, key: Key, offset: int) -> int:
        return max(bisect_right(self._starts, (key, offset)) - 1, 0)

    def _arrange(self) -> None:
        if self.comparison is not None:
            shown = self.comparison
            if self.writing != "original":
                from store.rewriting import comparison_written

                shown = comparison_written(shown, self.writing)
            composer = Composer(shown, self.palette)
            self._passages = list(composer.passages(unfolded=self.unfolded))
        self._typeset()

    def _typeset(self) -> None:
        width = max(min(self.area.width - 2 * MARGIN, 2 * self.reading.measure), 2)
        self._set = [
            _SetLine(passage, line, at == 0)
            for passage in self._passages
            for at, line in enumerate(lines(passage.text, width, gaps=self.reading.gap))
        ]
        self._starts = [(s.passage.key, s.line.start) for s in self._set]
