"""Export: every form holds what it should, and nothing that acts on who opens it."""

import csv
import io
from datetime import datetime
from xml.etree import ElementTree

import orjson
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring
from markdown_it import MarkdownIt

from store.article import ACTOR_KINDS, BLOCK_KINDS, Article, Block, Draft, Mention
from store.export import COLUMNS, graph, json_lines, table
from store.intake import read
from store.intake.hygiene import clean, clean_line
from tui.commandline.forms import markdown, post

TEXT = st.text(min_size=1, max_size=20).map(clean).filter(str.strip)
LINE = TEXT.map(clean_line).filter(bool)
TOKEN = st.text("abcXYZ019_.~:+-", min_size=1, max_size=12)


def article(title: str = "普京会见习近平", **changes: object) -> Article:
    fields: dict[str, object] = {
        "id": "aaaa",
        "title": title,
        "source": "闻人通讯社",
        "url": None,
        "authors": (),
        "published": "2024-05-01",
        "added": "2024-05-02T00:00:00Z",
        "script": "hans",
        "blocks": (Block("paragraph", "普京说，天气好。"),),
        "mentions": (
            Mention(-1, 0, 2, "person", "w-putin", "普京"),
            Mention(-1, 4, 7, "person", None, "习近平"),
            Mention(0, 0, 2, "person", "w-putin", "普京"),
        ),
        "story": "aaaa",
        "lexicon": "1",
    }
    return Article(**{**fields, **changes})  # type: ignore[arg-type]


@st.composite
def articles(draw: st.DrawFn) -> Article:
    title = draw(LINE)
    blocks = tuple(
        Block(kind, text)
        for kind, text in draw(st.lists(st.tuples(st.sampled_from(BLOCK_KINDS), TEXT), max_size=3))
    )
    mentions = []
    for number in draw(st.lists(st.integers(-1, len(blocks) - 1), max_size=3)):
        text = title if number < 0 else blocks[number].text
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        actor = draw(st.none() | TOKEN)
        kind = draw(st.sampled_from(ACTOR_KINDS))
        mentions.append(Mention(number, start, end, kind, actor, draw(LINE)))
    return article(
        title,
        id=draw(TOKEN),
        source=draw(st.none() | LINE),
        url=draw(st.none() | TOKEN.map("https://example.org/{}".format)),
        authors=tuple(draw(st.lists(LINE, max_size=3))),
        published=draw(st.none() | st.dates().map(str) | st.datetimes().map(zoned)),
        added=zoned(draw(st.datetimes())),
        script=draw(st.sampled_from(["hans", "hant"])),
        blocks=blocks,
        mentions=tuple(mentions),
        story=draw(TOKEN),
        lexicon=draw(st.just("") | TOKEN),
    )


def zoned(moment: datetime) -> str:
    return moment.isoformat("T", "seconds") + "+08:00"


@given(st.lists(articles(), max_size=3))
def test_articles_come_back_from_json_lines_as_they_were(there: list[Article]) -> None:
    data = "".join(json_lines(there)).encode()
    back = [i for i in read(["-"], stdin=io.BytesIO(data)) if isinstance(i, Article)]
    assert back == there
    assert "".join(json_lines(back)).encode() == data


def test_mentions_come_back_too() -> None:
    stream = io.BytesIO("".join(json_lines([article()])).encode())
    assert list(read(["-"], stdin=stream, source="别的报")) == [article()]


def test_an_article_that_contradicts_itself_is_refused_naming_the_field() -> None:
    (line,) = json_lines([article()])
    broken = orjson.loads(line)
    broken["mentions"][0]["end"] = 99
    (refused,) = read(["-"], stdin=io.BytesIO(orjson.dumps(broken)))
    assert "mentions" in str(refused)


def test_a_row_a_mention() -> None:
    rows = list(csv.DictReader(io.StringIO("".join(table([article()])))))
    assert [(r["block"], r["text"], r["actor"]) for r in rows] == [
        ("-1", "普京", "w-putin"),
        ("-1", "习近平", ""),
        ("0", "普京", "w-putin"),
    ]
    assert "".join(table([])).strip() == ",".join(COLUMNS)


def test_no_formula_reaches_a_spreadsheet() -> None:
    for sign in "=+-@＝＋－＠":
        there = article(f"{sign}cmd|' /C calc'!A0习近平")
        (row, *_) = csv.DictReader(io.StringIO("".join(table([there]))))
        assert row["title"] == f"'{there.title}"
        assert row["block"] == "-1"


def test_who_is_named_together() -> None:
    other = article(id="bbbb", mentions=(Mention(0, 0, 2, "person", "w-putin", '普"<京'),))
    root = ElementTree.fromstring("".join(graph([article(), article(id="cccc"), other])))
    names = {"g": "http://graphml.graphdrawing.org/xmlns"}
    nodes = root.findall(".//g:node", names)
    data = [{d.attrib["key"]: d.text for d in node} for node in nodes]
    assert [(d["name"], d["articles"]) for d in data] == [("普京", "3"), ("习近平", "2")]
    (edge,) = root.findall(".//g:edge", names)
    assert edge[0].text == "2"


def test_names_can_t_break_the_graph() -> None:
    mention = Mention(0, 0, 2, "person", None, "]]><&\"'")
    ElementTree.fromstring("".join(graph([article(mentions=(mention,))])))


@given(st.lists(LINE, min_size=1, max_size=4), st.sampled_from(["paragraph", "quote", "list"]))
def test_markdown_takes_a_text_for_text(lines: list[str], kind: str) -> None:
    blocks = tuple(Block(kind, line) for line in lines)  # type: ignore[arg-type]
    html = MarkdownIt("commonmark").enable("table").render(markdown(article(blocks=blocks)))
    root = fromstring(f"<div>{html}</div>")
    texts = [clean_line(element.text_content()) for element in root.iter("p", "li")]
    shown = [text for text in texts[1:] if text]
    assert list(dict.fromkeys(shown)) == list(dict.fromkeys(lines))
    assert {e.tag for e in root.iter()} <= {"div", "h1", "p", "blockquote", "ul", "li"}


def test_markdown_comes_back_as_the_same_articles() -> None:
    there = [
        article(
            f"第{n}号: “列车” [开通] #1",
            source="某某日报",
            url=None if n else "https://example.org/1",
            authors=("张三", "李四"),
            published=f"2024-05-0{n + 1}T05:45:00+08:00",
            mentions=(),
            blocks=(
                Block("paragraph", f"1. 第{n}号列车昨日开通，沿线居民列队庆祝，*十年*等到今天。"),
                Block("heading", "沿线反应"),
                Block("quote", "我们等了十年。"),
                Block("paragraph", "- 铁路局说，票价 < 5 元，学生&老人免费。"),
                Block("list", "首班车六点发出"),
                Block("list", "末班车十点发出"),
                Block("related", "邻省列车延期开通"),
            ),
        )
        for n in range(3)
    ]
    data = "\n".join(map(post, there)).encode()
    back = list(read(["-"], stdin=io.BytesIO(data)))
    for one, other in zip(there, back, strict=True):
        assert isinstance(other, Draft), other
        assert other.blocks == one.blocks
        for field in ("title", "source", "url", "authors", "published"):
            assert getattr(other, field) == getattr(one, field)
