"""Terminals that have characters of ambiguous width in two cells."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pyte.screens
import pytest

from store.article import Block, Draft
from store.library import Library
from tests.pty.program import WENREN
from tests.pty.terminal import Terminal
from tui.wire.ambiguous import QUESTION

WIDE = {b"\x1b[6n": b"\x1b[2;3R"}
COLS, ROWS = 120, 30
TITLE = "“一带一路”——十年"
BODY = "他说：“合作……才刚刚开始”——这是第●号、×2、±3°、Привет、α与β的段落。"


@pytest.fixture(scope="module")
def quoted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles full of such characters, one of them reprinted with a change."""
    folder = tmp_path_factory.mktemp("quoted") / "store"
    library = Library.open(folder)
    body = [Block("paragraph", f"新华社记者采访普京和习近平。{BODY}第{n}段。") for n in range(8)]
    changed = [*body[:4], Block("paragraph", f"“改过的”……{BODY}"), *body[5:]]
    library.add(
        [
            Draft(TITLE, tuple(body), source="“甲”报", published="2024-03-01T08:00:00+08:00"),
            Draft(TITLE, tuple(changed), source="乙…网", published="2024-03-02T08:00:00+08:00"),
            *(Draft(f"第{n}“篇”…—", (Block("paragraph", BODY + str(n)),)) for n in range(12)),
        ]
    )
    library.close()
    return folder


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = pyte.screens.wcwidth

    def wcwidth(char: str) -> int:
        cells = narrow(char)
        return 2 if cells == 1 and unicodedata.east_asian_width(char) == "A" else cells

    monkeypatch.setattr(pyte.screens, "wcwidth", wcwidth)


def run(store: Path, env: dict[str, str], answers: dict[bytes, bytes]) -> Terminal:
    argv = [*WENREN, "--store", store]
    terminal = Terminal(argv, env, cols=COLS, rows=ROWS, answers=answers)
    terminal.wait_for("一带一路")
    terminal.settle()
    return terminal


def aligned(terminal: Terminal) -> None:
    """Borders in one column, no row that lost its end, nothing drawn over anything."""
    buffer = terminal.screen.buffer
    borders = [
        x
        for x in range(COLS)
        if sum(buffer[y][x].data == "|" for y in range(1, ROWS - 1)) > (ROWS - 2) // 2
    ]
    for x in borders:
        # The search pane covers the topmost ones.
        there = [y for y in range(ROWS) if buffer[y][x].data == "|"]
        assert there == list(range(there[0], there[-1] + 1)), (x, terminal.text())
    for y in range(ROWS):
        for x in range(COLS):
            char = buffer[y][x].data
            if char and pyte.screens.wcwidth(char[0]) == 2:
                # Its right half is a cell of its own, and empty: nothing was written on it.
                assert x + 1 < COLS, (y, terminal.lines()[y])
                assert buffer[y][x + 1].data == "", (y, x, terminal.lines()[y])
            elif not char:
                left = buffer[y][x - 1].data if x else ""
                assert left, (y, x, terminal.lines()[y])
                assert pyte.screens.wcwidth(left[0]) == 2, (y, x, terminal.lines()[y])


SCREENS = {
    "list": (),
    "reader": ("enter",),
    "scrolled": ("enter", "down", "pagedown", "up"),
    "dossier": ("enter", "tab", "enter"),
    "search": ("/", "“", "合", "作"),
    "help": ("?", "down", "down"),
    "comparison": ("enter", "d"),
    "who": ("a", "down"),
    "palette": (":", "标"),
    "jump": ("enter", "'"),
}


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("told", ["asked", "set"])
def test_everything_is_aligned(quoted: Path, env: dict[str, str], told: str) -> None:
    if told == "set":
        env = env | {"WENREN_WIDE": "1"}
    with run(quoted, env, WIDE if told == "asked" else {}) as terminal:
        assert (QUESTION.encode() in terminal.received) is (told == "asked")
        for name, keys in SCREENS.items() if told == "asked" else [("list", ())]:
            for key in keys:
                terminal.send(key)
                terminal.settle()
                aligned(terminal)
            inside = terminal.text()
            # What a frame drawn anew shows.
            terminal.send("ctrl+l")
            terminal.settle()
            if name not in ("search", "palette", "jump"):
                assert terminal.text() == inside, name
            for _ in range(3):
                terminal.send("escape")
                terminal.settle()
            aligned(terminal)
        terminal.send("enter")
        terminal.wait_for("“合作……才刚刚开始”——")


@pytest.mark.usefixtures("wide")
def test_resizing_keeps_everything_aligned(quoted: Path, env: dict[str, str]) -> None:
    with run(quoted, env, WIDE) as terminal:
        terminal.press("enter")
        terminal.resize(70, 20)
        terminal.resize(COLS, ROWS)
        aligned(terminal)


def test_a_terminal_that_does_not_answer_is_narrow(quoted: Path, env: dict[str, str]) -> None:
    with run(quoted, env, {b"\x1b[6n": b""}) as terminal:
        assert "│" in terminal.text()
        assert "━" in terminal.text()


def test_one_is_not_asked_that_was_told(quoted: Path, env: dict[str, str], tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[browser]\nwide = false\n")
    with run(quoted, env | {"WENREN_CONFIG": str(config)}, WIDE) as terminal:
        assert QUESTION.encode() not in terminal.received
        assert "│" in terminal.text()
