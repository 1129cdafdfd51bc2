"""On a full disk a command says so in one line, loses nothing, and works once there is room."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.library import Library
from tests.faults.aims import Kill
from tests.faults.full_disk import filled, small_disk
from tests.faults.kills import Work, documents, left_over, marks

ROOMS = (0, 40 << 10, 100 << 10, 400 << 10)
"""Bytes that are left: none, or enough for a part of what a command does."""


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with small_disk(tmp_path_factory.mktemp("full") / "disk") as found:
        if found is None:
            pytest.skip("no disk of a few megabytes may be mounted here")
        yield found


@pytest.mark.parametrize("name", ["add", "fetch", "retag", "reindex", "mark"])
def test_nothing_is_lost(all_works: dict[str, Work], tmp_path: Path, disk: Path, name: str) -> None:
    work, store = all_works[name], disk / "store"
    work.moments(tmp_path / "done")
    before, expected = documents(work.store), documents(tmp_path / "done")
    refused = 0
    for room in ROOMS:
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(work.store, store)
        with closing(Library.open(store)) as library:
            # The files are others than those that the index knows.
            library.refresh()
        with filled(disk, room):
            ended = work.run(store, Kill())
            said = ended.stderr.decode()
            assert "Traceback" not in said
            if ended.returncode:
                refused += 1
                assert ended.returncode in (1, 3), said
                assert "disk is full" in said
                assert said.count("wenren:") == 1
            now = documents(store)
            assert {id: now[id]["blocks"] for id in before} == {
                id: before[id]["blocks"] for id in before
            }
            assert now.keys() <= expected.keys()
            assert marks(store)[0] == marks(work.store)[0]
        assert work.run(store, Kill()).returncode == 0
        assert documents(store) == expected
        assert marks(store) == marks(tmp_path / "done")
        assert left_over(store) == []
    # One more mark may fit into the last page of what there is.
    assert refused or name == "mark"


def test_a_first_mark(all_works: dict[str, Work], tmp_path: Path, disk: Path) -> None:
    work, store = all_works["mark"], disk / "store"
    work.moments(tmp_path / "done")
    shutil.rmtree(store, ignore_errors=True)
    shutil.copytree(work.store, store)
    with closing(Library.open(store)) as library:
        library.refresh()
    shutil.rmtree(store / "state/wenren")
    with filled(disk, 0):
        ended = work.run(store, Kill())
        assert ended.returncode == 3
        assert b"the disk is full" in ended.stderr
        assert marks(store) == (frozenset(), frozenset())
    assert work.run(store, Kill()).returncode == 0
    assert marks(store)[1] == marks(tmp_path / "done")[1]
