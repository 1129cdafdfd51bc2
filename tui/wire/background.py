"""Whether the terminal's own background is dark or light.

Asked by OSC 11, which most terminals answer with the colour; the answer is awaited by nobody.
"""

from __future__ import annotations

import os
import re

from tui.terminal import Background

QUESTION = "\x1b]11;?\x1b\\"
_ANSWER = re.compile(
    r"\x1b\]11;(?:rgba?:)?([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})[^\x07\x1b]{0,8}"
    r"(?:\x07|\x1b\\)"
)
# An answer that is cut off; a lone escape is the key.
_BEGUN = re.compile(r"\x1b\](?:1(?:1(?:;[^\x07\x1b]{0,40}\x1b?)?)?)?\Z")
# Solarized gives eight greys the names of the bright colours.
_GREYS_FOR_BRIGHTS = ((0x00, 0x2B, 0x36), (0xFD, 0xF6, 0xE3))


def known() -> Background | None:
    """What the environment tells: ``$COLORFGBG`` of rxvt, Konsole and iTerm, or the console."""
    if os.environ.get("TERM") == "linux":
        return "dark"
    number = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    if not number.isdecimal():
        return None
    return "light" if int(number) in (7, 15) else "dark"


class Listener:
    """Takes the answer out of what is typed.

    ``background`` holds once ``heard``; None where the 16 colours aren't the usual ones.
    """

    def __init__(self) -> None:
        self.heard = False
        self.background: Background | None = None
        self._begun = ""

    def take(self, typed: str) -> str:
        """What is left of what was typed."""
        if self.heard:
            return typed
        typed, self._begun = self._begun + typed, ""
        if answer := _ANSWER.search(typed):
            self.heard, self.background = True, _told(*answer.groups())
            return typed[: answer.start()] + typed[answer.end() :]
        if begun := _BEGUN.search(typed):
            self._begun = begun[0]
            return typed[: begun.start()]
        return typed


def _told(*parts: str) -> Background | None:
    """From hexadecimal parts of one to four digits each."""
    colour = tuple(255 * int(part, 16) // (16 ** len(part) - 1) for part in parts)
    if colour in _GREYS_FOR_BRIGHTS:
        return None
    red, green, blue = colour
    # The luma of Rec. 709, in the middle between black and white.
    return "light" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 127 else "dark"
