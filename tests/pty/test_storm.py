"""Storms: sizes, pastes and keys at random; ``python -m tests.storm`` blows for longer."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from tests.benchmarks.generate import build
from tests.pty.program import browse
from tests.pty.terminal import Terminal
from tests.storm import MOMENT, SIZES, Marking, begin, calm, ended, kept, over, storm
from tui.language import in_chinese
from tui.panes.line_input import LONGEST

SECONDS = float(os.environ.get("STORM_SECONDS", "3"))
MEGABYTE = 1 << 20
CUT = in_chinese("Cut at {longest:,} characters").format(longest=LONGEST)


def pour(terminal: Terminal, data: bytes) -> None:
    """Write it all as fast as it is read, reading what comes meanwhile."""
    os.set_blocking(terminal.master, False)
    try:
        while data:
            try:
                data = data[os.write(terminal.master, data[:4096]) :]
            except BlockingIOError:
                terminal.read(0.01)
            assert not ended(terminal), terminal.text()
    finally:
        os.set_blocking(terminal.master, True)
    terminal.settle(MOMENT, 60)


@pytest.mark.parametrize("seed", [7])
def test_every_key_at_random(seed: int, tmp_path: Path, env: dict[str, str]) -> None:
    store = tmp_path / "store"
    build(store, 60)
    env |= {"WENREN_USER": "storm"}
    chance, marking = random.Random(seed), Marking(Path(env["HOME"]))
    for end in (over, kill):
        # Whoever asks the palette to end it has ended it.
        while marking.made < (2 if end is over else 4):
            with begin(store, env) as terminal:
                blown = storm(terminal, chance, SECONDS / 2)
                assert blown > 10 or ended(terminal)
                if not ended(terminal):
                    marking.mark(terminal, chance)
                    storm(terminal, chance, 0.5)
                end(terminal)
            marking.check()
    kept(store, env)


def kill(terminal: Terminal) -> None:
    if not ended(terminal):
        terminal.process.kill()
        assert terminal.wait_end() == -signal.SIGKILL


def test_a_hundred_sizes_while_keys_are_pressed(store: Path, env: dict[str, str]) -> None:
    chance = random.Random(3)
    with browse(store, env) as terminal:
        for turn in range(100):
            cols, rows = (500, 200) if turn == 50 else chance.choice(SIZES)
            terminal.give_size(cols, rows)
            terminal.send(chance.choice(["down", "up", "enter", "escape", "tab", "pagedown"]))
            terminal.read(0.005)
            assert not ended(terminal), terminal.text()
        terminal.settle(seconds=60)
        calm(terminal)
        over(terminal)


OPENED = {"search": "/", "who": "a", "tags": "t"}
"""The keys that open each kind of line; in all of them it is pasted in ``tests.tui``."""


@pytest.mark.parametrize("bracketed", [True, False])
def test_a_megabyte_is_pasted(bracketed: bool, store: Path, env: dict[str, str]) -> None:
    """It is cut, which is said, and the browser answers all the while."""
    text = ("普京会见习近平，" * (MEGABYTE // 24)).encode()
    with browse(store, env) as terminal:
        for name, key in OPENED.items():
            if not bracketed and name != "search":
                continue
            terminal.wait(lambda: CUT not in terminal.text(), "end of what was said before")
            terminal.press(key)
            before = len(terminal.received)
            pour(terminal, b"\x1b[200~" + text + b"\x1b[201~" if bracketed else text)
            # For a moment only, which may be over when all is read.
            assert CUT.split()[0] in terminal.received[before:].decode(), (name, terminal.text())
            # It answers: the end of the line is taken away.
            terminal.press("backspace")
            for _ in range(4):
                terminal.send("escape")
                terminal.settle(MOMENT)
            terminal.settle()
        terminal.press("down")
        over(terminal)


def test_what_is_pasted_where_nothing_is_typed_is_no_command(
    store: Path, env: dict[str, str]
) -> None:
    with browse(store, env) as terminal:
        before = terminal.text()
        terminal.write(b"\x1b[200~qqq\x1b[201~")
        pour(terminal, b"q" * 8000)
        assert not ended(terminal)
        assert terminal.text() == before
        terminal.press("down")


def test_a_click_beside_everything_takes_no_keys(store: Path, env: dict[str, str]) -> None:
    """The palette has them still, and escape closes it."""
    with browse(store, env) as terminal:
        before = terminal.text()
        terminal.press(":")
        terminal.write(b"\x1b[<0;3;1M\x1b[<0;3;1m")
        terminal.settle()
        terminal.send("x")
        terminal.settle()
        assert "> " not in terminal.lines()[2]
        terminal.send("escape")
        terminal.wait(lambda: terminal.text() == before, "list")
