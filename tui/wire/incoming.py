"""What comes from the terminal: keys, what is pasted, and what it answers.

Textual's parser goes through a paste character by character, and for ever where its end is lost;
and it takes answers that it knows nothing of for keys.
"""

from __future__ import annotations

import codecs
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from textual import events
from textual._xterm_parser import XTermParser
from textual.keys import Keys
from textual.message import Message
from textual.messages import InBandWindowResize

from tui.terminal import Background
from tui.wire import ambiguous, background

LONGEST = 1 << 16
"""Characters kept of a paste."""
BURST = 256
"""Characters that come at once are no keys: a terminal without bracketed paste."""
_GOES_ON = 0.05
"""Seconds within which what follows a burst belongs to it."""
_GIVEN_UP = 2.0
"""Seconds of silence after which a paste without an end has ended."""
_SIZES = (events.Resize, InBandWindowResize)
"""Nobody asked for these: the system signals every change of size."""
_START, _END = "\x1b[200~", "\x1b[201~"
_LEAST = len("\x1b[2")
"""So much of a start that is cut off is kept back; what is shorter may be a key."""


class BackgroundTold(Message):
    """The terminal has said whether its background is dark or light; None: it has neither."""

    def __init__(self, background: Background | None) -> None:
        super().__init__()
        self.background = background


class WideTold(Message):
    """The terminal has characters of ambiguous width in two cells."""


class Pasted(NamedTuple):
    text: str


class Pastes:
    """Tells what is pasted from what is typed; ``now``: a clock of seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._came = self._burst = -1e9
        self._held = ""
        self._parts: list[str] | None = None
        self._kept = 0

    def take(self, data: str) -> Iterator[str | Pasted]:
        """What came, part by part."""
        self._came = self._now()
        data, self._held = self._held + data, ""
        while data:
            if self._parts is None:
                data = yield from self._typed(data)
            else:
                data = yield from self._pasted(data)

    def tick(self) -> Iterator[str | Pasted]:
        """Nothing has come for a moment: what was kept back is no start and no end."""
        if self._parts is None:
            held, self._held = self._held, ""
            if held:
                yield held
        elif self._now() - self._came > _GIVEN_UP:
            self._keep(self._held)
            self._held = ""
            yield self._end()

    def _typed(self, data: str) -> Generator[str | Pasted, None, str]:
        typed, start, data = data.partition(_START)
        if start:
            self._parts, self._kept = [], 0
        else:
            typed, self._held = _cut(typed, _START)
        if typed:
            if self._is_burst(typed):
                self._burst = self._came
                yield Pasted(typed[:LONGEST])
            else:
                yield typed
        return data

    def _pasted(self, data: str) -> Generator[str | Pasted, None, str]:
        text, end, data = data.partition(_END)
        if not end:
            text, self._held = _cut(text, _END, least=1)
        self._keep(text)
        if end:
            yield self._end()
        return data

    def _keep(self, text: str) -> None:
        if self._parts is not None and self._kept < LONGEST:
            self._parts.append(text[: LONGEST - self._kept])
            self._kept += len(self._parts[-1])

    def _end(self) -> Pasted:
        text, self._parts = "".join(self._parts or ()), None
        return Pasted(text)

    def _is_burst(self, typed: str) -> bool:
        if "\x1b" in typed:
            return False
        return len(typed) >= BURST or self._came - self._burst < _GOES_ON


def _cut(text: str, mark: str, least: int = _LEAST) -> tuple[str, str]:
    """A text, and the beginning of ``mark`` that it ends with, ``least`` characters or more."""
    for length in range(len(mark) - 1, least - 1, -1):
        if text.endswith(mark[:length]):
            return text[:-length], text[-length:]
    return text, ""


class Parser(XTermParser):
    """Posts ``BackgroundTold`` and ``WideTold`` beside Textual's own."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._background = background.Listener()
        self._width = ambiguous.Listener()
        self._pastes = Pastes()

    @property
    def mouse_pixels(self) -> bool:
        """Never asked for: a terminal that tells its size in pixels all the same, and wrongly,
        would have Textual divide by it."""
        return False

    @mouse_pixels.setter
    def mouse_pixels(self, _: bool) -> None:
        pass

    def feed(self, data: str) -> Iterable[Message]:
        if not data:
            # The end of all input.
            yield from super().feed(data)
            return
        told, wide = self._background.heard, self._width.heard
        yield from self._messages(self._pastes.take(self._width.take(self._background.take(data))))
        if self._background.heard and not told:
            yield BackgroundTold(self._background.background)
        if self._width.heard and not wide and self._width.wide:
            yield WideTold()

    def _parse_extended_key(  # type: ignore[override]
        self, sequence: str
    ) -> list[events.Key] | None:
        """A key by its number; of a number that no character has, none.

        Textual's would end the thread that reads.
        """
        try:
            return super()._parse_extended_key(sequence)
        except (ValueError, OverflowError):
            return [events.Key(Keys.Ignore, None)]

    def tick(self) -> Iterable[Message]:
        yield from self._messages(self._pastes.tick())
        yield from super().tick()

    def _messages(self, parts: Iterable[str | Pasted]) -> Iterator[Message]:
        for part in parts:
            if isinstance(part, Pasted):
                yield events.Paste(part.text.replace("\x00", ""))
            else:
                yield from (m for m in super().feed(part) if not isinstance(m, _SIZES))


def lenient(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    """A decoder for which bytes that mean nothing are none; Textual's would end the program."""
    return partial(codecs.getincrementaldecoder(encoding), errors="ignore")
