"""A store in one archive while others write it: a tar in gzip, which every system takes apart.

Files are read whole, one after another, with nobody kept waiting; those that were replaced
meanwhile are read again, and the last few of them while writers wait, so that the archive has the
store of one moment. A file that was read twice is in it twice and the later counts, as to any tar.
Last comes the manifest: what there is, how large, with which SHA-256. A cut archive has none.

Left out are the index, which is derived, locks, and what the doctor set aside. Gzip, as it is in
the standard library of every Python and day files are text; a better one would be a dependency.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import tarfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple, TypeAlias

import orjson

from store.archive import Archive
from store.day_file import TABLE
from store.errors import StoreError, system
from store.identity import NAME, identities
from store.journals import journal_of, journals
from store.locking import undisturbed
from store.message import Message

VERSION = 1
MANIFEST = "MANIFEST.json"
OWN = "marks.jsonl"
"""The marks of whoever made the backup; those of whoever restores it."""
PEOPLE = "people"
LAYOUT = re.compile(
    rf"""articles/(?P<year>\d{{4}})/(?P=year)-\d\d-\d\d\.json | articles/undated\.json
    | articles/{re.escape(NAME)} | feeds\.json | lexicon\.json
    | {re.escape(OWN)} | {PEOPLE}/[\w.%~-]{{1,150}}\.jsonl | {re.escape(MANIFEST)}""",
    re.ASCII | re.VERBOSE,
)
"""Every name there is in an archive."""
PASSES = 3
"""Times that the store is gone through with writers at work."""
FEW = 8
"""Files that may be read while writers wait."""
LEVEL = 6
"""Of gzip: on real articles 9 takes 1.7 times as long for 2 % less."""

_NOTHING = Message("")
Whose: TypeAlias = Literal["nobody", "own", "everyone"]


@dataclass(frozen=True, slots=True)
class Backed:
    """What is in an archive; ``bytes``: of the archive. ``broken``: files that are no JSON, which
    are in it as they are, and files that couldn't be read, each with the reason."""

    articles: int
    files: int
    bytes: int
    broken: tuple[Message, ...]


class _Version(NamedTuple):
    """Tells one writing of a file from another."""

    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class _Taken:
    version: _Version
    size: int
    sha256: str
    articles: int = 0
    reason: Message = _NOTHING


def backup(
    store: Path,
    file: BinaryIO,
    whose: Whose = "own",
    progress: Callable[[int, int], None] | None = None,
) -> Backed:
    """Write the archive of a store, with the marks of ``whose``, to ``file``.

    Raises ``StoreError`` if there is no store, and ``OSError`` if ``file`` can't be written.
    """
    archive = Archive(store)
    if not archive.folder.is_dir():
        raise StoreError("{store}: no store here", store=store)
    counting = _Counting(file)
    with (
        gzip.GzipFile(filename="", fileobj=counting, mode="wb", compresslevel=LEVEL) as packed,
        tarfile.open(fileobj=packed, mode="w:", format=tarfile.USTAR_FORMAT) as tar,
    ):
        taken = _one_moment(store, tar, progress)
        unread = [each.reason for each in taken.values() if each.reason]
        for name, path in _journals(store, whose).items():
            try:
                data = path.read_bytes()
            except OSError as error:
                unread.append(
                    Message("{path}: {reason}; left out", path=path, reason=system(error))
                )
                continue
            # A line that is just being written is left out.
            data = data[: data.rfind(b"\n") + 1]
            if data:
                taken[name] = _taken(tar, name, data, path.stat())
        whole = {name: each for name, each in taken.items() if each.sha256}
        manifest = _manifest(whole)
        _add(tar, MANIFEST, manifest, time.time())
    articles = sum(each.articles for each in whole.values())
    return Backed(articles, len(whole), counting.bytes, tuple(unread))


