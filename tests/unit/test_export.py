"""Export: every form holds what it should, and nothing that acts on who opens it."""

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import orjson
from hypothesis import given
from hypothesis import strategies as st

from store.article import Article, Block, Mention
from store.export import COLUMNS, graph, json_lines, table
from store.intake import read
from store.intake.hygiene import clean, clean_line

TEXT = st.text(min_size=1, max_size=20).map(clean).filter(str.strip)
LINE = TEXT.map(clean_line).filter(bool)


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


@given(
    title=LINE,
    blocks=st.lists(st.tuples(st.sampled_from(["paragraph", "quote", "related"]), TEXT)),
    source=st.none() | LINE,
    authors=st.lists(LINE, max_size=3),
    published=st.sampled_from([None, "2024-05-01", "2024-05-01T05:45:00+08:00"]),
)
def test_articles_come_back_from_json_lines_as_they_were(
    **fields: object,
) -> None:
    fields["blocks"] = tuple(Block(kind, text) for kind, text in fields["blocks"])  # type: ignore
    fields["authors"] = tuple(fields["authors"])  # type: ignore[arg-type]
    there = article(**fields, mentions=())  # type: ignore[arg-type]
    stream = io.BytesIO("".join(json_lines([there])).encode())
    assert list(read(["-"], stdin=stream)) == [there]


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
    (row, *_) = csv.DictReader(io.StringIO("".join(table([article("=cmd|' /C calc'!A0习近平")]))))
    assert row["title"].startswith("'=")


def test_who_is_named_together() -> None:
    other = article(id="bbbb", mentions=(Mention(0, 0, 2, "person", "w-putin", '普"<京'),))
    root = ElementTree.fromstring("".join(graph([article(), article(id="cccc"), other])))
    names = {"g": "http://graphml.graphdrawing.org/xmlns"}
    nodes = root.findall(".//g:node", names)
    data = [{d.attrib["key"]: d.text for d in node} for node in nodes]
    assert [(d["name"], d["articles"]) for d in data] == [("普京", "3"), ("习近平", "2")]
    (edge,) = root.findall(".//g:edge", names)
    assert edge[0].text == "2"


def test_names_can_t_break_the_graph(tmp_path: Path) -> None:
    mention = Mention(0, 0, 2, "person", None, "]]><&\"'")
    ElementTree.fromstring("".join(graph([article(mentions=(mention,))])))
