"""Wenren itself as the tests start it: its own home, a store, a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from store.library import Library
from tests.pty.terminal import Terminal

WENREN = (sys.executable, "-m", "tui.cli")
ROOT = Path(__file__).parents[2]
HEADLINE = 6
"""Characters of a headline that every layout has room for."""


def environment(home: Path, **changes: str) -> dict[str, str]:
    """A person's environment with nothing in it but what a fresh login has."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "USER": "reader",
        "LANG": "zh_CN.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        # So many ms an escape may be the beginning of a key; more would be taken for silence.
        "ESCDELAY": "25",
        **changes,
    }


def newest(store: Path, query: str = "") -> str:
    """The beginning of the first headline a browser shows."""
    library = Library.open(store)
    try:
        return library.rows(query).page(0, 1)[0].title[:HEADLINE]
    finally:
        library.close()


def letters_of(store: Path, number: int, query: str = "") -> list[int]:
    """How long the articles of the first rows are."""
    library = Library.open(store)
    articles = [library.article(head.id) for head in library.rows(query).page(0, number)]
    library.close()
    return [sum(len(block.text) for block in article.blocks) for article in articles if article]


def browse(
    store: Path,
    env: dict[str, str],
    words: Sequence[str] = (),
    *,
    cols: int = 80,
    rows: int = 24,
    ignore_hangup: bool = False,
) -> Terminal:
    """The browser on ``store``, its first frame shown; the caller closes it."""
    terminal = Terminal(
        [*WENREN, "--store", store, *words],
        env,
        cols=cols,
        rows=rows,
        ignore_hangup=ignore_hangup,
    )
    try:
        terminal.wait_for(newest(store, " ".join(words)))
        terminal.settle()
    except BaseException:
        terminal.__exit__(None, None, None)
        raise
    return terminal
