"""A page of HTML to one clean draft, or refused by name with its reason."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.article import Draft
from store.errors import RefusedError
from store.intake.dateline import CHINA
from store.intake.extraction import extract
from store.intake.extractors import ELEMENTS
from store.intake.hygiene import clean
from store.intake.markup import is_page
from store.intake.page import draft_of_page
from tests.examples import few

NOW = datetime(2023, 3, 14, 12, 0, tzinfo=CHINA)
TITLE = "两市签署供水协议"
BODY = (
    "甲市和乙市星期一签署供水协议，甲市从明年起每天向乙市供水二十万吨。",
    "协议说，引水渠全长六十公里，由两市共同出资，工程预计在今年九月动工。",
    "甲市市长在签字仪式上表示，近年来乙市连续干旱，邻近城市有责任伸出援手。",
    "乙市水务局说，新渠通水以后，城区的夜间限水将会取消，农田灌溉也将得到保证。",
    "一些住在渠边的居民担心，施工会影响春耕，两市承诺对损失给予补偿。",
)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in BODY)
MENU = "".join(
    f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(("国内", "国际", "财经", "体育"))
)
MORE = "".join(
    f'<li><a href="/more/{n}">{text}</a></li>'
    for n, text in enumerate(
        (
            "春运期间列车增开三百趟",
            "山区小学迎来新的操场",
            "博物馆夜间开放受欢迎",
            "渔港修缮工程提前完工",
        )
    )
)


def page(body: str = PARAGRAPHS, head: str = "", around: str = "") -> str:
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
        <title>{TITLE}_某某新闻网</title>{head}</head><body>
        <div class="top"><a href="/">某某新闻网</a><ul class="menu">{MENU}</ul></div>
        <div class="crumbs"><a href="/">首页</a> &gt; 正文</div>
        <div class="wrap"><h1>{TITLE}</h1>
        <div class="info"><span>2023-03-13 20:15</span> <span>来源：某地日报</span>
        <a href="#">字号</a></div>
        <div class="text" id="text">{body}</div>{around}
        <div class="more"><h3>更多新闻</h3><ul>{MORE}</ul></div></div>
        <div class="bottom"><p>某某新闻网版权所有，未经书面许可不得转载。</p></div>
        </body></html>"""


def read(html: str, url: str | None = None, source: str | None = None) -> Draft:
    return draft_of_page(html, "page.html", NOW, source=source, url=url)


def body_of(draft: Draft) -> tuple[str, ...]:
    return tuple(block.text for block in draft.blocks)


def test_a_page_becomes_its_article_and_nothing_of_the_site_stays() -> None:
    draft = read(page(), url="https://news.example.org/a/1?from=feed")
    assert draft.title == TITLE
    assert body_of(draft) == BODY
    assert draft.published == "2023-03-13T20:15:00+08:00"
    assert draft.source == "某地日报"
    assert draft.url == "https://news.example.org/a/1?from=feed"


@pytest.mark.parametrize(
    "body",
    [
        "<br><br>".join(f"　　{text}" for text in BODY),
        "".join(f"<div><span>{text}</span></div>" for text in BODY),
        f"<section>{PARAGRAPHS}</section>",
        f"<table><tr><td>{PARAGRAPHS}</td></tr></table>",
        f'<form action="/"><input type="hidden">{PARAGRAPHS}</form>',
        "".join(f"<p>{text}</p><div class='ad'><a href='/x'>点击购买</a></div>" for text in BODY),
    ],
    ids=["breaks", "divs", "section", "table", "form", "advertisements"],
)
def test_the_body_is_found_however_it_is_marked_up(body: str) -> None:
    assert body_of(read(page(body))) == BODY


def test_a_body_that_waits_for_a_click_is_found() -> None:
    hidden = f'<div style="display:none">{PARAGRAPHS}</div>'
    html = f"<title>{TITLE}_某某网</title><h1>{TITLE}</h1><p>展开全文</p>{hidden}"
    assert body_of(read(html)) == BODY


