"""What every benchmark needs: options, medians of interleaved runs, a table with ratios."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len

SIZES = (1_000, 10_000, 100_000)
STORES = Path(tempfile.gettempdir()) / "wenren-benchmarks"


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of repeated runs."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return quantile(self.seconds, 0.95)


class Taken(NamedTuple):
    """Seconds of one run: on the wall, and of this process's processors."""

    wall: float
    cpu: float


def options(about: str, *, runs: int, sizes: Sequence[int] = SIZES) -> argparse.ArgumentParser:
    """A parser with the options all benchmarks share; generated stores are kept and reused."""
    parser = argparse.ArgumentParser(
        description=about, formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=list(sizes), metavar="N")
    parser.add_argument("--runs", type=int, default=runs)
    parser.add_argument("--stores", type=Path, default=STORES, help="where stores are kept")
    return parser


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def taken(work: Callable[[], object]) -> Taken:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - wall, time.process_time() - cpu)


def quantile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def interleaved(runs: int, ways: Mapping[str, Callable[[], float]]) -> dict[str, Times]:
    """Run every way once, then all again, so that a busy spell of the machine hits them alike.

    A first round is not counted: it warms the disk's cache and compiles modules.
    """
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for at in range(runs + 1):
        for name, way in ways.items():
            once = way()
            if at:
                taken[name].append(once)
    return {name: Times(tuple(times)) for name, times in taken.items()}


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns aligned: the first to the left, figures to the right."""
    widths = [max(cell_len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    print(f"\n{title}")
    for row in (head, *rows):
        cells = []
        for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
            blank = " " * (width - cell_len(cell))
            cells.append(blank + cell if at else cell + blank)
        print("  ".join(cells).rstrip(), flush=True)


def ms(value: float) -> str:
    """Seconds as milliseconds, with three figures at most."""
    places = 0 if value >= 0.1 else 1 if value >= 0.001 else 3
    return f"{value * 1000:,.{places}f}"


def ratio(value: float, baseline: float) -> str:
    return f"{value / baseline:.2f}"
