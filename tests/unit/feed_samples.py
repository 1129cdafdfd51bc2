"""Feeds to read, built from their parts."""

from __future__ import annotations

from datetime import datetime

import pytest

from store.article import Draft
from store.errors import RefusedError
from store.intake.dateline import CHINA
from store.intake.feed import Feed, read_feed

NOW = datetime(2024, 6, 1, 12, tzinfo=CHINA)
URL = "https://feeds.example/zh/rss.xml"


def feed(text: str | bytes, url: str | None = URL) -> Feed:
    return read_feed(text if isinstance(text, bytes) else text.encode(), "f", NOW, url=url)


def rss(items: str, title: str = "城北新闻网", head: str = "") -> str:
    return f"{head}<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"


def item(title: str = "河堤完工", rest: str = "") -> str:
    return f"<item><title>{title}</title><link>https://news.example/1</link>{rest}</item>"


def description(text: str) -> str:
    return f"<description>{text}</description>"


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks]


def refusal(text: str | bytes) -> str:
    with pytest.raises(RefusedError) as caught:
        feed(text)
    assert caught.value.input == "f"
    return caught.value.reason
