"""What is pasted is taken in: a feed, a site, a page, a list of feeds, a folder."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from store import taking
from store.child import line
from store.errands import Errand, Outcome, Progress, heard
from store.feeds.subscriptions import Subscription, subscriptions
from store.library import Library
from store.taking import run
from tests.web.server import answer, serving
from tests.web.subscribed import PAGE, client, rss

FEED = rss("河堤完工", "市场重开")
FRONT = b"""<!DOCTYPE html><html><head><title>s</title>
<link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>s</body></html>"""


@pytest.fixture(autouse=True)
def _reaching_the_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "_client", client)


def done(store: Path, errand: Errand) -> Outcome:
    told: list[Progress] = []
    outcome = run(store, errand, told.append)
    assert all(progress.done <= progress.total for progress in told if progress.total)
    return outcome


def titles(store: Path) -> set[str]:
    return {head.title for head in Library.open(store).rows(stories=False).page(0, 100)}


@pytest.mark.parametrize("path", ["/feed.xml", "/", ""])
def test_a_feed_or_the_front_of_a_site_is_subscribed_to_and_fetched(
    tmp_path: Path, path: str
) -> None:
    store = tmp_path / "store"
    with serving({"/feed.xml": answer(FEED), "/": answer(FRONT)}) as server:
        outcome = done(store, Errand("take", server.url(path)))
        assert outcome == Outcome(added=2, feeds=1, asked=1, name="城北日报")
        (feed,) = subscriptions(store)
        assert feed.url == server.url("/feed.xml")
        assert feed.outlet == "城北日报"
        assert titles(store) == {"河堤完工", "市场重开"}
        again = done(store, Errand("take", server.url("/feed.xml")))
        assert (again.added, again.known, again.feeds) == (0, 2, 0)
        server.routes["/feed.xml"] = answer(rss("河堤完工", "市场重开", "渡轮停航"))
        outcome = done(store, Errand("fetch"))
        assert (outcome.added, outcome.asked) == (1, 1)


def test_a_page_is_one_article(tmp_path: Path) -> None:
    with serving({"/1": answer(PAGE, headers={"Content-Type": "text/html"})}) as server:
        assert done(tmp_path / "s", Errand("take", server.url("/1"))) == Outcome(added=1)
        missing = done(tmp_path / "s", Errand("take", server.url("/2")))
    assert missing.refusals == 1
    assert "404" in missing.refused[0]
    assert subscriptions(tmp_path / "s") == ()


def test_a_list_of_feeds_is_subscribed_to_and_written(tmp_path: Path) -> None:
    store, path = tmp_path / "store", tmp_path / "feeds.opml"
    with serving({"/feed.xml": answer(FEED)}) as server:
        feed = f'<outline text="城北" xmlUrl="{server.url("/feed.xml")}"/>'
        bad = f'<outline text="没了" xmlUrl="{server.url("/gone.xml")}"/><outline xmlUrl="x:y"/>'
        path.write_text(
            f'<opml version="2.0"><body><outline text="新闻">{feed}</outline>{bad}</body></opml>',
            "utf-8",
        )
        outcome = done(store, Errand("take", str(path)))
    assert (outcome.added, outcome.feeds, outcome.asked, outcome.refusals) == (2, 2, 2, 2)
    assert [feed.tags for feed in subscriptions(store)] == [("新闻",), ()]
    out = tmp_path / "out.opml"
    assert done(store, Errand("export", str(out))) == Outcome(feeds=2, name=str(out))
    assert "城北" in out.read_text("utf-8")
    kept = out.read_bytes()
    assert "exists" in done(store, Errand("export", str(out))).refused[0]
    assert out.read_bytes() == kept
    assert done(store, Errand("take", str(out))) == Outcome(known=2)


def test_a_folder_is_added_and_what_cannot_be_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "1.html").write_bytes(PAGE)
    (folder / "2.html").write_bytes(b"\x00\x01\x02")
    outcome = done(tmp_path / "store", Errand("take", str(folder)))
    assert (outcome.added, outcome.refusals) == (1, 1)
    assert "2.html" in outcome.refused[0]


def test_a_subscription_is_renamed_without_losing_the_rest_dropped_and_put_back(
    tmp_path: Path,
) -> None:
    store = tmp_path / "store"
    made = Subscription("http://n.example/f", "甲", ("新闻",), etag='"1"', articles=3)
    as_json = {"url": made.url, "title": "甲", "tags": ["新闻"], "etag": '"1"', "articles": 3}
    assert done(store, Errand("put", feed=as_json)) == Outcome()
    assert subscriptions(store) == (made,)
    done(store, Errand("put", feed={"url": made.url, "title": "乙", "tags": ["财经"]}))
    (renamed,) = subscriptions(store)
    assert (renamed.name, renamed.tags, renamed.etag) == ("乙", ("财经",), '"1"')
    done(store, Errand("unsubscribe", made.url))
    assert subscriptions(store) == ()
    done(store, Errand("put", feed=as_json))
    assert subscriptions(store) == (made,)


def test_a_store_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("")
    (tmp_path / "a.txt").write_text("河堤完工\n\n工程师说，河堤完工。", "utf-8")
    assert done(tmp_path / "store", Errand("take", str(tmp_path / "a.txt"))).failed


def test_words_between_the_two_come_through() -> None:
    for what in (Progress("bytes", 1, 2, 3), Outcome(1, 2, refused=("x",), refusals=1)):
        assert heard(orjson.loads(line(what))) == what
    assert b"\n" not in line(Errand("take", "a\nb"))[:-1]
