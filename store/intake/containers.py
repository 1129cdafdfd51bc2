"""Packed files: gzip and ZIP opened as streams that can't grow beyond reason."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from gzip import GzipFile
from typing import BinaryIO, Protocol

from store.errors import RefusedError
from store.intake.hygiene import clean_line

RATIO = 200
"""Most bytes that one packed byte may become; prose packs three to one, JSON of it ten to one."""

ALLOWANCE = 16 << 20
"""Bytes unpacked before ``RATIO`` is looked at: a small file may well be monotonous."""

MEMBERS = 200_000
"""Most files read from one ZIP archive."""

_PACKED = ((b"\x1f\x8b", "gzip"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"))
# A broken archive fails in any of these ways.
_BROKEN = (
    *(EOFError, OSError, ValueError, OverflowError, RuntimeError),
    *(struct.error, zlib.error, zipfile.BadZipFile),
)
# The others can ask for gigabytes of memory in a few bytes of header.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def packing(head: bytes) -> str | None:
    """How a file that begins with ``head`` is packed: ``gzip``, ``zip``, or None: it isn't."""
    return next((kind for magic, kind in _PACKED if head.startswith(magic)), None)


def unpacked(
    stream: BinaryIO, kind: str, name: str
) -> Iterator[tuple[BinaryIO, str] | RefusedError]:
    """The files in a packed stream, each with its name; a refusal for one that can't be opened.

    Each must be read before the next is asked for. ``kind`` is what ``packing`` said. A ZIP
    archive is read from its end, so its stream must be seekable. Reading a file raises
    ``RefusedError`` under its name where it is broken or grows beyond ``RATIO``.
    """
    if kind == "zip":
        yield from _members(stream, name)
        return
    counted = _Counted(stream)
    opened = GzipFile(fileobj=counted)
    plain = name.removesuffix(".gz")
    yield io.BufferedReader(_Bounded(opened, lambda: counted.size, name)), plain


def _members(stream: BinaryIO, name: str) -> Iterator[tuple[BinaryIO, str] | RefusedError]:
    try:
        archive = zipfile.ZipFile(stream)
    except _BROKEN:
        yield RefusedError(name, "a broken ZIP archive")
        return
    infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
    if len(infos) > MEMBERS:
        yield RefusedError(name, f"a ZIP archive of more than {MEMBERS:,} files")
        return
    for info in infos:
        inner = f"{name}/{_member_name(info)}"
        if info.flag_bits & 0x1:
            yield RefusedError(inner, "encrypted")
            continue
        if info.compress_type not in _METHODS:
            yield RefusedError(inner, "packed in a way that isn't read")
            continue
        try:
            opened = archive.open(info)
        except _BROKEN:
            yield RefusedError(inner, "broken in its ZIP archive")
            continue
        with opened:
            yield io.BufferedReader(_Bounded(opened, _constant(info.compress_size), inner)), inner


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
    def read(self, size: int, /) -> bytes: ...


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

    def __init__(self, opened: _Readable, packed: Callable[[], int], name: str) -> None:
        self._opened = opened
        self._packed = packed
        self._name = name
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._opened.read(len(buffer))
        except _BROKEN as error:
            raise RefusedError(self._name, "broken: it can't be unpacked to its end") from error
        self._size += len(data)
        if self._size > ALLOWANCE and self._size > RATIO * self._packed():
            raise RefusedError(self._name, f"unpacks to more than {RATIO} times its size")
        buffer[: len(data)] = data
        return len(data)


def _constant(number: int) -> Callable[[], int]:
    return lambda: number
