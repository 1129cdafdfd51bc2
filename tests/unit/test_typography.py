"""Chinese line breaking: lossless, in measure, and no mark where it mustn't stand."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.typography import NOT_AT_END, NOT_AT_START, Line, cut, ellipsis, lines

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


@given(st.text(alphabet=ALPHABET.replace("\n", ""), max_size=80), st.integers(12, 40))
def test_marks_stand_where_they_may(text: str, width: int) -> None:
    found = lines(text, width)
    for before, line in itertools.pairwise(found):
        # A rule gives way only to a run of marks that fills a line and leaves no place to break.
        if not line.text or not before.text or not _breakable(before.text):
            continue
        if text[before.end : line.start] == "":
            assert line.text[0] not in NOT_AT_START
            assert before.text[-1] not in NOT_AT_END


def _breakable(text: str) -> bool:
    return any(
        b not in NOT_AT_START and a not in NOT_AT_END and "一" <= a <= "鿿" and "一" <= b <= "鿿"
        for a, b in itertools.pairwise(text)
    )


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


@settings(max_examples=30)
@given(st.integers(8, 40))
def test_dashes_and_ellipses_stay_whole(width: int) -> None:
    for line in drawn(PROSE, width):
        assert line.count("…") in (0, 2)
        assert line.count("—") in (0, 2, 4)


def test_words_and_numbers_stay_whole() -> None:
    for width in range(10, 40):
        text = "\n".join(drawn(PROSE, width))
        for whole in ("Mate", "5,999", "3.5%", "45.2", "G7"):
            assert whole in text


def test_a_closing_mark_takes_its_character_along() -> None:
    assert drawn("他说完了话。", 10) == ["他说完了", "话。"]
    assert drawn("这是他说“好”", 10) == ["这是他说", "“好”"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert drawn("https://example.org/a", 8) == ["https://", "example.", "org/a"]


def test_a_gap_stands_between_han_and_latin_only() -> None:
    (line,) = lines("据CNN报道3月14日的G7会议", 60)
    assert line == Line(0, 16, "据 CNN 报道3月14日的 G7 会议", (1, 5, 14, 17))
    assert [line.column(offset) for offset in (0, 1, 4)] == [0, 3, 7]
    assert line.offset(2) == 1
    assert drawn("据 CNN 报道", 60) == ["据 CNN 报道"]
    assert drawn("据CNN报道", 3) == ["据", "CNN", "报", "道"]


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
