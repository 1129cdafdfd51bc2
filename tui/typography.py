"""Setting Chinese text in lines of cells.

The rules are those of W3C's "Requirements for Chinese Text Layout" (clreq) that a grid of cells
can keep: closing marks never begin a line and opening marks never end one, a dash or an ellipsis
is not cut, Latin words and numbers stay whole, and Han and Latin stand a little apart. Lines are
set ragged; a mark that doesn't fit takes the character before it to the next line.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

from rich.cells import cell_len

NOT_AT_START = frozenset(
    "、。，．：；！？‼⁇⁈⁉·・‧～〜ー々!,.:;?%)]}）］｝〉》」』】〕〗〙〛’”｠»%‰％℃℉°′″¢︰︱︳︵…—–⋯"
)
"""Characters that no line begins with (clreq 3.1.4), dashes and ellipses included."""
NOT_AT_END = frozenset("([{（［｛〈《「『【〔〖〘〚‘“｟«$£¥￥＄￡€＃#№")
"""Characters that no line ends with."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``source[start:end]`` as drawn.

    Breaking spaces lie between one line's ``end`` and the next one's ``start``. ``text`` holds the
    source's characters and nothing else, but for the spaces at the indices ``gaps`` that set Han
    and Latin apart and stand for nothing in the source.
    """

    start: int
    end: int
    text: str
    gaps: tuple[int, ...] = ()

    def index(self, offset: int) -> int:
        """Where in ``text`` the source's character ``offset`` stands; clipped to the line."""
        at = min(max(offset, self.start), self.end) - self.start
        for gap in self.gaps:
            if gap > at:
                break
            at += 1
        return at

    def column(self, offset: int) -> int:
        """The cell, from the line's left, where the source's character ``offset`` is drawn."""
        return cell_len(self.text[: self.index(offset)])

    def offset(self, column: int) -> int:
        """The source offset of the character drawn at a cell; ``end`` to the right of the text."""
        if column < 0:
            return self.start
        edges = list(accumulate(map(_width, self.text)))
        index = bisect_right(edges, column)
        return min(self.start + index - sum(1 for gap in self.gaps if gap < index), self.end)


def lines(text: str, width: int) -> list[Line]:
    """Break ``text`` into lines of at most ``width`` cells, in linear time.

    A newline ends a line. Nothing but breaking spaces is lost, and a rule gives way only where
    the line holds no place to break that keeps it. ``width`` below 2 is taken for 2, the least
    that holds a Han character. A text without a line is one empty line.
    """
    width = max(width, 2)
    found: list[Line] = []
    start = 0
    for paragraph in text.split("\n"):
        found.extend(_fill(list(_units(paragraph, start)), start, width))
        start += len(paragraph) + 1
    return found


def ellipsis(text: str, cells: int) -> str:
    """``text`` in at most ``cells`` cells, its end replaced by ``…`` where it doesn't fit."""
    if cell_len(text) <= cells:
        return text
    return cut(text, cells - 1) + "…" if cells > 0 else ""


def cut(text: str, cells: int) -> str:
    """The longest beginning of ``text`` in at most ``cells`` cells, no character halved."""
    used = 0
    for at, char in enumerate(text):
        used += _width(char)
        if used > cells:
            kept = text[:at]
            break
    else:
        kept = text
    # A sequence may be wider than its characters: a heart with a variation selector.
    while cell_len(kept) > cells:
        kept = kept[:-1]
    return kept


@dataclass(slots=True)
class _Unit:
    """What stays together: a word, a number, a dash, a character with its marks, or spaces."""

    text: str
    start: int
    width: int
    space: bool
    gap: bool
    """A thin gap stands before it, unless it begins a line."""
    breaks: bool
    """A line may begin with it."""


