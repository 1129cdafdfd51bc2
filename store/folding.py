"""Folding: one form for all the ways of writing the same text, length and offsets kept.

Traditional to simplified, full width to half width, upper case to lower, Latin letters without
their marks. Every mapping is one code point to one, so ``fold(text)[i]`` always stands for
``text[i]``: the tagger works on folded text and its offsets hold in the original.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

_DOTS = "•・‧∙⋅･"
_DOT_TABLE = str.maketrans(_DOTS, "·" * len(_DOTS))
# The full-width forms mirror ASCII 0x21..0x7E in order.
_NARROW = {0x3000: 0x20, **{point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)}}


def fold(text: str) -> str:
    """Fold ``text``; the result has the same number of code points."""
    return text.translate(_table())


def simplify(text: str) -> str:
    """Traditional to simplified only, character by character (width, case and marks kept)."""
    return text.translate(_simplified())


def narrow(text: str) -> str:
    """Full width to half width only (case and script kept)."""
    return text.translate(_NARROW)


def even_dots(text: str) -> str:
    """All the dots that stand between the parts of foreign names made one, ``·``."""
    return text.translate(_DOT_TABLE) if any(dot in text for dot in _DOTS) else text


def is_traditional(text: str) -> bool:
    """Whether ``text`` is written in traditional script.

    Decided by counting the characters that only traditional writing uses: one in 25 Han
    characters is far below any traditional text (about one in three) and above any
    simplified one (names with a kept variant, a quoted sign).
    """
    han = sum(1 for c in text if is_han(c))
    changed = sum(1 for a, b in zip(text, simplify(text), strict=True) if a != b)
    return changed * 25 > han


def is_han(char: str) -> bool:
    """Whether one character is a Han character (ideographs of all planes, 〇 and 々 too)."""
    return (
        "\u4e00" <= char <= "\u9fff"
        or "\u3400" <= char <= "\u4dbf"
        or char in "〇々"
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U000323af"
    )


@cache
def _simplified() -> dict[int, int]:
    # importlib.resources would take longer to import than all else here.
    text = Path(__file__).with_name("data").joinpath("traditional.txt").read_text("utf-8")
    return {
        ord(pair[0]): ord(pair[1])
        for line in text.splitlines()
        if not line.startswith("#")
        for pair in line.split()
    }


@cache
def _table() -> dict[int, int]:
    table = dict(_simplified())
    table |= {point: ord(chr(half).lower()) for point, half in _NARROW.items()}
    for point in range(ord("A"), ord("Z") + 1):
        table[point] = point + 32
    # Latin-1 supplement to Latin extended additional: drop the marks, then the case.
    for point in (*range(0xC0, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(point))[0].lower()
        if len(base) == 1 and base != chr(point):
            table[point] = ord(base)
    return table
