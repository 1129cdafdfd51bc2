"""Keys at random on the browser in this process: python -m tests.tui.keystorm [--seed N ...]

Thousands a minute. After every burst the browser has to be whole; where it isn't, the shortest
bursts that break it are looked for and printed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import string
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from textual import events
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from store.library import Library
from store.permission import KIOSK
from tests.benchmarks.generate import build
from tui.app import WenrenApp
from tui.browser.history import SIDES
from tui.browser.setup import setup
from tui.commands import COMMANDS
from tui.keys import read

Burst: TypeAlias = tuple[str, ...]
"""Textual's names of keys, ``paste:TEXT``, ``click:X,Y``, ``size:COLSxROWS``: none waited for."""
SIZES = ((80, 24), (200, 50), (40, 10), (20, 6), (10, 3), (2, 1), (1, 1), (132, 43), (79, 23))
ENDING = frozenset({"q", "ctrl+q", "ctrl+c", "ctrl+z"})
WRITTEN = {_character_to_key(char): char for char in string.printable if char.isprintable()}
"""What keys write that have a name."""
TYPED = (*"人:普京 “日期2020…is:starred#x1aZ", "ａ", "\u202e", "👍", "。")
STARTED = ("/", ":", "?", "a", "t", "'", "f", "L", "F", "y", "x", "e", "d", "S", "enter", "escape")
"""What opens something, or begins a sequence of keys."""


class BrokenError(AssertionError):
    """The browser isn't whole; ``held``: how many bursts it held before."""

    held = 0


class Watched(WenrenApp):
    """Keeps what its workers failed of."""

    failed: list[str]

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR:
            self.failed.append(repr(event.worker.error))


def bursts(chance: random.Random, number: int) -> list[Burst]:
    """So many, with every key of every command among them."""
    keys = [key for c in COMMANDS for given in c.keys for key in read(given)]
    calm = [key for key in dict.fromkeys(keys) if key not in ENDING]

    def blow() -> str:
        kind = chance.random()
        if kind < 0.45:
            return chance.choice(calm)
        if kind < 0.65:
            return chance.choice(STARTED)
        if kind < 0.80:
            return chance.choice(TYPED)
        if kind < 0.90:
            return f"click:{chance.randrange(80)},{chance.randrange(24)}"
        if kind < 0.96:
            return "escape"
        if kind < 0.98:
            return "paste:" + "".join(chance.choices(TYPED, k=chance.randrange(9)))
        return "size:{}x{}".format(*chance.choice(SIZES))

    return [tuple(blow() for _ in range(chance.choice((1, 1, 2, 3, 6)))) for _ in range(number)]


async def blow(app: WenrenApp, burst: Burst) -> None:
    """As the terminal's driver has it come."""
    driver = app._driver
    assert driver is not None
    for what in burst:
        kind, _, told = what.partition(":")
        if kind == "size" and told:
            size = Size(*map(int, told.split("x")))
            app.post_message(events.Resize(size, size))
        elif kind == "paste":
            driver.process_message(events.Paste(told))
        elif kind == "click" and told:
            x, y = map(int, told.split(","))
            for press in (events.MouseDown, events.MouseUp):
                driver.process_message(press(None, x, y, 0, 0, 1, False, False, False, x, y))
        else:
            char = WRITTEN.get(what, what if len(what) == 1 else None)
            driver.process_message(events.Key(_character_to_key(char) if char else what, char))
        await asyncio.sleep(0)


async def made_whole(app: Watched, pilot: Pilot[Any], seconds: float = 4.0) -> None:
    """Wait till what follows from it is done. Raises ``BrokenError`` where it stays broken."""
    end = time.monotonic() + seconds
    while True:
        await told(app, pilot)
        try:
            return whole(app)
        except BrokenError:
            if time.monotonic() > end or app._exception is not None or app._exit:
                raise
        await asyncio.sleep(0.01)


async def told(app: Watched, pilot: Pilot[Any]) -> None:
    """Everybody has been told of it, and it is laid out."""
    for _ in range(2):
        while app.obeys and app._exception is None and not app._exit:
            await asyncio.sleep(0)
        await pilot._wait_for_screen()
        if pilot.app._exception is None and not pilot.app._exit:
            pilot.app.screen._on_timer_update()


def on_top(app: WenrenApp) -> Widget | None:
    """Who has to have the keys."""
    for over in (app.edit_line, app.finder, app.search):
        if over is not None:
            return over.input
    if app.help is not None:
        return app.help
    if app.front == "list":
        return app.headlines
    return app.sides.get(app.front) if app.front in SIDES else app.comparison or app.reader


