"""However the browser ends, the terminal is as it was and no process is left."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from tests.pty.program import WENREN, browse, newest
from tests.pty.terminal import Terminal
from tests.storm import restored

BROKEN = """
import sys
from tui.app import WenrenApp
from tui.cli import main
def broken(self):
    raise LookupError("broken")
WenrenApp.action_help = broken
main(sys.argv[1:])
"""
"""The browser, help being broken."""


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


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal(terminal: Terminal, number: signal.Signals) -> None:
    with terminal:
        os.kill(terminal.pid, number)
        assert terminal.wait_end() == 128 + number
        restored(terminal)


def test_an_error_of_our_own(store: Path, env: dict[str, str]) -> None:
    with Terminal([sys.executable, "-c", BROKEN, "--store", store], env) as terminal:
        terminal.wait_for(newest(store))
        terminal.settle()
        terminal.send("?")
        assert terminal.wait_end(20) == 1
        restored(terminal)
        assert "broken" in terminal.output


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_a_shell_and_back(store: Path, env: dict[str, str]) -> None:
    """ctrl+z gives the terminal back to the shell, fg to the browser, which paints it all."""
    shell = ["bash", "--norc", "--noprofile", "--noediting", "-i"]
    with Terminal(shell, env | {"PS1": "shell> "}) as terminal:
        terminal.wait_for("shell>")
        terminal.send(f"{' '.join(WENREN)} --store {store}\r")
        terminal.wait_for(newest(store))
        terminal.settle()
        terminal.press("down")
        before = terminal.text()
        terminal.send("\x1a")
        terminal.wait(lambda: "Stopped" in terminal.output, "word of it")
        restored(terminal)
        terminal.send("fg\r")
        terminal.wait(lambda: terminal.text() == before, "same screen")
        terminal.press("down")
        assert terminal.text() != before
        terminal.send("q")
        terminal.wait(lambda: terminal.output.endswith("shell> "), "prompt")
        terminal.send("exit\r")
        assert terminal.wait_end() == 0
        restored(terminal)


def test_a_stop_that_leaves_no_time(terminal: Terminal) -> None:
    """SIGSTOP, and the shell that has the terminal meanwhile leaves its own modes in it."""
    with terminal:
        before = terminal.text()
        os.kill(terminal.pid, signal.SIGSTOP)
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.mark()
        terminal.wait(lambda: "\x1b[?1049h" in terminal.output[-4000:], "screen of its own")
        terminal.settle()
        assert terminal.text() == before
        terminal.press("down")
        terminal.send("q")
        assert terminal.wait_end() == 0
        restored(terminal)


def test_without_a_shell_nothing_stops(terminal: Terminal) -> None:
    with terminal:
        terminal.press("\x1a")
        assert "没有" in terminal.lines()[-1]
        terminal.press("down")


def test_what_does_not_come_to_an_end_is_ended(store: Path, env: dict[str, str]) -> None:
    """Nobody reads what it writes: it can't restore the terminal, and is gone all the same."""
    with browse(store, env) as terminal:
        for _ in range(3000):
            terminal.write(b"\x0c")
        os.kill(terminal.pid, signal.SIGTERM)
        # Nothing is read.
        assert terminal.process.wait(30) == 128 + signal.SIGTERM


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
