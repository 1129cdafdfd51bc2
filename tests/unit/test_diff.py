"""Comparing two reports: nothing lost, nothing invented, and never slower than the text is long."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.article import Article, Block, BlockKind, Mention
from store.diff import alignment
from store.diff.alignment import chain, common, equal_in_order
from store.diff.comparison import Comparison, Row, compare
from store.diff.sentences import sentences, whole

HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"


def article(
    *paragraphs: str, title: str = "渡船停航", captions: Sequence[str] = (), **fields: Any
) -> Article:
    blocks = [Block("caption", text) for text in captions]
    blocks += [Block("paragraph", text) for text in paragraphs]
    made = Article(
        id="a", title=title, source="远望报", url=None, authors=(), published="2024-05-01",
        added="2024-05-02T00:00:00Z", script="hans", blocks=tuple(blocks), mentions=(),
        story="s", lexicon="test",
    )  # fmt: skip
    return replace(made, **fields)


def named(made: Article, *names: str) -> Article:
    """The article with every place marked where one of the names stands."""
    found = []
    for block in range(-1, len(made.blocks)):
        text = made.text_of(block)
        for name in names:
            at = text.find(name)
            if at >= 0:
                found.append(Mention(block, at, at + len(name), "person", None, name))
    return replace(made, mentions=tuple(found))


def marked(comparison: Comparison, row: Row) -> str:
    a = comparison.a.text_of(row.a.block) if row.a else ""
    b = comparison.b.text_of(row.b.block) if row.b else ""
    said = ""
    for piece in row.pieces:
        gone, new = a[piece.a_start : piece.a_end], b[piece.b_start : piece.b_end]
        if piece.kept:
            said += new
        else:
            said += (f"[-{gone}-]" if gone else "") + ("{+" + new + "+}" if new else "")
    return said


def told(a: Article, b: Article) -> list[tuple[str, str]]:
    found = compare(a, b)
    return [(row.kind, marked(found, row)) for row in found.body]


# Sentences


def test_sentences_end_at_full_stops_with_their_closing_marks() -> None:
    text = "他说：“好。”她问：“行吗？！”……（完）下雨；刮风。没有了"
    parts = [text[s.start : s.end] for s in sentences(text)]
    assert parts == ["他说：“好。”", "她问：“行吗？！”……", "（完）下雨；", "刮风。", "没有了"]


def test_a_point_ends_a_sentence_only_behind_a_han_character() -> None:
    text = "价格是3.5元.涨了0.2%.见www.example.com.他说."
    parts = [text[s.start : s.end] for s in sentences(text)]
    assert parts == ["价格是3.5元.", "涨了0.2%.见www.example.com.他说."]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("他说，“下雨了”。", "他說,「下雨了」."),
        ("会期３天，预算4,500万。", "会期3天 预算4500万"),
        ("ＣＮＮ报道——", "CNN报道:"),
        ("“各方都很满意。", "各方都很满意。”"),
        ("5月08日", "5月8日"),
    ],
)
def test_ways_of_writing_the_same(one: str, other: str) -> None:
    assert whole(one).keys == whole(other).keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("涨了1.5%", "涨了15%"),
        ("1.5米", "1,5米"),
        ("涨了5%", "涨了5"),
        ("他会来。", "他会来？"),
        ("所谓“和平”方案", "所谓和平方案"),
        ("$500万", "¥500万"),
    ],
)
def test_ways_of_writing_something_else(one: str, other: str) -> None:
    assert whole(one).keys != whole(other).keys


@given(st.text(alphabet=HAN[:4] + "。！？；…”“」 \n.,3a（", max_size=60))
def test_sentences_and_tokens_cover_the_text(text: str) -> None:
    at = 0
    for sentence in sentences(text):
        assert sentence.edges[0] == at
        assert len(sentence.edges) == len(sentence.keys) + 1
        assert list(sentence.edges) == sorted(sentence.edges)
        at = sentence.edges[-1]
    assert at == len(text)


# Alignment

words = st.lists(st.sampled_from("甲乙丙丁"), max_size=24)


def table(a: Sequence[str], b: Sequence[str]) -> int:
    """The textbook's length of a longest common subsequence."""
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], before + 1 if x == y else max(row[j], row[j - 1])
    return row[-1]


