"""An index that is made anew: in its place, the newest days first, resumed, never a part of one."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from store.archive import Archive
from store.article import Block, Draft
from store.day_file import UNDATED, Signature
from store.errors import StoreError
from store.library import Head, Library
from store.search import healing, schema
from store.tending import tend

DAYS = 12


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rebuilding") / "store"
    with closing(Library.open(path)) as library:
        library.add(
            Draft(
                title=f"第{number}号新闻",
                blocks=(Block("paragraph", f"这是第{number}篇文章的正文，谈天气。"),),
                source="闻人通讯社",
                published=f"2024-05-{number:02}T08:00:00+08:00" if number else None,
            )
            for number in range(DAYS)
        )
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of which every day is indexed in a transaction of its own."""
    monkeypatch.setattr(healing, "FIRST_BYTES", 1)
    return Path(shutil.copytree(made, tmp_path / "store"))


def heads(path: Path) -> list[Head]:
    with closing(Library.open(path)) as library:
        return library.rows(stories=False).page(0, 100)


def index_of(store: Path) -> Path:
    path = schema.current(store / "index")
    assert path
    return path


def delete(store: Path) -> None:
    shutil.rmtree(store / "index")


def fill_with_garbage(store: Path) -> None:
    index_of(store).write_bytes(b"not a database" * 100)


def empty(store: Path) -> None:
    index_of(store).write_bytes(b"")


def outdate(store: Path) -> None:
    with closing(sqlite3.connect(index_of(store))) as db, db:
        db.execute("UPDATE meta SET value = value - 1 WHERE key = 'version'")


HARMS = (delete, fill_with_garbage, empty, outdate)


class Killed(BaseException):
    pass


@pytest.fixture
def kill_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, int], None]:
    """Makes an index and ends that after so many days, as abruptly as one process can."""

    def kill(store: Path, days: int) -> None:
        read, left = Archive.read, iter(range(days))

        def once_more(archive: Archive, day: str) -> object:
            if next(left, None) is None:
                raise Killed
            return read(archive, day)

        with monkeypatch.context() as patch:
            patch.setattr(Archive, "read", once_more)
            with pytest.raises(Killed):
                Library.open(store)

    return kill


@pytest.mark.parametrize("harm", HARMS)
def test_at_hand_is_nothing_and_open_is_all(store: Path, harm: Callable[[Path], None]) -> None:
    expected = heads(store)
    harm(store)
    with closing(Library.at_hand(store)) as library:
        assert library.unfinished() == (0, 0)
        assert library.rows().total() == 0
        told: list[tuple[int, int]] = []
        assert Library.open(store, lambda *at: told.append(at)).unfinished() is None
        assert told == [(at, DAYS) for at in range(DAYS + 1)]
        # One that was open before moves to it.
        library.revision()
        assert library.unfinished() is None
        assert library.rows(stories=False).page(0, 100) == expected
    assert heads(store) == expected


def test_damage_within_is_met_once(store: Path) -> None:
    expected = heads(store)
    with closing(sqlite3.connect(index_of(store))) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'head'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    with index_of(store).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with closing(Library.at_hand(store)) as library:
        with pytest.raises(StoreError, match="malformed"):
            library.rows().page(0, 10)
        assert library.unfinished() == (0, 0)
        assert library.clone().rows().page(0, 10) == []
    assert heads(store) == expected


def test_the_newest_days_are_there_first_and_the_rest_follows(
    store: Path, kill_after: Callable[[Path, int], None]
) -> None:
    expected = heads(store)
    delete(store)
    for begun, more in ((0, 3), (3, 1), (4, 0), (4, 5)):
        kill_after(store, more)
        with closing(Library.at_hand(store)) as library:
            there = begun + more
            assert library.unfinished() == (there, DAYS)
            assert library.rows(stories=False).page(0, 100) == expected[:there]
            assert library.rows("天气", stories=False).page(0, 100) == expected[:there]
            assert library.stale()
    told: list[tuple[int, int]] = []
    Library.open(store, lambda *at: told.append(at)).close()
    assert told == [(at, DAYS) for at in range(9, DAYS + 1)]
    assert expected[-1].published is None
    assert heads(store) == expected
    assert not Library.open(store).stale()


