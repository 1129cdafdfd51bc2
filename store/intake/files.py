"""Files, folders, addresses and standard input; whatever can't be read is refused by name."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

from store.errors import RefusedError, system
from store.intake.foreign import is_foreign
from store.intake.forms import Item, Reading, read_stream
from store.intake.hygiene import clean_line
from store.message import Message

Fetch: TypeAlias = Callable[[str], Iterator[Item]]
"""Reads what is behind an http or https address; raises nothing."""

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the bytes read of all files named, and the bytes there are."""

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]{1,20}):/+", re.IGNORECASE)


def read_paths(
    paths: Iterable[str | Path],
    how: Reading,
    *,
    stdin: BinaryIO | None = None,
    fetch: Fetch | None = None,
    progress: Progress | None = None,
) -> Iterator[Item]:
    """``store.intake.read``."""
    places = list(paths)
    bar = _Bar(progress, _size(places) if progress else 0)
    for place in places:
        address = _ADDRESS.match(str(place))
        if str(place) == "-":
            yield from _read_standard_input(stdin, how)
        elif address and not os.path.lexists(place):
            # A path made of an address has lost one of its slashes.
            yield from _read_address(f"{address[1]}://{str(place)[address.end() :]}", fetch)
        else:
            for found in _files(Path(place)):
                if isinstance(found, RefusedError):
                    yield found
                else:
                    yield from bar.passing(_read_file(found, how, bar))
    bar.end()


def display(path: str | Path) -> str:
    """A path fit to print: names on disk can hold anything, escape codes and broken UTF-8 too."""
    return clean_line(os.fsencode(path).decode("utf-8", "replace"))


class _Bar:
    """How far the reading is, counted in bytes: one file may be all there is."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0
        self._file: io.RawIOBase | None = None

    def open(self, file: io.RawIOBase) -> None:
        self._file = file

    def passing(self, items: Iterator[Item]) -> Iterator[Item]:
        """The items of one file, reported as they come."""
        if self._progress is None:
            yield from items
            return
        for item in items:
            if self._file is not None and not self._file.closed:
                self._report(self._done + _place(self._file))
            yield item
        self._report(self._done)

    def close(self, size: int) -> None:
        self._file = None
        self._done += size

    def end(self) -> None:
        if self._progress and self._total:
            self._progress(self._total, self._total)

    def _report(self, done: int) -> None:
        # Files may grow while they are read; the end is said once, by ``end``.
        if self._progress and self._total:
            self._progress(min(done, self._total - 1), self._total)


def _read_standard_input(stdin: BinaryIO | None, how: Reading) -> Iterator[Item]:
    if stdin is None and sys.stdin is None:
        yield RefusedError("-", "standard input is closed")
    else:
        yield from read_stream(stdin or sys.stdin.buffer, "-", how)


def _read_file(path: Path, how: Reading, bar: _Bar) -> Iterator[Item]:
    name = display(path)
    try:
        with path.open("rb", buffering=0) as file:
            bar.open(file)
            with io.BufferedReader(file, 1 << 16) as buffered:
                yield from read_stream(buffered, name, how)
                size = _place(file)
            bar.close(size)
    except OSError as error:
        yield RefusedError(name, _reason(error))


def _place(file: io.RawIOBase) -> int:
    """How far a file is read; a pipe, whose end nobody knows, counts for nothing."""
    return file.tell() if file.seekable() else 0


def _read_address(url: str, fetch: Fetch | None) -> Iterator[Item]:
    if not url.lower().startswith(("http://", "https://")):
        yield RefusedError(clean_line(url), "only http and https addresses are fetched")
    elif fetch is None:
        yield RefusedError(clean_line(url), "nothing is fetched here")
    else:
        yield from fetch(url)


def _size(places: Iterable[str | Path]) -> int:
    """The bytes of all files that will be read."""
    total = 0
    for place in places:
        if str(place) != "-":
            for found in _files(Path(place)):
                if isinstance(found, Path) and found.is_file():
                    total += found.stat().st_size
    return total


def _files(path: Path) -> Iterator[Path | RefusedError]:
    """The files of a path in order of their names; links to folders are followed only if named."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield RefusedError(display(path), _reason(error))
        return
    if not stat.S_ISDIR(mode):
        yield path
        return
    failures: list[OSError] = []
    for folder, subfolders, names in os.walk(path, onerror=failures.append):
        if (Path(folder, "articles", ".lock")).exists():
            # A store: what else is in it are no articles.
            subfolders[:], names = ["articles"], []
        subfolders[:] = sorted(name for name in subfolders if not is_foreign(f"{name}/_"))
        for name in sorted(names):
            file = Path(folder, name)
            if is_foreign(name):
                continue
            # A pipe or a device in a folder would block; a dangling link is named as it is read.
            if file.is_file() or not file.exists():
                yield file
        yield from (RefusedError(display(f.filename), _reason(f)) for f in failures)
        failures.clear()
    yield from (RefusedError(display(f.filename), _reason(f)) for f in failures)


def _reason(error: OSError | ValueError) -> Message:
    if isinstance(error, OSError) and error.strerror:
        return system(error)
    return Message(str(error))