def assert_rising(pairs: Sequence[tuple[int, int]]) -> None:
    for (i, j), (i2, j2) in pairwise(pairs):
        assert i < i2
        assert j < j2


@given(words, words)
def test_common_is_a_longest_common_subsequence(a: list[str], b: list[str]) -> None:
    pairs = common(a, b)
    assert_rising(pairs)
    assert all(a[i] == b[j] for i, j in pairs)
    assert len(pairs) == alignment.length_of_common(a, b) == table(a, b)


@given(words, words)
def test_stretches_too_long_for_a_table_are_aligned_rightly(a: list[str], b: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "CELLS", 30)
        patch.setattr(alignment, "SHINGLE", 2)
        pairs = common(a, b)
    assert_rising(pairs)
    assert all(a[i] == b[j] for i, j in pairs)


def test_a_very_long_sentence_is_anchored() -> None:
    rng = random.Random(1)
    a = [rng.choice(HAN) for _ in range(12_000)]
    b = a[:3000] + ["新"] * 5 + a[3000:9000] + a[9010:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "CELLS", 1 << 20)
        pairs = common(a, b)
    assert len(pairs) == len(a) - 10


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 5)), max_size=12))
def test_chain_is_the_heaviest_rising_one(pairs: list[tuple[int, int, int]]) -> None:
    def best(i: int, j: int) -> int:
        return max((w + best(x, y) for x, y, w in pairs if x > i and y > j), default=0)

    found = chain(pairs)
    assert_rising(found)
    weight = sum(max(w for x, y, w in pairs if (x, y) == pair) for pair in found)
    assert weight == best(-1, -1)


@given(words, words)
def test_equal_in_order_pairs_equals(a: list[str], b: list[str]) -> None:
    pairs = equal_in_order(a, b, [1] * len(a))
    assert_rising(pairs)
    assert all(a[i] == b[j] for i, j in pairs)
    assert equal_in_order(a, a, [1] * len(a)) == [(i, i) for i in range(len(a))]


# Comparison


def test_changes_of_every_kind() -> None:
    a = article(
        "渡船星期五起停航。码头上的告示说，大风还要刮三天。岛上的学校照常上课。",
        "船员们在仓库里修补绳索和救生衣。三名乘客改乘了货船。",
    )
    b = article(
        "三名乘客改乘了货船。渡船星期六起停航。岛上的学校照常上课。",
        "船员们在仓库里修补绳索和救生衣。记者没有见到船长。",
    )
    assert told(a, b) == [
        ("moved", "三名乘客改乘了货船。"),
        ("changed", "渡船星期[-五-]{+六+}起停航。"),
        ("dropped", "[-码头上的告示说，大风还要刮三天。-]"),
        ("same", "岛上的学校照常上课。"),
        ("same", "船员们在仓库里修补绳索和救生衣。"),
        ("added", "{+记者没有见到船长。+}"),
    ]
    summary = compare(a, b).summary
    assert (summary.same, summary.changed, summary.moved) == (2, 1, 1)
    assert (summary.dropped, summary.added) == (1, 1)
    assert 0.6 < summary.kept < 0.8


def test_sentences_put_together_and_taken_apart_are_no_change() -> None:
    a = article("渡船星期五停航，码头上空无一人。学校照常上课。商店也照常开门。")
    b = article("渡船星期五停航。码头上空无一人。学校照常上课，商店也照常开门。")
    assert {kind for kind, _ in told(a, b)} == {"same"}
    assert {kind for kind, _ in told(b, a)} == {"same"}
    assert compare(a, b).unchanged


def test_paragraphs_put_together_are_no_change() -> None:
    a = article("渡船停航。", "码头上空无一人。")
    assert compare(a, article("渡船停航。码头上空无一人。")).unchanged