def test_articles_added_to_a_part_find_the_whole(
    store: Path, kill_after: Callable[[Path, int], None]
) -> None:
    expected = heads(store)
    delete(store)
    kill_after(store, 3)
    with closing(Library.at_hand(store)) as library:
        article = library.article(expected[0].id)
        assert article
        assert library.add([article]).known == 1
        assert library.unfinished() is None
    assert heads(store) == expected


def test_a_whole_index_serves_till_another_is_whole(store: Path) -> None:
    expected = heads(store)
    reader = Library.open(store)
    seen = []

    def look(done: int, total: int) -> None:
        with closing(Library.at_hand(store)) as other:
            reader.revision()
            seen.append((reader.rows().total(), other.rows().total(), other.unfinished()))

    before = index_of(store)
    with closing(Library.open(store)) as library:
        library.reindex(look)
    assert set(seen) == {(DAYS, DAYS, None)}
    assert index_of(store) != before
    assert heads(store) == expected


def test_nobody_goes_from_a_whole_index_to_a_part_of_one(store: Path) -> None:
    reader = Library.open(store)
    schema.open_to_write(schema.following(store / "index"), DAYS).close()
    before = reader.revision()
    assert (reader.rows().total(), reader.unfinished()) == (DAYS, None)
    tend(store)
    assert reader.revision() != before
    assert (reader.rows().total(), reader.unfinished()) == (DAYS, None)


def test_an_index_deleted_under_a_reader_is_missed_and_made_again(store: Path) -> None:
    reader = Library.open(store)
    delete(store)
    reader.revision()
    assert reader.unfinished() == (0, 0)
    assert reader.rows().total() == DAYS
    tend(store)
    reader.revision()
    assert reader.unfinished() is None
    assert reader.clone().rows().total() == DAYS


def test_who_waits_is_told_how_far_another_is(
    store: Path, kill_after: Callable[[Path, int], None]
) -> None:
    delete(store)
    kill_after(store, 3)
    told = threading.Event()
    totals: list[int] = []

    def wait() -> None:
        with closing(Library.open(store, tell)) as library:
            totals.append(library.rows().total())

    def tell(done: int, total: int) -> None:
        assert done >= 3
        assert total == DAYS
        told.set()

    waiting = threading.Thread(target=wait)
    with Archive(store).writing():
        waiting.start()
        assert told.wait(20)
        assert totals == []
    waiting.join()
    assert totals == [DAYS]


def test_the_newest_are_taken_in_first_in_growing_lots() -> None:
    names = [UNDATED, *(f"2024-01-{day:02}" for day in range(1, 32))]
    size = healing.FIRST_BYTES // 2
    lots = list(
        healing._chunks(names[::2] + names[1::2], {n: Signature(size, 0, 0) for n in names})
    )
    assert [len(lot) for lot in lots] == [2, 4, 8, 16, 2]
    assert [name for lot in reversed(lots) for name in lot] == names


def test_a_browser_loads_nothing_of_what_its_child_does() -> None:
    program = (
        "import sys, tui.app, store.child, store.errands, store.amendment; print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    modules = set(loaded.stdout.decode().split())
    assert {"tui.browser.tending", "tui.browser.amender", "store.child"} <= modules
    heavy = {"jieba", "opencc", "pypinyin", "numpy", "tinydb", "httpx"}
    assert modules.isdisjoint({*heavy, "store.search.healing", "store.actors.lexicon"})


def test_tending_tells_what_is_damaged(store: Path) -> None:
    path = store / "articles" / "2024" / "2024-05-03.json"
    path.write_bytes(b"{")
    delete(store)
    (said,) = tend(store)
    assert said.startswith(str(path))
    with closing(Library.at_hand(store)) as library:
        assert (library.unfinished(), library.rows().total()) == (None, DAYS - 1)
