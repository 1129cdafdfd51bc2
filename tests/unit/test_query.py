import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import QueryError
from store.search import query as language
from store.search.forms import FORMS, KEYS, VALUES, WORDS, markdown
from store.search.query import items, orders, parse
from store.search.tree import (
    Actor,
    All,
    AnyOf,
    Dates,
    Marked,
    Node,
    Not,
    Query,
    Reprinted,
    Source,
    Tagged,
    Text,
)
from store.search.wording import reordered, widened

TODAY = date(2023, 3, 15)


def tree(text: str) -> Node:
    return parse(text, today=TODAY).where


def test_nothing_is_everything() -> None:
    assert tree("") == tree("  　") == All(())


def test_words_are_all_wanted() -> None:
    assert tree("制裁 石油") == All((Text("制裁", 0), Text("石油", 3)))
    assert tree("制裁　石油") == tree("制裁 石油")


@pytest.mark.parametrize(
    "quoted", ['"和谈 计划"', "“和谈 计划”", "「和谈 计划」", "『和谈 计划』", '“和谈 计划"']
)
def test_quotes_make_one_phrase(quoted: str) -> None:
    assert tree(quoted) == Text("和谈 计划", 0, exact=True)


@pytest.mark.parametrize("text", ["-广告", "－广告"])
def test_minus_is_not(text: str) -> None:
    assert tree(text) == Not(Text("广告", 1), 0)


@pytest.mark.parametrize(
    "text", ["石油 OR 天然气", "石油 或 天然气", "石油 | 天然气", "石油|天然气"]
)
def test_or(text: str) -> None:
    node = tree(text)
    assert isinstance(node, AnyOf)
    assert [n.text for n in node.nodes if isinstance(n, Text)] == ["石油", "天然气"]


def test_brackets_group_in_either_width() -> None:
    node = tree("制裁 (石油 OR 天然气)")
    assert node == tree("制裁 （石油 OR 天然气）")
    assert isinstance(node, All)
    assert isinstance(node.nodes[1], AnyOf)


@pytest.mark.parametrize("text", ["人:普京", "人：普京", "actor:普京", "ACTOR:普京"])
def test_actor_keys(text: str) -> None:
    node = tree(text)
    assert isinstance(node, Actor)
    assert node.name == "普京"


def test_at_sign_and_quoted_value() -> None:
    assert tree("@普京") == Actor("普京", 0)
    assert tree('源:"美国之音 中文"') == Source("美国之音 中文", 0)
    assert tree("标题:制裁") == Text("制裁", 0, "title")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("日期:2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("日期:2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("date:2023年3月14日", date(2023, 3, 14), date(2023, 3, 14)),
        ("日期:2023-03-01..2023-03-14", date(2023, 3, 1), date(2023, 3, 14)),
        ("日期:2023-12..", date(2023, 12, 1), None),
        ("日期:..2022", None, date(2022, 12, 31)),
        ("今天", TODAY, TODAY),
        ("日期:today", TODAY, TODAY),
        ("本周", date(2023, 3, 13), TODAY),
        ("近:7天", date(2023, 3, 9), TODAY),
        ("last:2w", date(2023, 3, 2), TODAY),
        ("日期：２０２３－０３", date(2023, 3, 1), date(2023, 3, 31)),
    ],
)
def test_dates(text: str, first: date | None, last: date | None) -> None:
    assert tree(text) == Dates(first, last, 0)


@pytest.mark.parametrize(
    ("text", "position", "part"),
    [
        ("制裁 人物:普京", 3, "did you mean 人"),
        ("soucre:路透", 0, "did you mean source"),
        ("ren:普京", 0, "did you mean 人: ?"),
        ("biaotí:普京", 0, "did you mean 标题: ?"),
        ("制裁 “石油", 3, "never closed"),
        ("(石油", 0, "never closed"),
        ("石油)", 2, "without an opening"),
        ("日期:2023-13", 3, "not a date"),
        ("日期:2023-03-14..2023-03-01", 3, "ends before"),
        ("近:许多天", 2, "span of time"),
        ("人:", 0, "nothing after"),
        ("石油 OR", 5, "one side of OR"),
        ("()", 0, "nothing in the brackets"),
        ("a - b", 2, "nothing after the minus"),
        ("is:unred", 3, "did you mean is:unread"),
        ("石油 是:未渎", 5, "did you mean 是:未读"),
        ("is:ööö", 3, "it may be"),
        ("排序:久", 3, "it may be 新 newest 旧"),
        ("sort:oldst", 5, "did you mean sort:oldest"),
        ("sort:old sort:new", 5, "did you mean"),
        ("排序:旧 石油 排序:新", 8, "already oldest"),
        ("-排序:旧", 0, "can't be barred"),
        ("(排序:旧)", 0, "nothing in the brackets"),
        ("石油 OR 排序:旧", 5, "one side of OR"),
        ("日期:tody", 3, "did you mean today"),
        ("标签:", 0, "nothing after"),
    ],
)
def test_errors_say_where_and_why(text: str, position: int, part: str) -> None:
    with pytest.raises(QueryError, match=part) as caught:
        tree(text)
    assert caught.value.position == position


