"""What a key costs on the wire in the list by day, with a story unfolded, in two lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.budgets import LIST_DOWN
from tests.pty.program import browse
from tests.pty.terminal import Terminal

SIZES = {"80x24": (80, 24), "200x50": (200, 50)}
LOOKS = {"by day": "D", "in two lines": "v", "by day in two lines": "Dv"}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", SIZES)
def test_down_in_the_list_alone(store: Path, env: dict[str, str], size: str, look: str) -> None:
    cols, rows = SIZES[size]
    with browse(store, env, cols=cols, rows=rows) as terminal:
        for key in ("z", *LOOKS[look]):
            terminal.press(key)
        _down(terminal, LIST_DOWN[size == "200x50"])


@pytest.mark.parametrize("size", SIZES)
def test_down_through_an_unfolded_story(store: Path, env: dict[str, str], size: str) -> None:
    cols, rows = SIZES[size]
    with browse(store, env, ["是:转载"], cols=cols, rows=rows) as terminal:
        for key in ("z", "D", "o"):
            terminal.press(key)
        assert "\n>" in terminal.text()
        _down(terminal, LIST_DOWN[size == "200x50"])


@pytest.mark.parametrize("size", SIZES)
def test_the_next_article_in_zen(store: Path, env: dict[str, str], size: str) -> None:
    cols, rows = SIZES[size]
    with browse(store, env, cols=cols, rows=rows) as terminal:
        terminal.press("Z")
        costs = [terminal.press("J") for _ in range(3)]
        assert {cost.frames for cost in costs} == {1}, costs
        assert "闻人" not in terminal.lines()[0]


def _down(terminal: Terminal, limit: int) -> None:
    costs = [terminal.press("down") for _ in range(5)]
    assert max(cost.bytes for cost in costs) <= limit, costs
    assert {cost.frames for cost in costs} == {1}, costs
