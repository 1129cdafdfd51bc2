"""What stays together on a line, and between what a line may end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rich.cells import cell_len

from tui.wire.ambiguous import forgetting

NOT_AT_START = frozenset(
    "、。，．：；！？‼⁇⁈⁉·・‧～〜ー々!,.:;?%)]}）］｝〉》」』】〕〗〙〛’”｠»%‰％℃℉°′″¢︰︱︳︵…—–⋯"
)
"""Characters that no line begins with (clreq 3.1.4), dashes and ellipses included."""
NOT_AT_END = frozenset("([{（［｛〈《「『【〔〖〘〚‘“｟«$£¥￥＄￡€＃#№")
"""Characters that no line ends with."""


@dataclass(slots=True)
class Unit:
    """A word, a number with its unit, a dash, a character with its marks, or spaces."""

    text: str
    start: int
    width: int
    space: bool = False
    gap: bool = False
    """A thin gap stands before it, unless it begins a line."""
    breaks: bool = True
    """A line may begin with it."""
    tears: bool = False
    """A line may begin with it if nothing better is left: it is part of a word wider than lines."""


# Scripts written without spaces (Thai to Burmese, Hangul letters, everything East Asian) have no
# words here.
_LETTER = (
    r"[^\W_\u0e00-\u109f\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef"
    r"\U0001f000-\U0003ffff]"
)
_HAN = r"[\u3400-\u9fff]"
_SYMBOL = (
    r"(?:[GMTkKhdcmnµμ]?(?:Wh|Hz|Pa|eV|[Bb]ps|[mgtsVWAJNlLBb])(?:/[hs])?[²³]?"
    r"|°[CF]|[%‰℃℉]|mph|ha|ft|lbs?|oz|bn|(?:m|b|tr)illion)"
)
"""What a number's unit is written as, a space before it or none."""


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled when first needed: so many ranges take as long as ten headlines to draw.

    A number keeps its unit, or else the Han character after it, which nearly always counts
    something (14日, 3.5 亿). A word or number keeps what joins and what clings to it (GDP-based,
    $30, 45%, U.S.A); so does a run of one dash, ellipsis or wave.
    """
    number = r"[0-9０-９]++(?:[.,:/．][0-9０-９]++)*+"
    return re.compile(
        rf"[$£€¥￥+\-]?{number}(?:[ ]?{_HAN}|[ ]{_SYMBOL}(?!{_LETTER}))"
        rf"|[$£€¥+\-]?{_LETTER}(?:(?:://|[\w\-'’./:@+&#=~^,*\\$£€¥])(?={_LETTER})|{_LETTER})*+"
        r"[%‰°℃℉]?"
        rf"|{number}|[Ａ-Ｚａ-ｚ０-９]++"
        r"|(?P<space>[ \t\u3000]+)"
        r"|…+|—+|⋯+|～+"
        r"|.",
        re.S,
    )


_LATIN = re.compile(r"[A-Za-z\u00c0-\u052f]")


def units(text: str, start: int, *, gaps: bool) -> list[Unit]:
    """The units of a paragraph whose first character stands at ``start``, in linear time."""
    found: list[Unit] = []
    before: Unit | None = None
    for piece, at, space in _pieces(text):
        unit = Unit(piece, start + at, _cells(piece), space)
        if before is not None and not space:
            spaced = found[-1].space
            unit.gap = gaps and not spaced and _apart(before.text, piece)
            unit.breaks = may_part(before.text, piece)
            if spaced:
                # Spaces are nothing to a mark: no line begins with it after one either.
                found[-1].breaks = unit.breaks
        found.append(unit)
        before = before if space else unit
    return found


def torn(unit: Unit) -> Iterator[Unit]:
    """The characters of a unit that is wider than a line."""
    before = ""
    for at, char in _characters(unit.text):
        tears = before != "" and may_part(before, char)
        first = before == ""
        yield Unit(
            *(char, unit.start + at, _cells(char)),
            gap=unit.gap and first,
            breaks=unit.breaks and first,
            tears=tears,
        )
        before = char


def may_part(left: str, right: str) -> bool:
    """Whether the marks allow a line to end between two texts."""
    return left[-1] not in NOT_AT_END and right[0] not in NOT_AT_START


@lru_cache(maxsize=8192)
def width(char: str) -> int:
    """The cells of one character."""
    return cell_len(char)


forgetting(width.cache_clear)


def _pieces(text: str) -> Iterator[tuple[str, int, bool]]:
    """Pieces, where they begin, and whether they are spaces; marks go with what they are on."""
    if not text:
        return
    start, space = 0, False
    for match in _pattern().finditer(text):
        at = match.start()
        if at > 0 and match.end() == at + 1 and _clings(match[0]):
            space = False
            continue
        if at > 0:
            yield text[start:at], start, space
        start, space = at, match["space"] is not None
    yield text[start:], start, space


def _characters(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _clings(text[at]):
            yield start, text[start:at]
            start = at


def _clings(char: str) -> bool:
    """Whether a character is drawn on the one before it."""
    return (
        unicodedata.combining(char) != 0
        or unicodedata.category(char) in ("Mn", "Me")
        or char in "\u200d\ufe0f\ufe0e"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    )


def _apart(left: str, right: str) -> bool:
    """Whether a thin gap belongs between: a Han character and a word, in either order.

    Bare numbers stand close: a whole cell is twice the quarter em that clreq asks for, and would
    tear every date apart.
    """
    return (_is_han(left[-1]) and _LATIN.search(right) is not None) or (
        _is_han(right[0]) and _LATIN.search(left) is not None
    )


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def _cells(text: str) -> int:
    return width(text) if len(text) == 1 else cell_len(text)
