"""One person's marks of one store, in an append-only file that is no part of the store.

A line of JSON for each change, written and on the disk before the change is said to be done, and
before it one that says what the file is. Where the file is, ``store.journals`` says.

A line that a kill left half written is taken off by the next change. A file that is mostly of
what no longer holds is written anew. One that holds lines that can't be read keeps them, and they
are named; one of a later version is not touched.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

import orjson

from store.errors import StoreError, system
from store.locking import locked, sync_folder
from store.marks import Building, Entry, Marks, entry_json, read_entry
from store.message import Message

VERSION = 1
SMALL = 64 << 10
"""Bytes below which a file isn't worth writing anew."""
_HEADER = 4096
"""Bytes a first line has at most."""
_BEGIN = b'{"wenren":"marks","version":%d,' % VERSION


class Journal:
    """Reads and changes one file; usable from any thread."""

    def __init__(self, path: Path, store: Path) -> None:
        self.path = path
        self._damage = Message("")
        """What in the file can't be taken for entries, in words."""
        self._unread = Message("")
        """Why the file couldn't be read the last time, in words."""
        self._store = store
        self._lock = Lock()
        self._building = Building()
        self._seen: tuple[int, int, int] | None = None
        self._header = b""
        self._end = 0
        """Where the last whole line that was taken in ends."""
        self._lines = 0
        self._locked_out = False
        """The file is of a later version, or no journal at all."""
        self._check_at = SMALL
        self.look()

    @property
    def marks(self) -> Marks:
        """The marks as they were when last looked at."""
        with self._lock:
            return self._building.marks()

    @property
    def problem(self) -> Message:
        """What in the file can't be read, in words; "" when all is well."""
        return self._unread or self._damage

    def look(self) -> bool:
        """Take in what any process has written since; whether that was anything. Cheap.

        A file that can't be read is a ``problem``, no error.
        """
        with self._lock:
            try:
                return self._look()
            except OSError as error:
                self._unread = Message("{path}: {reason}", path=self.path, reason=system(error))
                return False

    def change(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Make changes; see ``change_by``."""
        return self.change_by(lambda _: entries)

    def change_by(self, make: Callable[[Marks], Iterable[Entry]]) -> tuple[Entry, ...]:
        """Make the changes that ``make`` wants of the marks as they are, with nobody between.

        They are on the disk when this returns; returns those that undo them. What is so already
        is left out, and nothing is written for it. Raises ``StoreError``, and what ``make`` does.
        """
        with self._lock, self._writing():
            # What isn't known to be there would be written over.
            self._look(closely=True)
            if self._locked_out:
                raise StoreError(self.problem)
            undo: list[Entry] = []
            lines: list[bytes] = []
            for entry in make(self._building.marks()):
                if (made := self._building.apply(entry)) is not None:
                    lines.append(_line(made.done))
                    if made.undo is not None:
                        undo.insert(0, made.undo)
            if lines:
                try:
                    self._append(b"".join(lines))
                except OSError:
                    # What was made of it here isn't so.
                    self._forget()
                    with suppress(OSError):
                        self._look()
                    raise
                self._shrink()
            return tuple(undo)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with locked(self.path.with_name(f".{self.path.name}.lock")) as held:
                if held and held.left:
                    self._building_path.unlink(missing_ok=True)
                yield
        except OSError as error:
            raise StoreError(
                "{path}: {reason}", path=error.filename or self.path, reason=system(error)
            ) from error

    def _look(self, *, closely: bool = False) -> bool:
        """``closely``: also where the file looks as it did, to the clock and the file system."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            self._unread = Message("")
            known = self._seen is not None or self._header != b""
            if known:
                self._forget()
            return known
        seen = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
        if seen == self._seen and not (closely or self._unread):
            return False
        with self.path.open("rb") as file:
            header = file.readline(_HEADER)
            if header != self._header or stat.st_size < self._end:
                self._forget()
                self._take_header(header)
            if self._header and not self._locked_out:
                file.seek(self._end)
                self._take(file.read())
        known, self._seen, self._unread = seen == self._seen, seen, Message("")
        return not known

    def _take_header(self, line: bytes) -> None:
        if not line.endswith(b"\n") and (line.startswith(_BEGIN) or _BEGIN.startswith(line)):
            # Nothing yet, or what a kill left of a first line.
            return
        self._header, self._end, self._lines = line, len(line), 1
        try:
            said = orjson.loads(line)
            if said["wenren"] != "marks" or not isinstance(said["version"], int):
                raise ValueError
        except (ValueError, TypeError, KeyError):
            self._damage = Message("{path}: not a journal of marks", path=self.path)
            self._locked_out = True
            return
        if said["version"] > VERSION:
            self._damage = Message("{path}: written by a later version of wenren", path=self.path)
            self._locked_out = True

    def _take(self, data: bytes) -> None:
        *lines, rest = data.split(b"\n")
        for line in lines:
            self._lines += 1
            try:
                self._building.apply(read_entry(orjson.loads(line)))
            except ValueError:
                self._damage = Message(
                    "{path}, line {line}: can't be read, left as it is",
                    path=self.path,
                    line=self._lines,
                )
        self._end += len(data) - len(rest)

    def _forget(self) -> None:
        self._building.clear()
        self._damage, self._locked_out = Message(""), False
        self._header, self._end, self._lines, self._seen = b"", 0, 0, None

    def _append(self, data: bytes) -> None:
        new = not self._header
        header = self._first_line() if new else b""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            tail = os.pread(descriptor, 1 << 20, self._end)
            if tail and not _whole(tail):
                os.ftruncate(descriptor, self._end)
                tail = b""
            start = self._end + len(tail)
            os.lseek(descriptor, start, os.SEEK_SET)
            whole = header + (b"\n" if tail else b"") + data
            try:
                written = memoryview(whole)
                while written:
                    written = written[os.write(descriptor, written) :]
                os.fsync(descriptor)
            except OSError:
                # Of what is said to have failed, no line may stay.
                with suppress(OSError):
                    os.ftruncate(descriptor, start)
                raise
            stat = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        if new:
            self._header, self._lines = header, 1
            sync_folder(self.path.parent)
        if tail:
            # What a kill had left was an entry all the same, but for the end of its line.
            self._forget()
            with suppress(OSError):
                self._look()
            return
        self._end += len(whole)
        self._lines += data.count(b"\n")
        self._seen = (stat.st_ino, stat.st_size, stat.st_mtime_ns)

    def _shrink(self) -> None:
        """Write the file anew if most of it holds no longer."""
        if self._end < self._check_at or self.problem:
            return
        header = self._first_line()
        data = header + b"".join(map(_line, self._building.marks().entries()))
        self._check_at = max(SMALL, 2 * len(data))
        if 2 * len(data) > self._end:
            return
        building = self._building_path
        try:
            with open(building, "wb", opener=private) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                stat = os.fstat(file.fileno())
            building.replace(self.path)
            sync_folder(self.path.parent)
        except OSError:
            # The change is made all the same; the next one tries again.
            with suppress(OSError):
                building.unlink(missing_ok=True)
            return
        self._header, self._end, self._lines = header, len(data), data.count(b"\n")
        self._seen = (stat.st_ino, stat.st_size, stat.st_mtime_ns)

    @property
    def _building_path(self) -> Path:
        return self.path.with_name(f".{self.path.name}.new")

    def _first_line(self) -> bytes:
        # The last tells one writing of the file from another, whatever its inode.
        store = os.fsencode(self._store.resolve()).decode("utf-8", "replace")[:300]
        said = {"wenren": "marks", "version": VERSION, "store": store}
        return orjson.dumps({**said, "written": os.urandom(8).hex()}) + b"\n"


def private(path: str, flags: int) -> int:
    """Opens a file that nobody else reads, whatever became of an earlier one."""
    descriptor = os.open(path, flags | os.O_CLOEXEC, 0o600)
    os.fchmod(descriptor, 0o600)
    return descriptor


def _line(entry: Entry) -> bytes:
    return orjson.dumps(entry_json(entry)) + b"\n"


def _whole(tail: bytes) -> bool:
    """Whether what follows the last whole line is an entry that lacks the end of its line."""
    try:
        read_entry(orjson.loads(tail))
    except ValueError:
        return False
    return True
