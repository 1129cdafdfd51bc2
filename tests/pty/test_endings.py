"""However the browser ends, the terminal is as it was and no process is left."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.pty.program import browse
from tests.pty.terminal import Terminal


@pytest.fixture
def terminal(store: Path, env: dict[str, str]) -> Terminal:
    return browse(store, env)


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
def test_quit(terminal: Terminal, key: str) -> None:
    with terminal:
        assert "\x1b[?1049h" in terminal.output
        terminal.send(key)
        assert terminal.wait_end() == 0
        assert terminal.restored()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal(terminal: Terminal, number: signal.Signals) -> None:
    with terminal:
        os.kill(terminal.pid, number)
        assert terminal.wait_end() == 128 + number
        assert terminal.restored()


def test_a_lost_terminal(terminal: Terminal) -> None:
    with terminal:
        terminal.hang_up()
        assert terminal.wait_end() != 0


def test_a_lost_terminal_whose_hangup_is_ignored(store: Path, env: dict[str, str]) -> None:
    with browse(store, env, ignore_hangup=True) as terminal:
        terminal.hang_up()
        assert terminal.wait_end() != 0


def test_a_hangup_that_was_to_be_ignored(store: Path, env: dict[str, str]) -> None:
    with browse(store, env, ignore_hangup=True) as terminal:
        os.kill(terminal.pid, signal.SIGHUP)
        assert terminal.wait_end() == 128 + signal.SIGHUP
        assert terminal.restored()


@pytest.mark.parametrize("keys", [("enter",), ("/", "经"), ("enter", "tab", "enter"), ("?",)])
def test_a_signal_in_any_pane(terminal: Terminal, keys: tuple[str, ...]) -> None:
    with terminal:
        for key in keys:
            terminal.press(key)
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait_end() == 128 + signal.SIGTERM
        assert terminal.restored()