def test_comments_under_the_article_stay_out() -> None:
    comments = "".join(
        f"<div><a href='/u/{n}'>网友{n}</a><p>说得好，支持一下。</p><a href='#'>回复</a></div>"
        for n in range(20)
    )
    draft = read(page(around=f"<div class='comments'><h3>评论</h3>{comments}</div>"))
    assert body_of(draft) == BODY


def test_where_the_page_marks_its_body_that_is_taken() -> None:
    other = "".join(f"<p>{text}</p>" for text in reversed(BODY))
    html = page(
        f'<div itemprop="articleBody">{PARAGRAPHS}</div>', around=f"<div>{other[:300]}</div>"
    )
    assert body_of(read(html)) == BODY


def test_what_linked_data_says_decides_and_fills_an_empty_page() -> None:
    told = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(BODY)}
    script = f'<script type="application/ld+json">{json.dumps(told)}</script>'
    empty = (
        f"<html><head><title>{TITLE}</title>{script}</head><body><div id=app></div></body></html>"
    )
    assert body_of(read(empty)) == BODY
    advice = "".join(f"<p>请使用新版浏览器，才能看到第{n}项内容，谢谢合作。</p>" for n in range(9))
    beside = f"<div class='tips'>{advice}</div>"
    assert body_of(read(page(head=script, around=beside))) == BODY


def test_a_time_of_day_is_taken_from_whoever_knows_it() -> None:
    day = '<meta name="pubdate" content="2023-03-13">'
    assert read(page(head=day)).published == "2023-03-13T20:15:00+08:00"
    other = '<meta name="pubdate" content="2023-03-12">'
    assert read(page(head=other)).published == "2023-03-12"


def test_who_wrote_it_goes_before_who_shows_it_and_the_owner_s_word_before_both() -> None:
    site = '<meta property="og:site_name" content="某某新闻网">'
    html = page(head=site)
    assert read(html).source == "某地日报"
    assert read(html.replace("来源：某地日报", "")).source == "某某新闻网"
    assert read(html, source="自定").source == "自定"


@pytest.mark.parametrize(
    ("note", "source"),
    [
        ("2023-03-13 20:15:03　来源: 某地日报 举报", "某地日报"),
        ("2023年03月13日 20:15 某地日报", "某地日报"),
        ("某地日报 2023-03-13 20:15", "某地日报"),
        ("时间：2023-03-13 20:15 来源： 某地日报", "某地日报"),
        ("2023-03-13 20:15来源：某地日报·要闻", "某地日报·要闻"),
        ("2023-03-13 20:15 分享 收藏", "某某新闻网"),
    ],
)
def test_notes_between_headline_and_body_are_read(note: str, source: str) -> None:
    html = page().replace("<span>2023-03-13 20:15</span> <span>来源：某地日报</span>", note)
    draft = read(html)
    assert (draft.published or "")[:16] == "2023-03-13T20:15"
    assert draft.source == source


def test_the_address_a_page_gives_itself_counts_on_its_own_site_only() -> None:
    html = page(head='<link rel="canonical" href="https://www.example.org/a/1">')
    assert read(html).url == "https://www.example.org/a/1"
    assert read(html, url="https://m.example.org/a/1?x=2").url == "https://www.example.org/a/1"
    assert read(html, url="https://copy.example.net/9").url == "https://copy.example.net/9"
    assert read(page(), url="file:///etc/passwd").url is None


@pytest.mark.parametrize(
    "note",
    ["saved from url=(0023)https://a.example/n/1", "Page saved\n url: https://a.example/n/1 \n"],
)
def test_a_saved_page_knows_where_it_comes_from(note: str) -> None:
    html = f"<!-- {note} -->\n{page()}"
    assert is_page(html)
    assert read(html).url == "https://a.example/n/1"
    assert read(html, url="https://b.example/2").url == "https://b.example/2"


def test_a_fragment_is_read_whole() -> None:
    html = f"<section><h1>{TITLE}</h1><p>短句</p>{PARAGRAPHS}<p>完</p></section>"
    assert [line.text for line in extract(html, "f")] == [TITLE, "短句", *BODY, "完"]
    assert read(html).title == TITLE


