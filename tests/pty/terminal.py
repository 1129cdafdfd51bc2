"""A program on a pseudo-terminal, driven and looked at as a person would.

Nothing here sleeps: every wait is for a byte, an exit or a deadline. ``pyte`` keeps the screen,
so tests can assert what is seen; the bytes are kept too, so they can assert what it cost.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import pyte
import pyte.screens

from tests.pty.sequences import Token, tokens, unfinished

FRAME = b"\x1b[?2026h"
"""Begins a synchronised update: what Textual writes once a frame to a terminal that knows it."""
QUIET = 0.05
"""Seconds without a byte, and without work, after which a program has answered: three frames."""
_ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[6n": b"\x1b[2;2R",
    b"\x1b[c": b"\x1b[?62;22c",
}
# What pyte understands; it prints the rest of a sequence that it doesn't know.
_SHOWN = frozenset("ABCDEFGHJKLMPXdfhlmr@")
KEYS = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "enter": "\r",
    "escape": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f",
    "pagedown": "\x1b[6~", "pageup": "\x1b[5~", "home": "\x1b[H", "end": "\x1b[F",
    "ctrl+c": "\x03", "ctrl+p": "\x10", "ctrl+q": "\x11",
    "ctrl+l": "\x0c", "ctrl+t": "\x14", "ctrl+u": "\x15",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cost:
    """What the terminal was sent: bytes, and frames (synchronised updates)."""

    bytes: int
    frames: int


class Screen(pyte.Screen):
    """pyte's screen that also keeps dim, as a ``~`` before the name of the text colour."""

    def select_graphic_rendition(self, *attributes: int, **_: Any) -> None:
        dim = self.cursor.attrs.fg.startswith("~")
        super().select_graphic_rendition(*attributes)
        foreground = self.cursor.attrs.fg.lstrip("~")
        for number in attributes or (0,):
            if number in (38, 48):
                break  # What follows are the numbers of a colour.
            dim = (dim or number == 2) and number not in (0, 22)
        self.cursor.attrs = self.cursor.attrs._replace(fg="~" * dim + foreground)

    @property
    def display(self) -> list[str]:
        """The rows; half of a wide character that was written over is a blank, as in terminals."""
        return ["".join(map(self._cell(row), range(self.columns))) for row in range(self.lines)]

    def _cell(self, row: int) -> Callable[[int], str]:
        cells = self.buffer[row]

        def shown(x: int) -> str:
            wide = (
                x > 0
                and cells[x - 1].data != ""
                and pyte.screens.wcwidth(cells[x - 1].data[0]) == 2
            )
            return cells[x].data or ("" if wide else " ")

        return shown


