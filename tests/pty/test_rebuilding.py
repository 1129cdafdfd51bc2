"""The real browser on a store without an index: it waits for nobody, and leaves nobody behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from store.archive import Archive
from store.library import Library
from tests.pty.conftest import ARTICLES
from tests.pty.program import WENREN, browse, newest
from tests.pty.terminal import Terminal

ENDINGS: dict[str, Callable[[Terminal], object]] = {
    "q": lambda terminal: terminal.send("q"),
    "hangup": lambda terminal: terminal.hang_up(),
    "SIGTERM": lambda terminal: os.kill(terminal.pid, signal.SIGTERM),
    "SIGKILL": lambda terminal: os.kill(terminal.pid, signal.SIGKILL),
}


@pytest.fixture
def own_store(store: Path, tmp_path: Path) -> Path:
    """Without an index."""
    return Path(shutil.copytree(store, tmp_path / "store", ignore=shutil.ignore_patterns("index")))


def opened(store: Path, env: dict[str, str]) -> Terminal:
    return Terminal([*WENREN, "--store", store], env)


def children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for there in lists for child in there.read_text().split() if alive(child)]


def eventually(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def alive(pid: int | str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def done(store: Path) -> int:
    with closing(Library.at_hand(store)) as library:
        part = library.unfinished()
        assert part is not None, "it was whole before anyone could look"
        return part[0]


@pytest.fixture
def started(own_store: Path, env: dict[str, str]) -> Iterator[Terminal]:
    with opened(own_store, env) as terminal:
        yield terminal


def test_the_first_frame_waits_for_nobody_and_the_list_fills(
    own_store: Path, store: Path, env: dict[str, str], started: Terminal
) -> None:
    with Archive(own_store).writing():
        started.wait_for("正在整理")
        started.press("?")
        started.press("escape")
        eventually(lambda: bool(children(started.pid)))
        assert not (own_store / "index").exists()
    started.wait_for(newest(store), 60)
    started.wait(lambda: "正在整理" not in started.text(), "end of the indexing", 60)
    with closing(Library.open(own_store)) as library:
        started.wait_for(f"{library.rows().total()} 篇")
    eventually(lambda: not children(started.pid))
    # And then it is quiet.
    started.settle()
    assert "新文章" not in started.text()


@pytest.mark.parametrize("ending", ENDINGS)
def test_ended_in_the_middle_and_opened_again_it_ends_whole(
    own_store: Path, store: Path, env: dict[str, str], started: Terminal, ending: str
) -> None:
    eventually(lambda: bool(children(started.pid)))
    (child,) = children(started.pid)
    eventually(lambda: done(own_store) > 0, 60)
    # Else it might be done by itself while the browser ends.
    os.kill(child, signal.SIGSTOP)
    ENDINGS[ending](started)
    started.wait_end(20)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGCONT)
    eventually(lambda: not alive(child))
    there = done(own_store)
    if ending == "SIGKILL":
        # A command has no use for a part.
        listed = subprocess.run(
            [*WENREN, "list", "--json", "--store", own_store], env=env, capture_output=True
        )
        assert listed.returncode == 0, listed.stderr.decode()
        assert len(listed.stdout.splitlines()) == ARTICLES
    elif ending == "q":
        with browse(own_store, env) as again:
            again.wait(lambda: "正在整理" not in again.text(), "end of the indexing", 60)
    with closing(Library.open(own_store)) as library, closing(Library.open(store)) as whole:
        assert there < ARTICLES
        heads = library.rows(stories=False).page(0, ARTICLES)
        assert heads == whole.rows(stories=False).page(0, ARTICLES)


def test_two_browsers_one_indexing(
    own_store: Path, store: Path, env: dict[str, str], started: Terminal
) -> None:
    with opened(own_store, env) as other:
        for terminal in (started, other):
            terminal.wait_for(newest(store), 60)
            terminal.wait(lambda t=terminal: "正在整理" not in t.text(), "end", 60)
        assert len(list((own_store / "index").glob("*.sqlite"))) == 1