def test_script_and_punctuation_are_no_change_but_said() -> None:
    a = article("渡船停航，码头上的“告示”说：大风还要刮三天。")
    b = article("渡船停航,碼頭上的「告示」說:大風還要刮三天.", script="hant")
    found = compare(a, b)
    assert found.unchanged
    assert found.script_differs
    assert found.body[0].b is not None
    assert marked(found, found.body[0]) == b.blocks[0].text


def test_letters_that_agree_by_chance_are_not_kept() -> None:
    (row,) = told(article("船长在码头上说，明天大概不会开船了。"),
                  article("船长在码头上说，后天一定会有船走的。"))  # fmt: skip
    assert row == (
        "changed",
        "船长在码头上说，[-明天大概不会开船了。-]{+后天一定会有船走的。+}",
    )


def test_names_change_as_wholes_and_are_called_out() -> None:
    a = named(article("昨天泽连斯基会见了船长王海洋。李红没有来。"), "泽连斯基", "王海洋", "李红")
    b = named(article("昨天泽伦斯基会见了船长王海洋。张青也来了。"), "泽伦斯基", "王海洋", "张青")
    found = compare(a, b)
    assert marked(found, found.body[0]) == "昨天[-泽连斯基-]{+泽伦斯基+}会见了船长王海洋。"
    assert [n.name for n in found.body[0].lost] == ["泽连斯基"]
    assert [n.name for n in found.body[0].gained] == ["泽伦斯基"]
    assert [n.name for n in found.lost] == ["泽连斯基", "李红"]
    assert [n.name for n in found.gained] == ["泽伦斯基", "张青"]


def test_a_name_that_only_lacks_its_tag_is_not_dropped() -> None:
    a = named(article("昨天王海洋来了。"), "王海洋")
    found = compare(a, article("昨天王海洋来了。他没有走。"))
    assert found.lost == ()


def test_aliases_of_one_actor_are_one_name() -> None:
    a, b = article("普京来了。"), article("普丁来了。")
    a = replace(a, mentions=(Mention(0, 0, 2, "person", "Q7747", "弗拉基米尔·普京"),))
    b = replace(b, mentions=(Mention(0, 0, 2, "person", "Q7747", "弗拉基米尔·普京"),))
    found = compare(a, b)
    assert (found.lost, found.gained) == ((), ())
    assert marked(found, found.body[0]) == "[-普京-]{+普丁+}来了。"


def test_the_head_is_compared_by_what_it_means() -> None:
    a = article("一。", published="2024-05-01T08:00:00+08:00", authors=("王海洋",))
    b = article("一。", published="2024-05-01T00:00:00Z", source="海港新闻")
    assert [(h.field, h.a, h.b) for h in compare(a, b).head] == [
        ("source", "远望报", "海港新闻"),
        ("authors", "王海洋", None),
    ]


def test_captions_are_compared_apart_and_related_links_not_at_all() -> None:
    a = article("渡船停航。", captions=["码头。（资料照）"])
    b = article("渡船停航。", captions=["码头。（本报图）"])
    b = replace(b, blocks=(*b.blocks, Block("related", "另一篇报道。")))
    found = compare(a, b)
    assert [row.kind for row in found.body] == ["same"]
    assert [row.kind for row in found.captions] == ["same", "dropped", "added"]


bodies = st.lists(
    st.tuples(
        st.sampled_from(("paragraph", "heading", "caption", "quote", "list", "related")),
        st.lists(st.text(alphabet=HAN[:6], min_size=1, max_size=9), max_size=5).map(
            lambda parts: "".join(part + "。" for part in parts)
        ),
    ),
    max_size=5,
)


def of_blocks(blocks: list[tuple[BlockKind, str]]) -> Article:
    return article(blocks=tuple(Block(kind, text) for kind, text in blocks))


@given(bodies, bodies)
def test_the_rows_hold_every_sentence_of_both_once(
    one: list[tuple[BlockKind, str]], other: list[tuple[BlockKind, str]]
) -> None:
    a, b = of_blocks(one), of_blocks(other)
    found = compare(a, b)
    for side, made in (("a", a), ("b", b)):
        for rows, captions in ((found.body, False), (found.captions, True)):
            wanted = [
                at
                for at, block in enumerate(made.blocks)
                if block.text and block.kind != "related" and (block.kind == "caption") == captions
            ]
            spans = sorted(
                (span.block, span.start, span.end)
                for row in rows
                if (span := getattr(row, side)) is not None
            )
            text: dict[int, str] = {}
            for block, start, end in spans:
                assert start == len(text.get(block, ""))
                text[block] = text.get(block, "") + made.blocks[block].text[start:end]
            assert text == {at: made.blocks[at].text for at in wanted}


