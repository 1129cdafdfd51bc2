"""The counted budgets: what a key costs on the wire, what is loaded, and that idle is idle."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from store.settings import DWELL
from tests.budgets import (
    ARTICLE_PAGE_DOWN,
    FIRST_FRAME,
    IDLE_CPU,
    IDLE_SECONDS,
    LETTERS,
    LIST_DOWN,
    LIST_DOWN_WITH_DETAIL,
    NOT_AT_FIRST_FRAME,
    PRIVATE_MEMORY,
    SEARCH_LETTER,
    WALK,
)
from tests.pty.program import WENREN, browse, environment, letters_of, newest
from tests.pty.several import read_all, settle_all
from tests.pty.terminal import Cost, Terminal
from tui.browser.showing import POLL
from tui.wire.background import QUESTION

SIZES = {"80x24": (80, 24), "200x50": (200, 50)}
THEMES = ("ansi", "dark", "light", "high-dark", "high-light")
WALKED = ("ansi", "dark", "high-light")
"""Of each sort of theme the one that costs most."""
WAYS = {
    "list": (),
    "reader": ("enter",),
    "search": ("/", "经", "济"),
    "dossier": ("enter", "tab", "enter"),
    "comparison": ("/", "是:转载", "enter", "d"),
    "palette": (":",),
    "who is in the news": ("a",),
    "tags": ("t",),
    "help": ("?",),
    "facets": ("f", "b"),
    "searches": ("L",),
    "feeds": ("F",),
}


@pytest.fixture(scope="module")
def all_read(store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a person who has read everything: nothing is marked while they look."""
    env = environment(tmp_path_factory.mktemp("reader"))
    subprocess.run([*WENREN, "--store", store, "mark", "read", "未读"], env=env, check=True)
    return env


# Tells what is loaded when asked by a signal, so nothing but the program's own start is seen.
ASKED = """
import os, signal, sys
def tell(*_):
    with open(os.environ["MODULES"], "w") as file:
        file.write(" ".join(sys.modules))
signal.signal(signal.SIGUSR1, tell)
from tui.cli import main
main()
"""


@pytest.mark.parametrize("size", SIZES)
def test_down_in_the_list_with_the_article_beside_it(
    store: Path, env: dict[str, str], size: str
) -> None:
    letters = letters_of(store, 20)
    with _browsed(store, env, size, THEMES) as terminals:
        if size == "80x24":
            assert all(len(t.received) <= FIRST_FRAME for t in terminals.values())
        costs = [_pressed(terminals, "down") for _ in letters[1:]]
    assert {cost.frames for each in costs for cost in each.values()} == {1}, costs
    usual = [each for each, n in zip(costs, letters[1:], strict=True) if n <= LETTERS]
    assert len(usual) >= 3
    limit = LIST_DOWN_WITH_DETAIL[size == "200x50"]
    assert all(cost.bytes <= limit for each in usual for cost in each.values()), usual


@pytest.mark.parametrize("size", SIZES)
def test_down_in_the_list_alone(store: Path, env: dict[str, str], size: str) -> None:
    cols, rows = SIZES[size]
    limit = LIST_DOWN[size == "200x50"]
    with browse(store, env, cols=cols, rows=rows) as terminal:
        terminal.press("z")
        costs = [terminal.press("down") for _ in range(4)]
        assert max(cost.bytes for cost in costs) <= limit, costs
        assert {cost.frames for cost in costs} == {1}, costs


def test_a_page_of_an_article(store: Path, env: dict[str, str]) -> None:
    with browse(store, env) as terminal:
        terminal.press("enter")
        costs = [terminal.press("pagedown"), terminal.press("pagedown"), terminal.press("pageup")]
        assert max(cost.bytes for cost in costs) <= ARTICLE_PAGE_DOWN, costs
        assert {cost.frames for cost in costs} == {1}, costs


@pytest.mark.parametrize("key", ["f", "L"])
@pytest.mark.parametrize("size", SIZES)
def test_a_pane_at_the_side(
    store: Path, env: dict[str, str], tmp_path: Path, size: str, key: str
) -> None:
    cols, rows = SIZES[size]
    limit = LIST_DOWN[size == "200x50"]
    settings = tmp_path / "config.toml"
    settings.write_text('[reader]\nread_after = "off"\n')
    env |= {"WENREN_CONFIG": str(settings)}
    with browse(store, env, ["经济"], cols=cols, rows=rows) as terminal:
        for named in ("S", "enter"):
            terminal.press(named)
        notice = "已存为“经济”"
        assert notice in terminal.text()
        # The first time, or on a busy machine, the store may answer later than is waited for.
        turns = [terminal.press(key) for _ in range(5)]
        assert min(c.frames for c in turns[1::2]) == min(c.frames for c in turns[2::2]) == 1, turns
        # What was said in the footer goes by itself.
        terminal.wait(lambda: notice not in terminal.text(), "footer without a notice")
        terminal.settle()
        costs = [terminal.press(way) for way in ("down", "up")]
        assert max(cost.bytes for cost in costs) <= limit, costs


@pytest.mark.parametrize("size", SIZES)
def test_a_letter_in_search(store: Path, env: dict[str, str], size: str) -> None:
    """Results, completions and their number, and once these are painted the excerpts."""
    cols, rows = SIZES[size]
    with browse(store, env, cols=cols, rows=rows) as terminal:
        terminal.press("/")
        costs = [terminal.press(key) for key in (*"经济", "backspace", "backspace", *"bj", "tab")]
        assert max(cost.bytes for cost in costs) <= SEARCH_LETTER[size == "200x50"], costs
        assert any("人:" in line for line in terminal.lines()[:1]), terminal.text()


