"""From starting the program to its first headlines on the terminal.

python -m tests.benchmarks.first_frame --sizes 1000 100000
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.benchmarks import generate, newsboat
from tests.benchmarks.bare_app import HEADLINE
from tests.benchmarks.measure import interleaved, ms, options, print_table, ratio
from tests.pty.program import WENREN, environment, newest
from tests.pty.terminal import Terminal

_CONTROL = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]")
MINIMUM = (sys.executable, "-c", "pass")
VERSION = (*WENREN, "--version")


@contextmanager
def started(argv: Sequence[str | Path]) -> Iterator[Terminal]:
    """A program on a terminal of 80x24, with a home of its own."""
    with (
        tempfile.TemporaryDirectory() as home,
        Terminal(argv, environment(Path(home))) as terminal,
    ):
        yield terminal


def until(terminal: Terminal, text: str, seconds: float = 60) -> float:
    """Wait till ``text`` was written; the seconds since the program was started."""
    wanted = text.encode()
    terminal.wait(lambda: wanted in _CONTROL.sub(b"", bytes(terminal.received)), text, seconds)
    return terminal.arrived - terminal.started


def shown(argv: Sequence[str | Path], marks: Sequence[str], keys: Sequence[str] = ()) -> float:
    """Seconds till the last of ``marks`` was written, a key typed after each of the others."""
    with started(argv) as terminal:
        until(terminal, marks[0])
        for key, mark in zip(keys, marks[1:], strict=True):
            terminal.send(key)
            until(terminal, mark)
        return terminal.arrived - terminal.started


def ended(argv: Sequence[str | Path]) -> float:
    """Seconds till a program that just prints has ended."""
    with started(argv) as terminal:
        while not terminal.at_end:
            terminal.read(5)
        return terminal.arrived - terminal.started


def main() -> None:
    parser = options(__doc__ or "", runs=9)
    parser.add_argument("--no-newsboat", action="store_true")
    given = parser.parse_args()
    given.stores.mkdir(parents=True, exist_ok=True)
    bare = (sys.executable, "-m", "tests.benchmarks.bare_app")
    ways: dict[str, Callable[[], float]] = {"bare Textual app": partial(shown, bare, [HEADLINE])}
    for size in given.sizes:
        store = generate.cached(size, given.stores)
        argv = (*WENREN, "--store", str(store))
        ways[f"wenren, {size:,} articles"] = partial(shown, argv, [newest(store)])
        if newsboat.installed() and not given.no_newsboat:
            cache = newsboat.cached(store, given.stores)
            other = newsboat.command(cache)
            marks = [newsboat.FEED, newsboat.newest(cache)]
            ways[f"newsboat, {size:,}: its feed list"] = partial(shown, other, marks[:1])
            ways[f"newsboat, {size:,}: its article list"] = partial(shown, other, marks, ["\r"])
    times = interleaved(given.runs, ways)
    floor = times["bare Textual app"].median
    print_table(
        f"First frame, ms, median of {given.runs} interleaved runs",
        ("", "median", "p95", "ratio"),
        [(n, ms(t.median), ms(t.p95), ratio(t.median, floor)) for n, t in times.items()],
    )
    times = interleaved(
        given.runs,
        {"python -c pass": partial(ended, MINIMUM), "--version": partial(ended, VERSION)},
    )
    floor = times["python -c pass"].median
    print_table(
        "`wenren --version`, ms",
        ("", "median", "p95", "ratio"),
        [(n, ms(t.median), ms(t.p95), ratio(t.median, floor)) for n, t in times.items()],
    )


if __name__ == "__main__":
    main()
