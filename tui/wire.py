"""What goes over the wire: the same screen in fewer bytes, no colour where none is wanted.

Textual writes blanks as blanks and ends every style with the long form; over a slow line that is
a third of a frame.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui import background
from tui.terminal import Background, no_colour

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


# A colour of 256 or of 16 million; else one number.
_PARAMETER = re.compile(r"(?:38|48|58)[;:](?:5[;:]\d+|2(?:[;:]\d*){3})|\d+")


def without_colour(frame: str) -> str:
    """The same frame in bold, dim, italic, underlined and reverse, and no colour."""
    return _STYLE.sub(_uncoloured, frame)


def _uncoloured(style: re.Match[str]) -> str:
    asked = _PARAMETER.findall(style[1])
    kept = [number for number in asked if number.isdecimal() and int(number) < 30]
    return f"\x1b[{';'.join(kept)}m" if kept or not asked else ""


class BackgroundTold(Message):
    """The terminal has said whether its background is dark or light; None: it has neither."""

    def __init__(self, background: Background | None) -> None:
        super().__init__()
        self.background = background


class _Parser(XTermParser):
    """Textual's parser, which would take the terminal's answer for keys."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._listener = background.Listener()

    def feed(self, data: str) -> Iterable[Message]:
        if not data:
            # The end of all input.
            yield from super().feed(data)
            return
        heard = self._listener.heard
        if left := self._listener.take(data):
            yield from super().feed(left)
        if self._listener.heard and not heard:
            yield BackgroundTold(self._listener.background)


# The driver makes its parser by this name, in the midst of a function.
linux_driver.XTermParser = _Parser  # type: ignore[attr-defined]


class WireDriver(LinuxDriver):
    """Textual's driver for a terminal, with every frame squeezed."""

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if not no_colour() and background.asked_of(os.environ.get("TERM", "")):
            self.write(background.QUESTION)
            self.flush()

    def write(self, data: str) -> None:
        super().write(squeeze(without_colour(data) if no_colour() else data))
