"""HTML to lines: what a browser would show, and what the markup says it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import RefusedError
from store.intake.fragment import SIZE, TAGS, lines_of_html
from store.intake.hygiene import clean


def texts(html: str) -> list[str]:
    return [line.text for line in lines_of_html(html, "page")]


def test_blocks_stand_on_lines_of_their_own_and_inline_text_is_joined() -> None:
    html = "<div>甲<b>乙</b><span>丙</span><p>丁<a href=x>戊</a>己</p>庚</div><section>辛</section>"
    assert texts(html) == ["甲乙丙", "丁戊己", "庚", "辛"]


def test_a_break_begins_a_line_without_a_gap_and_two_leave_one() -> None:
    lines = lines_of_html("<p>一<br>二<br><br>三</p><p>四</p>", "page")
    assert [(line.text, line.gap) for line in lines] == [("一", 0), ("二", 0), ("三", 1), ("四", 1)]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var 甲</script>", "<style>甲</style>", "<noscript>甲</noscript>", "<nav>甲</nav>",
        "<aside>甲</aside>", "<footer>甲</footer>", "<form><input>甲</form>", "<p hidden>甲</p>",
        '<p style="color:red; display : none">甲</p>', '<p aria-hidden="true">甲</p>',
        '<span class="a visually-hidden">甲</span>', "<button>甲</button>", "<!-- 甲 -->",
        '<div role="navigation">甲</div>', "<svg><text>甲</text></svg>", "<textarea>甲</textarea>",
        "<select><option>甲</select>", "<title>甲</title>", "<template>甲</template>",
    ],
)  # fmt: skip
def test_what_no_reader_sees_is_left_out(hidden: str) -> None:
    assert texts(f"<p>前</p>{hidden}<p>后</p>") == ["前", "后"]


def test_a_form_around_the_whole_page_is_read() -> None:
    assert texts("<form><input name=state><p>正文在表单里。</p></form>") == ["正文在表单里。"]


def test_markup_names_headings_quotes_items_and_captions() -> None:
    html = """<h2>小标题</h2><p>段落</p><blockquote><p>引文</p><h3>引文的标题</h3></blockquote>
        <ul><li>条目<li><p>又一条</p></ul>
        <figure><img alt="不读"><figcaption><h4>图的标题</h4>图说</figcaption></figure>
        <div class="wp-caption-text">配图文字</div><p>完</p>"""
    assert [(line.text, line.kind) for line in lines_of_html(html, "page")] == [
        ("小标题", "heading"), ("段落", None), ("引文", "quote"), ("引文的标题", "heading"),
        ("条目", "list"), ("又一条", "list"), ("图的标题", "caption"), ("图说", "caption"),
        ("配图文字", "caption"), ("完", None),
    ]  # fmt: skip


def test_a_class_makes_no_caption_of_a_whole_article() -> None:
    (first, *_rest) = lines_of_html(f'<div class="caption">{"<p>正文的一段。</p>" * 60}</div>', "p")
    assert first.kind is None


def test_a_line_of_links_is_marked_counters_aside() -> None:
    html = """<p><a href=a>一条新闻</a> (12)</p><p>见<a href=b>另一条</a></p>
        <p><a name=c>没有去处</a></p><a href=d><div>标题</div><div>摘要</div></a>"""
    assert [line.linked for line in lines_of_html(html, "page")] == [True, False, False, True, True]


def test_a_table_row_is_one_line_unless_the_table_lays_out_the_page() -> None:
    data = "<table><tr><th>城市<th>人口<tr><td>甲市<td>12万</table>"
    assert texts(data) == ["城市　人口", "甲市　12万"]
    layout = f"<table><tr><td><p>一段。</p><p>二段。</p><td>{'栏' * 3}</table>"
    assert texts(layout) == ["一段。", "二段。", "栏栏栏"]
    assert len(texts(f"<table><tr><td>{'长' * 200}<td>{'长' * 200}</table>")) == 2


def test_ruby_keeps_the_text_and_drops_its_reading() -> None:
    assert texts("<p><ruby>漢<rp>(</rp><rt>han</rt><rp>)</rp>字</ruby></p>") == ["漢字"]


def test_white_space_is_read_as_html_reads_it() -> None:
    assert texts("<p>  一 \n\t 个&nbsp;空格 </p>") == ["一 个 空格"]
    assert texts("<pre>一\n  二\n\n三</pre>") == ["一", "二", "三"]
    (line,) = lines_of_html("<p>　　段落以空格开头。</p>", "page")
    assert line.indented
    assert line.text == "段落以空格开头。"


def test_a_wrapped_source_line_leaves_no_space_inside_a_sentence() -> None:
    html = (
        "<p>代表团星期三抵达首都，将在那里停留三天，期间会见\n<a href=x>\n 商会\n</a>\n的代表。</p>"
    )
    assert texts(html) == ["代表团星期三抵达首都，将在那里停留三天，期间会见商会的代表。"]
    # But it keeps apart what is no sentence.
    assert texts("<div><span>来源：某报</span>\n<span>作者：张三</span></div>") == [
        "来源：某报 作者：张三"
    ]


def test_text_is_clean() -> None:
    assert texts("<p>红&#x1b;[31m字&#8238;\u200b</p>") == ["红[31m字"]


@pytest.mark.parametrize("html", ["", " ", "<!-- 无 -->", "<script>x</script>", "\x00"])
def test_nothing_gives_no_lines(html: str) -> None:
    assert texts(html) == []


def test_text_without_a_tag_is_a_line() -> None:
    assert texts("没有标签 a < b &amp; c") == ["没有标签 a < b & c"]


# Each of these takes minutes, or the stack, where a step takes quadratic time or recurses.
HOSTILE = {
    "depth": ("<div>" * 2000 + "<p>深处</p>", "深处"),
    "attributes": ("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">正文</p>", "正文"),
    "quoted signs": ("<p " + " ".join(f"a{n}='>'" for n in range(100_000)) + ">正文</p>", "正文"),
    "classes": ('<div class="' + "caption " * 200_000 + '">正文</div>', "正文"),
    "inline": ("<p>" + "<span>字</span>" * 50_000 + "</p><p>完</p>", "完"),
    "marks": ("<p>e" + "\u0301" * 200_000 + "</p><p>完</p>", "完"),
    "spaces": ("<p>字" + " \n" * 500_000 + "字</p>", "字 字"),
    "entities": ("<p>" + "&lt;" * 200_000 + "</p><p>完</p>", "完"),
    "rows": ("<table>" + "<tr><td>甲<td>乙" * 30_000 + "</table>", "甲　乙"),
    "title": ("<title>" + "题" * 4_000_000 + "</title><p>完</p>", "完"),
    "nuls": ("<p>" + "\x00" * 100_000 + "完</p>", "完"),
    "captions": ("<div class=caption>" * 200 + "<i></i>" * 50_000 + "<p>完</p>", "完"),
}


@pytest.mark.parametrize(("html", "found"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_costs_what_its_length_costs(html: str, found: str) -> None:
    assert found in texts(html)[-1]


BEYOND = {
    "tags": ("<p>" * (TAGS + 1), "300,000 tags"),
    "comments": ("<!--" * (TAGS + 1), "300,000 tags"),
    "lines": ("<pre>" + "\n" * (TAGS + 1), "300,000 tags"),
    "length": ("字" * (SIZE + 1), "16 million characters"),
    "depth": ("<div>" * 20_000 + "字", "nested too deep"),
}


@pytest.mark.parametrize(("html", "reason"), BEYOND.values(), ids=BEYOND)
def test_a_page_beyond_all_bounds_is_refused(html: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason) as caught:
        lines_of_html(html, "some/page.html")
    assert caught.value.input == "some/page.html"


def test_entities_that_a_page_defines_itself_are_not_expanded() -> None:
    bomb = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    html = f'<!DOCTYPE x [<!ENTITY e0 "长">{bomb}]><p>前&e12;后</p>'
    assert len("".join(texts(html))) < len(html)


# fmt: off
PIECES = ["<p>", "</p>", "<div style='display:none'>", "</div>", "<table><tr><td>", "</table>",
          "<li>", "<a href=x>", "</a>", "<br>", "<pre>", "<h1>", "<", ">", "&amp;", "&#27;", "\x00",
          "字", "。", "\n", " ", "<ruby>", "<rt>", "<figcaption>",
          "<form>", "<!--", "-->", "'"]
# fmt: on


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_markup_gives_clean_lines(html: str) -> None:
    for line in lines_of_html(html, "page"):
        assert line.text
        assert line.text == line.text.strip() == clean(line.text)
        assert "\n" not in line.text