@given(bodies, bodies)
def test_a_with_the_changes_made_is_b(
    one: list[tuple[BlockKind, str]], other: list[tuple[BlockKind, str]]
) -> None:
    found = compare(of_blocks(one), of_blocks(other))
    for row in (found.title, *found.body, *found.captions):
        a = found.a.text_of(row.a.block) if row.a else ""
        b = found.b.text_of(row.b.block) if row.b else ""
        at_a, at_b = (row.a.start if row.a else 0), (row.b.start if row.b else 0)
        turned = ""
        for piece in row.pieces:
            assert (piece.a_start, piece.b_start) == (at_a, at_b)
            at_a, at_b = piece.a_end, piece.b_end
            kept = a[piece.a_start : piece.a_end]
            turned += kept if piece.kept else b[piece.b_start : piece.b_end]
        assert at_a == (row.a.end if row.a else 0)
        assert at_b == (row.b.end if row.b else 0)
        # Punctuation is nobody's change: what is kept has it as either side writes it.
        wanted = b[row.b.start : row.b.end] if row.b else ""
        assert turned.replace("。", "") == wanted.replace("。", "")


@given(bodies)
def test_an_article_compared_with_itself_has_no_changes(
    blocks: list[tuple[BlockKind, str]],
) -> None:
    made = of_blocks(blocks)
    found = compare(made, made)
    assert found.unchanged
    assert (found.head, found.lost, found.gained) == ((), (), ())
    assert (found.summary.kept, found.summary.new) == (1.0, 0.0)


@given(bodies, bodies)
def test_the_other_way_round_the_same_is_kept(
    one: list[tuple[BlockKind, str]], other: list[tuple[BlockKind, str]]
) -> None:
    a, b = of_blocks(one), of_blocks(other)
    there, back = compare(a, b), compare(b, a)
    assert there.unchanged == back.unchanged
    assert [n.name for n in there.lost] == [n.name for n in back.gained]


# Effort


def shuffled(number: int, rng: random.Random) -> tuple[list[str], list[str]]:
    lines = ["".join(rng.choices(HAN, k=20)) + "。" for _ in range(number)]
    return lines, rng.sample(lines, number)


def repeated(number: int, rng: random.Random) -> tuple[list[str], list[str]]:
    return ["谢谢大家。", "再见各位。"] * (number // 2), ["再见各位。", "谢谢大家。", "好。"] * (
        number // 3
    )


def formulaic(number: int, rng: random.Random) -> tuple[list[str], list[str]]:
    return (
        [f"第{n}号公告已经发布请各位注意查收。" for n in range(number)],
        [f"第{n * 7 % number}号公告已经发布请各位及时查收。" for n in range(number)],
    )


def one_against_many(number: int, rng: random.Random) -> tuple[list[str], list[str]]:
    lines = ["".join(rng.choices(HAN, k=20)) for _ in range(number)]
    return ["，".join(lines)], [line + "。" for line in lines]


def marks_only(number: int, rng: random.Random) -> tuple[list[str], list[str]]:
    return ["（" * 20 * number], ["“。" * 10 * number]


@pytest.mark.parametrize("make", [shuffled, repeated, formulaic, one_against_many, marks_only])
def test_twice_the_text_is_about_twice_the_work(make: Any) -> None:
    def effort(number: int) -> int:
        a, b = (article(*lines) for lines in make(number, random.Random(2)))
        return steps(lambda: compare(a, b))

    effort(6)
    assert effort(240) <= 2.6 * effort(120)


def steps(run: Any) -> int:
    """Lines of this program's code that are carried out; comprehensions count by their turns."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        if "store" not in frame.f_code.co_filename:
            return None
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(before)
    return count
