"""What is sent makes the screen that the frames would have made."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pty.terminal import Screen
from tests.tui.cells import Monochrome, seen
from tui.wire.shadow import BLANKS, Shadow

COLUMNS, ROWS = 80, 3
STYLES = ["", "1;4;35", "7", "2", "38;2;9;9;9;48;2;1;2;3", "1;38;2;9;9;9;48;2;1;2;3", "44", "9;44"]
LINK = "\x1b]8;id=1;http://a.example/\x1b\\一\x1b]8;;\x1b\\"
blanks = st.integers(1, 15).map(lambda n: " " * n)
words = st.sampled_from(
    ["新闻", "abc", "。", "“", "…", "─────", "é", "9", "か゚", "👍🏽", LINK, "ab" + " " * 9]
)
regions = st.tuples(
    st.integers(1, ROWS),
    st.integers(1, 20),
    st.lists(st.tuples(st.sampled_from(STYLES), st.one_of(blanks, words, words)), max_size=4),
)
frames = st.lists(regions, max_size=5)


def painted(frame: list[tuple[int, int, list[tuple[str, str]]]]) -> str:
    """As Textual writes it."""
    parts = []
    for row, column, texts in frame:
        parts.append(f"\x1b[{row};{column}H")
        parts += [f"\x1b[{style}m{text}\x1b[0m" if style else text for style, text in texts]
        parts.append("\n")
    return "".join(parts) + "\x1b[1;1H"


def terminal(kind: type[pyte.Screen]) -> tuple[pyte.Screen, pyte.Stream]:
    """One of some text that nobody knows of."""
    screen = kind(COLUMNS, ROWS)
    screen.reset_mode(pyte.modes.DECAWM)
    stream = pyte.Stream(screen)
    stream.feed("\x1b[1;1H" + "\r\n".join(["新x" * (COLUMNS // 3)] * ROWS) + "\x1b[1;1H")
    return screen, stream


@pytest.mark.parametrize("kind", [Screen, Monochrome])
@settings(max_examples=100)
@given(st.lists(frames, min_size=1, max_size=4))
def test_the_screen_is_the_same(
    kind: type[pyte.Screen], walked: list[list[tuple[int, int, list[tuple[str, str]]]]]
) -> None:
    shadow = Shadow(erases_in_colour=kind is Screen)
    (got, sent), (wanted, whole) = terminal(kind), terminal(kind)
    for frame in walked:
        text = painted(frame)
        sent.feed(shadow.draw(text))
        whole.feed(text.replace("\n", ""))
        assert seen(got) == seen(wanted)
        assert (got.cursor.x, got.cursor.y) == (wanted.cursor.x, wanted.cursor.y)


def drawn(*frames: str, erases_in_colour: bool = True) -> str:
    """What the last of the frames costs."""
    shadow = Shadow(erases_in_colour=erases_in_colour)
    return [shadow.draw(frame) for frame in frames][-1]


def test_what_stands_there_is_not_sent_again() -> None:
    row = "\x1b[3;5H\x1b[31mabc\x1b[0m 新闻"
    assert drawn(row, row) == ""
    assert drawn(row, row.replace("新", "旧")) == "\x1b[9G旧"
    assert drawn(row, row.replace("abc", "axc")) == "\x1b[6G\x1b[31mx"


def test_blanks_are_erased_where_the_background_allows() -> None:
    many = " " * 2 * BLANKS
    assert drawn(f"\x1b[1;1Ha{many}") == f"\x1b[Ha\x1b[{len(many)}X"
    assert drawn(f"\x1b[1;1Ha{many}b") == f"\x1b[Ha\x1b[{len(many)}X\x1b[{len(many) + 2}Gb"
    assert drawn(f"\x1b[1;1Ha\x1b[44m{many}\x1b[0m") == f"\x1b[Ha\x1b[44m\x1b[{len(many)}X"
    coloured = f"\x1b[1;1Ha\x1b[44m{many}\x1b[0m"
    assert drawn(coloured, erases_in_colour=False) == f"\x1b[Ha\x1b[44m{many}"
    assert drawn(f"\x1b[1;1H\x1b[7m{many}\x1b[0m") == f"\x1b[H\x1b[7m{many}"


def test_behind_letters_of_unsure_width_all_is_sent() -> None:
    """A terminal that has the dash wider has all that follows elsewhere."""
    assert drawn("\x1b[1;1Ha—bcd", "\x1b[1;1Ha—bxd") == "\x1b[2G—bx"
    assert drawn("\x1b[1;1Habcd—", "\x1b[1;1Haxcd—") == "\x1b[2Gx"


def test_half_a_wide_letter_is_none() -> None:
    assert "闻" in drawn("\x1b[1;1H新闻", "\x1b[1;4Hx", "\x1b[1;1H新闻")
    assert "新" in drawn("\x1b[1;1H新闻", "\x1b[1;2Hx", "\x1b[1;1H新")


def test_all_is_drawn_again_when_it_is_forgotten() -> None:
    shadow = Shadow(erases_in_colour=True)
    row = "\x1b[1;1H\x1b[31mabc\x1b[0m"
    assert shadow.draw(row) == "\x1b[H\x1b[31mabc"
    shadow.forget()
    assert shadow.draw(row) == "\x1b[Habc"
    assert shadow.put_down_pen() == "\x1b[m"
    assert shadow.put_down_pen() == ""


def test_a_link_is_sent_once() -> None:
    row = f"\x1b[1;1H\x1b[1m{LINK}\x1b[0mabc"
    assert drawn(row).count("\x1b]8;id=1;http") == drawn(row).count("\x1b]8;;\x1b\\") == 1
    assert not drawn(row, row)
