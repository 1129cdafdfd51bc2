"""A store one may not write is read as ever; what would write it says why it can't, in one line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from store.library import Library
from tests import command_line
from tests.faults.kills import ARTICLES, Work, documents


@pytest.fixture
def store(all_works: dict[str, Work], tmp_path: Path) -> Iterator[Path]:
    """A store that nobody may write, beside a folder of one's own."""
    path = Path(shutil.copytree(all_works["reindex"].store, tmp_path / "store"))
    with closing(Library.open(path)) as library:
        library.refresh()
    (tmp_path / "own").mkdir()
    _protect(path, 0o555, 0o444)
    yield path
    _protect(path, 0o755, 0o644)


def _protect(store: Path, folders: int, files: int) -> None:
    for path in [store, *store.rglob("*")]:
        path.chmod(folders if path.is_dir() else files)


def wenren(*words: str | Path, store: Path, state: Path | None = None) -> CompletedProcess[bytes]:
    own = store.parent / "own"
    env = {"HOME": str(own), "XDG_STATE_HOME": str(state or own), "WENREN_USER": "reader"}
    return command_line.wenren_plain(*words, "--store", store, **env)


def test_reading(store: Path) -> None:
    files = {p: p.read_bytes() for p in store.rglob("*") if p.is_file()}
    listed = wenren("list", "--json", store=store)
    assert (listed.returncode, listed.stderr) == (0, b"")
    ids = [json.loads(line)["id"] for line in listed.stdout.splitlines()]
    assert len(ids) == ARTICLES
    for words in (("show", ids[0]), ("search", "普京"), ("actors",), ("export",), ("doctor",)):
        done = wenren(*words, store=store)
        assert done.returncode == 0, done.stderr
    # One's marks are no part of it.
    assert wenren("mark", "star", "消息", store=store).returncode == 0
    starred = wenren("list", "is:starred", store=store)
    assert len(starred.stdout.splitlines()) == ARTICLES
    assert {p: p.read_bytes() for p in store.rglob("*") if p.is_file()} == files


def test_writing(store: Path, all_works: dict[str, Work]) -> None:
    before = documents(store)
    page = store.parent / "own" / "page.txt"
    page.write_text("剧院消息\n\n2024年5月1日 08:30\n\n剧院今天开放。\n", "utf-8")
    for words in (
        ("add", page),
        ("fetch",),
        ("retag", "--all"),
        ("reindex",),
        ("feeds", "add", "https://north.example/rss", "--no-check"),
        ("actors", "add", "港口消息", "--kind", "media"),
    ):
        done = wenren(*words, store=store)
        said = done.stderr.decode()
        assert done.returncode == 3, (words, said)
        assert said.startswith(f"wenren: {store}")
        assert "permission denied" in said
        assert len(said.splitlines()) == 1
    assert documents(store) == before


def test_marks_that_may_not_be_written(store: Path) -> None:
    done = wenren("mark", "star", "消息", store=store, state=store)
    assert done.returncode == 3
    assert "permission denied" in done.stderr.decode().splitlines()[-1].lower()


def test_what_is_broken_is_named_and_stays(store: Path) -> None:
    day = next((store / "articles").glob("*/*.json"))
    day.chmod(0o644)
    day.write_bytes(b"{")
    day.chmod(0o444)
    done = wenren("doctor", store=store)
    assert done.returncode == 1
    assert f"{day}: not JSON" in done.stdout.decode()
    done = wenren("doctor", "--repair", store=store)
    assert done.returncode == 3
    assert "permission denied" in done.stderr.decode()
    assert day.read_bytes() == b"{"
