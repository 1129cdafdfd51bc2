"""Two versions of the program over one store: each keeps an index, and nobody the other's."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from store.doctor import examine
from store.library import Library
from store.search import schema
from tests import begun
from tests.unit.test_library import draft
from tui.cli import run

WEEKS = 14 * 86400


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with closing(Library.open(tmp_path / "store")) as library:
        library.add(draft(number) for number in range(3))
    return library.path


def index_of(store: Path) -> Path:
    path = schema.current(store / "index")
    assert path
    return path


def as_version(store: Path, version: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the store as another version of the program would: read it, and add to it."""
    with monkeypatch.context() as patch:
        patch.setattr(schema, "VERSION", version)
        patch.setattr(schema, "open_to_write", begun._begin)
        with closing(Library.open(store)) as library:
            library.refresh()
            assert library.count() == len(list((store / "articles").rglob("*.json")))
            number = library.count() + 1
            assert library.add([draft(number)]).added == 1


def test_neither_makes_the_others_anew(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later, ours = schema.VERSION + 1, index_of(store)
    inodes = set()
    for _ in range(3):
        as_version(store, later, monkeypatch)
        as_version(store, schema.VERSION, monkeypatch)
        (theirs,) = (p for p, v in schema.indexes(store / "index") if v == later)
        inodes.add((ours.stat().st_ino, theirs.stat().st_ino))
    # All that each did to its own was to take in what the other had added.
    assert len(inodes) == 1
    assert index_of(store) == ours


def test_the_later_ones_is_left_alone_and_named(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = index_of(store).with_name(f"wenren-v{schema.VERSION + 1}-000007.sqlite")
    later.write_bytes(b"nothing that this version could read")
    os.utime(later, (0, 0))
    with closing(Library.open(store)) as library:
        library.reindex()
        assert library.add([draft(9)]).added == 1
    assert later.read_bytes() == b"nothing that this version could read"
    assert [f.reason for f in examine(store)] == [
        "an index of a later version of wenren, left to it"
    ]
    assert run(["doctor", "--repair", "--store", str(store)]) == 0
    assert f"{later}: an index of a later version" in capsys.readouterr().out
    assert later.exists()


@pytest.mark.parametrize("name", ["wenren-v5-000002.sqlite", "wenren-000002.sqlite"])
def test_an_earlier_ones_goes_when_nobody_keeps_it_in_step(store: Path, name: str) -> None:
    earlier = index_of(store).with_name(name)
    shutil.copyfile(index_of(store), earlier)
    with closing(Library.open(store)) as library:
        library.refresh()
        assert earlier.exists()
        log = earlier.with_name(f"{name}-wal")
        log.write_bytes(b"")
        now = index_of(store).stat().st_mtime
        os.utime(earlier, (now - WEEKS, now - WEEKS))
        library.refresh()
        # Its log was written lately.
        assert earlier.exists()
        os.utime(log, (now - WEEKS, now - WEEKS))
        library.refresh()
    assert not earlier.exists()
    assert not log.exists()
    assert list(examine(store)) == []


def test_one_whose_name_belies_it_is_made_anew(store: Path) -> None:
    with closing(sqlite3.connect(index_of(store))) as db, db:
        db.execute("UPDATE meta SET value = value + 1 WHERE key = 'version'")
    (finding,) = examine(store)
    assert "another version" in finding.reason
    with closing(Library.open(store)) as library:
        assert library.count() == 3
    assert list(examine(store)) == []