@pytest.mark.parametrize("size", SIZES)
def test_down_and_from_hit_to_hit_in_results(store: Path, env: dict[str, str], size: str) -> None:
    cols, rows = SIZES[size]
    letters = letters_of(store, 7, "经济")
    with browse(store, env, ("经济",), cols=cols, rows=rows) as terminal:
        # By then the excerpts are there, which are painted after the rows.
        terminal.press("down")
        costs = [terminal.press("down") for _ in letters[2:]]
        assert {cost.frames for cost in costs} == {1}, costs
        usual = [c.bytes for c, n in zip(costs, letters[2:], strict=True) if n <= LETTERS]
        assert max(usual) <= LIST_DOWN_WITH_DETAIL[size == "200x50"], costs
        terminal.press("n")
        # In the article, or into the next one.
        costs = [terminal.press("n") for _ in range(3)]
        assert {cost.frames for cost in costs} == {1}, costs
        assert max(c.bytes for c in costs) <= LIST_DOWN_WITH_DETAIL[size == "200x50"], costs


@pytest.mark.parametrize("size", SIZES)
def test_a_walk_through_every_pane(store: Path, all_read: dict[str, str], size: str) -> None:
    """What a step costs in the cheaper of two walks.

    Where the store answers later than is waited for, as on a busy machine, a step is painted in
    two frames, and the first of them is in vain. The program's own cost is the same each time.
    """
    above = _walked(store, all_read, size)
    if above:
        again = _walked(store, all_read, size)
        assert not {at: (cost, again[at]) for at, cost in above.items() if at in again}


def _walked(store: Path, env: dict[str, str], size: str) -> dict[tuple[str, str, int, int], Cost]:
    """What cost more than it may: the theme, the step, its place in the walk, and which key."""
    above: dict[tuple[str, str, int, int], Cost] = {}
    with _browsed(store, env, size, WALKED) as terminals:
        for theme, terminal in terminals.items():
            assert len(terminal.received) <= FIRST_FRAME, theme
        for place, step in enumerate(WALK):
            limit = step.large if size == "200x50" else step.small
            for turn, key in enumerate(step.keys):
                for theme, cost in _pressed(terminals, key).items():
                    if cost.bytes > limit or cost.frames > step.frames:
                        above[theme, step.what, place, turn] = cost
    return above


def test_nothing_heavy_is_loaded_at_the_first_frame(
    store: Path, env: dict[str, str], tmp_path: Path
) -> None:
    report = tmp_path / "modules"
    os.mkfifo(report)
    # Open both ends at once, so that neither side waits for the other.
    answer = os.open(report, os.O_RDWR | os.O_NONBLOCK)
    argv = [sys.executable, "-c", ASKED, "--store", str(store)]
    with Terminal(argv, {**env, "MODULES": str(report)}) as terminal:
        terminal.wait_for(newest(store))
        os.kill(terminal.pid, signal.SIGUSR1)
        assert select.select([answer], [], [], 10)[0]
        loaded = {name.partition(b".")[0].decode() for name in os.read(answer, 1 << 20).split()}
    os.close(answer)
    assert "textual" in loaded
    assert not loaded & NOT_AT_FIRST_FRAME


def test_idle_costs_nothing_and_memory_stays_small(store: Path, env: dict[str, str]) -> None:
    with ExitStack() as stack:
        terminals = {
            name: stack.enter_context(Terminal([*WENREN, "--store", store], env)) for name in WAYS
        }
        for name, keys in WAYS.items():
            terminals[name].wait_for(newest(store))
            for key in keys:
                terminals[name].press(key)
        # An article somebody turned to is read after a while, and the others see it.
        read_all(list(terminals.values()), DWELL + 2 * POLL)
        processes = {name: psutil.Process(t.pid) for name, t in terminals.items()}
        for terminal in terminals.values():
            terminal.settle()
            terminal.mark()
        before = {name: _seconds(process) for name, process in processes.items()}
        read_all(list(terminals.values()), IDLE_SECONDS)
        used = {name: _seconds(process) - before[name] for name, process in processes.items()}
        assert {name: t.cost().bytes for name, t in terminals.items()} == dict.fromkeys(WAYS, 0)
        # A processor second is counted in hundredths, hence "at most".
        assert max(used.values()) <= IDLE_CPU * IDLE_SECONDS, used
        private = {name: p.memory_full_info().uss for name, p in processes.items()}
        assert max(private.values()) <= PRIVATE_MEMORY, private


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


@contextmanager
def _browsed(
    store: Path, env: dict[str, str], size: str, themes: Sequence[str]
) -> Iterator[dict[str, Terminal]]:
    """The browser in several themes at once, on terminals that are dark."""
    cols, rows = SIZES[size]
    dark = {QUESTION.encode(): b"\x1b]11;rgb:0000/0000/0000\x1b\\"}
    argv = [*WENREN, "--store", store]
    with ExitStack() as stack:
        terminals = {}
        for theme in themes:
            themed = env | {"WENREN_THEME": theme, "COLORTERM": "truecolor"}
            terminal = Terminal(argv, themed, cols=cols, rows=rows, answers=dark)
            terminals[theme] = stack.enter_context(terminal)
        for terminal in terminals.values():
            terminal.wait_for(newest(store))
        settle_all(list(terminals.values()))
        yield terminals


def _pressed(terminals: dict[str, Terminal], key: str) -> dict[str, Cost]:
    """What a key costs in each theme; nothing, where all is to be seen already."""
    for terminal in terminals.values():
        terminal.mark()
        terminal.send(key)
    settle_all(list(terminals.values()))
    return {theme: terminal.cost() for theme, terminal in terminals.items()}
