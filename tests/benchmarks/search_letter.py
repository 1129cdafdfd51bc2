"""What a letter in the search pane costs: bytes, and time to the first and the last of them.

python -m tests.benchmarks.search_letter --sizes 1000 100000

The last byte is that of everything the letter changes: rows, their number, what is offered. Han
come as an input method sends them, a word at a time, and a character at a time.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import generate
from tests.benchmarks.first_frame import until
from tests.benchmarks.key_down import SIZES
from tests.benchmarks.measure import ms, options, print_table, quantile
from tests.benchmarks.query import opened
from tests.pty.program import HEADLINE, WENREN, environment, newest
from tests.pty.terminal import QUIET, Terminal

TYPED = {
    "Han, a character at a time": ("经", "济", " ", "北", "京"),
    "Han, a word at a time": ("石油", " ", "谈判"),
    "pinyin of an actor": tuple("xijinping"),
    "initials": tuple("xjp"),
    "an actor by key": ("人", ":", *"pujing"),
    "in the title": ("标题", ":", "会见"),
    "or": ("石油", "|", "天然气"),
    "by relevance": ("经济", " ", "排序", ":", "相关"),
}


@dataclass(slots=True)
class Letters:
    """Of every letter: seconds to the first and the last byte, bytes and frames."""

    first: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)


def main() -> None:
    given = options(__doc__ or "", runs=3).parse_args()
    given.stores.mkdir(parents=True, exist_ok=True)
    home = given.stores / "home"
    home.mkdir(exist_ok=True)
    for size in given.sizes:
        store = generate.cached(size, given.stores)
        for screen in SIZES:
            every = Letters()
            rows = []
            for name, keys in TYPED.items():
                found = typed(store, home, keys, screen, given.runs)
                rows.append(_row(name, found))
                for part in ("first", "last", "bytes", "frames"):
                    getattr(every, part).extend(getattr(found, part))
            rows.append(_row("every letter", every))
            head = ("", "letters", "first byte, ms", "last", "p95", "bytes", "most", "frames")
            title = f"A letter in search, {size:,} articles, {screen[0]}x{screen[1]}"
            print_table(title, head, rows)


def typed(
    store: Path, home: Path, keys: tuple[str, ...], screen: tuple[int, int], runs: int
) -> Letters:
    """Type ``keys`` into an empty search ``runs`` times; the rows must be those of the query."""
    letters = Letters()
    wanted = first_found(store, "".join(keys))
    argv = (*WENREN, "--store", str(store))
    cols, rows = screen
    for _ in range(runs):
        with Terminal(argv, environment(home), cols=cols, rows=rows) as terminal:
            until(terminal, newest(store))
            terminal.settle()
            terminal.press("/")
            for key in keys:
                _press(terminal, key, letters)
            assert any(wanted in line for line in terminal.lines()), terminal.text()
    return letters


def first_found(store: Path, query: str) -> str:
    """The beginning of the first headline; nothing where there is none."""
    with opened(store) as library:
        return "".join(head.title[:HEADLINE] for head in library.rows(query).page(0, 1))


def _press(terminal: Terminal, key: str, letters: Letters) -> None:
    terminal.mark()
    started = time.perf_counter()
    terminal.send(key)
    terminal.wait(lambda: terminal.cost().bytes > 0, f"an answer to {key}")
    letters.first.append(terminal.arrived - started)
    # What is counted in the background may come after a pause.
    cost = terminal.settle(2 * QUIET)
    letters.last.append(terminal.arrived - started)
    letters.bytes.append(cost.bytes)
    letters.frames.append(cost.frames)


def _row(name: str, of: Letters) -> tuple[str, ...]:
    return (
        name,
        f"{len(of.first)}",
        ms(statistics.median(of.first)),
        ms(statistics.median(of.last)),
        ms(quantile(of.last, 0.95)),
        f"{statistics.median(of.bytes):,.0f}",
        f"{max(of.bytes):,}",
        f"{max(of.frames)}",
    )


if __name__ == "__main__":
    main()
