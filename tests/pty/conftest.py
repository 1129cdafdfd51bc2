from __future__ import annotations

from pathlib import Path

import pytest

from store.feeds.subscribing import subscribe
from store.feeds.subscriptions import Subscription
from tests.benchmarks.generate import build
from tests.pty.program import environment

ARTICLES = 400


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of generated articles; the tests only read it."""
    folder = tmp_path_factory.mktemp("stores") / "store"
    build(folder, ARTICLES)
    for name in ("远望", "海港", "城北"):
        subscribe(folder, Subscription(f"http://news.example/{name}", name, ("新闻",)))
    return folder


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """The environment of a person who has never started the program."""
    home = tmp_path / "home"
    home.mkdir()
    return environment(home)
