"""Reading an index: queries whose failures are the store's own errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import orjson

from store.errors import QueryInterruptedError, StoreError
from store.intake.hygiene import clean
from store.search.schema import check, discard, is_damage

_NAME = 48
"""Bytes of what is kept cleaned: a screen of rows names the same people again and again."""
Parameters: TypeAlias = Sequence[str | int | bytes | None]


class Reader:
    """A read-only connection; usable from any thread, by one at a time.

    Every method raises ``StoreError`` naming the file when the index can't be read, and
    ``QueryInterruptedError`` in the thread whose query ``interrupt`` cancelled.
    """

    def __init__(self, path: Path | None) -> None:
        """Open the index at ``path``; None stands for the index of an empty store."""
        self.path = path
        self._db = _connect(path)

    def all(self, query: str, parameters: Parameters = ()) -> list[Any]:
        try:
            return self._db.execute(query, parameters).fetchall()
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise QueryInterruptedError from error
            raise StoreError("{path}: {reason}", path=self.path, reason=error) from error
        except sqlite3.Error as error:
            if self.path and is_damage(error):
                # Derived, so it is done away with, and made anew by the next to look.
                discard(self.path)
            raise StoreError("{path}: {reason}", path=self.path, reason=error) from error

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

    def interrupt(self) -> None:
        """Cancel what another thread is asking; nothing if that thread has closed already."""
        with suppress(sqlite3.ProgrammingError):
            self._db.interrupt()

    def close(self) -> None:
        self._db.close()


def _connect(path: Path | None) -> sqlite3.Connection:
    if path is None:
        from store.search.schema import open_to_write

        return open_to_write(None)
    uri = path.resolve().as_uri()
    try:
        try:
            return _open(f"{uri}?mode=ro", path)
        except sqlite3.OperationalError:
            # A reader without write permission can't make the shared-memory file of a database
            # that nobody has open; while there is no writer's log, the file itself is whole.
            if path.with_name(path.name + "-wal").exists():
                raise
            return _open(f"{uri}?immutable=1", path)
    except sqlite3.Error as error:
        raise StoreError("{path}: {reason}", path=path, reason=error) from error


def _open(uri: str, path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
    try:
        check(connection, path)
    except BaseException:
        connection.close()
        raise
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
