"""Locks: who waits says for whom, who is dead holds nobody up, and what they left goes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store import locking
from store.archive import Archive
from store.doctor import examine
from store.locking import locked, looking
from tests.faults.aims import Kill
from tests.faults.kills import Work, documents

HOLDER = """
import sys
from pathlib import Path
from store.locking import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that holds a lock till its input ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", HOLDER, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdin
        assert process.stdout.readline() == b"held\n"
        try:
            yield process
        finally:
            process.stdin.close()
            process.wait()


def test_who_waits_is_told_for_whom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    told, had = threading.Event(), threading.Event()

    def hear(what: str) -> None:
        said.append(what)
        told.set()

    def wait() -> None:
        with locked(tmp_path / ".lock") as held:
            assert held == (False,)
            had.set()

    monkeypatch.setattr(locking, "SOON", 0)
    monkeypatch.setattr(locking, "on_waiting", hear)
    with holder(tmp_path / ".lock") as process:
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert told.wait(30)
        assert said == [f"waiting for process {process.pid}, which is at work in {tmp_path}"]
        assert not had.is_set()
    waiting.join()
    assert had.is_set()
    assert (tmp_path / ".lock").read_bytes() == b""


def test_a_command_waits_and_prints_the_same(all_works: dict[str, Work], tmp_path: Path) -> None:
    work, store = all_works["add"], tmp_path / "store"
    shutil.copytree(work.store, store)
    lock = store / "articles/.lock"
    with holder(lock) as process:
        assert process.stdin
        # It is let go once the command has said for whom it waits.
        timer = threading.Timer(locking.SOON * 2, process.stdin.close)
        timer.start()
        ended = work.run(store, Kill())
        timer.join()
    assert ended.returncode == 0
    assert f"wenren: waiting for process {process.pid}, which" in ended.stderr.decode()
    assert json.loads(ended.stdout)["added"] == len(documents(store)) - len(documents(work.store))


def test_a_lock_that_is_had_at_once_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(locking, "SOON", 0)
    monkeypatch.setattr(locking, "on_waiting", said.append)
    with locked(tmp_path / ".lock"), looking(tmp_path / ".lock") as free:
        assert not free
    with locked(tmp_path / ".lock"):
        pass
    with locked(tmp_path / ".lock", wait=False), locked(tmp_path / ".lock", wait=False) as second:
        assert second is None
    assert said == []


@pytest.mark.parametrize("number", [b"1\n", b"", b"\xff not a number", b"9" * 400])
def test_a_lock_file_of_the_dead_holds_nobody_up(tmp_path: Path, number: bytes) -> None:
    archive = Archive(tmp_path)
    archive.folder.mkdir()
    lock = archive.folder / ".lock"
    lock.write_bytes(number)
    with archive.writing():
        assert lock.read_bytes().startswith(b"%d\n" % os.getpid())
    assert lock.read_bytes() == b""


def test_what_the_dead_left_is_swept_up_and_what_the_living_write_is_not(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    year = archive.folder / "2024"
    year.mkdir(parents=True)
    with holder(archive.folder / ".lock") as process:
        half = year / ".2024-05-01.json.abc.tmp"
        half.write_bytes(b"{")
        assert [f for f in examine(tmp_path) if f.path == half] == []
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert [f.reason for f in examine(tmp_path) if f.path == half] == [
        "half written when its writer was killed"
    ]
    # Looking is no writing: it is still known that somebody was killed.
    with archive.writing() as held:
        assert held.left
        assert not half.exists()
        half.write_bytes(b"{")
    with archive.writing() as held:
        assert not held.left
    # Nobody was killed since, so that nobody looked for it.
    assert half.exists()
