"""What a pilot waits for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest
import textual.app
import textual.pilot
from textual._context import active_app

TURNS = 3
"""Turns of the event loop with nothing to do: what threads and sockets tell comes in with one."""


@pytest.fixture(scope="session", autouse=True)
def no_slow_pilot() -> Iterator[None]:
    """Textual's pilot sleeps twenty milliseconds at least twice a key, and longer on a busy
    machine, to see whether the process still works; ours asks the event loop."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (textual.app, textual.pilot):
            patch.setattr(module, "wait_for_idle", at_rest)
        yield


async def at_rest(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Wait till all that was sent is handled and painted; for ``max_sleep`` seconds at most, as
    somebody may send without end."""
    loop = asyncio.get_running_loop()
    end = time.monotonic() + max_sleep
    turns = 0
    while turns < TURNS and time.monotonic() < end:
        await asyncio.sleep(0)
        turns = 0 if loop._ready or _at_work() else turns + 1  # type: ignore[attr-defined]


def _at_work() -> bool:
    """Paint now what is to be painted with the next frame; whether there is anything to do."""
    app = active_app.get()
    if app._resize_timer is not None:
        return True
    if not app.screen_stack:
        return False
    screen = app.screen
    if not screen._update_timer._active.is_set():
        return False
    screen._on_timer_update()
    return True
