"""What a person names: a feed, a page that names one, any address to add."""

from __future__ import annotations

import json

import pytest

from store.article import Draft
from store.errors import RefusedError
from store.feeds.asking import articles_at
from store.feeds.subscribing import checked
from store.feeds.subscriptions import Subscription
from tests.web.server import (
    Behaviour,
    answer,
    serving,
)
from tests.web.subscribed import FEED, PAGE, client, rss


def test_a_page_names_its_feed() -> None:
    page = (
        "<html><head><link rel='stylesheet' href='/x.css'>"
        "<link rel='alternate' type='application/rss+xml' title='评论' href='/comments.xml'>"
        "<LINK REL='Alternate' TYPE='application/rss+xml' HREF='feed.xml'></head></html>"
    )
    with serving({"/": answer(page.encode()), FEED: answer(rss("河堤完工"))}) as server:
        with client() as web:
            found = checked(Subscription(server.url("/"), tags=("新闻",)), web)
        assert (found.url, found.title) == (server.url(FEED), "城北日报")
        assert found.tags == ("新闻",)


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (answer(PAGE), "names no feed"),
        (answer("一句话。".encode()), "neither a feed nor a page"),
        (
            answer(b"<html><link rel=alternate type=application/rss+xml href='file:///etc/x'>"),
            "no feed",
        ),
        (answer(status=404), "404"),
    ],
)
def test_what_cannot_be_subscribed_to(behaviour: Behaviour, said: str) -> None:
    with (
        serving({"/": behaviour}) as server,
        client() as web,
        pytest.raises(RefusedError, match=said),
    ):
        checked(Subscription(server.url("/")), web)


def test_any_address_may_be_added() -> None:
    lines = json.dumps(
        {"title": "河堤完工", "text": "工程师说，河堤完工了。", "source": "城北日报"}
    )
    routes = {
        "/page": answer(PAGE, headers={"Content-Type": "text/html; charset=utf-8"}),
        FEED: answer(rss("河堤完工", "大桥通车")),
        "/lines": answer(lines.encode(), headers={"Content-Type": "application/json"}),
        "/gone": answer(status=410),
    }
    with serving(routes) as server, client() as web:

        def read(path: str) -> list[object]:
            return list(articles_at(server.url(path), web))

        (page,) = read("/page")
        assert isinstance(page, Draft)
        assert page.title == "河堤完工"
        assert len(page.blocks) == 3
        assert page.url == server.url("/page")
        assert len(read(FEED)) == 2
        assert len(read("/lines")) == 1
        (refused,) = read("/gone")
        assert isinstance(refused, RefusedError)
