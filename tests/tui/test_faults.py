"""The browser over a store that breaks under it: it says so, goes on, and shows what is mended."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from store.library import Library
from store.search import schema
from store.tending import tend
from tests.benchmarks.generate import build
from tests.tui.test_browser import press, selected, settle, shown
from tests.tui.test_rebuilding import until
from tests.unit.test_library import draft
from tui.app import WenrenApp
from tui.browser.tending import Tender

ARTICLES = 300


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("faults") / "store"
    build(path, ARTICLES)
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = Path(shutil.copytree(made, tmp_path / "store"))
    tend(path)
    monkeypatch.setattr(Tender, "_have_done", lambda tender: tend(path))
    return path


async def test_an_index_deleted_under_it(store: Path) -> None:
    app = WenrenApp(Library.at_hand(store))
    async with app.run_test(size=(110, 24)) as pilot:
        await settle(pilot)
        first = selected(app)
        shutil.rmtree(store / "index")
        await press(pilot, "j", "j", "k", "k")
        assert selected(app) == first
        await until(app, pilot, lambda: schema.current(store / "index") is not None)
        with closing(Library.open(store)) as library:
            library.add([draft(1, title="后来的新闻", published="2031-01-01")])
        # The new index has the name of the old.
        await until(app, pilot, lambda: "篇新文章" in shown(app))
        await press(pilot, "r", "g")
        assert "后来的新闻" in shown(app)


async def test_an_index_damaged_under_it(store: Path) -> None:
    def is_made() -> bool:
        # By its own name, or by the next where somebody still had the old one open.
        return schema.current(store / "index") is not None

    app = WenrenApp(Library.at_hand(store))
    async with app.run_test(size=(110, 24)) as pilot:
        await settle(pilot)
        index, before = schema.current(store / "index"), app.headlines.answer
        assert index
        assert before
        stories = before.count()
        size = index.stat().st_size
        with index.open("r+b") as file:
            file.write(b"\xff" * size)
        await press(pilot, "j", "G", "g", "space", "slash", *"新闻", "escape", "a", "escape", "G")
        await until(app, pilot, lambda: app.unfinished is None and is_made())
        await press(pilot, "r", "g", "j")
        await until(app, pilot, lambda: app.headlines.answer.count() == stories)
        answer = app.headlines.answer
        assert answer
        assert (answer.broken, answer.count()) == ("", stories)
        assert app.reader.article is not None
        assert app.reader.article.id == selected(app)


async def test_articles_unmounted_under_it(store: Path) -> None:
    app = WenrenApp(Library.at_hand(store))
    async with app.run_test(size=(110, 24)) as pilot:
        await settle(pilot)
        (store / "articles").rename(store / "elsewhere")
        await press(pilot, "j")
        assert app.reader.article is None
        assert str(store / "articles") in app.reader.note
        await press(pilot, "s", "j", "k", "r")
        (store / "elsewhere").rename(store / "articles")
        await press(pilot, "j", "k")
        assert app.reader.article is not None
        assert app.reader.article.id == selected(app)