def _one_moment(
    store: Path, tar: tarfile.TarFile, progress: Callable[[int, int], None] | None
) -> dict[str, _Taken]:
    taken: dict[str, _Taken] = {}

    def take(names: list[str]) -> None:
        for number, name in enumerate(names, 1):
            if read := _read(store, tar, name):
                taken[name] = read
            if progress:
                progress(number, len(names))

    for _ in range(PASSES):
        take(_replaced(_versions(store), taken))
        if len(_replaced(_versions(store), taken)) <= FEW:
            break
    with undisturbed(store / "articles" / ".lock"):
        there = _versions(store)
        take(_replaced(there, taken))
    return {name: each for name, each in taken.items() if name in there}


def _versions(store: Path) -> dict[str, _Version]:
    """Every file that goes into an archive, as it is now."""
    archive = Archive(store)
    found = {}
    # What was fetched of a feed comes after the articles it brought: never the other way round.
    tables = (f"articles/{NAME}", "lexicon.json", "feeds.json")
    for path in (*map(archive.path, sorted(archive.days())), *(store / name for name in tables)):
        with suppress(FileNotFoundError):
            found[path.relative_to(store).as_posix()] = _version(path.stat())
    return found


def _replaced(there: Mapping[str, _Version], taken: Mapping[str, _Taken]) -> list[str]:
    """The files that aren't taken as they are now."""
    return [n for n, now in there.items() if n not in taken or taken[n].version != now]


def _read(store: Path, tar: tarfile.TarFile, name: str) -> _Taken | None:
    path = store / name
    try:
        with path.open("rb") as file:
            stat = os.fstat(file.fileno())
            data = file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = Message("{path}: {reason}; left out", path=path, reason=system(error))
        return _Taken(_version(path.stat()), 0, "", reason=reason)
    articles, reason = 0, Message("")
    if name.endswith(".json"):
        try:
            held = orjson.loads(data)
            articles = len(held[TABLE]) if name.startswith("articles/") else 0
        except (ValueError, TypeError, KeyError) as error:
            told = (
                Message("not JSON ({error})", error=error)
                if isinstance(error, ValueError)
                else Message("no articles in it")
            )
            reason = Message("{path}: {reason}; kept as it is", path=path, reason=told)
    return _taken(tar, name, data, stat, articles, reason)


def _taken(
    tar: tarfile.TarFile,
    name: str,
    data: bytes,
    stat: os.stat_result,
    articles: int = 0,
    reason: Message = _NOTHING,
) -> _Taken:
    _add(tar, name, data, stat.st_mtime)
    digest = hashlib.sha256(data).hexdigest()
    return _Taken(_version(stat), len(data), digest, articles, reason)


def _add(tar: tarfile.TarFile, name: str, data: bytes, mtime: float) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = len(data), max(int(mtime), 0), 0o644
    tar.addfile(member, io.BytesIO(data))


def _manifest(whole: Mapping[str, _Taken]) -> bytes:
    said = {
        "wenren": "backup",
        "version": VERSION,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "articles": sum(each.articles for each in whole.values()),
        "files": {name: {"size": each.size, "sha256": each.sha256} for name, each in whole.items()},
    }
    return orjson.dumps(said, option=orjson.OPT_INDENT_2) + b"\n"


def _journals(store: Path, whose: Whose) -> dict[str, Path]:
    """The files of marks, by their names in the archive."""
    own = journal_of(store).path
    if whose == "own":
        return {OWN: own} if own.is_file() else {}
    if whose == "nobody":
        return {}
    # Those by the store's id come last, and count.
    folders = [journals() / key for key in identities(store)][::-1]
    return {
        f"{PEOPLE}/{path.name}": path
        for folder in folders
        for path in sorted(folder.glob("*.jsonl"))
        if LAYOUT.fullmatch(f"{PEOPLE}/{path.name}")
    }


def _version(stat: os.stat_result) -> _Version:
    return _Version(stat.st_size, stat.st_mtime_ns, stat.st_ino)


class _Counting(io.RawIOBase):
    """Passes on what is written, and counts it."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self.bytes = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._file.write(data)
        self.bytes += len(data)
        return len(data)

    def flush(self) -> None:
        self._file.flush()
