"""Keys at random, and those that open one thing over another (``python -m tests.tui.keystorm``)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.benchmarks.generate import build
from tests.tui.keystorm import Burst, bursts, storm


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keystorm") / "store"
    build(folder, 60)
    return folder


STAGED: dict[str, list[Burst]] = {
    "help beneath a finder": [(":",), ("f1",)],
    "help beneath a line": [("t",), ("f1",)],
    "a finder over a line": [("t",), ("ctrl+p",)],
    "a finder opened while the last one goes": [(":", "escape", ":", "escape"), ("down",)],
    "a click on a line that goes": [("a",), ("escape", "click:13,1")],
    "a click beneath a line": [("t",), ("click:5,5",)],
    "a click beneath help": [("?",), ("click:5,0",)],
    "a click on nothing": [("click:3,0",)],
    "a finder over help, and beneath it a click": [
        ("?", " ", ":", "click:34,15", "d"),
        ("escape",),
    ],
}


@pytest.mark.parametrize("given", STAGED.values(), ids=STAGED)
async def test_who_lies_on_top_has_the_keys(given: list[Burst], store: Path) -> None:
    assert await storm(store, given, (80, 24)) == len(given)


@pytest.mark.parametrize(("seed", "size"), [(1, (80, 24)), (2, (40, 10)), (3, (200, 50))])
async def test_keys_at_random(seed: int, size: tuple[int, int], store: Path) -> None:
    given = bursts(random.Random(seed), 40)
    assert await storm(store, given, size) == len(given)
