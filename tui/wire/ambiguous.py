"""Characters of ambiguous width, such as ``“ ” … — ● ×`` and the lines of boxes (UAX #11).

A terminal has them in one cell, or in two where it was set so for Chinese. Which it is, it tells by
where its cursor stands behind one of them. In wide terminals the browser's own signs are ASCII.
"""

from __future__ import annotations

import os
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from typing import Any

QUESTION = "\x1b[2H…\x1b[6n\r\x1b[K"
"""In the second row: of the first one, the answer would be a key (shift+F3)."""
_ANSWER = re.compile(r"\x1b\[2;([1-9])R")
# An answer that is cut off; what is shorter may be a key.
_BEGUN = re.compile(r"\x1b\[2;[1-9]?\Z")
# Where most of them are; between these, Rich has a width of its own for nearly all.
_RANGES = ((0xA1, 0x2BFF), (0x3248, 0x324F), (0xFFFD, 0xFFFD), (0x1F100, 0x1F1AD))
_PRIVATE = ((0xE000, 0xF8FF, 2), (0xF0000, 0xFFFFD, 2), (0x100000, 0x10FFFD, 2))

_wide = False
_forgetting: list[Callable[[], object]] = []


def wide() -> bool:
    """Whether they are measured as two cells."""
    return _wide


def is_wide(char: str) -> bool:
    return _wide and unicodedata.east_asian_width(char) == "A"


def said() -> bool | None:
    """What ``$WENREN_WIDE`` says; None where the terminal is to be asked."""
    told = os.environ.get("WENREN_WIDE", "").strip().lower()
    return None if told in ("", "auto") else told not in ("0", "no", "false")


def measure(*, wide: bool) -> None:
    """Measure them so from here on, everywhere: all goes by Rich's table of widths.

    What was measured before has to be drawn again.
    """
    global _wide
    if wide == _wide:
        return
    _wide = wide
    from rich import segment

    single, table = _wide_rules() if wide else _narrow_rules()
    cells = _rich_cells()
    modules: list[Any] = [cells, segment]
    for module in modules:
        module._is_single_cell_widths = single
    cells.load_cell_table = table
    split = segment.Segment._split_cells
    for cached in (cells.get_character_cell_size, cells.cached_cell_len, split):
        cached.cache_clear()
    for forget in _forgetting:
        forget()


def forgetting(forget: Callable[[], object]) -> None:
    """Have ``forget`` called whenever they are measured otherwise: what was kept is wrong then."""
    _forgetting.append(forget)


def _rich_cells() -> Any:
    from rich import cells

    return cells


@cache
def _narrow_rules() -> tuple[Any, Any]:
    """Rich's own; kept when they are first replaced."""
    cells = _rich_cells()
    return cells._is_single_cell_widths, cells.load_cell_table


@cache
def _wide_rules() -> tuple[Any, Any]:
    load = _narrow_rules()[1]

    @cache
    def load_wide(version: str = "auto") -> Any:
        table = load(version)
        ranges = sorted([*table.widths, *_PRIVATE, *_ambiguous(table.widths)])
        return table._replace(widths=ranges)

    return frozenset(map(chr, range(0x20, 0x7F))).issuperset, load_wide


def _ambiguous(known: Any) -> list[tuple[int, int, int]]:
    """Those that Rich has no width for, which means one."""
    starts = [start for start, _, _ in known]

    def measured(code: int) -> bool:
        at = bisect_left(starts, code + 1) - 1
        return at >= 0 and code <= known[at][1]

    return [
        (code, code, 2)
        for first, last in _RANGES
        for code in range(first, last + 1)
        if unicodedata.east_asian_width(chr(code)) == "A" and not measured(code)
    ]


class Listener:
    """Takes the answer out of what is typed; ``wide`` holds once ``heard``."""

    def __init__(self) -> None:
        self.heard = False
        self.wide = False
        self._begun = ""

    def take(self, typed: str) -> str:
        """What is left of what was typed."""
        if self.heard:
            return typed
        typed, self._begun = self._begun + typed, ""
        if answer := _ANSWER.search(typed):
            self.heard, self.wide = True, answer[1] == "3"
            return typed[: answer.start()] + typed[answer.end() :]
        if begun := _BEGUN.search(typed):
            self._begun = begun[0]
            return typed[: begun.start()]
        return typed
