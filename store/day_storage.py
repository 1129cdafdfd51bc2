"""The TinyDB storage of a day file: stock format, atomic and durable writes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import orjson
from tinydb.storages import Storage

from store.errors import FieldError


class DayStorage(Storage):
    """Whole-file JSON, replaced in one step: ``TinyDB(path, storage=DayStorage)``.

    The lock and the syncing of the folder are the archive's, once a batch.
    """

    def __init__(self, path: str | Path) -> None:
        super().__init__()
        self._path = Path(path)

    def read(self) -> dict[str, dict[str, Any]] | None:
        try:
            raw = self._path.read_bytes()
        except FileNotFoundError:
            return None
        data = orjson.loads(raw)
        if not isinstance(data, dict):
            raise FieldError("not a TinyDB file")
        return data

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        replace_file(self._path, orjson.dumps(data))


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` in one step, on the disk before the name changes."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            # mkstemp makes a private file; day files are for everyone who reads the store.
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
            os.fchmod(file.fileno(), mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
