"""Colours and signs as they reach a terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.pty.program import WENREN, newest
from tests.pty.sequences import tokens
from tests.pty.terminal import Terminal

CHROME = re.compile("[─━│▇▁▂▃▄▅▆█×→←↑↓]")
ASKED = b"\x1b]11;?\x1b\\"


def run(store: Path, env: dict[str, str], *, white: bool = False, cols: int = 120) -> Terminal:
    answers = {ASKED: b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\"} if white else {}
    argv = [*WENREN, "--store", str(store)]
    return Terminal(argv, env, cols=cols, rows=40, answers=answers)


def looks(terminal: Terminal) -> set[str]:
    """The parameters of every style that was sent."""
    sent = (
        token.raw for token in tokens(terminal.output) if re.fullmatch(r".\[[\d;:]*m", token.raw)
    )
    return {number for raw in sent for number in re.split("[;:]", raw[2:-1])}


def walk(terminal: Terminal, store: Path) -> None:
    """Through every pane."""
    terminal.wait_for(newest(store))
    terminal.settle()
    for key in ("enter", "tab", "enter", "/", "会", "enter", "?", "end", "escape"):
        terminal.press(key)


@pytest.mark.parametrize("theme", ["", "dark"])
def test_no_color_sends_attributes_and_no_colour(
    store: Path, env: dict[str, str], theme: str
) -> None:
    env |= {"NO_COLOR": "1", "WENREN_THEME": theme, "COLORTERM": "truecolor"}
    with run(store, env) as terminal:
        walk(terminal, store)
        terminal.press("ctrl+t")
        assert looks(terminal) <= {"", "0", "1", "2", "3", "4", "7"}
        assert looks(terminal) >= {"1", "3", "4", "7"}
        assert ASKED not in terminal.received


def test_an_empty_no_color_is_none(store: Path, env: dict[str, str]) -> None:
    with run(store, env | {"NO_COLOR": "", "WENREN_THEME": "dark"}) as terminal:
        terminal.wait_for(newest(store))
        assert "38" in looks(terminal)


def test_16_colours_are_those_for_the_terminals_background(
    store: Path, env: dict[str, str]
) -> None:
    with run(store, env, white=True) as terminal:
        terminal.wait_for(newest(store))
        terminal.settle()
        assert "34" in looks(terminal)
        assert not looks(terminal) & {"96", "93", "38", "48"}
        # The answer wasn't taken for keys, of which `?` and `]` are.
        terminal.press("down")
        assert "帮助  (" not in terminal.text()
        assert terminal.screen.buffer[3][0].data == ">"


def test_a_terminal_that_tells_nothing_gets_no_colours(store: Path, env: dict[str, str]) -> None:
    with run(store, env) as terminal:
        walk(terminal, store)
        coloured = {f"{n}" for first in (30, 40, 90, 100) for n in range(first, first + 8)}
        assert not looks(terminal) & coloured


@pytest.mark.parametrize("changes", [{"WENREN_ASCII": "1"}, {"TERM": "vt220"}], ids=str)
def test_ascii_chrome(store: Path, env: dict[str, str], changes: dict[str, str]) -> None:
    with run(store, env | changes) as terminal:
        walk(terminal, store)
        assert not CHROME.search(terminal.output)
        assert "|" in terminal.text()
    with run(store, env) as terminal:
        walk(terminal, store)
        assert CHROME.search(terminal.output)


def test_a_misspelt_theme_is_one_line(store: Path, env: dict[str, str]) -> None:
    with run(store, env | {"WENREN_THEME": "drak"}) as terminal:
        assert terminal.wait_end(20) == 3
        assert terminal.output.strip() == "wenren: WENREN_THEME: no theme is called drak; dark is"
