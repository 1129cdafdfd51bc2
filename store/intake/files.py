"""Files, folders and standard input to drafts; whatever can't be read is refused by name."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from store.article import Draft
from store.errors import RefusedError
from store.intake import jsonl
from store.intake.charset import decode
from store.intake.dateline import CHINA
from store.intake.hygiene import clean_line
from store.intake.markup import is_feed, is_page
from store.intake.text import drafts

FILE_SIZE = 64 << 20
"""Largest file read, in bytes; the whole of it is held in memory."""

LINE_SIZE = 4 << 20
"""Longest line read, in bytes. No article has such a line, and layouts cost by the line."""

# Found in a folder, these are not articles and are passed over in silence; named, they are tried.
_NOT_ARTICLES = frozenset(
    f".{suffix}"
    for line in (
        "7z avi bin bmp bz2 class css csv db dll doc docx eot epub exe flac gif gz ico jar jpeg",
        "jpg js lock lz4 m4a map mov mp3 mp4 o odt ogg otf pdf png ppt pptx py pyc rar so sqlite",
        "svg swp tar tgz tif tiff tmp toml ttf wav webm webp woff woff2 xls xlsx xz yaml yml zip",
    )
    for suffix in line.split()
)

_FRONT_MATTER = re.compile(r"---\s*\n(?:[a-z_]{2,20}:.*\n)", re.IGNORECASE)


def read_paths(
    paths: Iterable[str | Path],
    *,
    source: str | None = None,
    now: datetime | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Draft | RefusedError]:
    """``store.intake.read``; ``now`` defaults to this moment in China's zone."""
    now = now or datetime.now(CHINA)
    for path in paths:
        if str(path) == "-":
            yield from _read_stream(stdin or sys.stdin.buffer, source, now)
            continue
        for found in _files(Path(path)):
            if isinstance(found, RefusedError):
                yield found
            else:
                yield from _read_file(found, source, now)


def read_bytes(
    data: bytes, name: str, *, source: str | None = None, now: datetime
) -> Iterator[Draft | RefusedError]:
    """The articles of one file's bytes; a refusal comes last, after what could be read."""
    try:
        if len(data) > FILE_SIZE:
            raise RefusedError(name, f"larger than {FILE_SIZE >> 20} MiB")
        _check_lines(data, name)
        text = decode(data, name)
        if is_feed(text):
            raise RefusedError(name, "feeds aren't read yet")
        if is_page(text):
            raise RefusedError(name, "HTML pages aren't read yet")
        if _FRONT_MATTER.match(text):
            raise RefusedError(name, "front matter isn't read yet")
        if jsonl.looks_like(text):
            yield from jsonl.objects(text, name, now, source)
        else:
            yield from drafts(text, name, now, source)
    except RefusedError as error:
        yield error


def _read_file(path: Path, source: str | None, now: datetime) -> Iterator[Draft | RefusedError]:
    name = display(path)
    try:
        with path.open("rb") as file:
            data = file.read(FILE_SIZE + 1)
    except OSError as error:
        yield RefusedError(name, _reason(error))
        return
    yield from read_bytes(data, name, source=source, now=now)


def _read_stream(
    stream: BinaryIO, source: str | None, now: datetime
) -> Iterator[Draft | RefusedError]:
    try:
        data = stream.read(FILE_SIZE + 1)
    except OSError as error:
        yield RefusedError("-", _reason(error))
        return
    yield from read_bytes(data, "-", source=source, now=now)


def _files(path: Path) -> Iterator[Path | RefusedError]:
    """The files of a path in order of their names; links to folders are followed only if named."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        if str(path).startswith(("http:/", "https:/")):
            yield RefusedError(display(path), "addresses aren't fetched yet")
        else:
            yield RefusedError(display(path), _reason(error))
        return
    if not stat.S_ISDIR(mode):
        yield path
        return
    failures: list[OSError] = []
    for folder, subfolders, names in os.walk(path, onerror=failures.append):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if name.startswith(".") or file.suffix.lower() in _NOT_ARTICLES:
                continue
            # A pipe or a device in a folder would block; a dangling link is named as it is read.
            if file.is_file() or not file.exists():
                yield file
        yield from (RefusedError(display(f.filename), _reason(f)) for f in failures)
        failures.clear()
    yield from (RefusedError(display(f.filename), _reason(f)) for f in failures)


def _check_lines(data: bytes, name: str) -> None:
    start = 0
    while len(data) - start > LINE_SIZE:
        end = data.rfind(b"\n", start, start + LINE_SIZE + 1)
        if end < 0:
            size = LINE_SIZE >> 20
            raise RefusedError(name, f"a line longer than {size} MiB is no article")
        start = end + 1


def display(path: str | Path) -> str:
    """A path fit to print: names on disk can hold anything, escape codes and broken UTF-8 too."""
    return clean_line(os.fsencode(path).decode("utf-8", "replace"))


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error)
