"""The tags of an article, on one line that is edited."""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from tui.language import say
from tui.palette import Palette
from tui.panes.line_input import LineInput
from tui.panes.lines import Lines, Segments
from tui.typography import cut

_BETWEEN = re.compile(r"[,，、;；]")
PROMPT = 6
"""Cells of the prompt."""


class TagInput(LineInput):
    """Tags with commas of any kind between them."""

    class Accept(Message):
        """These are the tags."""

        def __init__(self, tags: list[str]) -> None:
            super().__init__()
            self.tags = tags

    class Cancel(Message):
        """Leave them as they were."""

    def action_accept_tags(self) -> None:
        tags = (" ".join(tag.split()) for tag in _BETWEEN.split(self.value))
        self.post_message(self.Accept([tag for tag in dict.fromkeys(tags) if tag]))

    def action_cancel_tags(self) -> None:
        self.post_message(self.Cancel())


class _Prompt(Lines):
    def draw(self, row: int) -> Segments:
        return [Segment(cut(say(" 标签 ", " Tags "), PROMPT), self.palette.accent)]


class TagPane(Container):
    """Takes the place of the footer while tags are edited; ``ids``: the articles they are of."""

    def __init__(self, palette: Palette, ids: tuple[str, ...], tags: tuple[str, ...]) -> None:
        super().__init__(id="tag-line")
        self.ids = ids
        self.tags = tags
        self.input = TagInput("，".join(tags), id="tags")
        self._prompt = _Prompt(palette, id="tag-prompt")

    def compose(self) -> ComposeResult:
        yield self._prompt
        yield self.input
