"""A line above the footer: what to press next."""

from __future__ import annotations

from rich.segment import Segment

from tui.palette import Palette
from tui.panes.lines import Lines, Segments
from tui.typography import ellipsis


class Hint(Lines):
    """Takes no keys."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="hint")
        self.text = ""

    def draw(self, row: int) -> Segments:
        return [Segment(ellipsis(f" {self.text}", self.size.width), self.palette.hit)]
