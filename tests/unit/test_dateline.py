"""Datelines: the table that no library reads right, and the edges around it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.intake.dateline import CHINA, find, parse

NOW = datetime(2023, 3, 14, 12, 0, tzinfo=CHINA)

TABLE = [
    ("中国时间 5:45 2023年3月14日 星期二", "2023-03-14T05:45:00+08:00"),
    ("2023年3月14日 05:45", "2023-03-14T05:45:00+08:00"),
    ("3月14日", "2023-03-14"),
    ("2小时前", "2023-03-14T10:00:00+08:00"),
    ("昨天 21:05", "2023-03-13T21:05:00+08:00"),
    ("刚刚", "2023-03-14T12:00:00+08:00"),
    ("3天前", "2023-03-11"),
    ("民國112年3月14日", "2023-03-14"),
    ("112/03/14", "2023-03-14"),
    ("发布时间：2023-03-14 05:45 来源：新华社", "2023-03-14T05:45:00+08:00"),
    ("2018年9月12日 05:15", "2018-09-12T05:15:00+08:00"),
    ("最后更新： 2018年9月12日 05:15", "2018-09-12T05:15:00+08:00"),
    ("2023年3月14日星期二 下午3:20", "2023-03-14T15:20:00+08:00"),
    ("2023/3/14 15:20", "2023-03-14T15:20:00+08:00"),
    ("2023-03-14T05:45:00+08:00", "2023-03-14T05:45:00+08:00"),
    ("周一(3月13日)", "2023-03-13"),
    ("二〇二三年三月十四日", "2023-03-14"),
    ("【大纪元2020年10月06日讯】", "2020-10-06"),
    ("（中央社記者高華謙台北5日電）", "2023-03-05"),
    ("中国时间: 09:23 2017年01月22日星期日", "2017-01-22T09:23:00+08:00"),
    ("2023年3月14日 5:45 上午", "2023-03-14T05:45:00+08:00"),
]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[t for t, _ in TABLE])
def test_the_table(text: str, expected: str) -> None:
    assert parse(text, NOW) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("２０２３年３月１４日 ０５：４５", "2023-03-14T05:45:00+08:00"),
        ("發佈時間：民國一百一十二年三月十四日 下午三點半", "2023-03-14T15:30:00+08:00"),
        ("民国元年1月1日", "1912-01-01"),
        ("一九九八年十二月三十一日", "1998-12-31"),
        ("凌晨12:30 2023年3月14日", "2023-03-14T00:30:00+08:00"),
        ("2023年3月14日 中午12点", "2023-03-14T12:00:00+08:00"),
        ("12:30:45 2023/03/14", "2023-03-14T12:30:45+08:00"),
        ("2023.03.14 05:45", "2023-03-14T05:45:00+08:00"),
        ("2023-03-14T05:45:00Z", "2023-03-14T05:45:00+00:00"),
        ("2023-03-14 05:45:12.5 +0000", "2023-03-14T05:45:12+00:00"),
        ("2021年05月03日 GMT 12:00", "2021-05-03T12:00:00+00:00"),
        ("北京时间2021年5月3日 12:00", "2021-05-03T12:00:00+08:00"),
        ("12月31日 23:59", "2022-12-31T23:59:00+08:00"),
        ("2月29日", "2020-02-29"),
        ("半小时前", "2023-03-14T11:30:00+08:00"),
        ("两个月前", "2023-01-14"),
        ("一年前", "2022-03-14"),
        ("前天", "2023-03-12"),
        ("今天 08:00", "2023-03-14T08:00:00+08:00"),
        # A clock that can't be leaves the day.
        ("2023年3月14日 25:70", "2023-03-14"),
        ("2023年3月14日晚上12点", "2023-03-14"),
    ],
)
def test_other_forms(text: str, expected: str) -> None:
    assert parse(text, NOW) == expected


@pytest.mark.parametrize(
    "text",
    ["", "没有日期", "2023年2月30日", "2023年13月14日", "9999年1月1日", "20230314", "99999999年前",
     "第12期", "1:2", "2023-03-14T05:45:00+99:99"],
)  # fmt: skip
def test_no_date_is_no_date(text: str) -> None:
    assert parse(text, NOW) is None


def test_a_named_zone_goes_before_the_source_s() -> None:
    assert parse("美东时间 2020-06-29 11:00", NOW) in (
        "2020-06-29T11:00:00-04:00",
        "2020-06-29T11:00:00+08:00",  # a machine without zone data
    )
    assert parse("2020-06-29 11:00", NOW, UTC) == "2020-06-29T11:00:00+00:00"


def test_relative_times_count_in_china_whatever_zone_the_clock_is_in() -> None:
    now = datetime(2023, 3, 13, 20, 0, tzinfo=UTC)
    assert parse("1小时前", now) == "2023-03-14T03:00:00+08:00"
    assert parse("今天", now) == "2023-03-14"


def test_where_the_date_stands() -> None:
    text = "发布时间：2023-03-14 05:45 来源：某报"
    stamp = find(text, NOW)
    assert stamp is not None
    assert text[stamp.start : stamp.end] == "2023-03-14 05:45"
    assert stamp.timed
    assert stamp.dated


@given(st.dates(min_value=datetime(1950, 1, 1).date(), max_value=datetime(2099, 12, 31).date()))  # noqa: DTZ001
def test_every_day_in_every_spelling(day: datetime) -> None:
    iso = day.isoformat()
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}-{day.month:02}-{day.day:02}",
        f"{day.year}/{day.month}/{day.day}",
        f"民國{day.year - 1911}年{day.month}月{day.day}日",
    ):
        assert parse(text, NOW) == iso


@given(st.text("0123456789年月日时点分:/-. 上下午前昨今天一二十百〇民国刚电", max_size=40))
def test_any_text_gives_a_date_of_the_contract_or_none(text: str) -> None:
    published = parse(text, NOW)
    assert published is None or re.fullmatch(
        r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?", published
    )


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=300)))
def test_yearless_dates_are_never_in_the_future(ago: timedelta) -> None:
    day = (NOW - ago).date()
    assert parse(f"{day.month}月{day.day}日", NOW) == day.isoformat()
