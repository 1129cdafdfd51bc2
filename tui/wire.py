"""Fewer bytes for the same screen.

Textual writes blanks as blanks and ends every style with the long form; over a slow line that is
a third of a frame.
"""

from __future__ import annotations

import re

from textual.drivers.linux_driver import LinuxDriver

RUN = 12
"""Blanks from which erasing them (ECH, and CUF to go on behind them) is shorter."""

_STYLE = re.compile(r"\x1b\[([0-9;]*)m")
_BLANKS = re.compile(f" {{{RUN},}}")
_MOVE = re.compile(r"\x1b\[\d+;\d+H")
# A line feed is of no use where the next thing is a move to an absolute place; Textual writes none
# in the last row, where it would scroll.
_FEEDS = re.compile(r"\r?\n(?=\x1b\[\d+;\d+H)")


def squeeze(frame: str) -> str:
    """The same frame in fewer bytes.

    Only blanks in the terminal's own colours are erased instead of written: not all terminals
    erase in the colour that is set, and none in reverse. ``frame`` begins and ends in the
    terminal's own style.
    """
    frame = _FEEDS.sub("", frame)
    squeezed: list[str] = []
    at = 0
    plain = True
    for style in _STYLE.finditer(frame):
        squeezed.append(_erase(frame, at, style.start()) if plain else frame[at : style.start()])
        plain = style[1] in ("", "0")
        squeezed.append("\x1b[m" if plain else style[0])
        at = style.end()
    squeezed.append(_erase(frame, at, len(frame)) if plain else frame[at:])
    return "".join(squeezed)


def _erase(frame: str, start: int, end: int) -> str:
    def erase(blanks: re.Match[str]) -> str:
        count = len(blanks[0])
        behind = "" if _MOVE.match(frame, start + blanks.end()) else f"\x1b[{count}C"
        return f"\x1b[{count}X{behind}"

    return _BLANKS.sub(erase, frame[start:end])


class WireDriver(LinuxDriver):
    """Textual's driver for a terminal, with every frame squeezed."""

    def write(self, data: str) -> None:
        super().write(squeeze(data))
