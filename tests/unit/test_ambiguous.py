"""Measuring characters of ambiguous width as a terminal has them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from textual.strip import Strip

from tui.glyphs import ASCII, glyphs
from tui.typography import cut, ellipsis, lines
from tui.wire import ambiguous
from tui.wire.shadow import Shadow

TEXTS = st.text(st.sampled_from("普京说“”…—●×·°Яé，。a 1é👍🏽\u200d─▇")).map(
    lambda text: text.replace("\n", " ")
)


@pytest.fixture
def wide() -> Iterator[None]:
    ambiguous.measure(wide=True)
    try:
        yield
    finally:
        ambiguous.measure(wide=False)


def test_every_ambiguous_character_has_two_cells(wide: None) -> None:
    narrow = [
        hex(code)
        for code in range(0xA1, 0x110000)
        if unicodedata.east_asian_width(chr(code)) == "A"
        and get_character_cell_size(chr(code)) == 1
    ]
    assert not narrow
    assert cell_len("“a”…—×") == 11
    assert cell_len("e\u0301") == 1
    assert Strip([Segment("“a”")]).crop(0, 4).text == "“a "
    assert Segment.split_cells(Segment("…a"), 1) == (Segment(" "), Segment(" a"))
    assert glyphs() == ASCII


def test_none_has_them_without() -> None:
    before = [cell_len(text) for text in ("“a”…—×", "e\u0301", "👍🏽", "─")]
    ambiguous.measure(wide=True)
    ambiguous.measure(wide=False)
    assert [cell_len(text) for text in ("“a”…—×", "e\u0301", "👍🏽", "─")] == before
    assert glyphs() != ASCII


@given(TEXTS, st.integers(2, 30))
def test_lines_are_never_wider_than_the_pane(text: str, width: int) -> None:
    ambiguous.measure(wide=True)
    try:
        set_lines = lines(text, width)
        assert all(cell_len(line.text) <= width for line in set_lines)
        assert "".join(line.text for line in set_lines).replace(" ", "") == text.replace(" ", "")
        assert cell_len(cut(text, width)) <= width
        assert cell_len(ellipsis(text, width)) <= width
    finally:
        ambiguous.measure(wide=False)


def test_a_change_behind_them_is_sent_where_it_stands(wide: None) -> None:
    shadow = Shadow(erases_in_colour=True)
    shadow.draw("\x1b[1;1H“a”bcd")
    assert shadow.draw("\x1b[1;1H“a”bxd") == "\r“a”bx"
    # Of the right half of one, the whole is sent.
    assert shadow.draw("\x1b[2;1H“a") == "\x1b[2H“a"
    assert shadow.draw("\x1b[2;1H“b") == "\r“b"


@pytest.mark.parametrize(
    ("typed", "left", "wide"),
    [
        (["\x1b[2;3R"], "", True),
        (["\x1b[2;2R"], "", False),
        (["j\x1b[2;", "3Rk"], "jk", True),
        # On a terminal of one row, and keys.
        (["\x1b[1;3R", "\x1b", "[2~"], "\x1b[1;3R\x1b[2~", False),
        (["\x1b[2;3R", "\x1b[2;3R"], "\x1b[2;3R", True),
    ],
)
def test_the_answer_is_no_key(typed: list[str], left: str, wide: bool) -> None:
    listener = ambiguous.Listener()
    assert "".join(map(listener.take, typed)) == left
    assert listener.wide is wide


@pytest.mark.parametrize(
    ("told", "said"),
    [("", None), ("auto", None), ("1", True), ("yes", True), ("0", False), (" False ", False)],
)
def test_what_the_environment_says(
    told: str, said: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENREN_WIDE", told)
    assert ambiguous.said() is said
