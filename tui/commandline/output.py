"""Where a command writes what it was asked for: stdout, or a file that is whole or isn't there."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from store.errors import RefusedError, system


@contextmanager
def output(path: Path | None, *, new: bool, private: bool = False) -> Iterator[BinaryIO]:
    """Where to write: stdout, or a file that is whole before it takes the place of an old one.

    ``new``: there must be none. ``private``: it is for its owner alone. Raises ``RefusedError``.
    """
    if path is None:
        yield sys.stdout.buffer
        return
    try:
        # What a link leads to is replaced, not the link.
        special, target = path.exists() and not path.is_file(), path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise RefusedError(str(path), str(error)) from error
    if new and target.exists():
        raise RefusedError(str(path), "is there already")
    try:
        with path.open("wb") if special else _replacing(target, new, private) as file:
            yield file
    except BrokenPipeError:
        raise
    except FileExistsError as error:
        raise RefusedError(str(path), "is there already") from error
    except OSError as error:
        raise RefusedError(str(path), system(error)) from error


@contextmanager
def _replacing(target: Path, new: bool, private: bool) -> Iterator[BinaryIO]:
    descriptor, name = tempfile.mkstemp(prefix=".wenren-", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o600 if private else _mode(target))
        if new:
            # Another may have made it meanwhile.
            _take_new_place(temporary, target)
        else:
            temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _take_new_place(temporary: Path, target: Path) -> None:
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links.
        if target.exists():
            raise FileExistsError(str(target)) from None
        temporary.replace(target)


def _mode(path: Path) -> int:
    """The mode of the file that is there; of a new one, what the mask leaves."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)  # it can only be read by setting it
    os.umask(mask)
    return 0o666 & ~mask
