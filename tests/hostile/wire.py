"""The browser in this process, with its own driver, which writes into a buffer."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.driver import Driver
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

from store.library import Library
from tests.hostile.check import betrayed
from tests.tui.test_browser import settle
from tui.app import WenrenApp
from tui.browser.setup import Setup
from tui.wire.driver import WireDriver


class _Buffer:
    """What Textual's thread for writing is to a driver."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def write(self, data: str) -> None:
        self.parts.append(data)

    def stop(self) -> None:
        pass


class BufferedDriver(WireDriver):
    """All of the driver but the terminal."""

    def start_application_mode(self) -> None:
        self._writer_thread = self.buffer = _Buffer()  # type: ignore[assignment]
        HeadlessDriver.start_application_mode(self)  # type: ignore[arg-type]

    def stop_application_mode(self) -> None:
        pass

    def disable_input(self) -> None:
        pass

    def close(self) -> None:
        pass

    def _get_terminal_size(self) -> tuple[int, int]:
        assert self._size is not None
        return self._size

    def flush(self) -> None:
        pass


class Wired(WenrenApp):
    """``written``: what the terminal was sent since it was last asked for. It can't be left."""

    wire: BufferedDriver

    def _build_driver(
        self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None
    ) -> Driver:
        self._driver = self.wire = BufferedDriver(self, mouse=mouse, size=size)
        return self.wire

    def exit(self, *args: Any, **kwargs: Any) -> None:
        if not getattr(self, "kept", True):
            super().exit(*args, **kwargs)

    def written(self) -> str:
        parts = self.wire.buffer.parts
        told = "".join(parts)
        parts.clear()
        return told


@asynccontextmanager
async def wired(
    library: Library, size: tuple[int, int], setup: Setup | None = None, **said: Any
) -> AsyncIterator[tuple[Wired, Pilot[Any]]]:
    app = Wired(library, setup=setup, **said)
    app.kept = True  # type: ignore[attr-defined]
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        try:
            yield app, pilot
        finally:
            # What was posted is taken in as long as there is a screen.
            await settle(pilot)
            app.kept = False  # type: ignore[attr-defined]


_COPY = re.compile(r"\x1b\]52;c;[A-Za-z0-9+/]+={0,2}\x07")


def escaped(written: str) -> list[str]:
    """What in the browser's output came from a text; copies, which are base64, apart."""
    return betrayed(_COPY.sub("", written))
