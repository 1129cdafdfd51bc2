"""Feeds of every form become articles."""

from __future__ import annotations

import json

import pytest

from store.article import Draft, article_id
from store.intake.feed import drafts_of_feed, is_feed, read_feed
from tests.unit.feed_samples import NOW, feed, item, refusal, rss, texts

RSS = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title><![CDATA[城北新闻网 - 主页]]></title>
<link>https://news.example/zh</link>
<item>
 <title><![CDATA[河堤修了三年，终于在汛期前完工]]></title>
 <description><![CDATA[工程师说，新的河堤能挡住五十年一遇的洪水。]]></description>
 <link>https://news.example/zh/articles/c1?id=7&amp;at_medium=RSS&amp;at_campaign=rss</link>
 <guid isPermaLink="false">https://news.example/zh/articles/c1#0</guid>
 <pubDate>Thu, 16 May 2024 02:30:00 GMT</pubDate>
 <media:thumbnail width="240" url="https://news.example/c1.jpg"/>
</item>
<item>
 <title>港口&amp;quot;夜班&amp;quot;工人要求加薪&lt;b&gt;两成&lt;/b&gt;</title>
 <link>/zh/articles/c2</link>
 <dc:creator>李四、王五, editor</dc:creator>
 <pubDate>2024年5月17日 09:05</pubDate>
 <description>港口的夜班工人…</description>
 <content:encoded><![CDATA[<script>alert(1)</script>
 <p>港口的夜班工人星期五宣布，如果工资不加两成，下个月就不再上夜班。</p>
 <p>公司方面说，愿意谈判。</p><p>（责任编辑：赵六）</p>]]></content:encoded>
</item>
<item>
 <description>没有标题的一条：气象台说，明天会下雨。出门请带伞。</description>
 <guid>https://news.example/zh/articles/c3</guid>
