"""Reading an index: queries whose failures are the store's own errors."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import orjson

from store.errors import QueryInterruptedError, StoreError
from store.intake.hygiene import clean
from store.permission import kiosk
from store.search.schema import check, discard, is_damage, log_files

_NAME = 48
"""Bytes of what is kept cleaned: a screen of rows names the same people again and again."""
_LONE = re.compile("[\ud800-\udfff]")
Parameters: TypeAlias = Sequence[str | int | bytes | None]


class Reader:
    """A read-only connection; usable from any thread, by one at a time.

    Every method raises ``StoreError`` naming the file when the index can't be read, and
    ``QueryInterruptedError`` in the thread whose query ``interrupt`` cancelled.
    """

    def __init__(self, path: Path | None) -> None:
        """Open the index at ``path``; None stands for the index of an empty store."""
        self.path = path
        self._file = _inode(path)
        self._db, self._frozen = _connect(path)

    def all(self, query: str, parameters: Parameters = ()) -> list[Any]:
        try:
            return self._execute(query, parameters).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if isinstance(error, sqlite3.OperationalError) and "interrupted" in str(error):
                raise QueryInterruptedError from error
            if self.path and is_damage(error):
                # Derived, so it is done away with, and made anew by the next to look; not what
                # somebody has made in its place by now.
                if self.is_at(self.path) and not kiosk():
                    discard(self.path)
                raise StoreError(
                    "{path}: the index is damaged ({reason}); the next command makes it anew",
                    path=self.path,
                    reason=error,
                ) from error
            raise StoreError("{path}: {reason}", path=self.path, reason=error) from error

    def _execute(self, query: str, parameters: Parameters) -> sqlite3.Cursor:
        try:
            return self._db.execute(query, parameters)
        except UnicodeEncodeError:
            # What is asked at a command line need not be text; intake makes the same of it.
            told = [_LONE.sub("\ufffd", p) if isinstance(p, str) else p for p in parameters]
            return self._db.execute(query, told)

    def one(self, query: str, parameters: Parameters = ()) -> Any | None:
        """The first row, or None."""
        rows = self.all(query, parameters)
        return rows[0] if rows else None

    def column(self, query: str, parameters: Parameters = ()) -> list[int]:
        """The numbers in the first column of a query; four times as fast as ``all`` for many."""
        column = query.partition("SELECT ")[2].partition(" ")[0].rpartition(".")[2]
        # One text instead of a tuple each.
        (found,) = self.all(f"SELECT json_group_array({column}) FROM ({query})", parameters)[0]
        numbers: list[int] = orjson.loads(found)
        return numbers

    def number(self, query: str, parameters: Parameters = ()) -> int:
        """The one number a query asks for."""
        return int(self.all(query, parameters)[0][0])

    def version(self) -> int:
        """Differs from an earlier one when any process has changed the index since; cheap."""
        return self._frozen[0] if self._frozen else self.number("PRAGMA data_version")

    def is_outdated(self) -> bool:
        """Whether this connection can't see what has been written since; see ``_connect``."""
        return self._frozen is not None and self._frozen != _signature(self.path)

    @property
    def name(self) -> str:
        """Tells this file from any other, also from a later one in its place."""
        return f"{self.path} {self._file}"

    def is_at(self, path: Path) -> bool:
        """Whether this is the very file at ``path``, which may be another's by now."""
        return path == self.path and _inode(path) == self._file

    def interrupt(self) -> None:
        """Cancel what another thread is asking; nothing if that thread has closed already."""
        with suppress(sqlite3.ProgrammingError):
            self._db.interrupt()

    def close(self) -> None:
        self._db.close()


def _inode(path: Path | None) -> int | None:
    with suppress(OSError):
        return path.stat().st_ino if path else None
    return None


def _connect(path: Path | None) -> tuple[sqlite3.Connection, tuple[int, ...] | None]:
    """A connection and, where it sees only what the file holds by now, the file's signature.

    SQLite coordinates writers and readers by two files beside the index, its log and an index of
    that. Writers leave both behind (``schema.close``), and a reader who may not write, or mustn't
    (kiosk), reads them. Where they are missing it couldn't make them: there, as long as nobody
    writes, the file itself is whole.
    """
    if path is None:
        from store.search.schema import open_to_write

        return open_to_write(None), None
    uri = path.resolve().as_uri()
    try:
        try:
            if not kiosk():
                return _open(f"{uri}?mode=ro", path), None
            if all(part.exists() for part in log_files(path)):
                return _open(f"{uri}?mode=ro&readonly_shm=1", path), None
            raise sqlite3.OperationalError("its log is missing")
        except sqlite3.OperationalError:
            signature = _signature(path)
            if not signature or signature[-1]:
                raise
            return _open(f"{uri}?immutable=1", path), signature
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise StoreError("{path}: {reason}", path=path, reason=error) from error


def _signature(path: Path | None) -> tuple[int, ...]:
    """Differs from an earlier one when a file was written; last, the bytes of its log."""
    if path is None or not path.exists():
        return ()
    stat, log = path.stat(), log_files(path)[0]
    return stat.st_mtime_ns, stat.st_size, log.stat().st_size if log.exists() else 0


def _open(uri: str, path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
    try:
        check(connection, path)
    except BaseException:
        connection.close()
        raise
    if kiosk():
        # What is sorted would else be written to a temporary file when it grows.
        connection.execute("PRAGMA temp_store=MEMORY")
    connection.text_factory = _hygienic
    return connection


def _hygienic(raw: bytes) -> str:
    """The index comes with the store, from whoever made it; its texts are all of one line."""
    return _name(raw) if len(raw) <= _NAME else _line(raw)


@lru_cache(2048)
def _name(raw: bytes) -> str:
    return _line(raw)


def _line(raw: bytes) -> str:
    return clean(raw.decode("utf-8", "replace")).replace("\n", " ")
