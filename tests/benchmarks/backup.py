"""What a backup takes and what it costs who adds meanwhile, beside tar and nobody's backup.

python -m tests.benchmarks.backup --sizes 10000
"""

from __future__ import annotations

import io
import multiprocessing
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from store.archive import Archive
from store.article import Article
from store.backup import backup
from store.restoring import restore
from tests.benchmarks.generate import cached
from tests.benchmarks.measure import Times, interleaved, ms, options, print_table, ratio, seconds


def main() -> None:
    given = options(__doc__ or "", runs=3, sizes=(10_000,)).parse_args()
    with tempfile.TemporaryDirectory(dir=given.stores) as scratch:
        for number in given.sizes:
            measure(cached(number, given.stores), given.runs, Path(scratch))


def measure(made: Path, runs: int, folder: Path) -> None:
    store = folder / "store"
    shutil.copytree(made / "articles", store / "articles", dirs_exist_ok=True)
    ours, theirs, place = folder / "ours.tar.gz", folder / "theirs.tar.gz", folder / "again"

    def save() -> None:
        with ours.open("wb") as file:
            backup(store, file, "nobody")

    def load() -> None:
        with ours.open("rb") as file:
            restore(file, "ours", place)

    def run(*words: str | Path) -> Callable[[], float]:
        return lambda: seconds(lambda: subprocess.run(words, check=True))

    def restoring() -> float:
        shutil.rmtree(place, ignore_errors=True)
        return seconds(load)

    place.mkdir()
    took = interleaved(
        runs,
        {
            "backup": lambda: seconds(save),
            "tar czf": run("tar", "-C", store, "-czf", theirs, "articles"),
            "restore": restoring,
            "tar xzf": run("tar", "-C", folder, "-xzf", theirs, "--transform=s,^,theirs/,"),
        },
    )
    sizes = {"backup": ours.stat().st_size, "tar czf": theirs.stat().st_size}
    rows = [
        (
            name,
            ms(took[name].median),
            ratio(took[name].median, took[beside].median),
            f"{sizes[name]:,}" if name in sizes else "",
        )
        for name, beside in (
            ("backup", "tar czf"),
            ("tar czf", "tar czf"),
            ("restore", "tar xzf"),
            ("tar xzf", "tar xzf"),
        )
    ]
    print_table(f"{made.name}: ms, beside tar, bytes", ("", "ms", "ratio", "bytes"), rows)
    alone, beside = adding(store, _nothing, 500), adding(store, _over_and_over, 500)
    rows = [
        (name, ms(times.median), ms(times.p95), ms(max(times.seconds)))
        for name, times in (("nobody", alone), ("a backup", beside))
    ]
    print_table("one article written to the archive", ("beside", "median", "p95", "most"), rows)


def _nothing(store: Path) -> None:
    """The baseline."""


def _over_and_over(store: Path) -> None:
    while True:
        backup(store, io.BytesIO(), "nobody")


def adding(store: Path, beside: Callable[[Path], None], number: int) -> Times:
    """How long each of some articles takes to write, while another process does something."""
    archive = Archive(store)
    one = next(iter(archive.read(max(archive.days())).articles))
    process = multiprocessing.get_context("fork").Process(target=beside, args=(store,))
    process.start()
    try:
        return Times(tuple(seconds(partial(_write, archive, one, at)) for at in range(number)))
    finally:
        process.kill()
        process.join()


def _write(archive: Archive, one: Article, at: int) -> None:
    with archive.writing():
        archive.put([replace(one, id=f"another-{time.monotonic_ns()}-{at}")])


if __name__ == "__main__":
    main()
