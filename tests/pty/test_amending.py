"""The lexicon changed from the browser by the real child, and nothing of it in the browser."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from pathlib import Path

from store.library import Library
from tests.benchmarks.generate import build
from tests.budgets import NOT_AT_FIRST_FRAME
from tests.pty.program import newest
from tests.pty.terminal import Terminal
from tests.pty.test_budgets import ASKED

TAGGING = 60
"""Seconds in which a child on a machine that has much else to do has tagged an article."""


def names(store: Path) -> set[str]:
    """Whom the newest article names, as the archive has it."""
    library = Library.open(store)
    try:
        article = library.article(library.rows().page(0, 1)[0].id)
    finally:
        library.close()
    assert article is not None
    return {mention.name for mention in article.mentions}


def said(store: Path) -> list[dict[str, object]]:
    """The owner's changes."""
    return list(json.loads((store / "lexicon.json").read_text("utf-8"))["actors"].values())


def test_a_name_is_changed_shown_and_taken_back(tmp_path: Path, env: dict[str, str]) -> None:
    store, report = tmp_path / "store", tmp_path / "modules"
    build(store, 30)
    before = names(store)
    os.mkfifo(report)
    answer = os.open(report, os.O_RDWR | os.O_NONBLOCK)
    argv = [sys.executable, "-c", ASKED, "--store", str(store)]
    with Terminal(argv, {**env, "MODULES": str(report)}) as terminal:
        terminal.wait_for(newest(store))
        terminal.settle()
        terminal.press("tab", "e", "r")
        terminal.press("ctrl+u")
        terminal.press(*"远望甲")
        terminal.send("enter")
        terminal.wait_for("篇随后更新", TAGGING)
        assert [change["name"] for change in said(store)] == ["远望甲"]
        terminal.wait(lambda: "远望甲" in names(store), "the article has its new name", TAGGING)
        os.kill(terminal.pid, signal.SIGUSR1)
        assert select.select([answer], [], [], 10)[0]
        loaded = set(os.read(answer, 1 << 20).decode().split())
        assert not {name.partition(".")[0] for name in loaded} & NOT_AT_FIRST_FRAME
        assert not any(name.startswith("store.actors.") for name in loaded)
        terminal.press("u")
        terminal.wait_for("已撤销", TAGGING)
        assert said(store) == []
        terminal.send("q")
        assert terminal.wait_end() == 0
    os.close(answer)
    assert "远望甲" not in before
