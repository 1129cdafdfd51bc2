"""The header, the footer, and the rule between two panes."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment

from tui.glyphs import glyphs
from tui.language import say
from tui.palette import Palette
from tui.panes.lines import Lines, Segments
from tui.typography import cut, ellipsis


class Header(Lines):
    """One line: what is listed, how much of it, and what is new."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="header")
        self.query_text = ""
        self.saved_as = ""
        """The name under which the query was saved."""
        self.found = ""
        self.doing = ""
        """What is being done meanwhile, and how far it is."""
        self.banner = ""

    def draw(self, row: int) -> Segments:
        colours = self.palette
        width = self.size.width
        drawn = [Segment(cut(say(" Wenren "), width), colours.accent)]
        room = width - cell_len(drawn[0].text)
        banner = cut(f" {self.banner} ", room) if self.banner else ""
        room -= cell_len(banner)
        task = cut(f" {self.doing} ", room) if self.doing else ""
        room -= cell_len(task)
        found = cut(f"  {self.found}", room) if self.found else ""
        room -= cell_len(found)
        name = ellipsis(f" {self.saved_as}", room) if self.saved_as else ""
        query = self.query_text if self.query_text != self.saved_as else ""
        query = ellipsis(f" {' ' if name else ''}{query}", room - cell_len(name)) if query else ""
        drawn += [Segment(name, colours.strong), self.segment(query), Segment(found, colours.muted)]
        if task or banner:
            space = " " * (room - cell_len(name + query))
            drawn += [self.segment(space), Segment(task, colours.muted)]
            drawn.append(Segment(banner, colours.cursor))
        return [segment for segment in drawn if segment.text]


class Footer(Lines):
    """One line: the keys that are of most use now, or a word on what has just happened."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="footer")
        self.keys: Sequence[tuple[str, str]] = ()
        self.pressed = ""
        """The beginning of a sequence; ``keys`` are then what may follow."""
        self.notice = ""
        self.quiet = False
        """Only what is said for a moment, and what may follow a key, is shown."""

    def draw(self, row: int) -> Segments:
        width = self.size.width
        if self.notice:
            return [Segment(ellipsis(f" {self.notice}", width), self.palette.strong)]
        drawn: Segments = []
        used = 0
        if self.pressed:
            drawn = [Segment(f" {self.pressed} {glyphs().ellipsis}", self.palette.accent)]
            used = cell_len(self.pressed) + 3
        for key, label in self.keys if self.pressed or not self.quiet else ():
            cells = cell_len(key) + cell_len(label) + 3
            if used + cells > width:
                break
            used += cells
            drawn += [
                Segment(f" {key} ", self.palette.strong),
                Segment(f"{label} ", self.palette.muted),
            ]
        return drawn


class Rule(Lines):
    """The thin line between two panes that stand side by side."""

    def draw(self, row: int) -> Segments:
        return [Segment(glyphs().beside, self.palette.rule)]
