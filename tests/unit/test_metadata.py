"""What a page says of its article: each witness, and who is believed when they differ."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from store.intake.dateline import CHINA
from store.intake.fragment import parse
from store.intake.metadata import Metadata, metadata_of, outlet, web_address

NOW = datetime(2023, 3, 14, 12, 0, tzinfo=CHINA)
TITLE = "两市签署供水协议"


def read(head: str = "", body: str = "") -> Metadata:
    root = parse(f"<html><head>{head}</head><body>{body}<p>正文</p></body></html>", "page")
    assert root is not None
    return metadata_of(root, NOW)


def linked(*objects: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(objects)}</script>'


ARTICLE = {
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2023-03-13T20:15:00Z",
    "author": [{"@type": "Person", "name": "张三"}, {"name": "李四"}],
    "publisher": {"name": "某地日报"},
    "articleBody": "正文的第一句。",
    "url": "https://example.org/a/1",
}


@pytest.mark.parametrize(
    "objects",
    [
        [ARTICLE],
        [{"@graph": [{"@type": "WebSite", "name": "某站"}, ARTICLE]}],
        [[{"@type": "BreadcrumbList"}], {"mainEntity": ARTICLE}],
        [ARTICLE | {"@type": ["Thing", "ReportageNewsArticle"]}],
    ],
)
def test_linked_data_is_found_wherever_it_is_nested(objects: list[object]) -> None:
    meta = read(linked(*objects))
    assert meta == Metadata(
        title=TITLE,
        published="2023-03-13T20:15:00+00:00",
        site="某地日报",
        authors=("张三", "李四"),
        url="https://example.org/a/1",
        body="正文的第一句。",
    )


def test_of_many_articles_described_that_one_counts_whose_headline_is_the_page_s() -> None:
    others = [{"@type": "Article", "headline": f"第{n}条", "datePublished": "2020-01-01"}
              for n in range(3)]  # fmt: skip
    assert (
        read(linked(*others, ARTICLE), f"<h1>{TITLE}</h1>").published == "2023-03-13T20:15:00+00:00"
    )
    assert read(linked(*others)).published is None


HOSTILE = {
    "lists": "[" * 100_000,
    "graphs": '{"@graph":[' * 5000,
    "kinds of value": '{"@type":"Article","headline":{"name":[]},"author":7,"publisher":[[]]}',
    "long headline": '{"@type":"NewsArticle","headline":"' + "长" * 100_000 + '"}',
    "odd type": '{"@type":{"a":1}}',
    "no JSON": "not json",
    "nothing": "",
    "null": "null",
    "articles": "[" + '{"@type":"Article"},' * 30_000 + "{}]",
}


@pytest.mark.parametrize("broken", HOSTILE.values(), ids=HOSTILE)
def test_hostile_linked_data_is_passed_over(broken: str) -> None:
    script = f'<script type="application/ld+json">{broken}</script>'
    assert read(f"{script}<title>{TITLE}</title>").title == TITLE


def test_a_line_break_in_a_json_string_spoils_nothing() -> None:
    raw = '{"@type":"Article","headline":"两市签署\n供水协议"}'
    script = f'<script type="application/ld+json">{raw}</script>'
    assert read(script).title == "两市签署 供水协议"


@pytest.mark.parametrize(
    ("full", "title", "site"),
    [
        (f"{TITLE}_某某新闻", TITLE, "某某新闻"),
        (f"{TITLE}_国内_某某网", TITLE, "某某网"),
        (f"{TITLE} - 某某网", TITLE, "某某网"),
        (f"{TITLE} | 某报", TITLE, "某报"),
        (f"{TITLE}-某某社", TITLE, "某某社"),
        (f"{TITLE}_时政_某某新闻-The Some", TITLE, "某某新闻"),
        (TITLE, TITLE, None),
        ("甲队2-1乙队 - 某某体育网", "甲队2-1乙队", "某某体育网"),
        ("特稿|供水协议背后的二十年谈判", "特稿|供水协议背后的二十年谈判", None),
        ("中美-东盟对话会闭幕", "中美-东盟对话会闭幕", None),
    ],
)
def test_the_title_element_loses_the_names_of_section_and_site(
    full: str, title: str, site: str | None
) -> None:
    meta = read(f"<title>{full}</title>")
    assert (meta.title, meta.site) == (title, site)


def test_a_heading_counts_if_another_witness_confirms_it() -> None:
    full = f"{TITLE}，明年通水"
    head = f'<title>{TITLE}..._某网</title><meta property="og:title" content="{TITLE}...">'
    assert read(head, f"<h1>某网首页</h1><h1>{full}</h1>").title == full
    assert read(head, "<h1>某网首页</h1>").title == f"{TITLE}..."
    assert read("", f"<h1>{full}</h1>").title == full


def test_a_quotation_mark_that_cut_a_headline_short_is_undone() -> None:
    head = (
        '<title>专家谈"暗河"的来历_某网</title>'
        '<meta property="og:title" content="专家谈"暗河"的来历">'
    )
    assert read(head).title == '专家谈"暗河"的来历'


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2023-03-13T08:00:00+09:00">',
         "2023-03-13T08:00:00+09:00"),
        ('<meta name="PubDate" content="2023-03-13 06:23">', "2023-03-13T06:23:00+08:00"),
        ('<meta name="publishdate" content="2023-03-13">', "2023-03-13"),
        ('<meta itemprop="datePublished" content="2023-03-13">', "2023-03-13"),
        ('<meta name="pubdate" content="2023-03-13"><meta name="date" content="2023-03-13 07:00">',
         "2023-03-13T07:00:00+08:00"),
        ('<meta name="pubdate" content="2023-03-13"><meta name="date" content="2023-03-12 07:00">',
         "2023-03-13"),
        ('<meta name="pubdate" content="0000-00-00"><meta name="date" content="2023-03-12">',
         "2023-03-12"),
        ("", None),
    ],
)  # fmt: skip
def test_dates_of_meta_elements(head: str, published: str | None) -> None:
    assert read(head).published == published


def test_the_time_element_of_the_article_counts_not_one_beside_it() -> None:
    body = """<nav><time datetime="2020-01-01">旧</time></nav>
        <time class="updated" datetime="2023-03-14T09:00:00+08:00">改</time>
        <time datetime="2023-03-13T09:00:00+08:00">昨天</time>"""
    assert read("", body).published == "2023-03-13T09:00:00+08:00"


def test_an_author_is_a_person_and_no_outlet() -> None:
    head = '<title>某事_某某网</title><meta name="author" content="{}">'
    assert read(head.format("张三、李四")).authors == ("张三", "李四")
    assert read(head.format("亚历山大·某")).authors == ("亚历山大·某",)
    for name in ("某某网", "某地日报", "编辑部", "admin", "新闻中心记者", ""):
        assert read(head.format(name)).authors == ()


def test_the_address_is_the_page_s_own_and_of_the_web() -> None:
    canonical = (
        '<link rel="canonical" href="{}"><meta property="og:url" content="http://b.example/2">'
    )
    assert read(canonical.format("https://a.example/1")).url == "https://a.example/1"
    for wrong in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://a.example/",
        "//",
        "http://[",
        "",
    ):
        assert read(canonical.format(wrong)).url == "http://b.example/2"
    assert web_address("https://a.example/\x1b[31m") == "https://a.example/[31m"


def test_words_for_no_outlet_are_none() -> None:
    assert outlet("某报") == "某报"
    assert [outlet(name) for name in ("网络", "原创", "", None, "2023", "很" * 40)] == [None] * 6


def test_a_page_of_nothing_but_metas_is_read() -> None:
    assert read('<meta name="a" content="b">' * 50_000 + f"<title>{TITLE}</title>").title == TITLE