class Terminal:
    """Run ``argv`` on a terminal of ``cols`` x ``rows``; a context manager that kills what is left.

    ``env`` is the whole environment. ``ignore_hangup``: start it as ``nohup`` would. ``answers``:
    what this terminal answers beside what all do. ``started`` and ``arrived`` (the last byte) are
    times of ``time.perf_counter``.
    """

    def __init__(
        self,
        argv: Sequence[str | Path],
        env: Mapping[str, str],
        *,
        cols: int = 80,
        rows: int = 24,
        ignore_hangup: bool = False,
        answers: Mapping[bytes, bytes] | None = None,
    ) -> None:
        self.received = bytearray()
        self._answers = _ANSWERS | dict(answers or {})
        self.at_end = False
        self.arrived = 0.0
        self._screen = Screen(cols, rows)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pending = ""
        self._drawn = 0
        self._marked = 0
        self.master, slave = pty.openpty()
        self._set_size(cols, rows)
        self.modes = termios.tcgetattr(slave)

        def take_terminal() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            if ignore_hangup:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)

        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [str(word) for word in argv],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(env),
            start_new_session=True,
            preexec_fn=take_terminal,
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.hang_up()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def output(self) -> str:
        """Everything written so far, as text."""
        return self.received.decode("utf-8", "replace")

    @property
    def screen(self) -> Screen:
        """What the terminal shows now; drawn when asked for, so that reading costs little."""
        text = self._pending + self._decoder.decode(bytes(self.received[self._drawn :]))
        self._drawn = len(self.received)
        cut = unfinished(text)
        self._pending = text[cut:]
        self._stream.feed("".join(t.raw for t in tokens(text[:cut]) if _shown(t)))
        return self._screen

    def lines(self) -> list[str]:
        """The screen, a string a line, without blanks at the end."""
        return [line.rstrip() for line in self.screen.display]

    def text(self) -> str:
        return "\n".join(self.lines())

    def write(self, data: bytes) -> None:
        os.write(self.master, data)

    def send(self, *keys: str) -> None:
        """Type keys by name (``down``, ``pagedown``) or as the characters they are."""
        for key in keys:
            self.write(KEYS.get(key, key).encode())

    def press(self, *keys: str, seconds: float = 20) -> Cost:
        """Type keys that change the screen, wait for the answer, and say what it cost."""
        self.mark()
        self.send(*keys)
        self.wait(lambda: len(self.received) > self._marked, f"an answer to {keys}", seconds)
        return self.settle()

    def resize(self, cols: int, rows: int) -> Cost:
        """Give the terminal another size, which signals the program; wait for what it paints."""
        self.mark()
        self.give_size(cols, rows)
        self.wait(lambda: len(self.received) > self._marked, f"a screen of {cols}x{rows}")
        return self.settle()

    def give_size(self, cols: int, rows: int) -> None:
        """The same without waiting."""
        self.screen.resize(rows, cols)
        self._set_size(cols, rows)

    def mark(self) -> None:
        """Begin to count a new cost."""
        self._marked = len(self.received)

    def cost(self) -> Cost:
        """What was written since the mark."""
        data = self.received[self._marked :]
        return Cost(len(data), data.count(FRAME))

    def settle(self, quiet: float = QUIET, seconds: float = 30) -> Cost:
        """Read till nothing was written for ``quiet`` seconds and the program waits for input."""
        end = time.monotonic() + seconds
        while not self.at_end and time.monotonic() < end:
            if not self.read(quiet) and not self.busy():
                break
        return self.cost()

    def wait(self, condition: Callable[[], bool], what: str, seconds: float = 20) -> None:
        """Read till ``condition`` holds; an AssertionError shows the screen if it never does."""
        end = time.monotonic() + seconds
        while not condition():
            if self.at_end or time.monotonic() > end:
                raise AssertionError(f"no {what} on the screen:\n{self.text()}")
            self.read(0.1)

    def wait_for(self, text: str, seconds: float = 20) -> None:
        """Read till ``text`` stands on one line of the screen."""
        self.wait(lambda: any(text in line for line in self.lines()), repr(text), seconds)

    def wait_end(self, seconds: float = 5) -> int:
        """Read till the program is gone; its exit code, or minus the signal that ended it."""
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(f"still running after {seconds} s:\n{self.text()}")
            if self.at_end:
                # Nothing to read any more; the exit itself is the event to wait for.
                try:
                    self.process.wait(left)
                except subprocess.TimeoutExpired:
                    continue
            else:
                self.read(min(left, 0.05))
        while not self.at_end and self.read(0.05):
            pass
        return self.process.returncode

    def hang_up(self) -> None:
        """Close the terminal's side: what a lost connection does."""
        if self.master >= 0:
            os.close(self.master)
            self.master = -1
        self.at_end = True

    def restored(self) -> bool:
        """Whether the alternate screen was left and the line's modes are as they were."""
        entered, left = (self.received.rfind(f"\x1b[?1049{m}".encode()) for m in "hl")
        return left >= entered and termios.tcgetattr(self.master) == self.modes

    def read(self, timeout: float) -> bool:
        """Read what comes within ``timeout`` seconds, answering the program's questions."""
        if self.at_end or not select.select([self.master], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:  # Linux: the last process on the other side is gone.
            data = b""
        self.arrived = time.perf_counter()
        if not data:
            self.at_end = True
            return False
        tail = bytes(self.received[-8:])
        self.received += data
        for question, answer in self._answers.items():
            for _ in range((tail + data).count(question) - tail.count(question)):
                self.write(answer)
        return True

    def _set_size(self, cols: int, rows: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def busy(self) -> bool:
        """Whether the program is at work."""
        return working(self.pid)


def working(pid: int) -> bool:
    """Whether a thread of a process is running, or waits for a processor or the disk."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        stats = [(task / "stat").read_text() for task in tasks]
    except OSError:
        return False
    return any(stat.rpartition(")")[2].split()[0] in "RD" for stat in stats)


def _shown(token: Token) -> bool:
    if token.kind == "csi":
        plain = token.raw[2:-1].lstrip("?").replace(";", "")
        return token.raw[-1] in _SHOWN and (plain.isdecimal() or not plain)
    return token.kind in ("text", "c0")
