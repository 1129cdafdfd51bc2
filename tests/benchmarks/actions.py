"""What a reader does, in Wenren, in newsboat and in the usual Textual app: bytes, frames, ms.

python -m tests.benchmarks.actions --sizes 1000

Newsboat writes no frames. It finds when the line is entered, the others at each letter.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import generate, newsboat
from tests.benchmarks.first_frame import until
from tests.benchmarks.key_down import SIZES
from tests.benchmarks.measure import ms, options, print_table
from tests.pty.program import WENREN, environment, newest
from tests.pty.terminal import Terminal

ACTIONS = ("open an article", "a page of it", "the next article", "close it", "search", "cancel")


@dataclass(frozen=True, slots=True)
class Program:
    """``marks``: what is to be seen before the next of ``before`` is typed.

    ``keys``: those of each of ``ACTIONS``, all typed before the answer is awaited but for those of
    a search.
    """

    argv: Sequence[str | Path]
    marks: Sequence[str]
    before: Sequence[str]
    keys: Sequence[Sequence[str]]


def programs(store: Path, folder: Path) -> dict[str, Program]:
    """What is compared."""
    title = newest(store)
    searched = ("/", "经", "济")
    keys = (("enter",), ("pagedown",), ("n",), ("escape",), searched, ("escape",))
    found = {"Wenren": Program((*WENREN, "--store", store), [title], [], keys)}
    if newsboat.installed():
        cache = newsboat.cached(store, folder)
        theirs = (("\r",), (" ",), ("n",), ("q",), (*searched, "\r"), ("q",))
        marks = [newsboat.FEED, newsboat.newest(cache)]
        found["newsboat"] = Program(newsboat.command(cache), marks, ["\r"], theirs)
    usual = (sys.executable, "-m", "tests.benchmarks.usual_app", str(store))
    found["the usual app"] = Program(usual, [title], [], keys)
    return found


def measured(
    program: Program, size: tuple[int, int], runs: int
) -> Mapping[str, list[tuple[int, int, float]]]:
    """Bytes, frames and seconds of each action, each time."""
    taken: dict[str, list[tuple[int, int, float]]] = {action: [] for action in ACTIONS}
    with (
        tempfile.TemporaryDirectory() as home,
        Terminal(program.argv, environment(Path(home)), cols=size[0], rows=size[1]) as terminal,
    ):
        for at, mark in enumerate(program.marks):
            until(terminal, mark)
            terminal.settle()
            if at < len(program.before):
                terminal.press(program.before[at])
        for _ in range(runs):
            for action, keys in zip(ACTIONS, program.keys, strict=True):
                size_now, frames, seconds = 0, 0, 0.0
                for key in keys:
                    started = time.perf_counter()
                    terminal.mark()
                    terminal.send(key)
                    cost = terminal.settle()
                    size_now, frames = size_now + cost.bytes, frames + cost.frames
                    seconds += max(terminal.arrived - started, 0)
                taken[action].append((size_now, frames, seconds))
    return taken


def main() -> None:
    given = options(__doc__ or "", runs=7, sizes=(1_000,)).parse_args()
    given.stores.mkdir(parents=True, exist_ok=True)
    for articles in given.sizes:
        store = generate.cached(articles, given.stores)
        for size in SIZES:
            compared = {
                name: measured(program, size, given.runs)
                for name, program in programs(store, given.stores).items()
            }
            rows = []
            for action in ACTIONS:
                row = [action]
                for taken in compared.values():
                    sent, frames, seconds = zip(*taken[action], strict=True)
                    row += [f"{statistics.median(sent):,.0f}", f"{statistics.median(frames):.0f}"]
                    row.append(ms(statistics.median(seconds)))
                rows.append(row)
            head = ["", *(f"{name}: bytes,frames,ms".split(",") for name in compared)]
            heads = [head[0], *(word for words in head[1:] for word in words)]
            print_table(f"{articles:,} articles, {size[0]}x{size[1]}", heads, rows)


if __name__ == "__main__":
    main()
