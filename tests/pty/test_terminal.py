"""The harness itself, on programs whose output is known."""

from __future__ import annotations

import signal
import sys

import pytest

from tests.pty.sequences import controls, tokens, unfinished
from tests.pty.terminal import Cost, Terminal

FRAMED = "\x1b[?2026h{}\x1b[?2026l"


def python(code: str, env: dict[str, str], cols: int = 20) -> Terminal:
    return Terminal([sys.executable, "-Ic", code], env, cols=cols, rows=4)


def test_the_screen_gives_han_characters_two_cells(env: dict[str, str]) -> None:
    with python(r"print('普京ab。\x1b[2;5H京\x1b[2;1H普')", env) as terminal:
        assert terminal.wait_end() == 0
        assert terminal.lines()[:2] == ["普京ab。", "普  京"]
        # The second half of a wide character is a cell of its own, and empty.
        assert [terminal.screen.buffer[0][x].data for x in range(8)] == [
            *("普", "", "京", "", "a", "b", "。", "")
        ]


def test_questions_are_answered_as_a_terminal_does(env: dict[str, str]) -> None:
    code = (
        r"import os,sys,tty; tty.setraw(0); os.write(1, b'\x1b[?2026$p');"
        r"a = os.read(0, 99); tty.setcbreak(0); print(ascii(a))"
    )
    with python(code, env) as terminal:
        assert terminal.wait_end() == 0
        assert r"\x1b[?2026;2$y" in terminal.text()


def test_a_key_costs_its_bytes_and_frames(env: dict[str, str]) -> None:
    code = (
        "import os,tty; tty.setraw(0); os.write(1, b'ready')\n"
        f"while os.read(0, 1) != b'q': os.write(1, {FRAMED.format('abc').encode()!r})"
    )
    with python(code, env) as terminal:
        terminal.wait_for("ready")
        assert terminal.press("x") == Cost(19, 1)
        assert terminal.press("x", "x") == Cost(38, 2)
        assert not terminal.restored()
        terminal.send("q")
        assert terminal.wait_end() == 0


@pytest.mark.parametrize("ignored", [False, True])
def test_a_lost_terminal_is_a_hangup_unless_ignored(env: dict[str, str], ignored: bool) -> None:
    code = "import signal; print('ready', flush=True)\nwhile True: signal.pause()"
    argv = [sys.executable, "-Ic", code]
    with Terminal(argv, env, ignore_hangup=ignored) as terminal:
        terminal.wait_for("ready")
        terminal.hang_up()
        if ignored:
            with pytest.raises(AssertionError, match="still running"):
                terminal.wait_end(0.3)
        else:
            assert terminal.wait_end() == -signal.SIGHUP


def test_dim_and_colours_are_kept(env: dict[str, str]) -> None:
    code = r"print('\x1b[2;31ma\x1b[38;5;2mb\x1b[22mc\x1b[0;2md\x1b[me')"
    with python(code, env) as terminal:
        terminal.wait_end()
        cells = [terminal.screen.buffer[0][x].fg for x in range(5)]
        assert [cell[0] == "~" for cell in cells] == [True, True, False, True, False]
        assert cells[0] == "~red"
        assert cells[4] == "default"


def test_output_is_taken_apart_without_a_rest() -> None:
    output = "甲\x1b[31;1m乙\x1b]0;t\x07\x1bPq\x1b\\\x9b1m\x1bM\r\n\x1b[?25l"
    assert "".join(token.raw for token in tokens(output)) == output
    assert [token.shape for token in controls(output)] == [
        *("CSI m", "OSC 0", "DCS ", "C1 9b", "ESC M", "C0 0d", "C0 0a", "CSI ?l")
    ]
    assert unfinished("ab\x1b[3") == 2
    assert unfinished("ab\x1b]0;x") == 2
    assert unfinished("ab\x1b[m") == 5
