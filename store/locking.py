"""Locks between processes, and names that are on the disk before anyone relies on them.

A lock is the kernel's, on an open file, and ends with the process that has it, however that ends.
Its holder writes its number into the file for who waits, and empties the file when it is done: a
number that is still there when the lock is to be had was left by one that was killed.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import NamedTuple

from store.message import Message

SOON = 1.0
"""Seconds one waits without a word."""


class Held(NamedTuple):
    """A lock that was had; ``left``: the process that had it before was killed at its work."""

    left: bool


on_waiting: Callable[[Message], None] | None = None
"""Told, in words and from a thread, for whom this process has been waiting for a moment."""


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[Held | None]:
    """Hold the lock file ``path`` (made if need be); yields None if it wasn't to be had.

    Raises ``OSError``.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o664)
    try:
        if not _take(descriptor, path, wait):
            yield None
            return
        left = bool(_holder(descriptor))
        # On a full disk nothing can be said, and there is nothing to say it for.
        with suppress(OSError):
            os.pwrite(descriptor, b"%d\n" % os.getpid(), 0)
        try:
            yield Held(left)
        finally:
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


@contextmanager
def looking(path: Path) -> Iterator[bool]:
    """Keep others from taking the lock ``path`` meanwhile; yields False where one has it already.

    Nothing is written or waited for. Raises ``OSError``.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        # Nobody has ever written here.
        yield True
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)


@contextmanager
def undisturbed(path: Path) -> Iterator[None]:
    """Wait for who holds the lock file ``path`` and keep others from it; one need not be allowed
    to write. Who may neither find nor make it goes without. Raises ``OSError``.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o664)
    except OSError:
        yield
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Put the names in ``folder`` on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _take(descriptor: int, path: Path, wait: bool) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    if not wait:
        return False

    def tell() -> None:
        if on_waiting is not None:
            folder = path.parent
            if holder := _holder(descriptor):
                told = Message(
                    "waiting for process {number}, which is at work in {folder}",
                    number=holder,
                    folder=folder,
                )
            else:
                told = Message(
                    "waiting for another process, which is at work in {folder}", folder=folder
                )
            on_waiting(told)

    timer = Timer(SOON, tell)
    timer.daemon = True
    timer.start()
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    finally:
        timer.cancel()
    return True


def _holder(descriptor: int) -> int:
    """The process that wrote its number into a lock file last; 0 for none."""
    with suppress(OSError, ValueError):
        return int(os.pread(descriptor, 32, 0) or b"0")
    return 0