def test_a_time_or_an_address_is_no_key() -> None:
    assert tree("12:30") == Text("12:30", 0)
    assert tree("https://a.example") == Text("https://a.example", 0)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("標題:制裁 標籤:稍後", "标题:制裁 标签:稍後"),
        ("是:轉載 未讀 -星標", "是:转载 未读 -星标"),
        ("近:7天 排序:舊", "近:7天 排序:旧"),
    ],
)
def test_its_own_words_may_be_traditional(text: str, same: str) -> None:
    assert parse(text, today=TODAY) == parse(same, today=TODAY)


@given(st.text(alphabet="人源日期是未读排序旧:：普京20-..()（）“”\"'OR或|@ 　-近7天", max_size=24))
def test_any_text_parses_or_says_where(text: str) -> None:
    error = None
    try:
        tree(text)
    except QueryError as caught:
        error = caught
    assert error is None or (0 <= error.position <= len(text) and str(error))


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("未读", Not(Marked("read", 0), 0)),
        ("is:unread", Not(Marked("read", 0), 0)),
        ("是：未读", Not(Marked("read", 0), 0)),
        ("ＩＳ：ＲＥＡＤ", Marked("read", 0)),
        ("已读", Marked("read", 0)),
        ("-星标", Not(Marked("starred", 1), 0)),
        ("is:reprinted", Reprinted(0)),
        ("标签:国际", Tagged("国际", 0)),
        ('tag:"to do"', Tagged("to do", 0)),
        # A word that is quoted, or part of another, is text.
        ("“未读”", Text("未读", 0, exact=True)),
        ("未读信", Text("未读信", 0)),
        ("转载", Text("转载", 0)),
    ],
)
def test_marks(text: str, node: Node) -> None:
    assert tree(text) == node


@pytest.mark.parametrize(
    ("text", "where", "order"),
    [
        ("排序:旧", All(()), "oldest"),
        ("石油 sort:oldest", Text("石油", 0), "oldest"),
        ("sort:relevance 石油", Text("石油", 15), "relevance"),
        ("(石油 排序：相关)", Text("石油", 1), "relevance"),
        ("石油 排序:新 sort:newest", Text("石油", 0), "newest"),
        ("石油", Text("石油", 0), "newest"),
    ],
)
def test_the_order_is_of_the_whole_query(text: str, where: Node, order: str) -> None:
    assert parse(text, today=TODAY) == Query(where, order)  # type: ignore[arg-type]


def test_every_form_parses_and_equal_forms_mean_the_same() -> None:
    for form in FORMS:
        kinds = {type(tree(way)) for way in form.shown}
        assert len(kinds) == 1, form.shown
        if form.values:
            assert len({repr(parse(way, today=TODAY)) for way in form.shown}) == 1
    assert {"人", "actor", "标签", "tag", "是", "is", "排序", "sort"} <= set(KEYS)
    for key, values in VALUES.items():
        for name in (name for name, meant in KEYS.items() if meant == key):
            for value in values:
                parse(f"{name}:{value}", today=TODAY)
    for word, (key, _) in WORDS.items():
        assert not isinstance(tree(word), Text), key


def test_the_readme_has_the_table_and_the_grammar_names_what_is_there() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    assert markdown() in readme
    grammar = language.__doc__ or ""
    quoted = set(re.findall(r'"([^"\s]{1,9})"', grammar))
    assert {"OR", "或", "|", "-", "(", ")", ":", "@", "排序", "sort"} <= quoted
    assert all(KEYS[name] == "sort" for name in quoted & set(KEYS))
    assert "今天" in WORDS
    assert "未读" in WORDS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", []),
        ("石油", [("石油", "")]),
        ("石油  人:“a b” -(甲 乙)", [
            ("石油", "人:“a b” -(甲 乙)"),
            ("人:“a b”", "石油 -(甲 乙)"),
            ("-(甲 乙)", "石油  人:“a b”"),
        ]),
        ("(甲 或 乙) 排序:旧", [("(甲 或 乙)", "排序:旧"), ("排序:旧", "(甲 或 乙)")]),
        ("甲 OR 乙", [("甲 OR 乙", "")]),
    ],
)  # fmt: skip
def test_what_a_query_asks_for_can_be_left_out(text: str, told: list[tuple[str, str]]) -> None:
    found = widened(text, items(text, today=TODAY))
    assert [(item.text, item.without) for item in found] == told


@pytest.mark.parametrize(
    ("text", "newest"),
    [
        ("", ""),
        ("制裁", "制裁"),
        ("sort:oldest", ""),
        ("制裁 排序：旧 石油", "制裁 石油"),
        ("制裁 排序:旧 石油 排序:旧", "制裁 石油"),
        ("制裁 OR 石油 排序:相关", "制裁 OR 石油"),
        ("(制裁 排序:旧) -油", "(制裁 ) -油"),
        ('"排序:旧"', '"排序:旧"'),
    ],
)
def test_a_query_is_given_another_order(text: str, newest: str) -> None:
    spans = orders(text, today=TODAY)
    assert reordered(text, spans, "") == newest
    other = reordered(text, spans, "排序:相关")
    assert parse(other, today=TODAY).order == "relevance"
    assert items(reordered(other, orders(other, today=TODAY), ""), today=TODAY) == items(
        newest, today=TODAY
    )
