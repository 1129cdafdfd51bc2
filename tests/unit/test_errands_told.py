"""What is said of an errand: how far it is, and what became of it."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import orjson
import pytest

from store import taking
from store.errands import Errand, Outcome, Progress, heard
from store.feeds.subscriptions import Subscription
from tui.browser.errands import barred, became, under_way
from tui.browser.subscribed import read, written
from tui.panes.feeds import query_of

TAKE, FETCH = Errand("take", "/x"), Errand("fetch")


@pytest.mark.parametrize(
    ("errand", "outcome", "told"),
    [
        (TAKE, Outcome(added=12, refusals=2, refused=("a.txt: 空的", "b")),
         "12 篇新文章，2 个被拒：a.txt: 空的"),
        (TAKE, Outcome(added=3, feeds=1, asked=1, name="城北"), "订阅了“城北”，3 篇新文章"),
        (TAKE, Outcome(feeds=4, asked=4), "4 个新订阅"),
        (TAKE, Outcome(known=4), "都已经有了"),
        (TAKE, Outcome(), "里面没有文章"),
        (TAKE, Outcome(refusals=1, refused=("a: b",)), "1 个被拒：a: b"),
        (TAKE, None, "停下了，已加的留着。"),
        (FETCH, Outcome(failed="x: read-only file system"), "x: read-only file system"),
        (FETCH, Outcome(asked=7, known=90), "7 个订阅都没有新文章"),
        (FETCH, Outcome(), "没有该取的订阅，A 加一个"),
        (Errand("export", "f"), Outcome(feeds=2, name="f"), "2 个订阅写到了 f"),
        (Errand("put"), Outcome(), ""),
    ],
)  # fmt: skip
def test_what_became_of_it(errand: Errand, outcome: Outcome | None, told: str) -> None:
    assert became(errand, outcome) == told


def test_how_far_it_is() -> None:
    assert under_way(FETCH, None) == "正在取…"
    assert under_way(TAKE, None) == "正在加 /x"
    assert under_way(FETCH, Progress("feeds", 3, 12)) == "正在取 3/12 个订阅"
    assert under_way(TAKE, Progress("feeds", 0, 1), 2) == "正在取 0/1 个订阅（还有 2 件）"
    assert under_way(TAKE, Progress("bytes", 42, 100, 1234)) == "正在加 42 %  1,234 篇"
    assert under_way(TAKE, Progress("bytes", 0, 0, 5)) == "正在加  5 篇"


def test_a_store_that_cannot_be_written_bars(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path)
    assert str(tmp_path / "a" / "store") in barred(tmp_path / "a" / "store")
    assert barred(tmp_path.parent) == ""


def test_a_kiosk_bars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert barred(tmp_path / "a" / "store") == ""
    monkeypatch.setenv("WENREN_KIOSK", "1")
    assert "只读" in barred(tmp_path)


@pytest.mark.parametrize(
    ("line", "name", "tags"),
    [
        ("城北日报", "城北日报", ()),
        ("城北 #新闻/国际 #财经", "城北", ("新闻/国际", "财经")),
        ("城北 ＃新闻", "城北", ("新闻",)),
        ("#新闻", "城北日报", ("新闻",)),
        ("C# 周刊 #技术", "C# 周刊", ("技术",)),
        ("", "城北日报", ()),
    ],
)
def test_a_line_renames_and_files_a_feed(line: str, name: str, tags: tuple[str, ...]) -> None:
    feed = Subscription("http://n.example/", "城北日报", ("旧",), outlet="城北日报网")
    revised = read(feed, line)
    assert (revised.name, revised.tags) == (name, tags)
    assert read(feed, written(feed)) == feed
    # What it brought and brings stays together.
    assert query_of(revised) == query_of(feed) == "源:城北日报网"


def test_no_more_than_a_word_a_second(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    clock = iter(n / 10 for n in range(25))
    monkeypatch.setattr(taking, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    tell = taking._now_and_then()
    for done in range(25):
        tell(Progress("feeds", done, 25))
    said = [heard(orjson.loads(line)) for line in capfdbinary.readouterr().out.splitlines()]
    assert said == [Progress("feeds", done, 25) for done in (0, 10, 20)]