# A word or number with what joins and what clings to it (3.5, GDP-based, $30, 45%, U.S.A);
# a run of one dash, ellipsis or wave; spaces; else a character with its combining marks.
# Scripts written without spaces (Thai to Burmese, Hangul letters, everything East Asian) have no
# words here.
_WORD = (
    r"[^\W_\u0e00-\u109f\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef"
    r"\U0001f000-\U0003ffff]"
)


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled when first needed: so many ranges take as long as ten headlines to draw."""
    return re.compile(
        rf"[$£€¥+\-]?{_WORD}(?:[\w\-'’./:@+&#=~^,*\\](?={_WORD})|{_WORD})*[%‰°℃℉]?"
        r"|(?P<space>[ \t\u3000]+)"
        r"|…+|—+|⋯+|～+"
        r"|.",
        re.S,
    )


_LETTER = re.compile(r"[A-Za-z\u00c0-\u052f]")


def _units(text: str, start: int) -> Iterator[_Unit]:
    before: _Unit | None = None
    pending: _Unit | None = None
    for match in _pattern().finditer(text):
        piece = match[0]
        if pending is not None and _clings(piece):
            pending.text += piece
            pending.width = cell_len(pending.text)
            continue
        if pending is not None:
            yield pending
            before = pending
        space = match["space"] is not None
        pending = _Unit(
            text=piece,
            start=start + match.start(),
            width=_cells(piece),
            space=space,
            gap=before is not None and not space and _apart(before.text, piece),
            breaks=before is None or space or _may_break(before, piece),
        )
    if pending is not None:
        yield pending


def _clings(piece: str) -> bool:
    """Whether a character is drawn on the one before it."""
    return len(piece) == 1 and (
        unicodedata.combining(piece) != 0
        or unicodedata.category(piece) in ("Mn", "Me")
        or piece in "\u200d\ufe0f\ufe0e"
        or "\U0001f3fb" <= piece <= "\U0001f3ff"
    )


def _may_break(before: _Unit, piece: str) -> bool:
    if before.space:
        return True
    return piece[0] not in NOT_AT_START and before.text[-1] not in NOT_AT_END


def _apart(left: str, right: str) -> bool:
    """Whether a thin gap belongs between: a Han character and a word, in either order.

    Bare numbers stand close: a whole cell is twice the quarter em that clreq asks for, and would
    tear every date apart.
    """
    return (_is_han(left[-1]) and _LETTER.search(right) is not None) or (
        _is_han(right[0]) and _LETTER.search(left) is not None
    )


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def _fill(units: list[_Unit], start: int, width: int) -> Iterator[Line]:
    """Greedy: as many units a line as fit, back to the last place where a line may end."""
    if not units:
        yield Line(start, start, "")
        return
    units = [piece for unit in units for piece in _pieces(unit, width)]
    first = 0
    while first < len(units):
        if units[first].space and first > 0:
            first += 1
            continue
        used = 0
        at = first
        allowed = None
        while at < len(units):
            unit = units[at]
            if at > first and unit.breaks:
                allowed = at
            gap = unit.gap and at > first
            if not unit.space and used + unit.width + gap > width:
                break
            used += unit.width + gap
            at += 1
        else:
            allowed = at
        stop = allowed if allowed is not None else max(at, first + 1)
        line = _line(units[first:stop])
        # Widths don't quite add up in sequences of emoji and flags.
        while cell_len(line.text) > width and stop > first + 1:
            stop -= 1
            line = _line(units[first:stop])
        yield line
        first = stop


def _pieces(unit: _Unit, width: int) -> Iterator[_Unit]:
    """A unit longer than a line, cut where it must be."""
    if unit.width <= width or unit.space:
        yield unit
        return
    rest, start = unit.text, unit.start
    first = True
    while rest:
        head = cut(rest, width) or rest[:1]
        yield _Unit(
            head, start, cell_len(head), False, unit.gap and first, unit.breaks or not first
        )
        rest, start, first = rest[len(head) :], start + len(head), False


def _line(units: list[_Unit]) -> Line:
    """Units drawn; spaces at the end hang, unless there is nothing else."""
    start = units[0].start
    while units and units[-1].space:
        units.pop()
    text = ""
    gaps = []
    for at, unit in enumerate(units):
        if unit.gap and at > 0:
            gaps.append(len(text))
            text += " "
        text += unit.text
    end = units[-1].start + len(units[-1].text) if units else start
    return Line(start, end, text, tuple(gaps))


def _cells(text: str) -> int:
    return _width(text) if len(text) == 1 else cell_len(text)


@lru_cache(maxsize=8192)
def _width(char: str) -> int:
    return cell_len(char)
