"""Where the browser can't run it says so plainly, and the plain commands still work."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.pty.program import WENREN, browse, newest
from tests.pty.terminal import Terminal

NO_CHINESE = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def run(env: dict[str, str], *words: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*WENREN, *map(str, words)], env=env, stdin=subprocess.DEVNULL, capture_output=True
    )


def test_a_terminal_that_cannot_place_text(store: Path, env: dict[str, str]) -> None:
    with Terminal([*WENREN, "--store", store], {**env, "TERM": "dumb"}) as terminal:
        assert terminal.wait_end(20) != 0
        assert "wenren list" in terminal.text().replace("\n", " ")
        assert "\x1b" not in terminal.output


def test_no_terminal(store: Path, env: dict[str, str]) -> None:
    done = run(env, "--store", store)
    assert done.returncode != 0
    assert b"terminal" in done.stderr
    assert done.stdout == b""
    assert b"\x1b" not in done.stderr


def test_output_into_a_pipe_has_no_escapes(store: Path, env: dict[str, str]) -> None:
    for words in (("list",), ("actors",), ("search", "的")):
        done = run(env, words[0], "--store", store, *words[1:])
        assert done.returncode == 0
        assert done.stdout
        assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("locale", ["C", "POSIX", "zh_CN.UTF-8"])
def test_a_bare_locale(store: Path, env: dict[str, str], locale: str) -> None:
    there = {**env, "LANG": locale, "LC_ALL": locale}
    assert run(there, "--version").stdout.startswith(b"wenren ")
    listed = run(there, "list", "--store", store, "--limit", "1")
    assert newest(store) in listed.stdout.decode("utf-8")


def test_an_encoding_without_chinese(store: Path, env: dict[str, str]) -> None:
    there = {**env, **NO_CHINESE}
    assert run(there, "--version").returncode == 0
    listed = run(there, "list", "--store", store, "--limit", "1")
    assert listed.returncode != 0
    assert listed.stdout == b""
    assert b"encoding" in listed.stderr
    listed = run(there, "list", "--json", "--store", store, "--limit", "1")
    assert newest(store) in listed.stdout.decode("utf-8")
    with Terminal([*WENREN, "--store", store], there) as terminal:
        assert terminal.wait_end(20) != 0
        assert "\x1b" not in terminal.output


def test_any_size(store: Path, env: dict[str, str]) -> None:
    """A frame fits its terminal, whatever size that takes while the program runs."""
    headline = newest(store)
    with browse(store, env, cols=200, rows=50) as terminal:
        first = terminal.text()
        for cols, rows in ((120, 40), (80, 24), (60, 20), (20, 6), (4, 2), (300, 80)):
            terminal.resize(cols, rows)
            assert terminal.process.poll() is None, terminal.text()
            assert cols < 60 or any(headline in line for line in terminal.lines())
        terminal.resize(200, 50)
        assert terminal.text() == first


@pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed")
def test_inside_tmux(store: Path, env: dict[str, str], tmp_path: Path) -> None:
    """tmux counts the cells of Han characters by itself; both must agree."""
    headline = newest(store)
    start = ["tmux", "-S", str(tmp_path / "socket"), "-f", os.devnull, "-u", "new-session"]
    with Terminal([*start, *WENREN, "--store", str(store)], env) as terminal:
        terminal.wait_for(headline)
        terminal.settle()
        inside = terminal.lines()[:-1]
        terminal.send("q")
        terminal.wait_end()
    with Terminal([*WENREN, "--store", store], env, rows=23) as terminal:
        terminal.wait_for(headline)
        terminal.settle()
        assert terminal.lines() == inside