def test_a_news_flash_needs_a_date() -> None:
    flash = "<p>甲市地震局说，今天上午没有发生地震。</p>"
    body = [block for block in read(page(flash)).blocks if block.kind != "related"]
    assert [block.text for block in body] == ["甲市地震局说，今天上午没有发生地震。"]
    html = f"<title>{TITLE}</title><h1>{TITLE}</h1>{flash}"
    with pytest.raises(RefusedError, match="no article in it"):
        read(html)


INDEX = "".join(
    f'<div class="item"><h2><a href="/a/{n}">两市签署第{n}号供水协议</a></h2><p>{text}</p></div>'
    for n, text in enumerate(BODY)
)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (f"<html><title>要闻_某某网</title><body><ul>{MORE * 5}</ul></body></html>", "no article"),
        (f"<html><title>要闻_某某网</title><body>{INDEX}</body></html>", "a list of links"),
        ("<html><title>登录</title><body><div><h1>请登录</h1><p>您需要登录，才能继续阅读。</p>"
         "<form><input name=user><button>登录</button></form></div></body></html>", "no article"),
        ("<html><title>某某网</title><body><div id=app></div><script>var x='正文，正文。'</script>"
         "</body></html>", "no article in it"),
        (f"<html><body><table>{'<tr><td>甲</td><td>乙</td></tr>' * 9000}</table></body></html>",
         "no article in it"),
        ("<html><title>404</title><body><p>您访问的页面不存在。</p></body></html>", "no article"),
        ("<html><body><p>Two cities signed a water agreement on Monday.</p></body></html>",
         "no Chinese text"),
        ("", "an empty page"),
        (page(f"<p>{'长' * 250_000}。</p>"), "a paragraph of 250,001 characters"),
        (page("<p>一句话，不长。</p>" * 30_000), "in 30,006 lines"),
        ("<div>" * 20_000 + PARAGRAPHS, "nested too deep"),
    ],
    ids=["links", "summaries", "login", "shell", "table", "missing", "english", "empty", "long",
         "many", "deep"],
)  # fmt: skip
def test_a_page_without_an_article_is_refused_with_its_reason(html: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason) as caught:
        read(html)
    assert caught.value.input == "page.html"


HOSTILE = {
    "wide": page(around="<div><p>短</p></div>" * (ELEMENTS // 2 - 60)),
    "wider": page(around="<div><p>短</p></div>" * ELEMENTS),
    "nested": page("<div>" * 1500 + PARAGRAPHS),
    "steps": page("".join(f"<div><p>第{n}步，没有别的。</p>" for n in range(400))),
    "quotes": page(around="<div>字</div>" * 2000 + "<blockquote>引</blockquote>" * 2000),
    "links": page(around="<a href='/'>链接</a>" * 4000),
    "controls": page(PARAGRAPHS.replace("供水", "&#27;[31m供水&#7;&#xd800;")),
    "attributes": page(
        f"<div class='\x01{'body ' * 50_000}' style='{'x:y;' * 50_000}'>{PARAGRAPHS}</div>"
    ),
    "comments": page("<!-- x -->" * 50_000 + PARAGRAPHS),
    "headings": page("<h1>标题</h1>" * 10_000 + PARAGRAPHS),
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_is_read_at_a_bounded_cost(html: str) -> None:
    draft = read(html)
    assert draft.title == TITLE
    for block in draft.blocks:
        assert block.text == clean(block.text)


PIECES = [
    *(f"<p>{text}</p>" for text in BODY), MENU, MORE, "<div>", "</div>", "<title>", "</title>",
    "<h1>", TITLE, "</h1>", "<article>", "</article>",
    "<script type='application/ld+json'>", "</script>",
    '{"@type":"NewsArticle","headline":"', '"}', "<time datetime='2023-03-13'>", "<base href='//'>",
    "<link rel=canonical href='http://[x'>", "<meta name=author content='张三'>", "<a href=x>",
    "</a>",
    "<div itemprop=articleBody>", "<table><tr><td>", "<body>", "</body>", "&#0;", "\x00", "<!--",
]  # fmt: skip


@settings(max_examples=few(60))
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_page_is_read_or_refused(html: str) -> None:
    with suppress(RefusedError):
        draft = read(html, url="https://example.org/1")
        assert draft.title == draft.title.strip() != ""
        assert draft.blocks
