"""feeds.json: a TinyDB file that survives kills, foreign hands and two writers."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from tinydb import TinyDB

from store.errors import RefusedError, StoreError
from store.feeds.subscriptions import (
    FILE,
    TAG_DEPTH,
    Subscription,
    changing,
    feed_url,
    merged,
    named,
    subscriptions,
    tag_path,
)

FULL = Subscription(
    "https://north.example/rss",
    title="城北日报",
    tags=("新闻/国际", "早报"),
    full=True,
    source="城北日报社",
    added="2024-05-16T02:30:00Z",
    etag='W/"abc"',
    modified="Thu, 16 May 2024 02:30:00 GMT",
    fetched="2024-05-17T02:30:00Z",
    error="timed out",
    errors=3,
    next_try="2024-05-17T03:30:00Z",
    gone="2024-05-18T02:30:00Z",
    articles=12,
)
BARE = Subscription("http://south.example/feed")


def put(store: Path, *feeds: Subscription) -> None:
    with changing(store) as known:
        known.update({feed.url: feed for feed in feeds})


def test_what_is_put_is_there_in_its_order(tmp_path: Path) -> None:
    store = tmp_path / "new"
    assert subscriptions(store) == ()
    put(store, FULL, BARE)
    assert subscriptions(store) == (FULL, BARE)
    with changing(store) as feeds:
        del feeds[FULL.url]
    assert subscriptions(store) == (BARE,)


def test_stock_tinydb_opens_it_and_its_other_tables_stay(tmp_path: Path) -> None:
    put(tmp_path, FULL)
    with TinyDB(tmp_path / FILE, encoding="utf-8") as database:
        (document,) = database.table("feeds").all()
        assert document["url"] == FULL.url
        assert document["tags"] == ["新闻/国际", "早报"]
        database.table("feeds").insert({"url": "HTTP://East.Example"})
        database.table("notes").insert({"mine": 1})
    put(tmp_path, BARE)
    urls = [feed.url for feed in subscriptions(tmp_path)]
    assert urls == [FULL.url, "http://east.example/", BARE.url]
    with TinyDB(tmp_path / FILE, encoding="utf-8") as database:
        assert database.table("notes").all() == [{"mine": 1}]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"{", "not JSON"),
        (b"[]", "no TinyDB table"),
        (b'{"feeds": []}', "no TinyDB table"),
        (b'{"feeds": {"7": 1}}', "document 7: not an object"),
        (b'{"feeds": {"7": {}}}', "document 7: url"),
        (b'{"feeds": {"7": {"url": "file:///etc/passwd"}}}', "not an http or https address"),
        (b'{"feeds": {"7": {"url": "http://a.example/", "errors": "x"}}}', "errors: not a int"),
        (b'{"feeds": {"7": {"url": "http://a.example/", "tags": [1]}}}', "tags: not a list"),
        (b'{"feeds": {"7": {"url": "http://a.example/", "gone": "now"}}}', "gone: not a time"),
    ],
)
def test_a_broken_file_is_named_and_never_written_over(
    tmp_path: Path, written: bytes, said: str
) -> None:
    path = tmp_path / FILE
    path.write_bytes(written)
    with pytest.raises(StoreError, match=said) as caught:
        subscriptions(tmp_path)
    assert str(path) in str(caught.value)
    with pytest.raises(StoreError, match=said):
        put(tmp_path, BARE)
    assert path.read_bytes() == written


def test_a_failed_change_writes_nothing(tmp_path: Path) -> None:
    put(tmp_path, FULL)
    before = (tmp_path / FILE).stat()

    def fail() -> None:
        with changing(tmp_path) as feeds:
            feeds.clear()
            feed_url("nowhere")

    with pytest.raises(RefusedError):
        fail()
    with changing(tmp_path):
        pass
    after = (tmp_path / FILE).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_store_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        put(tmp_path / "file", BARE)


def test_what_is_read_is_clean(tmp_path: Path) -> None:
    hostile = {
        "url": "https://a.example/\u202e",
        "title": "红\x1b[31m\n色",
        "tags": ["\x9b/新\x07闻"],
    }
    (tmp_path / FILE).write_bytes(orjson.dumps({"feeds": {"1": hostile}}))
    (feed,) = subscriptions(tmp_path)
    assert (feed.url, feed.title, feed.tags) == ("https://a.example/", "红[31m 色", ("新闻",))


def test_names() -> None:
    feeds = (FULL, BARE)
    assert named(feeds, "城北日报") == [FULL]
    assert named(feeds, "HTTP://South.example/feed") == [BARE]
    assert named(feeds, "新闻") == named(feeds, "新闻/国际/") == named(feeds, "早报") == [FULL]
    assert named(feeds, "新") == named(feeds, "http://south.example/") == []
    assert named(feeds, "新闻", tags=False) == []


def test_two_that_are_one() -> None:
    one = merged(BARE, FULL)
    assert one.url == BARE.url
    assert (one.title, one.tags, one.full, one.articles) == (FULL.title, FULL.tags, True, 12)
    assert merged(FULL, BARE) == FULL


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" HTTPS://North.Example/RSS?a=B#top ", "https://north.example/RSS?a=B"),
        ("http://north.example", "http://north.example/"),
        ("feed://north.example/rss", "http://north.example/rss"),
        ("feed:https://north.example/rss", "https://north.example/rss"),
        ("http://me:Pass@North.example:8080/", "http://me:Pass@north.example:8080/"),
        ("http://中文.example/源", "http://中文.example/源"),
    ],
)
def test_addresses(given: str, kept: str) -> None:
    assert feed_url(given) == kept
    assert feed_url(kept) == kept


@pytest.mark.parametrize(
    "given",
    [
        "",
        "north.example",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http://[::1",
        "ftp://north.example/",
        "http://north.example/a b",
        "http://north.example/" + "a" * 3000,
    ],
)
def test_what_is_no_address(given: str) -> None:
    with pytest.raises(RefusedError, match="not an http or https address"):
        feed_url(given)


def test_tags() -> None:
    assert tag_path(" 新闻 / 国际//\x1b") == "新闻/国际"
    assert tag_path("/") == ""
    assert tag_path("a/" * 1000).count("/") == TAG_DEPTH - 1
