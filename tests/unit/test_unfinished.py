"""Queries that are only begun: told from wrong ones, and what is looked for meanwhile."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import QueryError, UnfinishedQueryError
from store.search.forms import FORMS
from store.search.query import parse

TODAY = date(2023, 3, 15)


def kept(text: str) -> str:
    """What is looked for while a query is unfinished; raises ``QueryError`` where it is wrong."""
    while True:
        try:
            parse(text, today=TODAY)
        except UnfinishedQueryError as caught:
            error = caught
        else:
            return text.strip()
        assert 0 <= error.position <= len(text)
        assert error.awaits
        assert error.kept < len(text)
        text = text[: error.kept]


@pytest.mark.parametrize(
    ("text", "meanwhile"),
    [
        ("石油 人:", "石油"),
        ("石油 -人：", "石油"),
        ("@", ""),
        ("制裁 (石油 OR 标题:", "制裁"),
        ("制裁 “石", "制裁"),
        ("制裁 -", "制裁"),
        ("制裁 OR", "制裁"),
        ("制裁 OR  ", "制裁"),
        ("制裁|", "制裁"),
        ("制裁 OR OR", "制裁"),
        ("或", ""),
        ("日期:", ""),
        ("日期:2", ""),
        ("日期:20", ""),
        ("日期:2023-", "日期:2023"),
        ("日期:2023-0", "日期:2023"),
        ("日期:2023-02-0", "日期:2023-02"),
        ("日期:2023-03-04..2023-03-0", "日期:2023-03-04..2023-03"),
        ("日期:2023-03-14..2023-03-1", "日期:2023-03-14..2023-03"),
        ("日期:2023-03-14..2", "日期:2023-03-14.."),
        ("日期:..", ""),
        ("日期:昨", ""),
        ("date:thisw", ""),
        ("石油 近:30", "石油"),
        ("石油 近:1个", "石油"),
        ("石油 是:未", "石油"),
        ("石油 sort:ol", "石油"),
    ],
)
def test_what_may_yet_become_a_query_is_unfinished(text: str, meanwhile: str) -> None:
    with pytest.raises(UnfinishedQueryError):
        parse(text, today=TODAY)
    assert kept(text) == meanwhile


@pytest.mark.parametrize(
    "text",
    [
        *("人: ", "人: 石油", "a - ", "-)", "-|a", "| 石油", "OR ", "OR 石油", "()", "石油)"),
        *("人物:", "日期:2023-13", "日期:2023-03-14..2022", "日期:许", "日期:“2023-”", "近:7q"),
        *("是:久", "是:“未”"),
    ],
)
def test_what_no_more_text_mends_is_wrong(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, today=TODAY)
    assert not isinstance(caught.value, UnfinishedQueryError)


WHOLE = [way for form in FORMS for way in form.shown if not way.startswith(("sort", "排序"))]
WHOLE += ["日期:2023-12-30..2024-01-09", "日期:2023年3月9日", "近:2星期", "last:1个月", "@“a b”"]


@given(
    st.lists(st.sampled_from(WHOLE), min_size=1, max_size=4),
    st.sampled_from([" ", " OR ", "|", " 或 ", " -", "　"]),
    st.sampled_from(["{}", "({})", "-（{}）", "{} sort:oldest"]),
)
def test_what_a_query_begins_with_is_a_query_or_unfinished(
    items: list[str], between: str, around: str
) -> None:
    query = around.format(between.join(items).replace("--", "-"))
    parse(query, today=TODAY)
    for end in range(len(query)):
        kept(query[:end])
