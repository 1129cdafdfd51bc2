"""Hostile stores, each made once from a number, and a person who has marks there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.stores import fill, mark

HOSTILE = "\x9b31337m\x1b]0;PWNED\x07\u202e\udc9b"


@pytest.fixture(scope="package")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home in which nothing is but what the tests here put there."""
    home = tmp_path_factory.mktemp("person")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("WENREN_USER", f"人{HOSTILE}")
        patch.setattr("tui.app.on_end", lambda end: None)
        yield home


@pytest.fixture(scope="package")
def hostile(person: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("hostile") / "store"
    fill(store, 1)
    mark(store, 1)
    return store
