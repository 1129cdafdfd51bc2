"""The search pane: what is typed, and what it means so far."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from store.errors import QueryError
from tui.language import say
from tui.palette import Palette
from tui.panes.line_input import LineInput
from tui.panes.lines import Lines, Segments
from tui.typography import cut, ellipsis


class SearchInput(LineInput):
    """One line of query; moves the selection of the results without leaving."""

    class Accept(Message):
        """To the results."""

    class Cancel(Message):
        """Back to what was there before."""

    class Move(Message):
        """Another result, ``by`` rows on."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, query: str) -> None:
        super().__init__(query, id="query")

    def action_accept(self) -> None:
        self.post_message(self.Accept())

    def action_cancel(self) -> None:
        self.post_message(self.Cancel())

    def action_result_down(self) -> None:
        self.post_message(self.Move(1))

    def action_result_up(self) -> None:
        self.post_message(self.Move(-1))


class _Message(Lines):
    """The row under the input."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="meaning")
        self.error: QueryError | None = None
        self.found: str = ""
        self.query_text = ""

    def draw(self, row: int) -> Segments:
        width = self.size.width
        if self.error is None:
            hint = say(
                "空格隔开：都要  -不要  “原样”  人:普京  源:  标题:  日期:2023-03",
                'space: all of  -not  "exactly"  人:putin  source:  title:  date:2023-03',
            )
            drawn = [Segment(f" {self.found}" if self.found else "", self.palette.accent)]
            room = width - cell_len(self.found) - 4
            return [*drawn, Segment("  " + cut(hint, max(room, 0)), self.palette.muted)]
        # The caret stands under the character to blame where there is room for it.
        column = PROMPT + cell_len(self.query_text[: self.error.position])
        told = say(
            f"第 {self.error.position + 1} 字：{self.error}",
            f"character {self.error.position + 1}: {self.error}",
        )
        if column + 2 + cell_len(told) <= width:
            text = " " * column + "^ " + told
        else:
            text = " " + ellipsis(told, width - 1)
        return [Segment(text, self.palette.error)]


PROMPT = 6
"""Cells of the prompt."""


class _Prompt(Lines):
    def draw(self, row: int) -> Segments:
        return [Segment(cut(say(" 搜索 ", " Find "), PROMPT), self.palette.accent)]


class SearchPane(Container):
    """Covers the header and the panes' headings while a query is typed."""

    def __init__(self, palette: Palette, query: str) -> None:
        super().__init__(id="search")
        self.palette = palette
        self.input = SearchInput(query)
        self.message = _Message(palette)

    def compose(self) -> ComposeResult:
        yield _Prompt(self.palette, id="prompt")
        yield self.input
        yield self.message

    def show_found(self, query: str, found: str) -> None:
        """The query parses; ``found``: how much it finds, in words."""
        self.message.error, self.message.found, self.message.query_text = None, found, query
        self.message.repaint()

    def show_error(self, query: str, error: QueryError) -> None:
        """The query doesn't parse; say where and why."""
        self.message.error, self.message.query_text = error, query
        self.message.repaint()
