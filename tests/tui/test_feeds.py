"""The pane of feeds and the line that adds, with errands that nobody runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from store.errands import Errand, Outcome, Progress
from store.feeds.subscriptions import Subscription, changing
from tests.tui.fake_library import FakeLibrary
from tests.tui.test_browser import browser, press, settle, shown
from tui.app import WenrenApp
from tui.browser.errands import Errands
from tui.panes.feeds import FeedsPane

SIZES = [(80, 24), (120, 40), (200, 50)]
FEEDS = (
    Subscription(
        "http://a.example/f", "远望", ("国际",), outlet="远望报", fetched="2024-05-16T02:00:00Z"
    ),
    Subscription(
        "http://b.example/f", "海港", ("国际", "航运"), outlet="海港新闻", error="404 not found"
    ),
    Subscription("http://c.example/f", "城北"),
)


class Fake:
    """Errands that were run, each with what is said of it."""

    def __init__(self) -> None:
        self.run: list[Errand] = []
        self.said: list[Progress | Outcome] = [Outcome(added=1)]
        self.gate = threading.Semaphore(1000)

    def words(self, errands: Errands, errand: Errand) -> Iterator[Progress | Outcome]:
        self.run.append(errand)
        for said in self.said:
            yield said
            assert self.gate.acquire(timeout=20)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    made = Fake()
    monkeypatch.setattr(Errands, "words", lambda self, errand: made.words(self, errand))
    return made


@pytest.fixture
def library(tmp_path: Path) -> FakeLibrary:
    made = FakeLibrary(60)
    made.path = tmp_path
    with changing(tmp_path) as feeds:
        feeds.update({feed.url: feed for feed in FEEDS})
    return made


def pane(app: WenrenApp) -> FeedsPane:
    made = app.sides["feeds"]
    assert isinstance(made, FeedsPane)
    return made


async def until(pilot: object, app: WenrenApp, text: str) -> None:
    for _ in range(400):
        if text in shown(app):
            return
        await pilot.pause(0.01)  # type: ignore[attr-defined]
    raise AssertionError(f"no {text} in\n{shown(app)}")


@pytest.mark.parametrize("size", SIZES)
async def test_feeds_stand_by_folder_with_what_is_unread(
    library: FakeLibrary, size: tuple[int, int]
) -> None:
    async with browser(library, size) as (app, pilot):
        await press(pilot, "F")
        assert app.focused is pane(app)
        text = shown(app).splitlines()
        at = [
            next(n for n, line in enumerate(text) if name in line[-60:])
            for name in ("全部文章", "城北", "国际", "海港", "404 not found", "航运")
        ]
        assert at == sorted(at)
        assert pane(app).unread["源:远望报"] == 15
        assert pane(app).unread["源:城北"] == 0
        await press(pilot, "j", "j", "enter")
        assert app.query_text == "源:远望报"
        assert app.focused is app.headlines
        await press(pilot, "escape")
        assert app.focused is pane(app)
        await press(pilot, "k", "k", "enter")
        assert app.query_text == ""
        await press(pilot, "F", "F")
        assert app.side is None


async def test_the_line_gives_an_errand_and_its_end_is_told(
    library: FakeLibrary, fake: Fake
) -> None:
    fake.said = [
        Progress("bytes", 1, 2, 7),
        Outcome(added=12, refusals=2, refused=("a.txt: 空的", "b.txt: 空的")),
    ]
    fake.gate = threading.Semaphore(0)
    async with browser(library) as (app, pilot):
        await press(pilot, "tab", "A")
        assert "网址" in shown(app).splitlines()[-1]
        app.post_message(events.Paste("/a/folder\n"))
        await press(pilot, "enter")
        await until(pilot, app, "正在加 50 %  7 篇")
        assert app.focused is app.reader
        # Others wait, once; escape goes back and stops nothing.
        await press(pilot, "ctrl+r")
        assert "前面有 1 件" in shown(app)
        await press(pilot, "ctrl+r", "escape")
        assert app.errands.waiting == 1
        fake.gate.release(10)
    assert fake.run[0] == Errand("take", "/a/folder ")


async def test_the_end_is_told_with_the_first_reason(library: FakeLibrary, fake: Fake) -> None:
    fake.said = [Outcome(added=12, refusals=2, refused=("a.txt: 空的", "b.txt: 空的"))]
    async with browser(library) as (app, pilot):
        await press(pilot, "ctrl+r")
        await until(pilot, app, "12 篇新文章，2 个被拒：a.txt: 空的")
        await until(pilot, app, "闻人   60 篇")
        assert "正在取" not in shown(app)
        assert fake.run == [Errand("fetch")]


async def test_a_key_in_the_pane_stops_what_is_under_way(library: FakeLibrary, fake: Fake) -> None:
    fake.said = [Progress("feeds", 1, 3), Outcome(added=1)]
    fake.gate = threading.Semaphore(0)
    async with browser(library, (120, 40)) as (app, pilot):
        await press(pilot, "F", "r")
        await until(pilot, app, "正在取 1/3 个订阅")
        await press(pilot, "c")
        # The child that is killed says no more.
        fake.said = []
        fake.gate.release(10)
        await until(pilot, app, "停下了")
        await press(pilot, "c")
        assert "没有正在做的事" in shown(app)


async def test_a_feed_is_dropped_put_back_and_renamed(library: FakeLibrary, fake: Fake) -> None:
    fake.said = [Outcome()]
    async with browser(library, (120, 40)) as (app, pilot):
        await press(pilot, "F", "j", "x")
        await until(pilot, app, "已退订“城北”")
        await press(pilot, "u", "R", *" #财经", "enter")
        await settle(pilot)
        await press(pilot, "u")
        for _ in range(200):
            if len(fake.run) == 4:
                break
            await pilot.pause(0.01)
    done = [(errand.do, errand.what, (errand.feed or {}).get("tags")) for errand in fake.run]
    url = "http://c.example/f"
    assert done == [
        ("unsubscribe", url, None), ("put", url, ()), ("put", url, ("财经",)), ("put", url, ()),
    ]  # fmt: skip


async def test_nothing_of_it_in_a_kiosk(
    library: FakeLibrary, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENREN_KIOSK", "1")
    async with browser(library) as (app, pilot):
        for keys in (("A",), ("ctrl+r",), ("ctrl+e",), ("F", "j", "x"), ("R",)):
            await press(pilot, *keys)
            assert "只读" in shown(app).splitlines()[-1]
            assert app.edit_line is None
            app._tell_no_more()
    assert fake.run == []


async def test_an_empty_store_says_what_to_press(tmp_path: Path, fake: Fake) -> None:
    library = FakeLibrary(0)
    library.path = tmp_path
    async with browser(library) as (app, pilot):
        assert "按 A" in shown(app)
        with changing(tmp_path) as feeds:
            feeds.update({feed.url: feed for feed in FEEDS})
        await press(pilot, "ctrl+r")
        await until(pilot, app, "有 3 个订阅，还没有文章")
        assert "^r  取所有订阅" in shown(app)


async def test_what_is_typed_elsewhere_is_no_command(library: FakeLibrary, fake: Fake) -> None:
    async with browser(library) as (app, pilot):
        await press(pilot, "slash", "A", "F")
        assert app.search is not None
        assert app.search.input.value == "AF"
    assert fake.run == []


@pytest.mark.parametrize("size", SIZES)
async def test_the_tour_follows_and_ends(library: FakeLibrary, size: tuple[int, int]) -> None:
    app = WenrenApp(library, tour=True)  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        await settle(pilot)

        def line() -> str:
            return shown(app).splitlines()[-2]

        assert "1/8" in line()
        await press(pilot, "j", "slash")
        assert "2/8" in line()
        await press(pilot, *"普京", "enter")
        assert "3/8" in line()
        await press(pilot, "tab", "enter")
        assert "5/8" in line()
        await press(pilot, "escape", "s", "colon")
        assert "8/8" in line()
        await press(pilot, "escape")
        assert app.hint is None
        assert "8/8" not in shown(app)


async def test_escape_leaves_the_tour_and_the_row_is_the_panes_again(library: FakeLibrary) -> None:
    app = WenrenApp(library, tour=True)  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        before = app.reader.size.height
        await press(pilot, "escape")
        assert app.reader.size.height == before + 1
        assert "导览" not in shown(app)
