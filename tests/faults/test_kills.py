"""Killed at any moment, a command leaves a store in which nothing is lost and that heals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.aims import Kill, can_aim_at_sqlite
from tests.faults.kills import Tally, Work, kill, spread

AIMED = 16
TIMED = 4
MIDDLE = 12
"""Kills that come before the command's end, at least: a run again may have fewer moments."""


@pytest.mark.skipif(not can_aim_at_sqlite(), reason="this SQLite's system calls can't be replaced")
@pytest.mark.parametrize("name", ["add", "fetch", "retag", "reindex", "mark"])
def test_killed_at_any_moment(all_works: dict[str, Work], tmp_path: Path, name: str) -> None:
    work, tally = all_works[name], Tally()
    moments = work.moments(tmp_path / "done")
    assert moments > AIMED
    kill(work, spread(moments, AIMED), tmp_path / "done", tmp_path, tally)
    assert tally.middle >= MIDDLE
    soon = [Kill(after=0.01 * number) for number in range(TIMED)]
    kill(work, soon, tmp_path / "done", tmp_path, tally)
    assert (tally.kills, tally.losses) == (AIMED + TIMED, [])
