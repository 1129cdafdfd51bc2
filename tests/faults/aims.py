"""A process that kills itself with SIGKILL at the k-th moment at which it changes a disk.

A moment is a call that makes, writes, cuts, renames, syncs or deletes a file, by Python or by
SQLite, whose own system calls are replaced through its VFS. Between two such moments nothing
changes that a kill leaves behind, so that a kill before each of them, and one in the middle of each
that writes, are all the kills there are.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

AIMED = ("replace", "rename", "fsync", "ftruncate", "unlink", "mkdir", "open", "write", "pwrite")
"""Functions of ``os`` that are moments; ``open`` where it makes a file."""


class Kill(NamedTuple):
    """When a command is killed: at a moment, counted from 1, or ``after`` so many seconds.

    ``half``: a writing is done by half first. With neither, moments are counted and told last on
    standard error.
    """

    moment: int = 0
    half: bool = False
    after: float | None = None


class _Aim:
    def __init__(self, kill: Kill) -> None:
        self.kill = kill
        self.count = 0

    def here(self, half: Callable[[], object] | None = None) -> None:
        """A moment; ``half`` does half of what is about to be done."""
        self.count += 1
        if self.count == self.kill.moment:
            if self.kill.half and half is not None:
                half()
            os.kill(os.getpid(), signal.SIGKILL)


_kept: list[object] = []
"""What C calls must never be collected."""


def take_aim(kill: Kill) -> None:
    """From here on this process is killed as ``kill`` says, unless it ends before."""
    aim = _Aim(kill)
    for name in AIMED:
        setattr(os, name, _aimed(aim, name, getattr(os, name)))
    _aim_at_sqlite(aim)
    _say_what_is_done()
    if not kill.moment:
        _kept.append(aim)


def told() -> str:
    """How many moments there were."""
    (aim,) = (kept for kept in _kept if isinstance(kept, _Aim))
    return f"moments {aim.count}"


def _aimed(aim: _Aim, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        if name == "open" and not arguments[1] & os.O_CREAT:
            return real(*arguments, **named)
        half = None
        if name in ("write", "pwrite"):
            number, data, *place = arguments
            half = lambda: real(number, bytes(data)[: len(data) // 2], *place)  # noqa: E731
        elif name == "fsync":
            # What a kill before it may leave of what Python wrote a piece at a time.
            half = lambda: _cut(arguments[0])  # noqa: E731
        aim.here(half)
        return real(*arguments, **named)

    return call


def _cut(descriptor: int) -> None:
    with suppress(OSError):
        # Not a journal, of which only the end is new.
        if Path(f"/proc/self/fd/{descriptor}").readlink().suffix == ".tmp":
            os.truncate(descriptor, os.fstat(descriptor).st_size // 2)


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("size", ctypes.c_int),
        ("longest", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("methods", ctypes.c_void_p * 13),
        ("set_system_call", ctypes.c_void_p),
        ("get_system_call", ctypes.c_void_p),
    )


def can_aim_at_sqlite() -> bool:
    """Whether Python's SQLite is one whose system calls can be replaced."""
    with suppress(AttributeError, OSError):
        return _vfs() is not None
    return False


def _vfs() -> Any:
    import _sqlite3

    find = ctypes.CDLL(_sqlite3.__file__).sqlite3_vfs_find
    find.argtypes, find.restype = (ctypes.c_char_p,), ctypes.POINTER(_Vfs)
    return find(None) or None


def _aim_at_sqlite(aim: _Aim) -> None:
    vfs = _vfs()
    place = (ctypes.POINTER(_Vfs), ctypes.c_char_p)
    setting = ctypes.CFUNCTYPE(ctypes.c_int, *place, ctypes.c_void_p)(vfs.contents.set_system_call)
    getting = ctypes.CFUNCTYPE(ctypes.c_void_p, *place)(vfs.contents.get_system_call)
    int_, size, long, text = ctypes.c_int, ctypes.c_size_t, ctypes.c_int64, ctypes.c_char_p
    data = ctypes.c_void_p
    for name, type_ in (
        (b"write", ctypes.CFUNCTYPE(ctypes.c_ssize_t, int_, data, size, use_errno=True)),
        (b"pwrite", ctypes.CFUNCTYPE(ctypes.c_ssize_t, int_, data, size, long, use_errno=True)),
        (b"pwrite64", ctypes.CFUNCTYPE(ctypes.c_ssize_t, int_, data, size, long, use_errno=True)),
        (b"ftruncate", ctypes.CFUNCTYPE(int_, int_, long, use_errno=True)),
        (b"unlink", ctypes.CFUNCTYPE(int_, text, use_errno=True)),
    ):
        if not (address := getting(vfs, name)):
            continue
        replacement = type_(_of_sqlite(aim, type_(address), writes=b"write" in name))
        _kept.append(replacement)
        setting(vfs, name, ctypes.cast(replacement, ctypes.c_void_p))


def _of_sqlite(aim: _Aim, real: Any, *, writes: bool) -> Callable[..., int]:
    def call(first: Any, *others: Any) -> int:
        half = None
        if writes:
            data, size, *place = others
            half = lambda: real(first, data, size // 2, *place)  # noqa: E731
        aim.here(half)
        done: int = real(first, *others)
        return done

    return call


def _say_what_is_done() -> None:
    """Has adding and tagging again say on standard error what is reported to their callers."""
    from store import adding, preparing, retagging

    # Workers change no disk, and take longer to start than all the rest.
    preparing.Preparer.start = lambda preparer: None  # type: ignore[method-assign]
    add, retag = adding.add, retagging.retag

    def say(number: int) -> None:
        print("so far", number, file=sys.stderr, flush=True)

    def add_telling(*arguments: Any, progress: object = None, **named: Any) -> Any:
        return add(*arguments, progress=lambda report: say(report.added), **named)

    def retag_telling(*arguments: Any, progress: object = None, **named: Any) -> Any:
        return retag(*arguments, progress=lambda done, total: say(done), **named)

    adding.add, retagging.retag = add_telling, retag_telling
