"""A store from its archive (``store.backup``): checked as a whole, then put in its place at once.

The archive may be anybody's. Nothing but regular files is taken from it, and of these only names
that an archive of ours has, so none leads out of the folder; what it unpacks to is bounded.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import orjson

from store.backup import LAYOUT, MANIFEST, OWN, PEOPLE, VERSION
from store.errors import RefusedError, StoreError, system
from store.identity import id_of, identities
from store.journal import private
from store.journals import journals
from store.locking import locked, sync_folder
from store.message import Message
from store.person import person

CHUNK = 1 << 20
RATIO = 200
"""Times that an archive may grow by being unpacked. Text in gzip grows five- to tenfold."""
SMALL = 64 << 20
"""Bytes that any archive may unpack to."""
MEMBERS = 200_000
"""Files in an archive: five hundred years of days."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place; ``kept``: people whose marks were there already and stay."""

    articles: int
    files: int
    kept: tuple[str, ...]


def restore(
    file: BinaryIO,
    name: str,
    store: Path,
    progress: Callable[[int, int], None] | None = None,
) -> Restored:
    """Make a store, where there is none, of an archive called ``name``; and people's marks.

    Raises ``RefusedError`` for an archive that isn't whole or no backup, and ``StoreError`` where
    a store is or can't be; then nothing is put in place.
    """
    if store.exists() and (not store.is_dir() or any(store.iterdir())):
        raise StoreError(
            "{store}: not empty; restore to another place with --store DIR", store=store
        )
    place = store.resolve()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".tmp", dir=place.parent))
    except OSError as error:
        raise StoreError(
            "{path}: {reason}", path=error.filename or place, reason=system(error)
        ) from error
    try:
        with _refusing(name, place):
            found = _unpack(file, name, building, progress)
            articles, files = _check(name, building, found)
            kept = _put_marks(building, place)
            # Files too; all of them last, when most are on the disk already.
            for path in (*building.rglob("*"), building):
                sync_folder(path)
            building.chmod(0o777 & ~_mask())
            # An empty folder gives way to it, any other doesn't.
            building.rename(place)
            sync_folder(place.parent)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Restored(articles, files, kept)


@contextmanager
def _refusing(name: str, place: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError) as error:
        raise RefusedError(name, "not a whole backup ({error})", error=error) from error
    except OSError as error:
        raise StoreError(
            "{path}: {reason}", path=error.filename or place, reason=system(error)
        ) from error


class _Member(tarfile.TarInfo):
    """Refuses what is no regular file of ours before any more of it is read."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Member:
        member = super().frombuf(buf, encoding, errors)
        if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or member.size < 0:
            raise tarfile.ReadError("something in it is no regular file")
        if not LAYOUT.fullmatch(member.name):
            raise tarfile.ReadError("something in it is no file of a store")
        return member


class _Unpacked:
    """What a gzip file unpacks to, as far as that is in proportion."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self._packed = 0
        self._unpacked = 0
        self._gzip = gzip.GzipFile(fileobj=_Source(self._take), mode="rb")  # type: ignore[call-overload]

    def _take(self, size: int) -> bytes:
        data = self._file.read(size)
        self._packed += len(data)
        return data

    def read(self, size: int) -> bytes:
        data: bytes = self._gzip.read(size)
        self._unpacked += len(data)
        if self._unpacked > max(SMALL, RATIO * self._packed):
            raise RefusedError(self._name, "unpacks to far more than a backup does")
        return data


class _Source:
    """The part of a file that gzip asks for."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self.read = read


def _unpack(
    file: BinaryIO, name: str, folder: Path, progress: Callable[[int, int], None] | None
) -> dict[str, tuple[int, str]]:
    """Unpack an archive; returns the size and SHA-256 of each file in it, the manifest's last."""
    unpacked = _Unpacked(file, name)
    total = _size(file)
    found: dict[str, tuple[int, str]] = {}
    with tarfile.open(
        fileobj=unpacked,  # type: ignore[call-overload]
        mode="r|",
        tarinfo=_Member,
        bufsize=CHUNK,
    ) as tar:
        for number in range(MEMBERS):
            member = tar.next()
            if member is None:
                break
            if MANIFEST in found:
                raise RefusedError(name, "more in it after its manifest")
            path = folder / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            found[member.name] = _extract(tar, member, path)
            if progress and total and number % 16 == 0:
                progress(min(file.tell(), total), total)
        else:
            raise RefusedError(name, "more than {members:,} files in it", members=MEMBERS)
    # To the end, where gzip's own sum is.
    while unpacked.read(CHUNK):
        pass
    if progress and total:
        progress(total, total)
    return found


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> tuple[int, str]:
    source = tar.extractfile(member)
    assert source is not None
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        while data := source.read(CHUNK):
            file.write(data)
            digest.update(data)
            size += len(data)
    return size, digest.hexdigest()


def _check(name: str, folder: Path, found: dict[str, tuple[int, str]]) -> tuple[int, int]:
    """Check all against the manifest, and take away what it doesn't promise: files that were gone
    when the backup was done. Returns the number of articles and of files."""

    def refuse(reason: Message) -> NoReturn:
        raise RefusedError(name, reason)

    if MANIFEST not in found:
        refuse(Message("not a whole backup (it has no manifest)"))
    path = folder / MANIFEST
    said: Any = None
    if found[MANIFEST][0] <= SMALL:
        with suppress(ValueError):
            said = orjson.loads(path.read_bytes())
    match said:
        case {"wenren": "backup", "version": int(version)} if version > VERSION:
            refuse(Message("written by a later version of wenren"))
        case {"wenren": "backup", "articles": int(articles), "files": dict(files)}:
            pass
        case _:
            refuse(Message("no backup of wenren's"))
    path.unlink()
    del found[MANIFEST]
    for each, promised in files.items():
        if each not in found:
            refuse(Message("{name} isn't in it", name=each))
        if promised != {"size": found[each][0], "sha256": found[each][1]}:
            refuse(Message("{name} isn't what the manifest promises", name=each))
    for each in found.keys() - files.keys():
        (folder / each).unlink()
    (folder / "articles").mkdir(exist_ok=True)
    return articles, len(files)


def _put_marks(building: Path, store: Path) -> tuple[str, ...]:
    """Put people's marks where they belong, but for those of people who have some already."""
    key = id_of(building / "articles") or next(identities(store))
    people = sorted((building / PEOPLE).glob("*.jsonl"))
    own = building / OWN
    kept = []
    for path in [*people, *([own] if own.exists() else [])]:
        name = f"{person()}.jsonl" if path == own else path.name
        if not _put_journal(path, journals() / key / name):
            kept.append(name.removesuffix(".jsonl"))
        path.unlink()
    with suppress(FileNotFoundError):
        (building / PEOPLE).rmdir()
    return tuple(kept)


def _put_journal(source: Path, path: Path) -> bool:
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked(path.with_name(f".{path.name}.lock")):
        if path.exists():
            return False
        new = path.with_name(f".{path.name}.new")
        with source.open("rb") as data, open(new, "wb", opener=private) as file:
            shutil.copyfileobj(data, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        sync_folder(path.parent)
    return True


def _size(file: BinaryIO) -> int:
    """The size of a file; 0 where there is none to tell, as of a pipe."""
    try:
        return os.fstat(file.fileno()).st_size if file.seekable() else 0
    except (OSError, ValueError):
        return 0


def _mask() -> int:
    mask = os.umask(0)  # it can only be read by setting it
    os.umask(mask)
    return mask
