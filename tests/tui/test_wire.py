"""What is left out of a frame."""

from __future__ import annotations

import pytest

from tui.wire.driver import without_colour


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
