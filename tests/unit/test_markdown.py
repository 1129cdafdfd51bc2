"""Markdown: dumps of pages and written articles, to blocks, through the HTML they stand for."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.article import Draft
from store.errors import RefusedError
from store.folding import is_han
from store.intake import markdown
from store.intake.dateline import CHINA

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)

LEAD = "两国外长周二在日内瓦会晤三个小时，讨论边境停火与人道援助的安排。"
BODY = "一名参加会谈的官员说，双方同意下个月在第三国继续谈判。"
LAST = "此前的三轮会谈都没有结果。"


def read(text: str) -> Draft:
    return markdown.draft_of(text, "f.md", NOW)


def kinds(draft: Draft) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in draft.blocks]


def test_an_article_in_markdown() -> None:
    draft = read(
        f"# 港口恢复通航\n\n2023年3月14日 05:45\n\n{LEAD}\n\n## 市民反应\n\n{BODY}\n\n"
        "> 我们等了三天。\n\n- 第一批物资\n- 第二批物资\n\n"
        f"**善后**工作由[港务局](https://port.example/a)负责。\n\n{LAST}\n"
    )
    assert draft.title == "港口恢复通航"
    assert draft.published == "2023-03-14T05:45:00+08:00"
    assert kinds(draft) == [
        ("paragraph", LEAD),
        ("heading", "市民反应"),
        ("paragraph", BODY),
        ("quote", "我们等了三天。"),
        ("list", "第一批物资"),
        ("list", "第二批物资"),
        ("paragraph", "善后工作由港务局负责。"),
        ("paragraph", LAST),
    ]


def dump(number: int, *, advertisements: bool) -> str:
    """A page as an aggregator dumps it: its own links around the site's HTML."""
    promotion = (
        "<hr/>\n\n#### [ 🎬 《某某的旅程》](http://192.0.2.1/a.html)\n\n"
        "#### 网站代理：[某某新闻网](http://192.0.2.1/b/) | [某某电视台](http://192.0.2.1/c/)\n\n"
        if advertisements
        else ""
    )
    slot = '<div id="ad-1"><ins class="ad" style="display:none"></ins></div>' * number
    return (
        "### 港口恢复通航(图)\n------------------------\n\n"
        f"#### [首页](https://example.org/mirror{number}/README.md) &nbsp;&nbsp;|&nbsp;&nbsp;"
        " [教程](https://example.org/guides) \n\n\n\n"
        '<div><img alt="码头" src="a.jpg"/>\n'
        '<div class="caption">\n 渔船停靠在码头。（甲通讯社）\n</div></div>\n'
        f"{promotion}"
        f'<div class="article">\n <p>\n  【某某时报2020年9月1日讯】{LEAD}\n </p>\n {slot}\n'
        f' <p>\n  <span style="display:none">https://example.org</span>{BODY}\n </p>\n <p>\n'
        f'  <ok href="https://example.org/tag/t">\n   谈判\n  </ok>\n  {LAST}\n </p>\n'
        "<p>（记者王五综合报导/责任编辑：赵六）</p></div>\n\n"
        "<hr/>\n手机上长按并复制下列链接或二维码分享本文章：<br/>\n"
        f"https://example.org/mirror{number}/pages/1.md <br/>\n"
        f"<a href='https://example.org/mirror{number}/1.md'><img src='qr{number}.png'/></a><br/>\n"
        "原文地址（需翻墙访问）：https://news.example/gb/20/9/1/n1.htm\n\n------------------------\n"
        f"#### [首页](https://example.org/mirror{number}/README.md)\n\n"
        f"<img src='http://192.0.2.{number}/count.md' width='0px' height='0px'/>\n"
    )


def test_two_dumps_of_a_page_are_one_article() -> None:
    one, other = read(dump(1, advertisements=False)), read(dump(3, advertisements=True))
    assert one == other
    assert one.title == "港口恢复通航(图)"
    assert (one.source, one.published, one.authors) == ("某某时报", "2020-09-01", ("王五",))
    assert one.url == "https://news.example/gb/20/9/1/n1.htm"
    assert kinds(one) == [
        ("caption", "渔船停靠在码头。（甲通讯社）"),
        ("paragraph", f"【某某时报2020年9月1日讯】{LEAD}"),
        ("paragraph", BODY),
        ("paragraph", f"谈判 {LAST}"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"# 港口恢复通航\n\n{LEAD}",
        f"港口恢复通航\n===\n\n{LEAD}\n\n**善后**由港务局负责。",
        f"{LEAD}\n\n> 我们等了三天。\n\n见[港务局](https://port.example/a)的通告。",
    ],
)
def test_markdown_is_known_by_its_signs(text: str) -> None:
    assert markdown.looks_like(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"港口恢复通航\n\n2023-03-14\n\n{LEAD}\n",
        f"港口恢复通航\n\n#港口 #通航\n\n{LEAD}",
        f"港口恢复通航\n\n{LEAD}\n\n---\n\n5 * 3 * 2 > 7，[注1]，见https://port.example/a（二）。",
    ],
)
def test_plain_text_is_not(text: str) -> None:
    assert not markdown.looks_like(text)


@pytest.mark.parametrize(
    "text", ["# 只有标题", "[甲](https://a.example/)\n\n[乙](https://b.example/)"]
)
def test_what_holds_no_article_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match=r"f\.md"):
        read(text)


HOSTILE = {
    "quotes": ">" * 20_000,
    "lists": "* " * 20_000,
    "brackets": "[" * 20_000,
    "pictures": "![" * 20_000,
    "emphasis": "**_" * 20_000,
    "ticks": "`" * 20_001,
    "tags": "<div>" * 5_000,
    "cells": "|甲" * 5_000 + "\n" + "|-" * 5_000 + "\n\n",
    "references": "[甲]: " + "(" * 20_000 + "\n\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_markdown_is_read_or_refused(text: str) -> None:
    try:
        draft = read(f"# 港口恢复通航\n\n{LEAD}\n\n{text}{LAST}\n\n{BODY}\n")
    except RefusedError:
        return
    assert draft.title == "港口恢复通航"


PIECES = st.sampled_from(
    [
        LEAD, BODY, LAST, "## 小标题", "> 我们等了三天。", "- 第一批物资", "1. 第二批物资", "---",
        "***", "**加粗**的一句话。", "~~删去~~的一句话。", "`代码`的一句话。",
        "见[通告](https://port.example/a)全文。",
        "![图](https://port.example/a.jpg)", "<p>标签里的一句话。</p>", "    缩进的一句话。",
        "一行\\\n又一行。", "甲 | 乙\n--|--\n丙的话。 | 丁的话。", "下划_线_的一句话。",
    ]
)  # fmt: skip


@given(st.lists(st.tuples(PIECES, st.sampled_from(["\n", "\n\n", "\n\n\n"])), max_size=10))
def test_no_prose_is_lost(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + gap for piece, gap in pieces)
    draft = read(f"# 港口恢复通航\n\n2023-03-14 08:00\n\n{LEAD}\n\n{text}\n\n{BODY}\n")
    kept = set("".join(block.text for block in draft.blocks))
    for piece, _ in pieces:
        if "。" in piece:
            assert {char for char in piece if is_han(char)} <= kept, piece
