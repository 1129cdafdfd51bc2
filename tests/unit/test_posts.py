"""Several posts in one file: each is read for itself, and a bad one costs itself alone."""

from __future__ import annotations

from datetime import datetime

import pytest

from store.article import Draft
from store.errors import RefusedError
from store.intake.dateline import CHINA
from store.intake.forms import Reading, read_bytes
from store.intake.posts import posts

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)


def post(number: int, more: str = "") -> str:
    body = f"港务局说，第{number}批货船已于清晨离港。\n\n---\n\n当地渔民在码头列队庆祝。\n"
    return f"---\ntitle: 第{number}号消息\n{more}tags:\n- 港口\n---\n\n{body}"


@pytest.mark.parametrize("between", ["", "\n", "\n\n\n"])
def test_posts_one_after_another(between: str) -> None:
    text = between.join(post(n) for n in range(3))
    found = list(read_bytes(text.encode(), "a.md", Reading(NOW)))
    assert [i.title for i in found if isinstance(i, Draft)] == [f"第{n}号消息" for n in range(3)]
    assert all(isinstance(i, Draft) and len(i.blocks) == 2 for i in found)


def test_lines_as_windows_ends_them() -> None:
    text = (post(1) + post(2)).replace("\n", "\r\n")
    assert [i.title for i in read_bytes(text.encode(), "a.md", Reading(NOW))] == [  # type: ignore
        "第1号消息",
        "第2号消息",
    ]


def test_a_bad_one_is_named_by_its_line() -> None:
    text = post(1) + post(2, "date: 某日\n") + post(3)
    first, second, third = read_bytes(text.encode(), "a.md", Reading(NOW))
    assert isinstance(second, RefusedError)
    assert second.input == f"a.md:{post(1).count(chr(10)) + 1}"
    assert isinstance(first, Draft)
    assert isinstance(third, Draft)


@pytest.mark.parametrize(
    "text",
    [
        post(1),
        post(1) + "\n---\n\ntitle: 这是正文里的一行。\n\n---\n",
        post(1) + "\n---\nauthor: 张三\n---\n",
    ],
)
def test_a_rule_in_a_post_is_its_own(text: str) -> None:
    assert list(posts(text, "a.md")) == [("a.md", text)]
