"""The whole program on a terminal of its own, with a store in which every text attacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.conftest import HOSTILE
from tests.hostile.stores import fill
from tests.hostile.wire import escaped
from tests.pty.program import WENREN, environment
from tests.pty.terminal import Terminal


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    home = tmp_path / "home"
    home.mkdir()
    return environment(home, WENREN_USER=f"人{HOSTILE}", COLORFGBG=HOSTILE)


def test_the_browser(hostile: Path, env: dict[str, str]) -> None:
    query = f"第 OR {HOSTILE}普京"
    with Terminal([*WENREN, "--store", hostile, query], env, cols=140, rows=40) as terminal:
        terminal.wait_for("第3号")
        for keys in ("\r", "o", "\t", "\r", "yyya", "F", "f", "L", "?", "\x1b", "/\x1b[200~"):
            terminal.press(keys)
        terminal.send("\x9b31337m\x1b]0;PWNED\x07\u202e\x1b[201~", "\x1b", "\x1b[31337;31337R")
        terminal.settle()
        assert terminal.process.poll() is None
        terminal.send("escape", "\x11")
        assert terminal.wait_end() == 0
        assert not escaped(terminal.output)
        # No title of the window is set, whatever stands in an article.
        assert not any(f"\x1b]{number};" in terminal.output for number in (0, 1, 2))


def test_what_is_left_of_it_where_it_can_t_run(env: dict[str, str], tmp_path: Path) -> None:
    fill(tmp_path / "store", 2)
    (tmp_path / "store/feeds.json").write_text('{"feeds": {"\\u009b31337m": 1}}', "utf-8")
    config = tmp_path / f"{HOSTILE}.toml"
    config.write_text('"\\u009b31337m" = 1', "utf-8")
    around = {**env, "WENREN_CONFIG": str(config)}
    with Terminal([*WENREN, "--store", tmp_path / "store"], around) as terminal:
        assert terminal.wait_end(20) == 3
        assert "section" in terminal.output
        assert not escaped(terminal.output)