</item>
</channel></rss>
"""

RDF = """\
<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<channel rdf:about="https://valley.example"><title>VALLEY | 河谷之声 | 全部内容</title>
<link>https://valley.example/zh</link><items><rdf:Seq>
<rdf:li rdf:resource="https://valley.example/a1"/></rdf:Seq></items></channel>
<item rdf:about="https://valley.example/a1"><title>山谷里的小学重新开课</title>
<link>https://valley.example/a1?maca=chi-rss-chi-all-1127-rdf</link>
<description>关了两年的学校星期一重新开课，只有七名学生。</description>
<dc:date>2024-05-20T06:00:00Z</dc:date></item>
</rdf:RDF>
"""

ATOM = """\
<?xml version="1.0" encoding="gb2312"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://hill.example/zh/">
<title>国际--山城日报</title><link href="/"/><updated>2024-05-20T06:00:00+08:00</updated>
<entry><title type="html">粮价&lt;em&gt;三连涨&lt;/em&gt;</title><link href="n/1.html"/>
<id>tag:hill.example,2024:1</id><author><name>张三</name></author>
<published>2024-05-20T06:00:00+08:00</published><updated>2024-05-21T06:00:00+08:00</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>粮价本周第三次上涨。</p>
<p>商务部门说储备充足，分析师郑镕表示怀疑。</p></div></content>
<source><title>镇上的报</title></source></entry></feed>
"""

JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "海边周报",
    "home_page_url": "https://sea.example/",
    "items": [
        {
            "id": "https://sea.example/1",
            "content_text": "渔船今天全部回港。台风后天到。",
            "date_published": "2024-05-20T06:00:00+08:00",
            "authors": [{"name": "阿海"}],
        },
        {
            "id": "2",
            "url": "/2",
            "title": "灯塔",
            "content_html": "<h2>一百年</h2><p>灯塔建成一百年了。</p>",
            "summary": "灯塔",
        },
    ],
}


def test_rss() -> None:
    found = feed(RSS)
    assert found.title == "城北新闻网 - 主页"
    summary, whole, untitled = found.entries
    assert summary.partial
    assert summary.draft.url == "https://news.example/zh/articles/c1?id=7"
    assert summary.draft.published == "2024-05-16T02:30:00+00:00"
    assert summary.draft.source == "城北新闻网"
    assert texts(summary.draft) == ["工程师说，新的河堤能挡住五十年一遇的洪水。"]
    assert not whole.partial
    assert whole.draft.title == '港口"夜班"工人要求加薪两成'
    assert whole.draft.url == "https://news.example/zh/articles/c2"
    assert whole.draft.authors == ("李四", "王五")
    assert whole.draft.published == "2024-05-17T09:05:00+08:00"
    assert texts(whole.draft) == [
        "港口的夜班工人星期五宣布，如果工资不加两成，下个月就不再上夜班。",
        "公司方面说，愿意谈判。",
    ]
    assert untitled.draft.title == "没有标题的一条：气象台说"
    assert untitled.draft.url == "https://news.example/zh/articles/c3"


def test_rdf() -> None:
    (entry,) = feed(RDF).entries
    assert entry.draft.source == "河谷之声"
    assert entry.draft.url == "https://valley.example/a1"
    assert entry.draft.published == "2024-05-20T06:00:00+00:00"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_atom_in_the_encoding_it_has_not_the_one_it_declares(encoding: str) -> None:
    (entry,) = feed(ATOM.encode(encoding)).entries
    assert not entry.partial
    assert entry.draft.title == "粮价三连涨"
    assert entry.draft.url == "https://hill.example/zh/n/1.html"
    assert entry.draft.source == "镇上的报"
    assert entry.draft.authors == ("张三",)
    assert entry.draft.published == "2024-05-20T06:00:00+08:00"
    assert texts(entry.draft)[1] == "商务部门说储备充足，分析师郑镕表示怀疑。"


def test_big5_declared() -> None:
    text = rss(item("氣象局說颱風明天登陸"), "晚報", head='<?xml version="1.0" encoding="Big5"?>')
    (entry,) = feed(text.encode("big5")).entries
    assert entry.draft.title == "氣象局說颱風明天登陸"


def test_the_charset_of_the_server_is_tried_first() -> None:
    data = rss(item("國會通過預算"), "晚報").encode("big5")
    found = read_feed(data, "f", NOW, declared="big5")
    assert found.entries[0].draft.title == "國會通過預算"


def test_json_feed() -> None:
    first, second = feed(json.dumps(JSON)).entries
    assert first.draft.title == "渔船今天全部回港"
    assert first.draft.url == "https://sea.example/1"
    assert first.draft.authors == ("阿海",)
    assert first.draft.source == "海边周报"
    assert second.draft.url == "https://sea.example/2"
    assert [(b.kind, b.text) for b in second.draft.blocks] == [
        ("heading", "一百年"),
        ("paragraph", "灯塔建成一百年了。"),
    ]
    assert second.draft.published is None


def test_old_rss() -> None:
    text = (
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"'
        ' "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
        "<rss version='0.91'><channel><title>城北新闻网</title>" + item() + "</channel></rss>"
    )
    assert feed(text).entries[0].draft.title == "河堤完工"


def test_ill_formed() -> None:
    text = (
        "\ufeff \n<br /><b>Warning</b>: mysql in x.php\n<rss version='2.0'><channel>"
        "<title>乡间&nbsp;消息 RSS</title><item><title>甲 & 乙公司合并，&hellip;股价上涨</title>"
        "<link>javascript:alert(1)</link><dc:date>2024-05-20 08:00</dc:date>"
        "<description><p>两家公司&mdash;&mdash;都是老店，星期一合并。<br>股东同意。</description></item>"
        "<item><title>第二条没有结束\x1b[31m红\u202e反</title><link>file:///etc/passwd</link>"
        "<pubDate>Thu May 16 10:30:00 CST 2024</pubDate>"
    )
    first, second = feed(text).entries
    assert first.draft.title == "甲 & 乙公司合并，…股价上涨"
    assert first.draft.source == "乡间 消息"
    assert first.draft.url is None
    assert first.draft.published == "2024-05-20T08:00:00+08:00"
    assert texts(first.draft) == ["两家公司——都是老店，星期一合并。", "股东同意。"]
    assert second.draft.title == "第二条没有结束[31m红反"
    assert second.draft.url is None
    assert second.draft.published == "2024-05-16T10:30:00+08:00"


def test_a_body_is_the_longest_there_is() -> None:
    long = "这是全文。" * 30
    text = item(
        rest=f"<description>{long}</description><content:encoded>短。</content:encoded>"
    ).replace("<item>", "<item xmlns:content='http://purl.org/rss/1.0/modules/content/'>")
    (entry,) = feed(rss(text)).entries
    assert texts(entry.draft) == [long]


@pytest.mark.parametrize(
    ("body", "partial"),
    [
        ("一句话的摘要。", True),
        ("<p>" + "很长的正文。" * 120 + "</p>", False),
        ("<p>" + "很长的正文。" * 120 + "</p><p>……阅读全文 »</p>", True),
        ("<p>" + "很长的正文。" * 120 + "还有[...]</p>", True),
    ],
)
def test_what_is_only_part_of_an_article_is_marked(body: str, partial: bool) -> None:
    (entry,) = feed(rss(item(rest=f"<description><![CDATA[{body}]]></description>"))).entries
    assert entry.partial is partial


def test_a_post_that_is_all_title() -> None:
    post = "今天的市场比昨天热闹得多，" * 15 + "完。"
    (entry,) = feed(rss(item(post))).entries
    assert entry.draft.title == "今天的市场比昨天热闹得多"
    assert texts(entry.draft) == [post]


def test_aggregators_name_the_outlet_of_each_entry() -> None:
    text = item("河堤完工 - 城南晚报", "<source url='https://south.example'>城南晚报</source>")
    (entry,) = feed(rss(text, "“河堤” - 某搜索")).entries
    assert entry.draft.source == "城南晚报"
    assert entry.draft.title == "河堤完工"


def test_the_outlet_may_be_given() -> None:
    drafts = list(drafts_of_feed(RSS.encode(), "f", NOW, source="城西周刊"))
    assert {d.source for d in drafts if isinstance(d, Draft)} == {"城西周刊"}


def test_the_same_entry_has_the_same_id_next_time() -> None:
    later = RSS.replace("工程师说", "更新：工程师说").replace("02:30:00", "03:30:00")
    again = RSS.replace("at_medium=RSS", "at_medium=email")
    ids = [[article_id(e.draft) for e in feed(text).entries[:2]] for text in (RSS, later, again)]
    assert ids[0] == ids[1] == ids[2]
    assert len(set(ids[0])) == 2


def test_what_is_no_feed_says_what_it_is() -> None:
    assert refusal("<!DOCTYPE html><html><body><p>河堤完工</p></body></html>").startswith("an HTML")
    assert "not a feed" in refusal("河堤修了三年，终于在汛期前完工。")
    assert refusal('<?xml version="1.0"?><opml><body/></opml>') == "some text, not a feed"
    assert refusal('{"version": "https://jsonfeed.org/version/1", "items": 7}')
    assert refusal('{"version": "https://jsonfeed.org/version/1", "items": [') != ""
    assert refusal(rss(item("River wall done"))) == "no Chinese text in it"
    assert not is_feed("<html><head></head><body><rss></body></html>")
    assert is_feed(RSS)
    assert is_feed(json.dumps(JSON))
