"""Reading over a real SSH connection whose only program is ours."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from tests.benchmarks.generate import build
from tests.pty.program import ROOT, WENREN, environment, newest
from tests.pty.terminal import Terminal
from tests.ssh.server import Server, missing, serving

reason = missing()
pytestmark = pytest.mark.skipif(reason is not None, reason=reason or "")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ssh-store") / "store"
    build(folder, 100)
    return folder


@pytest.fixture
def pid_file(tmp_path: Path) -> Path:
    return tmp_path / "pid"


@pytest.fixture
def server(store: Path, tmp_path: Path, pid_file: Path) -> Iterator[Server]:
    home = tmp_path / "home"
    home.mkdir()
    own = shlex.join(["env", f"HOME={home}", f"PYTHONPATH={ROOT}", *WENREN, "--store", str(store)])
    with serving(tmp_path, f"echo $$ >{shlex.quote(str(pid_file))}; exec {own}") as server:
        yield server


def login(server: Server, tmp_path: Path, store: Path) -> Terminal:
    """Log in and wait for the first frame."""
    terminal = Terminal(server.login, environment(tmp_path, LC_ALL="C.UTF-8"))
    terminal.wait_for(newest(store))
    terminal.settle()
    return terminal


def test_log_in_read_and_quit(server: Server, tmp_path: Path, store: Path) -> None:
    with login(server, tmp_path, store) as terminal:
        before = terminal.text()
        assert terminal.press("down").frames == 1
        assert terminal.text() != before
        terminal.send("q")
        assert terminal.wait_end(10) == 0
        assert terminal.restored()


def test_a_client_that_is_killed_leaves_nothing(
    server: Server, tmp_path: Path, store: Path, pid_file: Path
) -> None:
    with login(server, tmp_path, store) as terminal:
        program = psutil.Process(int(pid_file.read_text()))
        assert "tui.cli" in program.cmdline()
        terminal.process.kill()
        program.wait(10)


def test_a_person_cannot_run_anything_else(server: Server, tmp_path: Path, store: Path) -> None:
    asked = Server((*server.login, "id; echo escaped"))
    with login(asked, tmp_path, store) as terminal:
        assert "escaped" not in terminal.output
