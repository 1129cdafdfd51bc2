"""What goes over the wire: the same screen in fewer bytes, no colour where none is wanted.

See ``tui.shadow`` and ``tui.pen`` for how.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from store.permission import kiosk
from tui import background
from tui.pen import PARAMETER
from tui.sending import Sender
from tui.shadow import Shadow
from tui.terminal import Background, no_colour

_STYLE = re.compile(r"\x1b\[([0-9;:]*)m")
_FRAME = re.compile(r"\x1b\[\d+;\d+H")
# Strings for the terminal and its modes, but for the one that swaps screens, change no cell.
_CHANGES_NOTHING = re.compile(
    r"(?:\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[?>](?!1049)[\d;$]*[A-Za-z]|\x07)+"
)
_ERASE_IN_COLOUR = (
    "xterm",
    "rxvt",
    "linux",
    "konsole",
    "gnome",
    "vte",
    "alacritty",
    "foot",
    "kitty",
)


def without_colour(frame: str) -> str:
    """The same frame in bold, dim, italic, underlined and reverse, and no colour."""
    return _STYLE.sub(_uncoloured, frame)


def _uncoloured(style: re.Match[str]) -> str:
    asked = PARAMETER.findall(style[1])
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


# The driver makes its parser and its thread by these names, in the midst of functions.
linux_driver.XTermParser = _Parser  # type: ignore[attr-defined]
linux_driver.WriterThread = Sender  # type: ignore[attr-defined]


class WireDriver(LinuxDriver):
    """Textual's driver for a terminal, which sends what is different on the screen."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        terminal = os.environ.get("TERM", "")
        self._shadow = Shadow(erases_in_colour=terminal.startswith(_ERASE_IN_COLOUR))
        self._begun = ""

    def _sigtstp_application(self, *_: object) -> None:
        if not kiosk():
            # Before it lay a shell.
            super()._sigtstp_application()

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if not no_colour() and background.asked_of(os.environ.get("TERM", "")):
            self.write(background.QUESTION)
            self.flush()

    def write(self, data: str) -> None:
        if data == SYNC_START:
            self._begun = data
        elif data == SYNC_END:
            if self._begun:
                # Nothing is different: no frame is sent at all.
                self._begun = ""
            else:
                super().write(data)
        elif sent := self._on_the_wire(data):
            super().write(self._begun + sent)
            self._begun = ""

    def forget(self) -> None:
        """Draw the next frame as if nothing were on the screen."""
        self._shadow.forget()

    def _on_the_wire(self, data: str) -> str:
        if _FRAME.match(data):
            return self._shadow.draw(without_colour(data) if no_colour() else data)
        if _CHANGES_NOTHING.fullmatch(data):
            return data
        self._shadow.forget()
        return self._shadow.put_down_pen() + data
