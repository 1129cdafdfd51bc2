"""An article set in lines, before any colour: whole, within the pane, each block in its manner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from store.article import BLOCK_KINDS, TITLE, Article, Block
from store.settings import Reading
from tests.tui.fake_library import make_article
from tests.unit.test_typography import ALPHABET, PROSE
from tui.typesetting import SetLine, set_article

SPACES = " \t\u3000\n"
readings = st.builds(
    Reading,
    measure=st.integers(20, 60),
    paragraphs=st.sampled_from(("blank", "indent")),
    gap=st.booleans(),
)
texts = st.one_of(
    st.text(alphabet=ALPHABET, min_size=1, max_size=60),
    st.integers(0, len(PROSE)).map(lambda n: f"1、{PROSE[n:]}{PROSE[:n]}"),
)
blocks = st.lists(st.builds(Block, st.sampled_from(BLOCK_KINDS), texts), max_size=6)


def article(*blocks: Block) -> Article:
    return replace(make_article(0), blocks=blocks, mentions=())


def check_set(article: Article, width: int, found: Sequence[SetLine]) -> None:
    """Nothing is lost, nothing is wider than the pane, and every cell leads back to its text."""
    ends: dict[int, int] = {}
    for line in found:
        assert line.indent >= 0
        assert cell_len(line.lead) <= line.indent
        assert line.indent + cell_len(line.line.text) <= width
        if line.block is None:
            continue
        text = article.text_of(line.block)
        start, end = line.line.start, line.line.end
        assert text[ends.get(line.block, 0) : start].strip(SPACES) == ""
        bare = "".join(c for i, c in enumerate(line.line.text) if i not in set(line.line.gaps))
        assert bare == text[start:end]
        ends[line.block] = end
        if cell_len(text[start:end]) != sum(map(cell_len, text[start:end])):
            continue  # Sequences that are narrower or wider than their characters.
        cell = line.indent
        for at, char in enumerate(line.line.text):
            if at not in line.line.gaps and cell_len(char):
                offset = line.offset(cell)
                assert text[offset] == char
                assert line.column(offset) == cell
            cell += cell_len(char)
    for block in (TITLE, *range(len(article.blocks))):
        text = article.text_of(block)
        assert text[ends.get(block, 0) :].strip(SPACES) == ""


@given(blocks, st.integers(2, 130), readings)
def test_nothing_is_lost_and_nothing_stands_out(
    blocks: list[Block], width: int, reading: Reading
) -> None:
    it = article(*blocks)
    found = set_article(it, (), width, reading, unfolded=True)
    # One character may be wider than the narrowest pane.
    check_set(it, max(width, 2), found)
    assert all(line.indent + cell_len(line.line.text) <= 2 * reading.measure for line in found)


def drawn(*blocks: Block, width: int = 40, reading: Reading | None = None) -> list[str]:
    """The lines below the title and byline."""
    found = set_article(article(*blocks), (), width, reading, unfolded=False)
    return [
        " " * (line.indent - len(line.lead)) + line.lead + line.line.text
        for line in found
        if line.role not in ("title", "byline")
    ]


LONG = Block("paragraph", "国" * 22)


def test_paragraphs_are_told_by_a_blank_line_or_an_indent() -> None:
    assert drawn(LONG, LONG) == ["", "国" * 20, "国" * 2] * 2
    indented = ["    " + "国" * 18, "国" * 4]
    assert drawn(LONG, LONG, reading=Reading(paragraphs="indent")) == ["", *indented, *indented]
    narrow = drawn(LONG, width=20, reading=Reading(paragraphs="indent"))
    assert narrow == ["", "  " + "国" * 9, "国" * 10, "国" * 3]


def test_the_measure_is_a_setting() -> None:
    assert drawn(LONG, width=100, reading=Reading(measure=21)) == ["", "国" * 21, "国"]


def test_a_heading_stands_over_its_text_and_items_close() -> None:
    heading, item = Block("heading", "小标题"), Block("list", "一条" * 11)
    assert drawn(heading, Block("paragraph", "正文"), item, item, heading) == [
        *("", "小标题", "正文"),
        *("", "- " + "一条" * 9 + "一", "  条一条"),
        *("- " + "一条" * 9 + "一", "  条一条"),
        *("", "小标题"),
    ]


@pytest.mark.parametrize("mark", ["1、", "（3）", "10.", "• ", "二、"])
def test_an_item_hangs_from_its_own_mark(mark: str) -> None:
    (_, first, second) = drawn(Block("list", mark + "国" * 20))
    assert first.startswith(mark)
    hung = cell_len(mark)
    assert second == " " * hung + "国" * (20 - (40 - hung) // 2)


def test_quotes_and_captions_are_set_in_but_not_in_a_narrow_pane() -> None:
    assert drawn(Block("caption", "图"), Block("quote", "话")) == ["", "  图", "", "    话"]
    assert drawn(Block("quote", "话"), width=5) == ["", "话"]


def test_related_links_are_counted_or_shown() -> None:
    links = [Block("related", "另一篇"), Block("related", "又一篇")]
    assert len(drawn(*links)) == 2
    found = set_article(article(*links), (), 40, unfolded=True)
    assert [line.line.text for line in found if line.block in (0, 1)] == ["另一篇", "又一篇"]
