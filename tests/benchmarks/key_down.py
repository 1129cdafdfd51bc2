"""What one key costs, above all "down": time till the last byte of the answer, bytes, frames.

python -m tests.benchmarks.key_down --sizes 1000 100000
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

from tests.benchmarks import generate, newsboat
from tests.benchmarks.first_frame import until
from tests.benchmarks.measure import Times, ms, options, print_table
from tests.pty.program import WENREN, environment, newest
from tests.pty.terminal import Cost, Terminal

SEARCHED = ("经", "济", "backspace", "backspace")
SIZES = ((80, 24), (200, 50))


def pressed(
    argv: Sequence[str | Path],
    home: Path,
    marks: Sequence[str],
    before: Sequence[str],
    keys: Sequence[str],
    *,
    size: tuple[int, int],
    runs: int,
) -> tuple[Times, list[Cost]]:
    """Start a program, wait for each mark and type a key of ``before``; then measure ``keys``."""
    taken: list[float] = []
    costs: list[Cost] = []
    home.mkdir(parents=True, exist_ok=True)
    with Terminal(argv, environment(home), cols=size[0], rows=size[1]) as terminal:
        for at, mark in enumerate(marks):
            until(terminal, mark)
            terminal.settle()
            if at < len(before):
                terminal.press(before[at])
        terminal.press(keys[0])
        for key in islice(cycle(keys), 1, runs + 1):
            started = time.perf_counter()
            costs.append(terminal.press(key))
            taken.append(terminal.arrived - started)
    return Times(tuple(taken)), costs


def main() -> None:
    parser = options(__doc__ or "", runs=15)
    parser.add_argument("--no-newsboat", action="store_true")
    given = parser.parse_args()
    given.stores.mkdir(parents=True, exist_ok=True)
    home = given.stores / "home"
    for screen in SIZES:
        rows = []
        for size in given.sizes:
            store = generate.cached(size, given.stores)
            title = newest(store)
            argv = (*WENREN, "--store", str(store))
            ways: dict[str, tuple[Sequence[str], list[str], list[str], Sequence[str]]] = {
                f"wenren, list and article, {size:,}": (argv, [title], [], ["down"]),
                f"wenren, list alone, {size:,}": (argv, [title, title], ["z"], ["down"]),
                f"wenren, a letter in search, {size:,}": (argv, [title, title], ["/"], SEARCHED),
            }
            if size == min(given.sizes):
                usual = (sys.executable, "-m", "tests.benchmarks.usual_app", str(store))
                ways["the usual Textual app, 1,000"] = (usual, [title], [], ["down"])
            if newsboat.installed() and not given.no_newsboat:
                cache = newsboat.cached(store, given.stores)
                marks = [newsboat.FEED, newsboat.newest(cache)]
                ways[f"newsboat, list, {size:,}"] = (
                    newsboat.command(cache),
                    marks,
                    ["\r"],
                    ["down"],
                )
            for name, (command, marks, before, keys) in ways.items():
                times, costs = pressed(
                    command, home, marks, before, keys, size=screen, runs=given.runs
                )
                rows.append(
                    (
                        name,
                        ms(times.median),
                        ms(times.p95),
                        f"{statistics.median(c.bytes for c in costs):,.0f}",
                        f"{max(c.bytes for c in costs):,}",
                        f"{max(c.frames for c in costs)}",
                    )
                )
        head = ("", "ms", "p95", "bytes", "most", "frames")
        print_table(f"A key, {screen[0]}x{screen[1]}, medians of {given.runs} presses", head, rows)


if __name__ == "__main__":
    main()
