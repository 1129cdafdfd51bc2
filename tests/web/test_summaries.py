"""A feed that gives only summaries: the pages are fetched, once each."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.feeds import asking
from store.feeds.subscriptions import Subscription, changing
from tests.web.server import (
    Behaviour,
    answer,
    redirect,
    serving,
)
from tests.web.subscribed import FEED, PAGE, one, rss


def test_the_page_of_a_summary(tmp_path: Path) -> None:
    with serving({"/0": answer(PAGE)}) as server:
        store = one(tmp_path, server, answer(rss("河堤完工")))
        with changing(store.path) as feeds:
            feeds[server.url(FEED)] = Subscription(server.url(FEED), full=True)
        assert store.fetch() == (1, 0, [])
        (article,) = store.articles()
        assert article.title == "河堤完工"
        assert article.url == server.url("/0")
        assert article.published == "2024-05-16T00:30:00+00:00"
        assert len(article.blocks) == 3
        # Known by the feed's own title and address: neither doubled nor asked for again.
        assert store.fetch() == (0, 1, [])
        assert len(server.asked("/0")) == 1


def test_pages_for_one_run_only(tmp_path: Path) -> None:
    with serving({"/0": answer(PAGE)}) as server:
        store = one(tmp_path, server, answer(rss("河堤完工")))
        assert store.fetch(full=True) == (1, 0, [])
        assert len(store.articles()[0].blocks) == 3
        assert not store.feed().full


def test_no_page_is_asked_for_where_the_feed_has_the_whole(tmp_path: Path) -> None:
    with serving() as server:
        whole = "".join(f"<p>第{n}段说的是河堤，一共有八个村子受益。</p>" for n in range(60))
        store = one(tmp_path, server, answer(rss("河堤完工", body=whole)))
        assert store.fetch(full=True) == (1, 0, [])
        assert [r.target for r in server.requests] == [FEED]


PAGES: dict[str, Behaviour] = {
    "missing": answer(status=404),
    "empty": answer(b"<html><body></body></html>"),
    "shorter": answer("<html><body><p>请登录后阅读。</p></body></html>".encode()),
    "elsewhere": redirect("file:///etc/passwd"),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_where_a_page_fails_the_summary_is_kept(tmp_path: Path, page: Behaviour) -> None:
    with serving({"/0": page}) as server:
        store = one(tmp_path, server, answer(rss("河堤完工")))
        added, _, refused = store.fetch(full=True)
        assert added == 1
        (message,) = refused
        assert message.startswith(server.url("/0"))
        assert "summary kept" in message
        assert store.articles()[0].blocks[0].text == "河堤完工，工程师说。"
        assert store.feed().errors == 0


def test_a_feed_cannot_make_us_ask_for_pages_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PAGES", 2)
    with serving({"*": answer(PAGE)}) as server:
        store = one(tmp_path, server, answer(rss("甲桥", "乙桥", "丙桥", "丁桥")))
        added, _, refused = store.fetch(full=True)
        assert added == 4
        assert "2 pages too many" in refused[0]
        assert len(server.requests) == 3