def whole(app: Watched) -> None:
    """The invariants. Raises ``BrokenError``."""
    if app._exception is not None:
        raise BrokenError(f"crashed: {app._exception!r}") from app._exception
    if not app.is_running or app._exit:
        raise BrokenError("ended")
    if app.failed:
        raise BrokenError(f"a worker failed: {app.failed}")
    top = on_top(app)
    if top is None or app.focused is not top:
        raise BrokenError(f"{app.focused} has the keys, not {top} (front {app.front}, {app.side})")
    if not top.is_attached or (app.size.area > 400 and not top.size):
        raise BrokenError(f"{top}, which has the keys, isn't on the screen: {top.region}")
    if app.front in SIDES and app.front != app.side:
        raise BrokenError(f"{app.front} in front, {app.side} at the side")
    answer, index = app.headlines.answer, app.headlines.index
    if answer is not None and index and answer.head(index) is None:
        raise BrokenError(f"row {index} is selected, and isn't there")
    for shown in (app.headlines.head, app.reader.article):
        if shown is not None and app.library.article(shown.id) is None:
            raise BrokenError(f"{shown.id} is shown, and isn't in the store")


async def led_back(app: Watched, pilot: Pilot[Any]) -> None:
    """Escape leads back to the list, past every place one was at. Raises ``BrokenError``."""
    steps = 10 + 2 * len(app.history)
    for _ in range(steps):
        if app.front == "list" and on_top(app) is app.headlines:
            return
        await blow(app, ("escape",))
        await made_whole(app, pilot)
    raise BrokenError(f"{steps} escapes lead to {on_top(app)}, not to the list")


async def storm(store: Path, given: Sequence[Burst], size: tuple[int, int], every: int = 25) -> int:
    """Blow them all; the number of those that held. Raises ``BrokenError``, with it as ``held``."""
    app, held = Watched(Library.open(store), "", setup()), 0
    app.failed = []
    problem: BrokenError | None = None
    try:
        async with app.run_test(size=size) as pilot:
            try:
                await made_whole(app, pilot)
                for held, burst in enumerate(given):
                    await blow(app, burst)
                    await made_whole(app, pilot)
                    if held % every == every - 1:
                        await led_back(app, pilot)
                await led_back(app, pilot)
                await blow(app, ("q",))
                for _ in range(20):
                    if app._exit:
                        break
                    await told(app, pilot)
                else:
                    raise BrokenError("q didn't end it")
            except BrokenError as error:
                problem = error
                app.exit()
    except Exception as error:
        problem = problem or BrokenError(f"crashed: {error!r}")
        problem.__cause__ = error
    if problem is not None:
        problem.held = held
        raise problem
    return len(given)


def run(store: Path, given: Sequence[Burst], size: tuple[int, int]) -> BrokenError | None:
    try:
        asyncio.run(storm(store, given, size))
    except BrokenError as error:
        return error
    return None


def shortest(store: Path, given: list[Burst], size: tuple[int, int]) -> list[Burst]:
    """Fewer of them that break it still."""
    part = max(len(given) // 2, 1)
    while True:
        for at in range(0, len(given), part):
            fewer = given[:at] + given[at + part :]
            if fewer and run(store, fewer, size) is not None:
                given = fewer
                break
        else:
            if part == 1:
                return given
            part //= 2


def _seeds(text: str) -> Iterator[int]:
    first, _, last = text.partition("-")
    return iter(range(int(first), int(last or first) + 1))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.tui.keystorm")
    parser.add_argument("--seeds", default="1-10", help="one, or the first and the last")
    parser.add_argument("--bursts", type=int, default=400)
    parser.add_argument("--store", type=Path, help="one that may be changed; else one is made")
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--kiosk", action="store_true")
    options = parser.parse_args()
    size = tuple(map(int, options.size.split("x")))
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        os.environ |= {"HOME": name, "XDG_STATE_HOME": f"{name}/state", "WENREN_USER": "storm"}
        if options.kiosk:
            os.environ[KIOSK] = "1"
        store = options.store or Path(name) / "store"
        if options.store is None:
            build(store, 120)
        code = 0
        for seed in _seeds(options.seeds):
            given = bursts(random.Random(seed), options.bursts)
            broken = run(store, given, size)
            print(f"seed {seed}: {broken or 'whole'}", flush=True)
            if broken is not None:
                code = 1
                few = shortest(store, given[: broken.held + 1], size)
                print(f"  {run(store, few, size)}\n  {few}", flush=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
