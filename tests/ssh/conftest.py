"""One store that all log in to; no server is where none can be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.generate import build
from tests.ssh.server import Server, missing, serving
from tests.ssh.session import browser


@pytest.fixture(scope="session", autouse=True)
def can_serve() -> None:
    if reason := missing():
        pytest.skip(reason)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ssh-store") / "store"
    build(folder, 100)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the one account that all share."""
    return tmp_path_factory.mktemp("ssh-home")


@pytest.fixture(scope="module")
def server(
    store: Path, home: Path, tmp_path_factory: pytest.TempPathFactory, can_serve: None
) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("sshd"), browser(home, store)) as server:
        yield server
