"""The counted budgets over a real connection, in the theme that a login has by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from store.journals import journal_of
from store.library import Library
from store.marks import Entry
from tests.budgets import (
    ARTICLE_PAGE_DOWN,
    FIRST_FRAME,
    LETTERS,
    LIST_DOWN,
    LIST_DOWN_WITH_DETAIL,
    PRIVATE_MEMORY,
    SEARCH_LETTER,
    Budget,
)
from tests.pty.program import letters_of, newest
from tests.pty.several import read_all, settle_all, wait_all
from tests.pty.terminal import Cost
from tests.ssh.server import Server
from tests.ssh.session import Session

SIZES = ((80, 24), (200, 50))
IDLE = 3
"""Seconds; how little of a processor is used in them is counted without a network."""


@pytest.fixture(scope="module")
def all_read(home: Path, store: Path) -> str:
    """Somebody who has read everything: nothing is marked while they look."""
    user = "wide reader"
    with closing(Library.open(store)) as library, pytest.MonkeyPatch.context() as patch:
        heads = library.rows(stories=False).page(0, 1000)
        patch.setenv("HOME", str(home))
        patch.setenv("WENREN_USER", user)
        journal_of(store).change([Entry("read", tuple(head.id for head in heads))])
    return user


@pytest.fixture
def both(server: Server, home: Path, store: Path, all_read: str) -> Iterator[Mapping[str, Session]]:
    """A session at either size, with its first frame."""
    with ExitStack() as stack:
        sessions = [
            stack.enter_context(Session(server, home, all_read, cols=cols, rows=rows))
            for cols, rows in SIZES
        ]
        title = newest(store)
        wait_all(sessions, lambda terminal: title in terminal.text(), "a first frame")
        settle_all(sessions)
        yield dict(zip(Budget._fields, sessions, strict=True))


def press(both: Mapping[str, Session], keys: Sequence[str]) -> list[Mapping[str, Cost]]:
    """Type the same on all, and what each key cost."""
    costs = []
    sessions = list(both.values())
    for key in keys:
        for session in sessions:
            session.mark()
            session.send(key)
        wait_all(sessions, lambda terminal: terminal.cost().bytes > 0, f"an answer to {key}")
        settle_all(sessions)
        costs.append({size: session.cost() for size, session in both.items()})
    return costs


def check(costs: Sequence[Mapping[str, Cost]], budget: Budget, frames: int = 1) -> None:
    for cost in costs:
        for size, one in cost.items():
            assert 0 < one.bytes <= getattr(budget, size), (size, costs)
            assert one.frames <= frames, (size, costs)


def test_what_a_reader_does(both: Mapping[str, Session], store: Path) -> None:
    assert max(len(session.received) for session in both.values()) <= FIRST_FRAME
    assert not any(re.search(r"[34]8;[25];", session.output) for session in both.values())
    short = [letters <= LETTERS for letters in letters_of(store, 6)[1:]]
    assert any(short)
    costs = press(both, ("down",) * len(short))
    check([cost for cost, is_short in zip(costs, short, strict=True) if is_short],
          LIST_DOWN_WITH_DETAIL)  # fmt: skip
    press(both, ("z",))
    check(press(both, ("up", "up", "down")), LIST_DOWN)
    press(both, ("z", "home", "enter"))
    check(press({"small": both["small"]}, ("pagedown", "pageup")), Budget(ARTICLE_PAGE_DOWN, 0))
    press(both, ("escape", "/"))
    # Results, then completions, their number and the excerpts.
    letters = press(both, ("经", "济"))
    check(letters, Budget(*(2 * limit for limit in SEARCH_LETTER)), 6)


def test_idle_sends_nothing(both: Mapping[str, Session]) -> None:
    sessions = list(both.values())
    assert not any(re.match(" .N", line) for line in sessions[0].lines())
    for session in sessions:
        session.mark()
    read_all(sessions, IDLE)
    assert [session.cost() for session in sessions] == [Cost(0, 0), Cost(0, 0)]
    private = [session.program.memory_full_info().uss for session in sessions]
    assert max(private) <= PRIVATE_MEMORY, private
