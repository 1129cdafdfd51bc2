"""Backups through pipes, as a script makes them."""

from __future__ import annotations

import json
from pathlib import Path

from tests import command_line
from tests.unit.test_archive import article, put


def test_out_of_one_pipe_and_into_another(tmp_path: Path) -> None:
    store, again = tmp_path / "store", tmp_path / "again"
    put(store, article(1), article(2, None))
    state = {"XDG_STATE_HOME": str(tmp_path / "state")}
    saved = command_line.wenren("backup", "-", "--store", store, "--json", **state)
    assert saved.returncode == 0
    assert saved.stderr.startswith(b"2 articles in 3 files, ")
    words = ("restore", "-", "--json", "--store", again)
    cut = command_line.wenren(*words, input=saved.stdout[:-9], **state)
    assert (cut.returncode, cut.stdout) == (1, b"")
    assert cut.stderr.startswith(b"wenren: -: not a whole backup")
    assert cut.stderr.count(b"\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) in (["store"], ["state", "store"])
    done = command_line.wenren(*words, input=saved.stdout, **state)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == {"articles": 2, "files": 3}
    day = "articles/2024/2024-05-16.json"
    assert (again / day).read_bytes() == (store / day).read_bytes()
