"""Pictures that move: a row is drawn once for as long as it stays."""

from __future__ import annotations

import re

import pyte

from tests.pty.moving import Film
from tests.pty.picture import DARK
from tests.pty.terminal import Screen


def test_a_row_is_drawn_for_as_long_as_it_stays() -> None:
    screen = Screen(20, 3)
    stream = pyte.Stream(screen)
    film = Film(DARK)
    for words, seconds in (("stays\r\nfirst", 1), ("\x1b[2;1Hsecond", 1), ("\x1b[2;1Hthird ", 2)):
        stream.feed(words)
        film.add(screen, seconds)
    svg = film.svg(screen)
    shown = dict(re.findall(r'<g class="s(\d-\d)">.*?>([a-z]+)</text></g>', svg))
    assert shown == {"0-3": "stays", "0-1": "first", "1-2": "second", "2-3": "third"}
    rules = dict(re.findall(r"@keyframes s(\d-\d)\{(.*?\})\}", svg))
    assert rules == {
        "0-1": "0.000%{visibility:visible}25.000%{visibility:hidden}",
        "1-2": "0%{visibility:hidden}25.000%{visibility:visible}50.000%{visibility:hidden}",
        "2-3": "0%{visibility:hidden}50.000%{visibility:visible}",
    }
    # What is there without motion.
    assert re.findall(r"\.s(\d-\d)\{visibility:hidden;", svg) == ["0-1", "1-2"]
