"""A widget of lines that sends only the lines that changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Self

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.glyphs import glyphs
from tui.harmless import harmless
from tui.hints import with_hints
from tui.palette import Palette
from tui.typography import cut

if TYPE_CHECKING:
    from store.rewriting import Writing

Segments = list[Segment]


class Lines(Widget):
    """Draws one row at a time through ``draw``; call ``repaint`` after any change.

    Rows are compared with what was last drawn and only those that differ are refreshed, as wide
    as their text: Textual neither lays out nor repaints anything else.
    """

    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.palette = palette
        self._drawn: list[Strip] = []
        self._drawn_for = Size(0, 0)
        self._stale = False

    @property
    def area(self) -> Size:
        """The widget's size; while it is hidden, the size it last had, so that places are kept."""
        return self.size or self._drawn_for

    def fit(self) -> None:
        """The size has changed: make what is drawn fit it."""

    def draw(self, row: int) -> Segments:
        """The segments of a row, at most as wide as the widget."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Draw again what changed."""
        if not self.size:
            # Textual would remember a refresh, and paint it all at the first key once it is shown.
            self._styles_cache.clear()
            self._stale = True
            return
        if self._resized():
            return
        before, self._drawn = self._drawn, self._draw_all()
        changed = [
            Region(0, row, _differing(strip, old), 1)
            for row, (strip, old) in enumerate(zip(self._drawn, before, strict=False))
            if strip != old
        ]
        if changed:
            super().refresh(*changed)

    def recolour(self, palette: Palette) -> None:
        """Draw everything in other colours."""
        self.palette = palette
        self.fit()
        self._stale = True
        super().refresh()

    def paint_all(self) -> None:
        """Send every row, whatever was sent before."""
        super().refresh()

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """A refresh of everything, as Textual asks for on every change of focus, is a repaint."""
        if self._drawn and not regions and repaint and not layout and not recompose:
            self.repaint()
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def on_resize(self) -> None:
        self._resized()

    def render_line(self, y: int) -> Strip:
        self._resized()
        strip = self._drawn[y]
        missing = self.size.width - strip.cell_length
        if missing <= 0:
            return strip.crop(0, self.size.width)
        return Strip([*strip, Segment(" " * missing, self.palette.text)], self.size.width)

    def _resized(self) -> bool:
        """Draw anew if the size has changed; Textual itself repaints everything then."""
        if not self.size or (self.size == self._drawn_for and not self._stale):
            return False
        if self.size != self._drawn_for:
            self._drawn_for = self.size
            self.fit()
        self._stale = False
        self._drawn = self._draw_all()
        return True

    def _draw_all(self) -> list[Strip]:
        return [Strip(map(_harmless, self.draw(row))) for row in range(self.size.height)]

    def segment(self, text: str, style: Style | None = None) -> Segment:
        """Text in a style of the palette; plain text costs no codes in the terminal's colours."""
        return Segment(text, style if style is not None else self.palette.text)


def _harmless(segment: Segment) -> Segment:
    text = harmless(segment.text)
    return segment if text is segment.text else Segment(text, segment.style)


def _differing(one: Strip, other: Strip) -> int:
    """The cells, from the left, after which two strips are the same."""
    cells = max(one.cell_length, other.cell_length)
    if one.cell_length == other.cell_length:
        for a, b in zip(reversed(list(one)), reversed(list(other)), strict=False):
            if a != b:
                break
            cells -= a.cell_length
    return cells


class Pane(Lines, can_focus=True):
    """Lines under a heading that shows whether this pane has the keys; row 0 is the heading."""

    headed = True
    """Whether the heading is shown; the search pane takes the place of the topmost ones."""
    writing: Writing = "original"
    """The script that texts of articles are shown in."""
    hints: Mapping[Hashable, str] = MappingProxyType({})
    """While one may jump: the letters of each spot."""

    def write_in(self, writing: Writing) -> None:
        """Show them in another script."""
        self.writing = writing
        self.repaint()

    def written(self, line: str) -> str:
        """A headline as it is to be read, as long as it is."""
        if self.writing == "original":
            return line
        from store.rewriting import line_written

        return line_written(line, self.writing)

    def named(self, name: str) -> str:
        """A name as it is to be read, as long as it is."""
        if self.writing == "original":
            return name
        from store.rewriting import name_written

        return name_written(name, self.writing)

    def spot_at(self, line: int) -> Hashable | None:
        """What one can jump to that a row below the heading stands for."""
        return None

    def spots(self) -> Iterable[Hashable]:
        """What is in sight and can be jumped to, from the top; the same once or more often."""
        return (spot for spot in map(self.spot_at, range(self.rows)) if spot is not None)

    def jump(self, spot: Hashable) -> None:
        """Go where a spot leads."""
        raise NotImplementedError

    def hinted(self, line: int) -> Iterable[tuple[int, str]]:
        """The hints of a row below the heading, and the cells they begin at."""
        hint = self.hints.get(self.spot_at(line))
        return [(0, hint)] if hint else ()

    def heading(self) -> str:
        """What stands in the heading."""
        raise NotImplementedError

    def draw_line(self, line: int) -> Segments:
        """A row below the heading, counted from 0."""
        raise NotImplementedError

    @property
    def rows(self) -> int:
        """How many rows there are below the heading."""
        return max(self.area.height - self.headed, 0)

    def draw(self, row: int) -> Segments:
        if row >= self.headed:
            drawn = self.draw_line(row - self.headed)
            if not self.hints:
                return drawn
            return with_hints(drawn, self.hinted(row - self.headed), self.palette.hint)
        colours, signs = self.palette, glyphs()
        name = cut(f" {self.heading()} ", self.size.width)
        rest = max(self.size.width - Segment(name).cell_length, 0)
        # Nothing stands to the right of the rule, whose width terminals don't agree on.
        if self.has_focus:
            return [Segment(name, colours.accent), Segment(signs.focused * rest, colours.accent)]
        return [Segment(name, colours.muted), Segment(signs.rule * rest, colours.rule)]
