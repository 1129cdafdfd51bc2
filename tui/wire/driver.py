"""What goes over the wire: the same screen in fewer bytes, no colour where none is wanted.

See ``tui.wire.shadow`` and ``tui.wire.pen`` for how.
"""

from __future__ import annotations

import re
import termios
from typing import Any

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.app import App
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from store.permission import kiosk
from tui.wire import ambiguous, background
from tui.wire.capabilities import capabilities, no_colour
from tui.wire.incoming import Parser, lenient
from tui.wire.pen import PARAMETER
from tui.wire.sending import Sender
from tui.wire.shadow import Shadow

_STYLE = re.compile(r"\x1b\[([0-9;:]*)m")
_FRAME = re.compile(r"\x1b\[\d+;\d+H")
# Strings for the terminal and its modes, but for the one that swaps screens, change no cell.
_CHANGES_NOTHING = re.compile(
    r"(?:\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[?>](?!1049)[\d;$]*[A-Za-z]|\x07)+"
)


def without_colour(frame: str, attributes: frozenset[str] | None = None) -> str:
    """The same frame in bold, dim, italic, underlined and reverse, and no colour.

    ``attributes``: the only ones there are.
    """

    def uncoloured(style: re.Match[str]) -> str:
        asked = PARAMETER.findall(style[1])
        kept = [number for number in asked if number.isdecimal() and int(number) < 30]
        if attributes is not None:
            kept = [number for number in kept if number in attributes]
        return f"\x1b[{';'.join(kept)}m" if kept or not asked else ""

    return _STYLE.sub(uncoloured, frame)


# The driver makes these by their names, in the midst of functions.
linux_driver.WriterThread = Sender  # type: ignore[attr-defined]
linux_driver.XTermParser = Parser  # type: ignore[attr-defined]
linux_driver.getincrementaldecoder = lenient  # type: ignore[assignment,attr-defined]


class Resumed(Message):
    """Another program has had the terminal."""


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
        self._terminal = capabilities()
        self._shadow = Shadow(
            erases_in_colour=self._terminal.erases_in_colour,
            erases=self._terminal.erases,
            columns=self._terminal.columns,
            ends=self._terminal.ends,
        )
        self._begun = ""
        self._suspended = False

    def _sigtstp_application(self, *_: object) -> None:
        if not kiosk():
            # Before it lay a shell.
            super()._sigtstp_application()

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if not self._terminal.strings:
            return
        if not no_colour():
            self.write(background.QUESTION)
        if ambiguous.said() is None:
            self.write(ambiguous.QUESTION)
        self.flush()

    def suspend_application_mode(self) -> None:
        self._suspended = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        self._suspended = False
        super().resume_application_mode()
        self._app.post_message(Resumed())

    def _sigcont_application(self, *_: object) -> None:
        """Textual would begin a second time if it had not been suspended itself.

        A SIGSTOP leaves no time for that, and the system sends this one when the terminal is gone.
        """
        if self._suspended:
            self.resume_application_mode()
        else:
            self._loop.call_soon_threadsafe(self._begin_again)

    def _begin_again(self) -> None:
        """Enter the modes again: a shell has had the terminal meanwhile."""
        try:
            termios.tcgetattr(self.fileno)
        except termios.error:
            return
        self.suspend_application_mode()
        self.resume_application_mode()

    def _query_in_band_window_resize(self) -> None:
        """Not asked for: a change of size is signalled."""

    def write(self, data: str) -> None:
        data = self._terminal.spoken(data)
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

    def _coloured(self, frame: str) -> str:
        return without_colour(frame, self._terminal.attributes) if no_colour() else frame

    def _on_the_wire(self, data: str) -> str:
        if _FRAME.match(data):
            return self._shadow.draw(self._coloured(data))
        if _CHANGES_NOTHING.fullmatch(data):
            return data
        self._shadow.forget()
        return self._shadow.put_down_pen() + data
