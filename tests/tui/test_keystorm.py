"""Keys at random, and those that open one thing over another (``python -m tests.tui.keystorm``)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual import events

from tests.benchmarks.generate import build
from tests.tui.keystorm import Burst, bursts, on_top, storm
from tests.tui.test_browser import browser, press, shown
from tui.language import in_chinese
from tui.panes.line_input import LONGEST, LineInput


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


LINES = {
    "search": ("/",),
    "add": ("A",),
    "palette": (":",),
    "who": ("a",),
    "tags": ("t",),
    "find in help": ("?", "/"),
    "rename": ("tab", "e", "r"),
    "merge": ("tab", "e", "m"),
    "save": ("/", "1", "enter", "S"),
    "export": ("x", "j"),
}
"""The keys that lead to every line that takes text."""


@pytest.mark.parametrize("keys", LINES.values(), ids=LINES)
async def test_of_a_megabyte_that_is_pasted_it_is_said_what_is_kept(keys: tuple[str, ...]) -> None:
    async with browser() as (app, pilot):
        await press(pilot, *keys)
        line = app.focused
        assert isinstance(line, LineInput)
        app.post_message(events.Paste("普京会见习近平，" * (1 << 17)))
        await pilot.pause()
        await pilot.pause()
        assert len(line.value) == LONGEST
        assert in_chinese("Cut at {longest:,} characters").format(longest=LONGEST) in shown(app)
        await press(pilot, "end", "backspace")
        assert len(line.value) == LONGEST - 1
        await press(pilot, *["escape"] * 5)
        assert app.focused is on_top(app) is app.headlines


async def test_a_mark_of_no_article_is_refused_in_words() -> None:
    async with browser(query="没有这样的词") as (app, pilot):
        for key in "smt":
            app.tell("")
            await press(pilot, key)
            assert "没有打开的文章" in shown(app)
            assert app.edit_line is None
