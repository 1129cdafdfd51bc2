"""From one look to another by the shortest way."""

from __future__ import annotations

from itertools import product

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pty.terminal import Screen
from tests.tui.cells import seen
from tui.wire.pen import PLAIN, Look, change, for_blanks, look, on_blanks

colours = st.sampled_from(["31", "97", "38;5;7", "38;2;1;2;3", "38;2;30;1;49", "38;2;255;95;0"])
backgrounds = st.sampled_from(["41", "104", "48;5;7", "48;2;1;2;3", "48;2;18;18;18"])
attributes = st.lists(st.sampled_from("1234579"), max_size=4, unique=True)
looks = st.builds(
    lambda numbers, *two: look(";".join([*numbers, *filter(None, two)])),
    attributes,
    st.none() | colours,
    st.none() | backgrounds,
)


@pytest.mark.parametrize(
    ("before", "after", "sent"),
    [
        ("", "", ""),
        ("", "1;4;35", "1;4;35"),
        ("1;35", "", ""),
        ("38;2;1;2;3;48;2;4;5;6", "1;38;2;1;2;3;48;2;4;5;6", "1"),
        ("1;38;2;1;2;3;48;2;4;5;6", "38;2;1;2;3;48;2;4;5;6", "22"),
        ("1;2;38;2;1;2;3", "2;38;2;1;2;3", "22;2"),
        ("38;2;1;2;3;48;2;4;5;6", "38;2;7;8;9;48;2;4;5;6", "38;2;7;8;9"),
        ("31;42", "42", "39"),
        ("1;4;7;31", "32", ";32"),
    ],
)
def test_only_what_changes_is_sent(before: str, after: str, sent: str) -> None:
    assert change(look(before), look(after)) == (f"\x1b[{sent}m" if before != after else "")


def test_parameters_add_up() -> None:
    assert look("1;31;4;22;39") == look("4")
    assert look("1;31;0;48;2;0;0;1") == look("48;2;0;0;1")
    assert look("4") is look("4;1;22")


def test_a_colour_goes_by_its_number_where_every_terminal_has_the_same() -> None:
    steps, greys = (0, 95, 135, 175, 215, 255), range(8, 248, 10)
    fixed = [*product(steps, repeat=3), *((grey,) * 3 for grey in greys)]
    sent = [look(f"38;2;{r};{g};{b}").foreground for r, g, b in fixed]
    # Colour schemes of a family give 16 to 21 other colours.
    assert sent == [f"38;2;0;0;{blue}" for blue in steps] + [f"38;5;{n}" for n in range(22, 256)]
    for (red, green, blue), number in zip(fixed, sent, strict=True):
        screen = Screen(1, 1)
        pyte.Stream(screen).feed(f"\x1b[{number}ma")
        assert screen.buffer[0][0].fg == f"{red:02x}{green:02x}{blue:02x}"
    assert look("48;2;95;95;95").background == "48;5;59"
    assert look("38;2;95;95;96").foreground == "38;2;95;95;96"


@given(st.lists(looks, min_size=1, max_size=6))
def test_a_terminal_comes_to_the_same_look(walked: list[Look]) -> None:
    got, wanted = Screen(20, 1), Screen(20, 1)
    streams = pyte.Stream(got), pyte.Stream(wanted)
    pen = PLAIN
    for style in walked:
        streams[0].feed(change(pen, style) + "a")
        streams[1].feed("\x1b[m" + change(PLAIN, style) + "a")
        pen = style
    assert seen(got) == seen(wanted)


@given(looks, looks)
def test_blanks_need_only_what_shows_on_them(pen: Look, style: Look) -> None:
    got, wanted = Screen(20, 1), Screen(20, 1)
    near = for_blanks(pen, on_blanks(style))
    pyte.Stream(got).feed(change(PLAIN, near) + "   ")
    pyte.Stream(wanted).feed(change(PLAIN, style) + "   ")
    assert seen(got) == seen(wanted)
    assert len(change(pen, near)) <= len(change(pen, style))
