"""Scraped text to drafts: head, blocks, several articles in a file, nothing of a body lost."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.article import BlockKind, Draft
from store.errors import RefusedError
from store.folding import fold, is_han
from store.intake.dateline import CHINA
from store.intake.lines import Line
from store.intake.text import draft_of, drafts

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)

LEAD = "两国外长周二在日内瓦会晤三个小时，讨论边境停火与人道援助的安排。"
BODY = "一名参加会谈的官员说，双方同意下个月在第三国继续谈判。"
LAST = "此前的三轮会谈都没有结果。"


def read(text: str, source: str | None = None) -> list[Draft]:
    return list(drafts(text, "f.txt", NOW, source))


def only(text: str) -> Draft:
    (draft,) = read(text)
    return draft


def kinds(draft: Draft) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in draft.blocks]


PAGE = (
    "两国外长会晤,讨论停火\n\n\n中国时间 5:45 2023年3月14日 星期二\n" + "\n" * 26
    + "资料照:两国外长在开罗出席会议期间握手。(2019年11月12日)\n" + "\n" * 19
    + f"{LEAD}\n\n{BODY}\n\n\n\n"
    + "外长抵达日内瓦机场。(2023年3月13日)\n\n\n外长抵达日内瓦机场。(2023年3月13日)\n\n\n"
    + f"{LAST}\n\n会谈所在的万国宫周围加强了警戒,记者被拦在门外。图为万国宫的北门。<br />\n"
    + "请同时参阅:\n\n停火协议的三个难题\n\n\n\n\n\n邻国呼吁双方克制\n\n"
    + f"同时,联合国说援助车队已经到达边境。\n\n{BODY}\n\n\n\n\n\n\n评论区\n"
)  # fmt: skip


def test_a_scraped_page() -> None:
    draft = only(PAGE)
    assert draft.title == "两国外长会晤,讨论停火"
    assert draft.published == "2023-03-14T05:45:00+08:00"
    assert draft.source == "美国之音"
    assert kinds(draft) == [
        ("caption", "资料照:两国外长在开罗出席会议期间握手。(2019年11月12日)"),
        ("paragraph", LEAD),
        ("paragraph", BODY),
        ("caption", "外长抵达日内瓦机场。(2023年3月13日)"),
        ("paragraph", LAST),
        ("caption", "会谈所在的万国宫周围加强了警戒,记者被拦在门外。图为万国宫的北门。"),
        ("related", "停火协议的三个难题"),
        ("related", "邻国呼吁双方克制"),
        ("paragraph", "同时,联合国说援助车队已经到达边境。"),
        ("paragraph", BODY),
    ]


def test_two_copies_in_a_file_the_second_under_a_banner() -> None:
    first, second = read(PAGE + "\n" * 13 + "某某民刊 | example-site.org\n\n" + PAGE)
    assert (first.source, second.source) == ("美国之音", "某某民刊")
    assert first.blocks == second.blocks
    assert (first.title, first.published) == (second.title, second.published)


def test_the_source_given_goes_before_what_the_page_says() -> None:
    assert [d.source for d in read(f"甲网 | a.org\n\n{PAGE}", source="乙报")] == ["乙报"]


def test_several_articles_split_at_title_and_dateline() -> None:
    text = "\n\n".join(
        f"第{n}号台风逼近沿海\n\n2024年9月{n}日 08:3{n}\n\n{LEAD}\n\n{BODY}" for n in range(1, 6)
    )
    found = read(text)
    assert [d.title for d in found] == [f"第{n}号台风逼近沿海" for n in range(1, 6)]
    assert [d.published for d in found] == [f"2024-09-0{n}T08:3{n}:00+08:00" for n in range(1, 6)]
    assert all(len(d.blocks) == 2 for d in found)


def test_bare_dates_part_articles_where_the_first_has_one_too() -> None:
    item = "港口恢复通航\n2024-09-0{}\n\n" + f"{LEAD}\n\n{BODY}\n\n"
    assert [d.published for d in read(item.format(1) + item.format(2))] == [
        "2024-09-01",
        "2024-09-02",
    ]


def test_a_signed_letter_is_not_split() -> None:
    draft = only(
        f"致议会的公开信\n\n2020-06-29 10:00\n\n{LEAD}\n\n{BODY}\n\n张三\n\n2020年6月28日\n"
    )
    assert draft.published == "2020-06-29T10:00:00+08:00"
    assert [b.text for b in draft.blocks][-2:] == ["张三", "2020年6月28日"]


@pytest.mark.parametrize(
    ("head", "published", "source", "authors"),
    [
        ("发布时间：2023-03-14 05:45 来源：新华社", "2023-03-14T05:45:00+08:00", "新华社", ()),
        ("來源：中央社\n發佈時間：民國112年3月14日", "2023-03-14", "中央社", ()),
        (
            "作者：张三、李四\n2023年3月14日 05:45",
            "2023-03-14T05:45:00+08:00",
            None,
            ("张三", "李四"),
        ),
        ("2小时前", "2026-11-23T07:00:00+08:00", None, ()),
        ("最后更新： 2018年9月1日 05:31", "2018-09-01T05:31:00+08:00", None, ()),
        (
            "更新时间：2023-03-15 01:00\n发布时间：2023-03-14 05:45",
            "2023-03-14T05:45:00+08:00",
            None,
            (),
        ),
    ],
)
def test_heads(head: str, published: str, source: str | None, authors: tuple[str, ...]) -> None:
    draft = only(f"港口恢复通航\n\n{head}\n\n{LEAD}\n\n{BODY}\n")
    assert (draft.published, draft.source, draft.authors) == (published, source, authors)
    assert kinds(draft) == [("paragraph", LEAD), ("paragraph", BODY)]


def test_what_the_lead_says_is_read_and_stays() -> None:
    lead = f"【某某时报2020年9月1日讯】（某某时报记者王五综合报导）{LEAD}"
    draft = only(f"港口恢复通航\n\n{lead}\n\n{BODY}\n\n责任编辑：赵六\n")
    assert (draft.published, draft.source, draft.authors) == ("2020-09-01", "某某时报", ("王五",))
    assert kinds(draft) == [("paragraph", lead), ("paragraph", BODY)]


def test_an_agency_is_known_by_its_lead() -> None:
    draft = only(f"港口恢复通航\n\n2023-03-14\n\n新华社北京3月14日电 {LEAD}\n")
    assert draft.source == "新华社"


def test_a_place_line_joins_its_paragraph() -> None:
    draft = only(f"港口恢复通航\n\n2023-03-14\n\n华盛顿 —\n{LEAD}\n\n{BODY}\n")
    assert draft.blocks[0].text == f"华盛顿 — {LEAD}"


@pytest.mark.parametrize(
    "caption",
    [
        "市长在码头讲话（某通讯社记者 王五拍摄）",
        "示意图：港口的位置",
        "渔船停靠在码头。（路透社）",
        "码头上的集装箱。(Jane Doe/Getty Images)",
        "渔民修补渔网（2019年8月1日）。",
        "▲渔民修补渔网",
        "渔民修补渔网。图为渔港清晨的景象。",
    ],
)
def test_captions_by_their_form(caption: str) -> None:
    draft = only(f"港口恢复通航\n\n2023-03-14\n\n{LEAD}\n\n{caption}\n\n{BODY}\n")
    assert kinds(draft)[1] == ("caption", caption.lstrip("▲"))


def test_captions_by_their_place() -> None:
    body = "\n\n".join([LEAD, BODY, LAST] * 3)
    draft = only(f"港口恢复通航\n\n2023-03-14\n\n{body}\n" + "\n" * 7 + f"市长陈七\n\n\n\n{BODY}\n")
    assert ("caption", "市长陈七") in kinds(draft)


@pytest.mark.parametrize(
    "paragraph",
    [
        "他说，上一次这样的访问是在很多年以前（2005年）。",
        "两国上月发表联合声明(全文见本报三版)，随后又各自作了解释。",
        f"{LEAD}{BODY}{LAST}（路透社）",
    ],
)
def test_paragraphs_that_only_look_like_captions(paragraph: str) -> None:
    draft = only(f"港口恢复通航\n\n2023-03-14\n\n{LEAD}\n\n{paragraph}\n\n{BODY}\n")
    assert kinds(draft)[1] == ("paragraph", paragraph)


def test_headings_quotes_and_lists() -> None:
    draft = only(
        f"港口恢复通航\n\n2023-03-14\n\n{LEAD}\n\n市民反应\n\n{BODY}\n\n> 我们等了三天。\n\n"
        f"• 第一批物资\n• 第二批物资\n\n# 善后\n\n{LAST}\n"
    )
    assert kinds(draft) == [
        ("paragraph", LEAD),
        ("heading", "市民反应"),
        ("paragraph", BODY),
        ("quote", "我们等了三天。"),
        ("list", "第一批物资"),
        ("list", "第二批物资"),
        ("heading", "善后"),
        ("paragraph", LAST),
    ]


def test_furniture_goes_and_a_refrain_stays() -> None:
    draft = only(
        f"港口恢复通航\n\n2023-03-14\n\n分享\n打印\n{LEAD}\n\n还我土地！\n\n还我土地！\n\n{BODY}\n\n"
        "评论 (24)\n分享到脸书\n未经书面许可，不得转载。\n"
    )
    assert [b.text for b in draft.blocks] == [LEAD, "还我土地！", "还我土地！", BODY]


def article(after: str, *, head: str = "2023-03-14 08:00") -> str:
    return f"港口恢复通航\n\n{head}\n\n{LEAD}\n\n{BODY}\n\n{LAST}\n\n{after}\n"


@pytest.mark.parametrize(
    "foot",
    [
        "评论区\n\n路人甲：说得好。\n\n路人乙\n\n我不信，谁信谁知道！",
        "3条评论\n\n路人甲：说得好。",
        "（文章只代表特约评论员个人的立场和观点）\n\n本文章由某某台编辑制作，转载请注明某某台并包含原文标题及链接。",
        "某某台版权所有，未经书面允许，不得转载，违者必究。\n\n【诚征荣誉会员】小善可以成就大爱。每年只需支付一份费用。",
        "网络收看方式：\n\n某某台网站：https://www.example.org/\n\n某某台脸书：example.org/news\n\n某某台制作组",
        "欢迎点赞、订阅、分享我们的频道！\n\n（记者王五综合报导/责任编辑：赵六）",
        "责任编辑：赵六#\n\n相关文章\n\n邻国呼吁双方克制\n\n转载请注明出处",
        "某某网 | example.org\n\n分享到脸书",
        "128kbps下载",
    ],
    ids=[
        "comments",
        "count",
        "rights",
        "appeal",
        "channels",
        "sign-off",
        "middle",
        "banner",
        "sound",
    ],
)
def test_the_foot_of_a_page_goes(foot: str) -> None:
    draft = only(article(foot))
    assert [b.text for b in draft.blocks if b.kind != "related"] == [LEAD, BODY, LAST]


@pytest.mark.parametrize(
    "after",
    [
        "他呼吁市民转载这份声明，并注明两国的地址。",
        f"网友评论\n\n{BODY}",
        "王五\n\n2023年3月13日",
        "（待续）",
    ],
)
def test_what_only_looks_like_a_foot_stays(after: str) -> None:
    texts = [block.text for block in only(article(after)).blocks]
    wanted = [line for line in after.split("\n\n") if line != "网友评论"]
    assert texts == [LEAD, BODY, LAST, *wanted]


@pytest.mark.parametrize(
    ("line", "authors", "source"),
    [
        ("记者：张三 责编：李四 王五  网编：赵六", ("张三",), None),
        ("（记者张三、李四综合报导/责任编辑：王五）", ("张三", "李四"), None),
        ("自由亚洲电台记者张三华盛顿报道   责编：李四", ("张三",), "自由亚洲电台"),
        ("（大纪元记者张三香港报导）", ("张三",), "大纪元"),
        ("記者 張三／台北報導", ("張三",), None),
        ("(转自《自由亚洲》责任编辑：李四)", (), "自由亚洲电台"),
        ("编译 张三/李四；审校 王五", (), None),
        ("文字整理：张三；责任编辑：李四#", (), None),
    ],
)
def test_bylines_below_the_body(line: str, authors: tuple[str, ...], source: str | None) -> None:
    draft = only(article(line))
    assert (draft.authors, draft.source) == (authors, source)
    assert [block.text for block in draft.blocks] == [LEAD, BODY, LAST]


@pytest.mark.parametrize(
    ("line", "source", "url"),
    [
        ("文章来自「某某评论」：~~港口恢复通航~~", "某某评论", None),
        ("原文來自【某某周刊】：", "某某周刊", None),
        (
            "本文原创为《某某报》：https://news.example/a/1.html",
            "某某报",
            "https://news.example/a/1.html",
        ),
        ("原文地址：https://news.example/a/1.html", None, "https://news.example/a/1.html"),
        ("来源：新华网", "新华社", None),
    ],
)
def test_where_an_article_comes_from(line: str, source: str | None, url: str | None) -> None:
    draft = only(f"港口恢复通航\n\n{line}\n\n{LEAD}\n\n{BODY}\n")
    assert (draft.source, draft.url) == (source, url)
    assert [block.text for block in draft.blocks] == [LEAD, BODY]


@pytest.mark.parametrize(
    "lead",
    [
        "【某某时报2020年9月1日讯】",
        "【某某台2020年9月1日】（本台记者王五综合报导）",
        "央视网消息（新闻联播）：",
        "某某社港口讯：",
    ],
)
def test_a_lead_on_its_own_line_joins_its_paragraph(lead: str) -> None:
    draft = only(f"港口恢复通航\n\n{lead}\n\n{LEAD}\n\n{BODY}\n")
    assert kinds(draft) == [("paragraph", f"{lead}{LEAD}"), ("paragraph", BODY)]
    assert draft.published == ("2020-09-01" if "2020" in lead else None)


def test_the_date_of_the_lead_goes_before_those_of_captions_and_signatures() -> None:
    draft = only(
        f"港口恢复通航\n\n渔船2020年5月30日停靠在码头\n\n【某某时报2020年9月1日讯】{LEAD}\n\n{BODY}\n\n"
        "直播时间：美东时间7月27日 17:00\n"
    )
    assert draft.published == "2020-09-01"
    assert "渔船2020年5月30日停靠在码头" in [block.text for block in draft.blocks]


def test_dated_statements_in_an_article_are_not_articles() -> None:
    statements = "\n\n".join(
        f"声明人：王{n}\n2020-08-1{n} 12:13\n{LEAD}\n{BODY}" for n in "一二三"
    ).translate(str.maketrans("一二三", "123"))
    draft = only(f"读者来信选登\n\n【某某时报2020年9月1日讯】{LAST}\n\n{statements}\n")
    assert draft.published == "2020-09-01"
    assert len([block for block in draft.blocks if block.text.startswith("声明人")]) == 3


def test_a_headline_with_a_time_alone_is_an_item_between_two() -> None:
    text = article("渔港失火两人受伤\n\n2023-03-14 09:00\n\n大桥合龙\n\n2023-03-14 10:00") + LEAD
    found = read(f"{text}\n\n{BODY}\n")
    assert [(d.title, d.published, len(d.blocks)) for d in found] == [
        ("港口恢复通航", "2023-03-14T08:00:00+08:00", 3),
        ("渔港失火两人受伤", "2023-03-14T09:00:00+08:00", 0),
        ("大桥合龙", "2023-03-14T10:00:00+08:00", 2),
    ]


def test_what_markup_says_of_a_line() -> None:
    def line(text: str, kind: BlockKind | None = None, *, linked: bool = False) -> Line:
        return Line(text, fold(text), 1, False, kind, linked)

    draft = draft_of(
        [
            line("港口恢复通航", "heading"),
            line("首页新闻财经体育", linked=True),
            line("停泊的渔船", "caption"),
            line(LEAD),
            line("善后", "heading"),
            line(BODY, "quote"),
            line("第一批物资到了以后分给渔民", "list"),
            line("邻国呼吁双方克制并恢复谈判", linked=True),
            line(LAST),
            line("市民反应", "heading"),
            line("外长再次会晤讨论停火", linked=True),
        ],
        NOW,
    )
    assert draft is not None
    assert kinds(draft) == [
        ("caption", "停泊的渔船"),
        ("paragraph", LEAD),
        ("heading", "善后"),
        ("quote", BODY),
        ("list", "第一批物资到了以后分给渔民"),
        ("related", "邻国呼吁双方克制并恢复谈判"),
        ("paragraph", LAST),
    ]


def test_literal_markup_is_undone_and_brackets_mean_nothing() -> None:
    draft = only(
        f"港口&nbsp;恢复通航\n\n2023-03-14\n\n<p>[red]{LEAD}[/red]</p>"
        "<p>甲 &amp; 乙 5 < 7，完。</p><script>alert('坏')</script><!-- 注 -->\n&#27;[31m末了。\n"
    )
    assert draft.title == "港口 恢复通航"
    assert [b.text for b in draft.blocks] == [
        f"[red]{LEAD}[/red]",
        "甲 & 乙 5 < 7，完。",
        "[31m末了。",
    ]


def test_a_paragraph_broken_at_a_fixed_width_is_whole_again() -> None:
    text = LEAD * 4
    lines = [text[i : i + 24] for i in range(0, len(text), 24)]
    draft = only("港口恢复通航\n\n2023-03-14\n\n" + "\n".join(lines) + f"\n\n{BODY}\n")
    assert [b.text for b in draft.blocks] == [text, BODY]


def test_text_without_a_title_gets_its_first_clause() -> None:
    draft = only(f"{LEAD * 4}\n\n{BODY}\n")
    assert draft.title == LEAD[: LEAD.index("，")]
    assert [b.text for b in draft.blocks] == [LEAD * 4, BODY]


@pytest.mark.parametrize("text", ["只有标题", "\n\n评论区\n分享\n", "no Chinese here.\n\nAt all."])
def test_what_holds_no_article_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match=r"f\.txt"):
        read(text)


def test_a_paragraph_beyond_any_prose_is_refused() -> None:
    with pytest.raises(RefusedError, match="no article"):
        read("标题\n\n" + "字" * 300_000)


HOSTILE = {
    "markers": "请同时参阅：\n" * 20_000,
    "datelines": "2023-03-14 08:00\n\n" * 3_000,
    "items": "渔港失火\n\n2023-03-14 08:00\n\n" * 5_000,
    "banners": "某网 | a.org\n" * 10_000,
    "comments": "评论区\n" * 20_000,
    "brackets": "（" * 50_000,
    "figures": "1" * 50_000,
    "names": "、".join(["记者王五"] * 10_000),
    "feet": "转载请注明出处\n" * 10_000,
    "blanks": "\n" * 100_000 + "字\n" * 1_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_or_refused(text: str) -> None:
    try:
        found = read(article(text) + f"\n\n{LAST}\n")
    except RefusedError:
        return
    assert found[0].title == "港口恢复通航"


LINES = st.sampled_from(
    [
        LEAD, BODY, LAST, "市民反应", "资料照：码头。（2019年1月2日）", "请同时参阅：",
        "邻国呼吁克制", "华盛顿 —", "• 第一批", "1、第二批", "> 引文。", "# 小标题", "王五",
        "记者：您怎么看？", "渔民（路透社）", "某网 | a.org", "二〇二三年三月", "“还我土地！”",
        "甲&lt;乙", "<b>粗</b>体",
    ]
)  # fmt: skip
GAPS = st.integers(1, 9)


@given(st.lists(st.tuples(LINES, GAPS), min_size=1, max_size=14))
def test_nothing_of_the_body_is_lost(lines: list[tuple[str, int]]) -> None:
    text = f"港口恢复通航\n\n2023-03-14 08:00\n\n{LEAD}\n\n" + "".join(
        line + "\n" * gap for line, gap in lines
    )
    found = read(text)
    kept = Counter(
        c for d in found for t in (d.title, d.source or "", *(b.text for b in d.blocks)) for c in t
    )
    # A head of a related list goes; a repeated caption and a repeated banner are kept once.
    expected = {line for line, _ in lines} - {"请同时参阅："}
    for line in expected:
        missing = [c for c in line if is_han(c) and c not in kept]
        assert not missing, (line, missing)


@given(
    st.text("中国标题。，“”（）()\n\n　 <>&;:：|#>•1234年月日-—评论区图片来源分享照", max_size=300)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read(text)
    except RefusedError:
        return
    for draft in found:
        assert draft.title
        assert "\n" not in draft.title
        assert all(block.text.strip() and "\n" not in block.text for block in draft.blocks)
