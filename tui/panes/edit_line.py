"""One line that is edited in the footer's place."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from tui.palette import Palette
from tui.panes.line_input import LineInput, cut_off
from tui.panes.lines import Lines, Segments


class EditInput(LineInput):
    """The line itself."""

    class Accept(Message):
        """So it shall be."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Cancel(Message):
        """Leave everything as it was."""

    def action_accept_line(self) -> None:
        self.post_message(self.Accept(self.value))

    def action_cancel_line(self) -> None:
        self.post_message(self.Cancel())


class _Prompt(Lines):
    def __init__(self, palette: Palette, text: str) -> None:
        super().__init__(palette, id="line-prompt")
        self._text = text

    def say(self, text: str) -> None:
        """Another prompt."""
        self._text = text
        self.repaint()

    def draw(self, row: int) -> Segments:
        return [Segment(self._text, self.palette.accent)]


class EditLine(Container):
    """A prompt and the line.

    ``accept``: what is done with it. ``typed``: is told every change, and ``""`` if it is left.
    """

    def __init__(
        self,
        palette: Palette,
        prompt: str,
        text: str,
        accept: Callable[[str], None],
        typed: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(id="edit-line")
        self.accept = accept
        self.typed = typed or (lambda text: None)
        self.input = EditInput(text, id="line")
        self._prompt = _Prompt(palette, f" {prompt} ")
        self.styles.grid_columns = f"{cell_len(prompt) + 2} 1fr"

    def compose(self) -> ComposeResult:
        yield self._prompt
        yield self.input

    def on_line_input_cut(self, event: LineInput.Cut) -> None:
        """Said here, since the line stands where notices do."""
        event.stop()
        self._prompt.say(f" {cut_off()} ")
        self.styles.grid_columns = f"{cell_len(cut_off()) + 2} 1fr"

    def on_input_changed(self, event: EditInput.Changed) -> None:
        event.stop()
        self.typed(event.value)
