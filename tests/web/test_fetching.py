"""Fetching from a real server that behaves and misbehaves."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.errors import StoreError
from store.feeds.fetching import due, fetch
from store.feeds.subscribing import subscribe
from store.feeds.subscriptions import FILE, Subscription, changing, now_stamp, subscriptions
from store.library import Library
from tests.web.server import (
    Behaviour,
    Exchange,
    answer,
    conditional,
    head,
    raw,
    redirect,
    serving,
)
from tests.web.subscribed import FEED, PAGE, Store, client, one, rss


def test_new_articles_once(tmp_path: Path) -> None:
    with serving() as server:
        store = one(tmp_path, server, answer(rss("河堤完工", "港口罢工")))
        assert store.fetch() == (2, 0, [])
        server.routes[FEED] = answer(rss("河堤完工", "港口罢工", "大桥通车"))
        assert store.fetch() == (1, 2, [])
        assert store.titles() == {"河堤完工", "港口罢工", "大桥通车"}
        feed = store.feed()
        assert (feed.title, feed.articles, feed.errors) == ("城北日报", 3, 0)
        assert feed.fetched
        article = store.articles()[-1]
        assert article.url == server.url("/0")
        assert article.source == "城北日报"


def test_what_has_not_changed_is_not_sent_again(tmp_path: Path) -> None:
    with serving() as server:
        store = one(tmp_path, server, conditional(rss("河堤完工"), '"v1"'))
        assert store.fetch() == (1, 0, [])
        assert store.feed().etag == '"v1"'
        assert store.fetch() == (0, 0, [])
        first, second = server.asked(FEED)
        assert "if-none-match" not in first.headers
        assert second.headers["if-none-match"] == '"v1"'
        server.routes[FEED] = conditional(rss("河堤完工", "大桥通车"), '"v2"')
        assert store.fetch() == (1, 1, [])
        assert store.feed().etag == '"v2"'


def test_last_modified_is_sent_back(tmp_path: Path) -> None:
    when = "Thu, 16 May 2024 02:30:00 GMT"
    with serving() as server:
        store = one(tmp_path, server, answer(rss("河堤完工"), headers={"Last-Modified": when}))
        store.fetch()
        server.routes[FEED] = answer(status=304)
        assert store.fetch() == (0, 0, [])
        assert server.asked(FEED)[1].headers["if-modified-since"] == when


def test_the_etag_is_kept_only_once_the_articles_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as server:
        store = one(tmp_path, server, conditional(rss("河堤完工")))

        def fail(*_: object, **__: object) -> None:
            raise StoreError("the disk is full")

        with monkeypatch.context() as patch:
            patch.setattr(Library, "add", fail)
            with pytest.raises(StoreError):
                store.fetch()
        assert store.feed().etag is None
        assert store.fetch() == (1, 0, [])


def test_articles_a_damaged_day_refuses_are_asked_for_again(tmp_path: Path) -> None:
    with serving() as server:
        store = one(tmp_path, server, conditional(rss("河堤完工")))
        day = store.path / "articles/2024/2024-05-16.json"
        day.parent.mkdir(parents=True)
        day.write_bytes(b"{")
        added, _, refused = store.fetch()
        assert added == 0
        assert "damaged" in refused[0]
        assert store.feed().etag is None
        day.unlink()
        assert store.fetch() == (1, 0, [])
        assert store.feed().etag == '"1"'


def test_a_permanent_move_is_remembered(tmp_path: Path) -> None:
    with serving() as server:
        store = one(tmp_path, server, redirect("/new.xml", 301))
        server.routes["/new.xml"] = answer(rss("河堤完工"))
        assert store.fetch() == (1, 0, [])
        assert store.feed().url == server.url("/new.xml")
        store.fetch()
        assert len(server.asked(FEED)) == 1


def test_a_move_for_now_is_not(tmp_path: Path) -> None:
    with serving() as server:
        store = one(tmp_path, server, redirect("/new.xml", 302))
        server.routes["/new.xml"] = answer(rss("河堤完工"))
        store.fetch()
        assert store.feed().url == server.url(FEED)


def test_a_move_to_what_is_no_feed_is_not(tmp_path: Path) -> None:
    with serving() as server:
        store = one(tmp_path, server, redirect("/login", 301))
        server.routes["/login"] = answer(PAGE)
        assert "HTML page, not a feed" in store.fetch()[2][0]
        assert store.feed().url == server.url(FEED)


def test_a_move_onto_a_known_feed_makes_the_two_one(tmp_path: Path) -> None:
    with serving({FEED: redirect("/new.xml", 308), "/new.xml": answer(rss("河堤完工"))}) as server:
        store = Store(tmp_path, server.url("/new.xml"))
        subscribe(tmp_path, Subscription(server.url(FEED), "旧名", ("新闻",), full=True))
        store.fetch()
        feed = store.feed()
        assert (feed.url, feed.tags, feed.full) == (server.url("/new.xml"), ("新闻",), True)
        assert feed.articles == 1


def test_gone_is_gone(tmp_path: Path) -> None:
    with serving() as server:
        store = one(tmp_path, server, answer(status=410))
        assert len(store.fetch()[2]) == 1
        feed = store.feed()
        assert feed.gone
        assert due([feed], "9999-01-01T00:00:00Z") == []
        assert len(server.asked(FEED)) == 1


def later(text: str | None) -> timedelta:
    assert text
    return datetime.fromisoformat(text).astimezone(UTC) - datetime.now(UTC)


def test_a_feed_that_fails_is_left_alone_longer_and_longer(tmp_path: Path) -> None:
    with serving() as server:
        store = one(tmp_path, server, answer(status=500))
        waits = []
        for count in (1, 2, 3):
            ((said,),) = [store.fetch()[2]]
            assert "500" in said
            assert server.url(FEED) in said
            feed = store.feed()
            assert feed.errors == count
            assert "500" in (feed.error or "")
            assert due([feed], now_stamp()) == []
            waits.append(later(feed.next_try))
        assert waits[0] * 1.5 < waits[1] < waits[2] / 1.5
        server.routes[FEED] = answer(rss("河堤完工"))
        assert store.fetch()[0] == 1
        feed = store.feed()
        assert (feed.error, feed.errors, feed.next_try) == (None, 0, None)
        assert due([feed], now_stamp()) == [feed]


def test_a_clock_that_was_ahead_leaves_no_feed_alone() -> None:
    now = "2024-05-16T00:00:00Z"
    waits = {
        "2024-05-15T23:59:59Z": True,
        "2024-05-16T06:00:00Z": False,
        "2031-01-01T00:00:00Z": True,
    }
    for next_try, expected in waits.items():
        feed = Subscription("https://north.example/rss", next_try=next_try)
        assert bool(due([feed], now)) == expected


def test_retry_after_is_honoured(tmp_path: Path) -> None:
    with serving() as server:
        busy = answer(status=429, headers={"Retry-After": str(48 * 3600)})
        store = one(tmp_path, server, busy)
        store.fetch()
        assert timedelta(hours=47) < later(store.feed().next_try) < timedelta(hours=49)


def broken_off(exchange: Exchange) -> None:
    exchange.send(head(200, {"Content-Length": "100000"}) + rss("河堤完工")[:150])


def never(exchange: Exchange) -> None:
    exchange.wait()


BAD: dict[str, tuple[Behaviour, str]] = {
    "a page": (answer(PAGE), "an HTML page, not a feed"),
    "nothing": (answer(b""), "empty"),
    "text": (answer("河堤完工了。".encode()), "not a feed"),
    "not found": (answer(status=404), "404"),
    "broken off": (broken_off, ""),
    "reset": (lambda exchange: exchange.reset(), ""),
    "nonsense": (raw(b"\x00\x01\x02\r\n\r\n"), ""),
    "silence": (never, ""),
    "itself": (redirect(FEED), "loop"),
    "a file": (redirect("file:///etc/passwd"), ""),
    "too large": (answer(b"<rss>" + b" " * (17 << 20)), ""),
    "gzip bomb": (
        answer(gzip.compress(b"<rss>" + b" " * (40 << 20)), headers={"Content-Encoding": "gzip"}),
        "",
    ),
    "entity bomb": (
        answer(b'<!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + rss("&b;")),
        "entities",
    ),
    "foreign": (answer(rss("River wall done", body="It is done.", title="News")), "no Chinese"),
}


@pytest.mark.parametrize(("behaviour", "said"), BAD.values(), ids=BAD)
def test_a_bad_feed_is_named_and_the_others_are_fetched(
    tmp_path: Path, behaviour: Behaviour, said: str
) -> None:
    with serving({FEED: behaviour, "/good.xml": answer(rss("大桥通车"))}) as server:
        store = Store(tmp_path, server.url(FEED), server.url("/good.xml"))
        added, _, refused = store.fetch(timeout=2, idle=1)
        assert added == 1
        (message,) = refused
        assert message.startswith(server.url(FEED))
        assert said in message
        assert "\n" not in message
        bad, good = subscriptions(tmp_path)
        assert (bad.errors, good.errors) == (1, 0)
        assert bad.error
        assert bad.error in message


def test_packed_answers(tmp_path: Path) -> None:
    packed = answer(gzip.compress(rss("河堤完工")), headers={"Content-Encoding": "gzip"})
    with serving() as server:
        assert one(tmp_path, server, packed).fetch() == (1, 0, [])


def test_hostile_text_is_clean(tmp_path: Path) -> None:
    with serving() as server:
        title = "红\x1b[31m色&#x9b;2J\u202e反"
        store = one(tmp_path, server, answer(rss(title, title="报\x1b]0;x\x07\u2066纸")))
        assert store.fetch()[0] == 1
        assert store.titles() == {"红[31m色›2J反"}
        assert store.feed().title == "报]0;x纸"
        text = (store.path / FILE).read_text("utf-8")
        assert not set(text) & set("\x1b\x07\x9b\u202e\u2066")


def test_one_article_in_two_feeds(tmp_path: Path) -> None:
    with serving({"/a": answer(rss("河堤完工")), "/b": answer(rss("河堤完工"))}) as server:
        store = Store(tmp_path, server.url("/a"), server.url("/b"))
        added, known, refused = store.fetch()
        assert (added, known, refused) == (1, 1, [])
        assert sum(feed.articles for feed in subscriptions(tmp_path)) == 1


def test_many_feeds_on_several_hosts(tmp_path: Path) -> None:
    paths = [f"/{n}.xml" for n in range(12)]
    routes = {path: answer(rss(f"第{path[1:-4]}座大桥", link=f"{path}/{{}}")) for path in paths}
    with serving(routes) as one_host, serving(routes) as other:
        urls = [server.url(path) for path in paths for server in (one_host, other)]
        store = Store(tmp_path, *urls)
        done: list[tuple[int, int]] = []
        with client() as web:
            library = Library.open(tmp_path)
            progress: Callable[[int, int], None] = lambda *counts: done.append(counts)  # noqa: E731
            report = fetch(library, subscriptions(tmp_path), web, progress=progress)
        assert report.added == 24
        assert done[0] == (0, 24)
        assert done[-1] == (24, 24)
        assert all(feed.articles == 1 for feed in subscriptions(tmp_path))
        assert len(store.articles()) == 24


def test_unsubscribed_while_it_is_fetched(tmp_path: Path) -> None:
    with serving() as server:
        store = one(tmp_path, server, answer(rss("河堤完工")))
        feeds = subscriptions(store.path)
        with changing(store.path) as known:
            known.clear()
        with client() as web:
            assert fetch(Library.open(store.path), feeds, web).added == 1
        assert subscriptions(store.path) == ()


def test_renamed_while_it_is_fetched(tmp_path: Path) -> None:
    with serving() as server:
        store = one(tmp_path, server, answer(rss("河堤完工")))
        feeds = subscriptions(store.path)
        subscribe(store.path, Subscription(server.url(FEED), "我的叫法", ("早报",)))
        with client() as web:
            fetch(Library.open(store.path), feeds, web)
        feed = store.feed()
        assert (feed.title, feed.tags, feed.articles) == ("我的叫法", ("早报",), 1)
