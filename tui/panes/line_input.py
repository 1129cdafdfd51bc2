"""One line that is typed."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input

from tui.harmless import harmless
from tui.language import say

EDITS = frozenset(
    key for made in Input.BINDINGS if isinstance(made, Binding) for key in made.key.split(",")
)
"""The keys with which a line is edited."""


LONGEST = 2_000
"""Characters of a line; the longest query that is kept."""


def cut_off() -> str:
    """What is said of a line that was cut."""
    return say("Cut at {longest:,} characters", longest=LONGEST)


def printable(text: str) -> str:
    """Text as it may be typed or pasted: one line, nothing that a terminal would obey."""
    kept = (" " if c.isspace() else c for c in text if c.isspace() or not _unseen(c))
    return harmless("".join(kept))


def _unseen(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn")


class LineInput(Input):
    """Takes printable text only, and doesn't blink."""

    ALLOW_SELECT: ClassVar[bool] = False
    # Textual's white cursor can't be seen on a white terminal.
    DEFAULT_CSS = """
    LineInput, LineInput:ansi {
        &>.input--cursor, &>.input--selection {
            background: $background; color: $foreground; text-style: reverse;
        }
    }
    """

    def __init__(self, value: str, *, id: str) -> None:
        super().__init__(value=value, id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False

    class Cut(Message):
        """The line is as long as it may be: what was to stand in it besides is left out."""

    def validate_value(self, value: str) -> str:
        """Whatever puts a text here: a key, a paste, a completion, an earlier search."""
        return harmless(value)

    def insert_text_at_cursor(self, text: str) -> None:
        text, room = printable(text), max(LONGEST - len(self.value), 0)
        if len(text) > room:
            text = text[:room]
            self.post_message(self.Cut())
        super().insert_text_at_cursor(text)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        # Of a whole file no more is looked at than may stand here.
        self.insert_text_at_cursor(event.text[: 2 * LONGEST])
