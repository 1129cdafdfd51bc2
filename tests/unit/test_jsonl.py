"""JSON in every layout: each object is read or refused by its number, whatever stands beside it."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.article import Article, Block, Draft, to_json
from store.errors import RefusedError
from store.intake import jsonl
from store.intake.dateline import CHINA
from store.intake.forms import Item, Reading, read_bytes, read_stream
from tests.examples import few

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
GOOD = {"title": "港口恢复通航", "text": "港务局说，第一批货船已于清晨离港。"}
LINE = json.dumps(GOOD, ensure_ascii=False)
OURS = Article(
    *("abc", "港口恢复通航", None, None, (), "2024-05-01", "2024-05-02T00:00:00Z", "hans"),
    *((Block("paragraph", "货船离港。"),), (), "abc", "1"),
)


def gather(
    data: str | bytes, name: str = "-", fields: Mapping[str, str] | None = None
) -> list[Item]:
    raw = data.encode() if isinstance(data, str) else data
    stream = io.BytesIO(raw)
    found = list(read_stream(stream, name, Reading(NOW, fields=fields or {})))
    again = list(read_bytes(raw, name, Reading(NOW, fields=fields or {})))
    assert said(again) == said(found)
    return found


def said(items: list[Item]) -> list[str]:
    """Titles, and what is refused."""
    return [str(i) if isinstance(i, RefusedError) else i.title for i in items]


def only(obj: Mapping[str, Any], **fields: str) -> Item:
    (item,) = gather(json.dumps(obj, ensure_ascii=False), fields=fields)
    return item


def draft(**more: Any) -> Draft:
    item = only({**GOOD, **more})
    assert isinstance(item, Draft), item
    return item


def refusal(**more: Any) -> str:
    item = only({**GOOD, **more})
    assert isinstance(item, RefusedError), item
    return str(item)


@pytest.mark.parametrize(
    "text",
    [
        f"{LINE}\n{LINE}\n",
        f"\ufeff{LINE}\r\n\r\n{LINE}",
        f"[{LINE},{LINE}]",
        f"[\n{LINE},\n{LINE}\n]\n",
        f"[{LINE},\n{LINE}]",
        f"{LINE},\n{LINE},\n",
        json.dumps([GOOD, GOOD], ensure_ascii=False, indent=2),
        json.dumps(GOOD, indent=2) + "\n" + json.dumps(GOOD, indent=2),
        json.dumps({"status": "ok", "results": [GOOD, GOOD]}, indent=1),
        json.dumps({"status": "ok", "results": [GOOD, GOOD]}),
        json.dumps({"articles": {"1": GOOD, "7": GOOD}}),
    ],
)
@pytest.mark.parametrize("name", ["-", "a.json", "a.JSONL", "a.jsonl.gz"])
def test_every_layout_holds_the_same(text: str, name: str) -> None:
    assert said(gather(text, name)) == [GOOD["title"]] * 2


def test_objects_side_by_side_on_a_line() -> None:
    assert said(gather(LINE + LINE)) == [GOOD["title"]] * 2


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_other_charsets(encoding: str) -> None:
    assert said(gather(f"{LINE}\n{LINE}\n".encode(encoding))) == [GOOD["title"]] * 2


@pytest.mark.parametrize("broken", ["{broken", "null", "{}", "[]", '["己"]', "港口恢复通航"])
def test_a_broken_line_costs_itself_alone_even_the_first(broken: str) -> None:
    first, *rest = gather(f"{broken}\n{LINE}\n{LINE}\n")
    assert isinstance(first, RefusedError)
    assert first.input == "-:1"
    assert said(rest) == [GOOD["title"]] * 2
    assert said(gather(f"{LINE}\n{broken}\n{LINE}", "a.jsonl"))[::2] == [GOOD["title"]] * 2
    assert isinstance(gather(broken, "a.jsonl")[0], RefusedError)


def test_a_broken_object_among_others_over_several_lines() -> None:
    pretty = json.dumps(GOOD, ensure_ascii=False, indent=1)
    found = said(gather(f'{pretty}\n{{"title": "甲",\n "text": \n}}\n{pretty}'))
    assert found == [GOOD["title"], "-:2: not a JSON object", GOOD["title"]]


def test_endless_broken_objects_are_given_up() -> None:
    found = said(gather('{"a":\n' * 5000, "a.json"))
    assert len(found) == jsonl.BROKEN + 1
    assert "not read further" in found[-1]


def test_a_line_too_long_is_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "SIZE", 400)
    long = json.dumps({**GOOD, "text": "x" * 1000})
    for text in (f"{LINE}\n{long}\n{LINE}", f"{LINE}\n{LINE}\n{long}"):
        found = said(gather(text))
        assert sum("a line longer" in each for each in found) == 1
        assert found.count(GOOD["title"]) == 2
    assert "isn't JSON Lines" in said(gather(f"[{long}]"))[0]


def test_lines_are_read_one_at_a_time() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            piece = (LINE.encode() + b"\n")[: len(buffer)]
            buffer[: len(piece)] = piece
            return len(piece)

    items = read_stream(Endless(), "-", Reading(NOW))  # type: ignore[arg-type]
    assert [next(items) for _ in range(1000)]


def test_prose_about_json_is_no_json() -> None:
    prose = "港口恢复通航\n\n2023年3月14日\n\n港务局说，货船已于清晨离港，接口返回如下。\n\n"
    (item,) = gather(f"{prose}{LINE}\n\n港务局说，航线全面恢复。\n")
    assert isinstance(item, Draft)
    assert item.published == "2023-03-14"


@pytest.mark.parametrize(
    ("value", "published"),
    [
        ("2023年3月14日", "2023-03-14"),
        ("2023-03-14 05:45", "2023-03-14T05:45:00+08:00"),
        ("Tue, 14 Mar 2023 05:45:00 GMT", "2023-03-14T05:45:00+00:00"),
        (1678772700, "2023-03-14T13:45:00+08:00"),
        (1678772700.5, "2023-03-14T13:45:00+08:00"),
        ("1678772700000", "2023-03-14T13:45:00+08:00"),
        ("", None),
        (None, None),
    ],
)
def test_dates(value: Any, published: str | None) -> None:
    assert draft(published=value).published == published
    assert draft(date=value).published == published


@pytest.mark.parametrize("value", ["某日", True, [2023], 1e300, float("nan"), -1, 10**30])
def test_no_date_is_named(value: Any) -> None:
    item = gather(json.dumps({**GOOD, "date": value}))[0]
    assert isinstance(item, RefusedError)
    # Python writes NaN, which isn't JSON.
    assert "published" in item.reason or "JSON" in item.reason


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("张三、李四", ("张三", "李四")),
        (["张三", " 李四 ", ""], ("张三", "李四")),
        ([{"name": "张三"}], ("张三",)),
        ({"name": "张三", "url": "x"}, ("张三",)),
        (None, ()),
    ],
)
def test_authors(value: Any, authors: tuple[str, ...]) -> None:
    assert draft(authors=value).authors == authors
    assert draft(author=value).authors == authors


def test_sources_and_addresses() -> None:
    assert draft(source={"id": 5, "name": "某报"}).source == "某报"
    assert draft(url="https://example.org/1").url == "https://example.org/1"
    assert draft(url="javascript:alert(1)").url is None
    for field in ("authors", "source", "url", "title"):
        assert field in refusal(**{field: 5})


def test_names_are_mapped_paths_too() -> None:
    row = {
        "标题": "甲",
        "正文": "货船离港。",
        "图": [{"题": "乙"}],
        "meta": {"日期": "2024年5月3日"},
    }
    maps = {"title": "标题", "text": "正文", "published": "meta.日期"}
    item = only(row, **maps)
    assert isinstance(item, Draft)
    assert (item.title, item.published) == ("甲", "2024-05-03")
    assert "no 题" in str(only(row, title="题", text="正文"))
    assert isinstance(only({**row, "meta.日期": "2024年5月4日"}, **maps), Draft)


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        (
            {"html": "<p>货船离港。</p><h2>反应</h2><p>渔民庆祝。</p>"},
            "paragraph heading paragraph",
        ),
        ({"content": "<p>货船离港。</p><p>渔民庆祝。</p>"}, "paragraph paragraph"),
        ({"body": "货船离港。\n\n## 反应\n\n渔民**列队**庆祝。"}, "paragraph heading paragraph"),
        ({"text": "货船离港。\n\n[查看原文](https://example.org/1)"}, "paragraph"),
        ({"text": "", "html": "<p>货船离港。</p>"}, "paragraph"),
    ],
)
def test_bodies(body: dict[str, str], kinds: str) -> None:
    item = only({"title": "港口恢复通航", **body})
    assert isinstance(item, Draft)
    assert " ".join(b.kind for b in item.blocks) == kinds
    assert not any("*" in b.text or "<" in b.text for b in item.blocks)


@pytest.mark.parametrize(
    "more",
    [
        {"title": "题" * 5000},
        {"source": "报" * 5000},
        {"url": "https://example.org/" + "x" * 5000},
        {"authors": ["张"] * 300},
        {"blocks": [{"kind": "paragraph", "text": "字"}] * 20_001},
        {"blocks": [{"kind": "paragraph", "text": "字" * 200_001}]},
    ],
)
def test_what_no_article_has_is_refused(more: dict[str, Any]) -> None:
    assert "no article" in refusal(**more)
    assert "no article" in str(only({**to_json(OURS), **more}))


def test_the_store_s_own_form_comes_back_as_it_is() -> None:
    assert only(to_json(OURS)) == OURS


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("published", "2023-13-99"),
        ("published", "2023-03-14T25:00:00+08:00"),
        ("published", "0000-00-00"),
        ("title", " "),
        ("id", "../../etc/passwd"),
        ("url", "javascript:alert(1)"),
        ("blocks", [{"kind": "paragraph", "text": "\u200b"}]),
        ("mentions", [{"block": 9, "start": 0, "end": 1, "kind": "person", "name": "甲"}]),
        ("script", "latn"),
    ],
)
def test_what_contradicts_that_form_is_refused_naming_the_field(field: str, value: Any) -> None:
    item = only({**to_json(OURS), field: value})
    assert isinstance(item, RefusedError)
    assert field in item.reason


def test_hostile_text_in_that_form_is_cleaned() -> None:
    item = only({**to_json(OURS), "title": "\x1b[31m港口\n恢复", "authors": ["\u202e王", "\x00"]})
    assert isinstance(item, Article)
    assert (item.title, item.authors) == ("[31m港口 恢复", ("王",))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
KEYS = st.sampled_from([*to_json(OURS), "text", "html", "body", "date", "articles"])
OBJECTS = st.dictionaries(KEYS, ANYTHING) | st.dictionaries(KEYS, ANYTHING).map(
    lambda more: {**to_json(OURS), **more}
)


@settings(max_examples=few(60))
@given(st.lists(OBJECTS | ANYTHING, max_size=4), st.sampled_from([None, 1]), st.booleans())
def test_any_json_is_read_or_refused(values: list[Any], indent: int | None, lines: bool) -> None:
    dumped = [json.dumps(value, indent=indent) for value in values]
    text = "\n".join(dumped) if lines else f"[{','.join(dumped)}]"
    for item in read_stream(io.BytesIO(text.encode()), "a.json", Reading(NOW)):
        assert isinstance(item, RefusedError) or item.title.strip()


@given(st.text('{}[]",:\n 甲\\u\ud800', max_size=60), st.sampled_from(["-", "a.jsonl"]))
def test_any_text_near_json_is_read_or_refused(text: str, name: str) -> None:
    list(read_stream(io.BytesIO(text.encode("utf-8", "surrogatepass")), name, Reading(NOW)))
