"""Chinese line breaking: lossless, in measure, and no mark where it mustn't stand."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.examples import few
from tui.typography import Line, cut, ellipsis, lines
from tui.units import NOT_AT_END, NOT_AT_START

PROSE = (
    "外交部发言人在例行记者会上说：“我们注意到G7的声明。”《环球日报》称，Mate 70的售价为¥5,999元……"
    "这是——用他的话说——“意料之中”的事！（记者 李明，北京3月14日电）增长约3.5%，达45.2亿美元。"
)
ALPHABET = "国家主席，。：“”（）《》……——、!?,. abcXYZ0129%$-'\u3000\n々é\u0301𠀀❤\ufe0f"
texts = st.one_of(
    st.text(alphabet=ALPHABET, max_size=80),
    st.text(max_size=60).filter(lambda t: "\r" not in t),
    st.integers(0, len(PROSE)).map(lambda n: PROSE[n:] + PROSE[:n]),
)
widths = st.integers(2, 40)


def drawn(text: str, width: int) -> list[str]:
    return [line.text for line in lines(text, width)]


@given(texts, widths)
def test_nothing_is_lost_but_breaking_spaces(text: str, width: int) -> None:
    at = 0
    for line in lines(text, width):
        assert text[at : line.start].strip(" \t\u3000\n") == ""
        bare = "".join(c for i, c in enumerate(line.text) if i not in set(line.gaps))
        assert bare == text[line.start : line.end]
        at = line.end
    assert text[at:].strip(" \t\u3000\n") == ""


@given(texts, widths)
def test_no_line_is_wider_than_the_measure(text: str, width: int) -> None:
    for line in lines(text, width):
        # Leading space of a whole paragraph is the source's own and may hang with nothing on it.
        assert cell_len(line.text) <= max(width, len(line.text) == 1 and cell_len(line.text))


@given(texts, widths, st.booleans())
def test_marks_stand_where_they_may(text: str, width: int, gaps: bool) -> None:
    for before, line in itertools.pairwise(lines(text, width, gaps=gaps)):
        if not line.text or not before.text or "\n" in text[before.end : line.start]:
            continue
        if before.text[-1] in NOT_AT_END or line.text[0] in NOT_AT_START:
            # Only where nothing that was on the line could have gone to the next.
            ends = range(before.start + 1, before.end)
            assert not any(may_end(text, end) for end in ends)


MARKED = "国家主席，。“”（）《》……——、!,. abXY019%$-'"


@given(st.text(alphabet=MARKED, max_size=60), st.integers(2, 24))
def test_a_line_ends_at_the_last_place_where_it_may(text: str, width: int) -> None:
    """Against every place tried, character by character."""
    found = lines(text, width, gaps=False)
    for before, line in itertools.pairwise(found):
        fitting = [
            end
            for end in range(before.start + 1, len(text))
            if cell_len(text[before.start : end].rstrip(" ")) <= width and may_end(text, end)
        ]
        if fitting:
            assert text[before.end : line.start].strip(" ") == ""
            assert before.end <= fitting[-1] <= line.start


def may_end(text: str, end: int) -> bool:
    """Whether a line may end before ``text[end]``, looked at from there alone."""
    left, right = text[:end].rstrip(SPACES), text[end:].lstrip(SPACES)
    if not left or not right:
        return False
    if left[-1] in NOT_AT_END or right[0] in NOT_AT_START:
        return False
    spaces = end - len(left) + len(text) - end - len(right)
    number = re.search(r"(?<![A-Za-z0-9])(?<![A-Za-z0-9][-.,'$])[0-9]+(?:[.,][0-9]+)*$", left)
    if number and spaces <= 1 and re.match("[\u3400-\u9fff]", right):
        return False
    if spaces:
        return True
    joined = re.search(r"[A-Za-z0-9][-.,'$]?$|(?:^|[^A-Za-z0-9])[$-]$", left)
    return not (joined and re.match("[A-Za-z0-9]|[-'$][A-Za-z0-9]", right))


SPACES = " \t\u3000"


@given(texts, widths)
def test_columns_lead_back_to_their_offsets(text: str, width: int) -> None:
    for line in lines(text, width):
        for offset in range(line.start, line.end):
            if cell_len(text[offset]) and not _joined(line.text):
                assert line.offset(line.column(offset)) == offset
        assert line.offset(10_000) == line.end
        assert line.offset(-1) == line.start


def _joined(text: str) -> bool:
    return cell_len(text) != sum(map(cell_len, text))


@settings(max_examples=few(30))
@given(st.integers(8, 40))
def test_dashes_and_ellipses_stay_whole(width: int) -> None:
    for line in drawn(PROSE, width):
        assert line.count("…") in (0, 2)
        assert line.count("—") in (0, 2, 4)


def test_words_numbers_and_units_stay_whole() -> None:
    for width in range(10, 40):
        text = "\n".join(drawn(PROSE, width))
        for whole in ("Mate", "5,999", "3.5%", "45.2亿", "G7", "3月", "14日"):
            assert whole in text


@pytest.mark.parametrize(
    "whole",
    [
        *("45 km", "10GW", "3.5 亿", "5 %", "-3 ℃", "120 km/h", "40 kWh", "$3.5 billion", "US$5bn"),
        *(
            "GDP-based",
            "2023年",
            "14 日",
            "１２．５％",
            "２０２３年",
            "ＣＮＮ",
            "U.S.A",
            "don’t",
            "9:30",
        ),
        *("2023/3/14", "wait...", "https://example.org/a"),
    ],
)
def test_no_line_ends_within(whole: str) -> None:
    for before in range(20):
        text = "国" * before + whole + "家主席"
        for width in range(22, 34):
            assert whole in "\n".join(line.text for line in lines(text, width))


def test_a_number_keeps_to_its_own_unit_only() -> None:
    assert drawn("约 45 kmax", 5) == ["约 45", "kmax"]
    assert drawn("G7峰会", 4) == ["G7", "峰会"]


def test_no_space_hides_a_mark() -> None:
    assert drawn("甲乙丙 。丁", 7) == ["甲乙", "丙 。丁"]
    assert drawn("甲乙（ 丙丁", 7) == ["甲乙", "（ 丙丁"]
    assert drawn("甲 乙", 3) == ["甲", "乙"]


def test_a_closing_mark_takes_its_character_along() -> None:
    assert drawn("他说完了话。", 10) == ["他说完了", "话。"]
    assert drawn("这是他说“好”", 10) == ["这是他说", "“好”"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert drawn("https://example.org/a", 8) == ["https://", "example.", "org/a"]
    # Between its letters sooner than at a mark.
    assert drawn("“abcdefghijk”", 8) == ["“abcdefg", "hijk”"]
    assert drawn("abcdefghij。", 5) == ["abcde", "fghi", "j。"]


def test_a_gap_stands_between_han_and_latin_only() -> None:
    (line,) = lines("据CNN报道3月14日的G7会议", 60)
    assert line == Line(0, 16, "据 CNN 报道3月14日的 G7 会议", (1, 5, 14, 17))
    assert [line.column(offset) for offset in (0, 1, 4)] == [0, 3, 7]
    assert line.offset(2) == 1
    assert drawn("据 CNN 报道", 60) == ["据 CNN 报道"]
    assert drawn("据CNN报道", 3) == ["据", "CNN", "报", "道"]


def test_a_gap_may_be_left_out() -> None:
    assert [line.text for line in lines("据CNN报道", 60, gaps=False)] == ["据CNN报道"]


def test_paragraphs_begin_further_in() -> None:
    found = lines("一二三四五六七八\n九十", 10, indent=4)
    assert [(line.indent, line.text) for line in found] == [
        (4, "一二三"),
        (0, "四五六七八"),
        (4, "九十"),
    ]
    # Not where what they begin with has no room beside it.
    assert [(line.indent, line.text) for line in lines("“Zelenskyy”说", 14, indent=4)] == [
        (0, "“Zelenskyy”说")
    ]


@given(texts, widths, st.integers(1, 6))
def test_an_indent_is_part_of_the_measure(text: str, width: int, indent: int) -> None:
    for line in lines(text, width, indent=indent):
        assert line.indent in (0, indent)
        assert line.indent == 0 or cell_len(line.text) + indent <= width


UNITS = (
    "国家",
    "abc ",
    "a",
    "“",
    "。",
    "-",
    "é\u0301",
    "\u0301",
    "❤\ufe0f",
    "1.",
    "…",
    " ",
    "\n",
    "字x",
)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("width", [2, 40])
def test_twice_the_text_is_twice_the_work(unit: str, width: int) -> None:
    work = [_work(unit * count, width) for count in (500, 1000, 2000)]
    assert work[2] - work[1] <= 2.1 * (work[1] - work[0])


def _work(text: str, width: int) -> int:
    """Lines of ours that run, and the characters that are measured meanwhile."""
    done = 0

    def trace(frame: FrameType, event: str, arg: object) -> Callable[..., Any] | None:
        nonlocal done
        if frame.f_globals["__name__"] in ("tui.typography", "tui.units"):
            done += 1
            return trace
        if event == "call" and frame.f_code.co_name == "cell_len":
            done += len(frame.f_locals["text"])
        return None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        lines(text, width)
    finally:
        sys.settrace(before)
    return done


def test_newlines_and_nothing() -> None:
    assert drawn("", 10) == [""]
    assert drawn("一\n\n二", 10) == ["一", "", "二"]
    assert drawn("   ", 2) == [""]


@given(texts, st.integers(0, 30))
def test_cuts_fit(text: str, cells: int) -> None:
    assert cell_len(cut(text, cells)) <= cells
    assert text.startswith(cut(text, cells))
    short = ellipsis(text, cells)
    assert cell_len(short) <= cells
    assert short == text or short == "" or short.endswith("…")
