"""Damaged files: named in one line, set aside and not deleted; a damaged index is made anew."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.doctor import ASIDE, examine, repair
from store.errors import StoreError
from store.library import Head, Library
from store.search import schema
from store.search.reader import Reader
from store.search.staleness import stale
from store.tending import tend
from tests.unit.test_library import BODY, draft
from tui.cli import run

ARTICLES = 12
DAY = "articles/2024/2024-05-05.json"
QUERIES = ("", "天气", "人:普京", "pujing", "日期:2024-05", "-普京", "排序:旧 新闻", "源:闻人")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with closing(Library.open(tmp_path_factory.mktemp("damage") / "store")) as library:
        library.add([draft(1, BODY, title="普京会见代表团")])
        library.add(draft(number) for number in range(2, ARTICLES + 1))
    return library.path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    path = Path(shutil.copytree(made, tmp_path / "store"))
    tend(path)
    return path


def index_of(store: Path) -> Path:
    path = schema.current(store / "index")
    assert path
    return path


def heads(library: Library) -> list[Head]:
    return library.rows(stories=False).page(0, 100)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garble(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace("天气".encode(), b"\xff\xfe"))


def other_table(path: Path) -> None:
    path.write_text(json.dumps({"articles": [1, 2]}), "utf-8")


def other_json(path: Path) -> None:
    path.write_text("[]", "utf-8")


def loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "kept").write_text("kept", "utf-8")


DAMAGES = {
    cut: "not JSON",
    empty: "not JSON",
    garble: "not JSON",
    other_table: 'no TinyDB table "articles"',
    other_json: 'no TinyDB table "articles"',
    loop: "symbolic links",
    folder: "is a directory",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_day_file(
    store: Path, damage: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    path, at = store / DAY, ("--store", str(store))
    damage(path)
    # Everything else is read, listed and added to.
    assert run(["list", *at]) == 0
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) >= ARTICLES - 1
    assert printed.err.startswith(f"wenren: {path}: ")
    with closing(Library.open(store)) as library:
        report = library.add([draft(33, published=f"{path.stem}T09:00:00+08:00"), draft(44)])
    assert (report.added, len(report.refused)) == (1, 1)
    assert f"{path} is damaged" in str(report.refused[0])
    # The doctor names it in one line, and sets it aside whole.
    assert run(["doctor", *at]) == 1
    (line,) = (li for li in capsys.readouterr().out.splitlines() if str(path) in li)
    assert line.startswith(f"{path}: ")
    assert DAMAGES[damage] in line
    broken = [p for p in (path, *path.rglob("*")) if p.is_file()]
    data = [p.read_bytes() for p in broken]
    assert run(["doctor", "--repair", *at]) == 0
    kept = [p for p in (store / ASIDE).rglob("*") if p.is_file()]
    assert [p.read_bytes() for p in kept] == data
    (aside,) = (p for p in (store / ASIDE).rglob("*") if p.name == path.name)
    assert aside.is_symlink() == (damage is loop)
    assert run(["doctor", *at]) == 0
    with closing(Library.open(store)) as library:
        assert library.add([draft(33, published=f"{path.stem}T09:00:00+08:00")]).added == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    place=st.floats(0, 1, exclude_max=True),
    early=st.booleans(),
    noise=st.binary(min_size=1, max_size=80),
    shorter=st.booleans(),
)
def test_an_index_damaged_anywhere(
    made: Path, place: float, early: bool, noise: bytes, shorter: bool
) -> None:
    with tempfile.TemporaryDirectory() as name:
        store = Path(shutil.copytree(made, Path(name) / "store"))
        index = index_of(store)
        data = bytearray(index.read_bytes())
        # The first pages say what the others are.
        at = int(place * (1 << 14 if early else len(data)))
        data[at : at + len(noise)] = noise
        index.write_bytes(data[: at + len(noise)] if shorter else data)
        with closing(Library.open(made)) as library:
            before = heads(library)
        said: list[str] = []
        for _ in range(2):
            try:
                use(store)
            except StoreError as error:
                said.append(str(error))
        assert all(str(index.parent) in line and "\n" not in line for line in said)
        # By now it is made anew, or the damage is such as no reading can tell.
        use(store)
        if damage := list(examine(store)):
            assert {finding.derived for finding in damage} <= {"broken", "behind"}
            repair(store, damage)
        assert list(examine(store)) == []
        with closing(Library.open(store)) as library:
            assert heads(library) == before


def use(store: Path) -> None:
    """Read a store as commands and the browser do."""
    with closing(Library.open(store)) as library:
        if library.stale():
            library.refresh()
        for query in QUERIES:
            rows = library.rows(query)
            rows.total()
            for head in rows.page(0, 20):
                library.article(head.id)
                library.story(head.id)
        for count in library.actors(limit=20):
            library.dossier(count.actor)
        library.facets("天气")
        library.meanings("pujing")


def test_what_no_reading_can_tell_the_doctor_finds(store: Path) -> None:
    for change in (
        "UPDATE head SET title = '别的' WHERE title = '第5号新闻'",
        "UPDATE mention SET times = times + 1",
        "DELETE FROM mention",
        "UPDATE head SET published = '1999-01-01'",
        "DELETE FROM head WHERE title = '第5号新闻'",
    ):
        with closing(sqlite3.connect(index_of(store))) as db, db:
            db.execute(change)
        (finding,) = examine(store)
        assert finding.reason == "it says other things than the articles"
        assert repair(store, [finding])[0][1] == "made anew"
        assert list(examine(store)) == []


def test_an_index_deleted_while_it_is_read(store: Path) -> None:
    with closing(Library.open(store)) as library:
        before = heads(library)
        revision = library.revision()
        shutil.rmtree(store / "index")
        library.revision()
        assert heads(library) == before
        with closing(Library.open(store)) as other:
            assert other.add([draft(50)]).added == 1
        # It has the same name again, and is another file.
        assert library.revision() != revision
        assert len(heads(library)) == ARTICLES + 1


@pytest.mark.parametrize("mount_point", [False, True])
def test_articles_that_are_unmounted_while_they_are_read(
    store: Path, tmp_path: Path, mount_point: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    articles, at = store / "articles", ("--store", str(store))
    with closing(Library.open(store)) as library:
        before = heads(library)
        articles.rename(tmp_path / "elsewhere")
        if mount_point:
            articles.mkdir()
        library.revision()
        assert heads(library) == before
        with pytest.raises(StoreError, match="is a disk missing"):
            library.article(before[0].id)
        # Nobody takes them for deleted, or the empty place for another store.
        assert tend(store) == ()
        with pytest.raises(StoreError, match="is a disk missing"):
            library.add([draft(50)])
        with pytest.raises(StoreError, match="is a disk missing"):
            library.reindex()
        assert run(["list", *at]) == 0
        assert len(capsys.readouterr().out.splitlines()) == ARTICLES
        assert run(["doctor", "--repair", *at]) == 1
        assert f"{articles}: no articles" in capsys.readouterr().out
        assert articles.exists() == mount_point
        if mount_point:
            articles.rmdir()
        (tmp_path / "elsewhere").rename(articles)
        assert library.article(before[0].id)
        assert list(examine(store)) == []
        assert heads(library) == before


def test_times_that_go_back_are_noticed(store: Path) -> None:
    path = store / DAY
    data = path.read_bytes()

    def is_stale() -> bool:
        with closing(Reader(index_of(store))) as reader:
            return stale(store, reader)

    then = path.stat().st_mtime_ns
    changed = data.replace("天气".encode(), "天文".encode())
    for write in (path.write_bytes, lambda data: replaced(path, data)):
        for later in (-86400, 0, 86400):
            write(data)
            os.utime(path, ns=(then, then))
            tend(store)
            assert not is_stale()
            write(changed)
            at = then + later * 10**9
            os.utime(path, ns=(at, at))
            # Of the same length, in place and at the very same time: not to be told apart.
            assert is_stale() == (later != 0 or write != path.write_bytes)


def replaced(path: Path, data: bytes) -> None:
    other = path.with_suffix(".new")
    other.write_bytes(data)
    other.replace(path)
