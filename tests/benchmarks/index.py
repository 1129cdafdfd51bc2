"""The index made from nothing: its time and size, and what a browser shows meanwhile.

python -m tests.benchmarks.index --sizes 10000
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from store.library import Library
from tests.benchmarks import generate
from tests.benchmarks.bare_app import HEADLINE
from tests.benchmarks.first_frame import shown
from tests.benchmarks.measure import interleaved, ms, options, print_table, ratio
from tests.pty.program import WENREN, newest

SCALE = 100_000
OPENED_AT_ONCE = """
import sys
from pathlib import Path
from store.library import Library
Library.open(Path(sys.argv[1])).close()
"""
"""Makes the index in the foreground: works for any version of this program."""
PROMPT = "正在整理"


@dataclass(frozen=True, slots=True)
class Made:
    """Seconds till the newest articles were there to be shown, and till all were; processor
    seconds; bytes on the disk."""

    first: float
    whole: float
    processor: float
    size: int


def made(store: Path, words: list[str], env: dict[str, str]) -> Made:
    """Have a process make the index of a store anew."""
    shutil.rmtree(store / "index", ignore_errors=True)
    before = os.times()
    started = time.perf_counter()
    process = subprocess.Popen(words, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    first = 0.0
    while process.poll() is None:
        time.sleep(0.05)
        if not first and _shows_any(store):
            first = time.perf_counter() - started
    whole = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{words} ended with {process.returncode}")
    after = os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    size = sum(path.stat().st_size for path in (store / "index").iterdir())
    return Made(first or whole, whole, used, size)


def _shows_any(store: Path) -> bool:
    with closing(Library.at_hand(store)) as library:
        return bool(library.rows().page(0, 1))


def first_frames(store: Path, runs: int) -> None:
    """First frame of a browser, with an index and without one."""
    bare = store.with_name(f"{store.name}-bare")
    if not bare.exists():
        shutil.copytree(store, bare, ignore=shutil.ignore_patterns("index"))

    def without() -> float:
        shutil.rmtree(bare / "index", ignore_errors=True)
        return shown((*WENREN, "--store", bare), [PROMPT])

    app = (sys.executable, "-m", "tests.benchmarks.bare_app")
    ways: dict[str, Callable[[], float]] = {
        "bare Textual app": partial(shown, app, [HEADLINE]),
        "wenren, index whole": partial(shown, (*WENREN, "--store", store), [newest(store)]),
        "wenren, no index": without,
    }
    times = interleaved(runs, ways)
    floor = times["bare Textual app"].median
    print_table(
        f"First frame, ms, median of {runs} interleaved runs",
        ("", "median", "p95", "ratio"),
        [(n, ms(t.median), ms(t.p95), ratio(t.median, floor)) for n, t in times.items()],
    )


def main() -> None:
    parser = options(__doc__ or "", runs=5, sizes=(10_000,))
    about = "another checkout, whose way of making an index is measured too"
    parser.add_argument("--before", type=Path, metavar="DIR", help=about)
    parser.add_argument("--builds", type=int, default=1, help="indexes made in each way")
    given: Any = parser.parse_args()
    given.stores.mkdir(parents=True, exist_ok=True)
    for size in given.sizes:
        store = generate.cached(size, given.stores)
        foreground = [sys.executable, "-P", "-c", OPENED_AT_ONCE, str(store)]
        words = [sys.executable, "-P", "-m", "store.tending", str(store)]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(p or "." for p in sys.path)}
        ways = {"in the foreground": (foreground, env), "behind a browser": (words, env)}
        if given.before:
            old = {**env, "PYTHONPATH": str(given.before)}
            ways = {"before": (foreground, old), **ways}
        rows = []
        for _ in range(given.builds):
            for name, (argv, environment) in ways.items():
                one = made(store, argv, environment)
                each = SCALE / size
                seconds = (one.first, one.whole, one.processor, one.whole * each)
                sizes = (one.size / 1e6, one.size / 1e6 * each)
                rows.append((name, *(f"{s:,.1f}" for s in seconds), *(f"{s:,.0f}" for s in sizes)))
        head = ("", "first", "whole", "CPU", f"whole/{SCALE:,}", "MB", f"MB/{SCALE:,}")
        print_table(f"An index of {size:,} articles, seconds and size", head, rows)
        first_frames(store, given.runs)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    main()
