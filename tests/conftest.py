"""What holds in every test: nobody's own store, marks or settings are read or written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from store.search import schema
from tests import begun

# Runs are alike everywhere, and a slow machine is no failure; a search for new
# counterexamples is `pytest --hypothesis-profile=search`.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=5000)
settings.load_profile("steady")

PERSONAL = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")


LONG_FIRST = ("real", "pty", "hostile", "cli", "faults", "ssh", "tui", "web", "unit")
"""The folders by how long their modules take: the short ones last, so that no process is left alone
with a long one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    folders = {name: place for place, name in enumerate(LONG_FIRST)}
    items.sort(key=lambda item: folders.get(item.path.parent.name, -1))


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home folder of this run's own, with nothing set that changes what the program does."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            ours = name.startswith(("WENREN_", "TEXTUAL")) and name != "WENREN_SHARED"
            # The web of these tests is the loopback: nobody's proxy stands in between.
            if ours or name.lower().endswith("_proxy"):
                patch.delenv(name)
        for name in ("NO_COLOR", "COLORTERM", "FORCE_COLOR", *PERSONAL):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(folder))
        patch.setenv("TERM", "xterm-256color")
        yield folder


@pytest.fixture(scope="session", autouse=True)
def no_slow_beginnings() -> Iterator[None]:
    """An index begins with the lexicon in it, and no disk is waited for: what the tests kill is
    processes, never the machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "open_to_write", begun.open_to_write)
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield
