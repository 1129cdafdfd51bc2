"""What an empty list says: the keys are a person's own, and it fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tui.browser.empty import nothing
from tui.commands import COMMANDS

MINE = tuple(
    replace(c, keys=("ctrl+n",)) if c.id == "add" else replace(c, keys=()) if c.id == "feeds" else c
    for c in COMMANDS
)


def text(query: str = "", **given: bool | int) -> str:
    return "\n".join(nothing(query, MINE, **given))  # type: ignore[arg-type]


def test_nothing_at_all_says_how_to_add() -> None:
    assert "按 ^n" in text()
    assert "OPML" in text()


def test_feeds_without_articles_are_to_be_fetched() -> None:
    assert "3 个订阅" in text(feeds=3)
    assert "^r" in text(feeds=3)


def test_who_may_not_add_is_not_told_to() -> None:
    assert "^n" not in text(barred=True)


@pytest.mark.parametrize("query", ["未读", "未读 源:远望报", "is:unread"])
def test_all_is_read(query: str) -> None:
    assert "都读过了" in text(query)
    assert "^r" in text(query)


def test_no_stars_and_no_match() -> None:
    assert "s  给文章加星" in text("星标")
    assert "没有找到" in text("星标 普京")
    assert "正在整理" in text("普京", unfinished=True)


@pytest.mark.parametrize(("given", "key"), [({}, "按 A"), ({"feeds": 3}, "^r")])
def test_on_a_small_terminal_the_first_key_is_seen(given: dict[str, int], key: str) -> None:
    from tui.typography import lines

    told = nothing("", COMMANDS, **given)  # type: ignore[arg-type]
    rows = [row.text for line in told for row in lines(line, 78) if row.text]
    assert key in "\n".join(rows[:6])
