"""Fetching beside another fetch, a browser, a kill: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from store.feeds.fetching import alone
from store.feeds.subscriptions import subscriptions
from store.library import Library
from tests.web.server import (
    Exchange,
    answer,
    conditional,
    in_turn,
    serving,
)
from tests.web.subscribed import FEED, Store, rss


def test_only_one_fetches_at_a_time(tmp_path: Path) -> None:
    order: list[str] = []
    with alone(tmp_path, wait=False) as first:
        assert first
        with alone(tmp_path, wait=False) as second:
            assert not second

        def wait() -> None:
            with alone(tmp_path, wait=True) as third:
                order.append(f"third {third}")

        thread = threading.Thread(target=wait)
        thread.start()
        order.append("first done")
    thread.join()
    assert order == ["first done", "third True"]


PROGRAM = """
import sys
from pathlib import Path
from store.feeds.fetching import fetch
from store.feeds.subscriptions import subscriptions
from store.library import Library
from store.web.client import Client
path = Path(sys.argv[1])
with Client(allow_private=True, delay=0) as client:
    print(fetch(Library.open(path), subscriptions(path), client).added)
"""


def start(store: Store) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).parents[2])
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(store.path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": root},
    )


def test_two_processes_that_fetch_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    routes = {f"/{n}.xml": answer(rss("甲" * (n + 1), "乙" * (n + 1))) for n in range(6)}
    with serving(routes) as server:
        store = Store(tmp_path, *map(server.url, routes))
        done = [start(store) for _ in range(2)]
        printed = [int(process.communicate()[0]) for process in done]
        assert sum(printed) == 12
        assert len(store.articles()) == 12
        assert all(feed.fetched and not feed.error for feed in subscriptions(tmp_path))


def test_a_browser_beside_sees_what_was_fetched(tmp_path: Path) -> None:
    with serving(
        {"/a": answer(rss("河堤完工")), "/b": answer(rss("大桥通车", link="/b{}"))}
    ) as server:
        store = Store(tmp_path, server.url("/a"))
        store.fetch()
        browser = Library.open(tmp_path)
        before = browser.revision()
        assert len(browser.rows().page(0, 9)) == 1
        Store(tmp_path, server.url("/b"))
        process = start(store)
        assert process.wait() == 0, process.communicate()[1].decode()
        assert browser.revision() != before
        assert len(browser.rows().page(0, 9)) == 2


def test_a_kill_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    asked = threading.Event()

    def hang(exchange: Exchange) -> None:
        asked.set()
        exchange.wait()

    with serving(
        {"/a": conditional(rss("河堤完工")), "/b": in_turn(hang, answer(rss("大桥通车")))}
    ) as server:
        store = Store(tmp_path, server.url("/a"), server.url("/b"))
        process = start(store)
        assert asked.wait(60)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.communicate()
        store.fetch()
        assert store.titles() == {"河堤完工", "大桥通车"}
        assert all(feed.error is None for feed in subscriptions(tmp_path))


def test_an_interrupt_ends_it_at_once(tmp_path: Path) -> None:
    asked = threading.Event()

    def hang(exchange: Exchange) -> None:
        asked.set()
        exchange.wait()

    with serving({FEED: hang}) as server:
        store = Store(tmp_path, server.url(FEED))
        process = start(store)
        assert asked.wait(60)
        process.send_signal(signal.SIGINT)
        error = process.communicate(timeout=30)[1]
        assert b"KeyboardInterrupt" in error
        assert store.feed().error is None
