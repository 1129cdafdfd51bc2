"""Outlets, people and dates as feeds write them."""

from __future__ import annotations

import pytest

from store.intake.dateline import CHINA
from store.intake.feed.dates import published
from store.intake.feed.names import outlet_in, people
from tests.unit.feed_samples import NOW


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        ("城北新闻网 - 主页", "城北新闻网"),
        ("国际新闻--城北网", "城北网"),
        ("NORTH.COM | 城北之声 | 全部内容", "城北之声"),
        ("城北日报 RSS", "城北日报"),
        ("城北日报 - RSS", "城北日报"),
        ("城北電台 - 即時新聞 - 本地", "城北電台"),
        ("中国 - 城北之音", "城北之音"),
        ("城北之音 » 两岸新闻", "城北之音"),
        ("North News 中文", "North News 中文"),
        ("中国新闻", "中国新闻"),
        ("联合早报", "联合早报"),
        ("", None),
    ],
)
def test_outlets_in_titles(title: str, outlet: str | None) -> None:
    assert outlet_in(title) == outlet


def test_people() -> None:
    names = [
        "记者@north.example",
        "张三 与 李四",
        "admin",
        "城北网",
        "阿丽亚·汗",
        "https://x.example",
    ]
    assert people(names, "城北网") == ("张三", "李四", "阿丽亚·汗")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Thu, 16 May 2024 02:30:00 GMT", "2024-05-16T02:30:00+00:00"),
        ("Thu, 16 May 2024 10:30:00 +0800", "2024-05-16T10:30:00+08:00"),
        ("Thu, 16 May 2024 10:30:00", "2024-05-16T10:30:00+08:00"),
        ("16 May 24 10:30 EST", "2024-05-16T10:30:00-05:00"),
        ("Thu May 16 10:30:00 CST 2024", "2024-05-16T10:30:00+08:00"),
        ("Thu, 16 May 2024 10:30:00 HKT", "2024-05-16T10:30:00+08:00"),
        ("星期四, 16 May 2024 10:30:00 +0800", "2024-05-16T10:30:00+08:00"),
        ("2024-05-16T02:30:00.123Z", "2024-05-16T02:30:00+00:00"),
        ("2024-05-16 10:30:00", "2024-05-16T10:30:00+08:00"),
        ("2024-05-16", "2024-05-16"),
        ("2024年5月16日 上午10:30", "2024-05-16T10:30:00+08:00"),
        ("民國113年5月16日", "2024-05-16"),
        ("1715826600", "2024-05-16T02:30:00+00:00"),
        ("1715826600000", "2024-05-16T02:30:00+00:00"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("0001-01-01T00:00:00Z", None),
        ("Thu, 16 May 2099 02:30:00 GMT", None),
        ("Thu, 99 May 2024 02:30:00 GMT", None),
        ("May", None),
        ("明天", None),
    ],
)
def test_dates(written: str, read: str | None) -> None:
    assert published([written], NOW, CHINA) == read


def test_the_next_date_counts_where_the_first_is_none() -> None:
    assert published(["soon", "2024-05-16"], NOW, CHINA) == "2024-05-16"
