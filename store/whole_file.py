"""Small TinyDB files that are read and replaced whole: ``feeds.json``, ``lexicon.json``.

Every change reads and writes the whole file under a lock of its own and replaces it in one step,
so that readers need no lock and two processes at once lose nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import orjson

from store.errors import StoreError, WenrenError, system
from store.locking import locked, sync_folder
from store.message import Message

T = TypeVar("T")


def read_table(path: Path, table: str, take: Callable[[Any], T]) -> list[T]:
    """What ``take`` makes of each document; none where there is no file.

    Raises ``StoreError`` naming the document for which ``take`` raised.
    """
    try:
        data = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StoreError("{path}: {reason}", path=path, reason=system(error)) from error
    except orjson.JSONDecodeError as error:
        reason = Message("not JSON ({error})", error=error)
        raise StoreError("{path}: {reason}", path=path, reason=reason) from error
    documents = data.get(table, {}) if isinstance(data, dict) else None
    if not isinstance(documents, dict):
        reason = Message('no TinyDB table "{table}"', table=table)
        raise StoreError("{path}: {reason}", path=path, reason=reason)
    found = []
    for number, document in documents.items():
        try:
            found.append(take(document))
        except (ValueError, WenrenError) as error:
            reason = Message("document {number}: {error}", number=number, error=error)
            raise StoreError("{path}: {reason}", path=path, reason=reason) from error
    return found


@contextmanager
def replacing(path: Path) -> Iterator[None]:
    """Hold the lock of a file, its folder made if need be; ``StoreError`` for any ``OSError``."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with locked(path.with_name(f".{path.name}.lock")) as held:
            if held and held.left:
                for left in half_written(path):
                    left.unlink(missing_ok=True)
            yield
    except OSError as error:
        raise StoreError(
            "{path}: {reason}", path=error.filename or path, reason=system(error)
        ) from error


def write_table(path: Path, table: str, documents: Iterable[dict[str, Any]]) -> None:
    """Replace a table, its file's other ones kept; call inside ``replacing``."""
    from store.day_storage import DayStorage

    # TinyDB's own clearing and inserting are two writes: a kill between them would lose all.
    storage = DayStorage(path)
    data = storage.read() or {}
    data[table] = {str(number): document for number, document in enumerate(documents, 1)}
    storage.write(data)
    sync_folder(path.parent)


def half_written(path: Path) -> list[Path]:
    """What nobody will finish of a file, if nobody holds its lock."""
    return sorted(path.parent.glob(f".{path.name}.*.tmp"))
