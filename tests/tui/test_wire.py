"""A squeezed frame draws the same screen."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.wire import RUN, squeeze, without_colour

COLUMNS, ROWS = 60, 6
styles = st.sampled_from(["\x1b[0m", "\x1b[1;4;35m", "\x1b[7m", "\x1b[2m"])
pieces = st.one_of(
    styles,
    st.tuples(st.integers(1, ROWS), st.integers(1, COLUMNS - 20)).map(
        lambda at: f"\x1b[{at[0]};{at[1]}H"
    ),
    st.integers(1, 30).map(lambda n: " " * n),
    st.sampled_from(["新闻", "abc", "。"]),
)
frames = st.lists(pieces, max_size=25).map(lambda p: "".join(p) + "\x1b[0m")


def screen(data: str) -> list[list[tuple[object, ...]]]:
    shown = pyte.Screen(COLUMNS, ROWS)
    shown.reset_mode(pyte.modes.DECAWM)
    stream = pyte.Stream(shown)
    stream.feed("\x1b[1;1H" + ("x" * COLUMNS + "\r\n") * (ROWS - 1) + "\x1b[1;1H")
    stream.feed(data)
    return [[tuple(shown.buffer[y][x]) for x in range(COLUMNS)] for y in range(ROWS)]


@settings(max_examples=150)
@given(frames)
def test_the_screen_is_the_same(frame: str) -> None:
    assert screen(squeeze(frame)) == screen(frame)


def test_blanks_are_erased_only_in_the_terminals_own_style() -> None:
    blanks = " " * RUN
    assert squeeze(f"a{blanks}\x1b[2;1Hb") == f"a\x1b[{RUN}X\x1b[2;1Hb"
    assert squeeze(f"a{blanks}b") == f"a\x1b[{RUN}X\x1b[{RUN}Cb"
    assert squeeze(f"\x1b[7m{blanks}\x1b[0m") == f"\x1b[7m{blanks}\x1b[m"


def test_a_line_feed_before_a_move_is_left_out() -> None:
    assert squeeze("a\n\x1b[2;1Hb") == "a\x1b[2;1Hb"


@pytest.mark.parametrize(
    ("style", "left"),
    [
        ("\x1b[m", "\x1b[m"),
        ("\x1b[0m", "\x1b[0m"),
        ("\x1b[1;4;35m", "\x1b[1;4m"),
        ("\x1b[39;49m", ""),
        ("\x1b[0;38;5;7m", "\x1b[0m"),
        ("\x1b[7;38;2;1;2;3;48;2;4;5;6m", "\x1b[7m"),
        ("\x1b[97;104m", ""),
    ],
)
def test_colours_are_taken_out_of_a_style_and_nothing_else(style: str, left: str) -> None:
    assert without_colour(f"a{style}京[35m") == f"a{left}京[35m"
