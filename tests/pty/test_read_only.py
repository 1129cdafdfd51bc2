"""A person of another login, who may not write the store, reads it, sees what others add, marks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.generate import build
from tests.command_line import wenren
from tests.pty.program import WENREN, environment, newest
from tests.pty.terminal import Terminal
from tests.pty.test_living_store import PAGE, PAGES

NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")


def _reason() -> str:
    if os.geteuid() or not shutil.which("setpriv"):
        return "takes root and setpriv to be somebody else"
    tried = subprocess.run(
        [*NOBODY, sys.executable, "-c", "import textual"], cwd="/", capture_output=True
    )
    return "another login can't run this Python" if tried.returncode else ""


reason = _reason()
pytestmark = pytest.mark.skipif(bool(reason), reason=reason)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every login may enter, as those of pytest aren't."""
    made = Path(tempfile.mkdtemp(prefix="wenren-read-only-"))
    made.chmod(0o755)
    home = made / "home"
    home.mkdir()
    os.chown(home, 65534, 65534)
    build(made / "store", 30)
    yield made
    shutil.rmtree(made)


def _signed(store: Path) -> dict[str, tuple[int, int]]:
    stats = ((path, path.stat()) for path in store.rglob("*"))
    return {str(path): (s.st_size, s.st_mtime_ns) for path, s in stats}


@pytest.mark.parametrize("log", [True, False])
def test_reading_what_one_may_not_write(folder: Path, log: bool) -> None:
    store = folder / "store"
    first = newest(store)
    if not log:
        # An index as a version left it that took its log away, or as it was copied.
        for part in (store / "index").glob("*.sqlite-*"):
            part.unlink()
    before = _signed(store)
    env = environment(folder / "home")
    with Terminal([*NOBODY, *WENREN, "--store", store], env) as terminal:
        terminal.wait_for(first)
        terminal.settle()
        terminal.send("s")
        terminal.wait_for("*")
        terminal.send("/")
        terminal.send("经济\r")
        terminal.settle()
        terminal.send("A")
        terminal.wait_for("只读")
        terminal.settle()
        assert _signed(store) == before
        terminal.send("0")
        terminal.settle()
        title, body = next(iter(PAGES.items()))
        page = PAGE.format(title=title, body=body).encode()
        assert wenren("add", "--store", store, "-", input=page).returncode == 0
        terminal.wait_for("1 篇新")
        terminal.send("rg")
        terminal.wait_for(title[:6])
        terminal.send("q")
        assert terminal.wait_end(10) == 0
    (journal,) = (folder / "home").rglob("nobody.jsonl")
    assert '"star"' in journal.read_text()
