"""The browser on a store whose index is being made: it opens at once and fills by itself."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from store.archive import Archive
from store.library import Library
from store.search import healing
from store.tending import tend
from tests.benchmarks.generate import build
from tests.tui.test_browser import press, selected, settle, shown
from tests.unit.test_rebuilding import delete, fill_with_garbage, outdate
from tui.app import WenrenApp
from tui.browser.tending import Tended, Tender

ARTICLES = 30


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rebuilding") / "store"
    build(path, ARTICLES)
    return path


class Steps:
    """Has the index made in a thread of the test's, a day each time it is let."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._let = threading.Semaphore(0)
        self._asked = threading.Semaphore(0)
        read = Archive.read

        def when_let(archive: Archive, day: str) -> object:
            self._asked.release()
            self._let.acquire()
            return read(archive, day)

        def have_done(tender: Tender) -> tuple[str, ...]:
            return tend(tender._library.path)

        patch.setattr(healing, "FIRST_BYTES", 1)
        patch.setattr(healing, "COMMIT_BYTES", 1)
        patch.setattr(Archive, "read", when_let)
        patch.setattr(Tender, "_have_done", have_done)

    def let(self, days: int) -> None:
        """Index so many more days; what they hold is there when this returns."""
        for _ in range(days):
            assert self._asked.acquire(timeout=20)
            self._let.release()
        assert self._asked.acquire(timeout=20)
        self._asked.release()

    def let_all(self) -> None:
        self._let.release(1000)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    return Steps(monkeypatch)


async def look(app: WenrenApp, pilot: Pilot[Any]) -> None:
    app._look_for_changes()
    await settle(pilot)


async def until(app: WenrenApp, pilot: Pilot[Any], holds: Callable[[], bool]) -> None:
    for _ in range(400):
        await look(app, pilot)
        if holds():
            return
        await pilot.pause(0.05)
    raise AssertionError(shown(app))


def titles(store: Path) -> list[str]:
    with closing(Library.at_hand(store)) as library:
        return [head.title for head in library.rows().page(0, 100)]


@pytest.mark.parametrize("harm", [delete, fill_with_garbage, outdate])
async def test_it_opens_at_once_and_fills(
    made: Path, tmp_path: Path, steps: Steps, harm: Callable[[Path], None]
) -> None:
    store = Path(shutil.copytree(made, tmp_path / "store"))
    expected = titles(store)
    days = len(Archive(store).days())
    harm(store)
    app = WenrenApp(Library.at_hand(store))
    async with app.run_test(size=(110, 24)) as pilot:
        await settle(pilot)
        assert "正在整理" in shown(app)
        assert "还没有文章" not in shown(app)
        await press(pilot, "question_mark")
        await press(pilot, "escape")
        steps.let(2)
        await look(app, pilot)
        assert f"正在整理 2/{days} 天" in shown(app)
        first = selected(app)
        assert app.reader.article is not None
        assert app.reader.article.id == first
        assert first not in app.library.marks.now.read
        # More comes in below, whether one has moved or not.
        await press(pilot, "j")
        second, before = selected(app), shown(app).splitlines()
        assert second != first
        steps.let(3)
        await look(app, pilot)
        assert f"正在整理 5/{days} 天" in shown(app)
        assert selected(app) == second
        assert shown(app).splitlines()[2] == before[2]
        # What is there can be searched.
        await press(pilot, "slash", *"星标", "enter")
        assert "正在整理" in shown(app)
        await press(pilot, "escape")
        steps.let_all()
        await until(app, pilot, lambda: app.unfinished is None)
        await until(app, pilot, lambda: "正在整理" not in shown(app))
        assert selected(app) == second
        answer = app.headlines.answer
        assert answer is not None
        assert answer.count() == len(expected)
        heads = [answer.head(at) for at in range(len(expected))]
        assert [head.title for head in heads if head] == expected
        assert app.header.banner == ""


async def test_what_would_move_waits_to_be_asked_for(
    made: Path, tmp_path: Path, steps: Steps
) -> None:
    store = Path(shutil.copytree(made, tmp_path / "store"))
    expected = titles(store)
    delete(store)
    app = WenrenApp(Library.at_hand(store), "排序:旧")
    async with app.run_test(size=(110, 24)) as pilot:
        await settle(pilot)
        steps.let(2)
        await look(app, pilot)
        await press(pilot, "j")
        second = selected(app)
        steps.let_all()
        await until(app, pilot, lambda: "篇新文章" in shown(app))
        assert selected(app) == second
        await until(app, pilot, lambda: app.unfinished is None)
        await press(pilot, "r")
        assert selected(app) == second
        assert f"{len(expected)} 篇" in shown(app)


async def test_what_can_t_be_made_is_said_where_it_stays(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Path(shutil.copytree(made, tmp_path / "store"))
    delete(store)
    monkeypatch.setattr(Tender, "start", lambda tender: None)
    app = WenrenApp(Library.at_hand(store))
    async with app.run_test(size=(110, 24)) as pilot:
        await settle(pilot)
        app.post_message(Tended(("articles: permission denied",)))
        await settle(pilot)
        app._tell_no_more()
        await settle(pilot)
        assert "articles: permission denied" in shown(app)


async def test_damage_is_said_in_the_footer(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Path(shutil.copytree(made, tmp_path / "store"))
    day = sorted(store.glob("articles/*/*.json"))[0]
    day.write_bytes(b"{")
    monkeypatch.setattr(Tender, "_have_done", lambda tender: tend(store))
    app = WenrenApp(Library.at_hand(store))
    async with app.run_test(size=(200, 24)) as pilot:
        await until(app, pilot, lambda: day.name in app.footer.notice)
