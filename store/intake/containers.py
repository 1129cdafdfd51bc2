"""Packed files: gzip, bzip2, xz and ZIP opened as streams that can't grow beyond reason."""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from gzip import GzipFile
from typing import BinaryIO, Protocol, cast

from store.errors import RefusedError
from store.intake.foreign import is_foreign
from store.intake.hygiene import clean_line

RATIO = 100
"""Most bytes that one packed byte may become; prose packs three to one, JSON of it ten to one,
pages that share their furniture fifty to one."""

ALLOWANCE = 16 << 20
"""Bytes unpacked before ``RATIO`` is looked at: a small file may well be monotonous."""

MEMBERS = 200_000
"""Most files read from one ZIP archive."""

XZ_MEMORY = 128 << 20
"""Most bytes of memory an xz file may ask for; ``xz -9`` asks for half of them."""

BUFFER = 1 << 16

_PACKED = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
)
_SUFFIXES = (".gz", ".bz2", ".xz")
# A broken archive fails in any of these ways.
_BROKEN = (
    *(EOFError, OSError, ValueError, OverflowError, RuntimeError),
    *(struct.error, zlib.error, lzma.LZMAError, zipfile.BadZipFile),
)
# Files that are ZIP archives only inside have one of these: DOCX, ODT and EPUB, JAR.
_DOCUMENTS = frozenset(("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"))
# LZMA can ask for gigabytes of memory in a few bytes of header, and here nobody limits it.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)


class Budget:
    """What one input may unpack to in all, however many files it holds and however nested.

    ``packed`` tells how many bytes of the input there are, or were read so far.
    """

    def __init__(self, packed: Callable[[], int]) -> None:
        self._packed = packed
        self._size = 0

    def spend(self, size: int) -> None:
        self._size += size

    def is_spent(self) -> bool:
        return self._size > ALLOWANCE and self._size > RATIO * self._packed()


def packing(head: bytes) -> str | None:
    """How a file that begins with ``head`` is packed: gzip, bzip2, xz, zip; None: it isn't."""
    return next((kind for magic, kind in _PACKED if head.startswith(magic)), None)


def without_packing(name: str) -> str:
    """A file's name as it was before it was packed."""
    suffix = next((s for s in _SUFFIXES if name.lower().endswith(s)), "")
    return name.removesuffix(name[-len(suffix) :]) if suffix else name


def unpacked(
    stream: BinaryIO, kind: str, name: str, budget: Budget | None = None
) -> Iterator[tuple[BinaryIO, str, Budget] | RefusedError]:
    """The files in a packed stream, each with its name; a refusal for one that can't be opened.

    Each must be read before the next is asked for. ``kind`` is what ``packing`` said; ``budget``
    came with the stream where it was unpacked itself. A ZIP archive is read from its end, so its
    stream must be seekable. Reading a file raises ``RefusedError`` under its name where it is
    broken, or grows beyond ``RATIO`` or what is left of the budget.
    """
    if kind == "zip":
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        yield from _members(stream, name, budget or Budget(_constant(size)))
        return
    counted = _Counted(stream)
    budget = budget or Budget(lambda: counted.size)
    opened: _Readable
    if kind == "gzip":
        opened = GzipFile(fileobj=counted)
    else:
        opened = _Unpacking(counted, bz2.BZ2Decompressor if kind == "bzip2" else _xz)
    bounded = _Bounded(opened, lambda: counted.size, name, budget)
    yield io.BufferedReader(bounded, BUFFER), name, budget


def _members(
    stream: BinaryIO, name: str, budget: Budget
) -> Iterator[tuple[BinaryIO, str, Budget] | RefusedError]:
    try:
        archive = zipfile.ZipFile(stream)
    except _BROKEN:
        yield RefusedError(name, "a broken ZIP archive")
        return
    infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
    if _DOCUMENTS & {info.filename for info in infos}:
        yield RefusedError(name, "an office document, a book or a program, not an archive of files")
        return
    if len(infos) > MEMBERS:
        yield RefusedError(name, "a ZIP archive of more than {members:,} files", members=MEMBERS)
        return
    for info in infos:
        plain = _member_name(info)
        if is_foreign(plain):
            continue
        inner = f"{name}/{plain}"
        if budget.is_spent():
            yield RefusedError(
                inner, "{name} unpacks to more than {ratio} times its size", name=name, ratio=RATIO
            )
            return
        if info.flag_bits & 0x1:
            yield RefusedError(inner, "encrypted")
            continue
        if info.compress_type not in _METHODS:
            yield RefusedError(inner, "packed in a way that isn't read")
            continue
        try:
            opened = cast("zipfile.ZipExtFile", archive.open(info))
        except _BROKEN:
            yield RefusedError(inner, "broken in its ZIP archive")
            continue
        with opened:
            bounded = _Bounded(opened, _constant(info.compress_size), inner, budget)
            yield io.BufferedReader(bounded, BUFFER), inner, budget


def _member_name(info: zipfile.ZipInfo) -> str:
    """A member's name fit to print; without the UTF-8 flag Chinese archivers write GBK."""
    if info.flag_bits & 0x800:
        return clean_line(info.filename)
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return clean_line(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return clean_line(info.filename)


class _Readable(Protocol):
    def read1(self, size: int, /) -> bytes: ...


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


def _xz() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, XZ_MEMORY)


class _Unpacking:
    """Reads packed streams, one after another, a little at a time."""

    def __init__(self, stream: _Counted, make: Callable[[], _Decompressor]) -> None:
        self._stream = stream
        self._make = make
        self._decompressor = make()

    def read1(self, size: int, /) -> bytes:
        while True:
            current, data = self._decompressor, b""
            if current.eof:
                # Zeros may fill the file up; another stream may follow.
                data = current.unused_data.lstrip(b"\x00") or self._stream.read(BUFFER)
                data = data.lstrip(b"\x00")
                if not data:
                    return b""
                current = self._decompressor = self._make()
            elif current.needs_input and not (data := self._stream.read(BUFFER)):
                raise EOFError
            if made := current.decompress(data, size):
                return made


class _Counted(io.RawIOBase):
    """A stream that knows how much of it was read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.size += len(data)
        return len(data)


class _Bounded(io.RawIOBase):
    """What is unpacked, until it breaks or is more than its packed size explains."""

    def __init__(
        self, opened: _Readable, packed: Callable[[], int], name: str, budget: Budget
    ) -> None:
        self._opened = opened
        self._own = Budget(packed)
        self._budget = budget
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            # Not ``read``: where a stream breaks off, that would lose what came before.
            data = self._opened.read1(len(buffer))
        except _BROKEN as error:
            raise RefusedError(self._name, "broken: it can't be unpacked to its end") from error
        for budget in (self._own, self._budget):
            budget.spend(len(data))
            if budget.is_spent():
                raise RefusedError(
                    self._name, "unpacks to more than {ratio} times its size", ratio=RATIO
                )
        buffer[: len(data)] = data
        return len(data)


def _constant(number: int) -> Callable[[], int]:
    return lambda: number
