"""What the terminal shows, kept beside it, so that only what differs is sent.

Textual paints whole regions: the same letters again, blanks as blanks, and every style with all
its parameters and a reset. A pane that opens costs a screen so, though half of it stands there
already; and a theme of colours of its own costs 40 bytes a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from textual._cells import cell_len

from tui.wire.ambiguous import forgetting, is_wide
from tui.wire.pen import PLAIN, Look, anew, change, for_blanks, look, on_blanks, unlinked

BLANKS = 6
"""So many blanks are told from the text about them, and erased where that is shorter."""
GAP = 6
"""Cells that stand there already are sent again where leaving out fewer would cost more."""

_MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
_STYLE = re.compile(r"\x1b\[([0-9;:]*)m|\x1b\]8;[^;\x07\x1b]*;([^\x07\x1b]*)\x1b\\")
_BLANKS = re.compile(f"( {{{BLANKS},}})")
_HALF, _UNKNOWN, _ODD = "\0\1\2"
"""In the place of a letter: the right half of a wide one; what we don't know; what isn't one."""
# Two cells in every terminal; the marks that combine with kana and tones are none.
_WIDE = (
    *((0x2E80, 0x3029), (0x3030, 0x303E), (0x3041, 0x3096), (0x309B, 0x30FF), (0x3105, 0x312F)),
    *((0x3131, 0x318E), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF)),
    *((0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x20000, 0x3FFFD)),
)


class _Cells(dict[int, str]):
    """For ``str.translate``, the cells of a letter: a pattern takes milliseconds to compile."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        known_wide = any(low <= code <= high for low, high in _WIDE)
        if known_wide or (is_wide(letter) and cell_len(letter) == 2):
            cells = letter + _HALF
        else:
            cells = letter if cell_len(letter) == 1 else _ODD
        self[code] = cells
        return cells


class _Unsure(dict[int, str]):
    """The same for what is in cells: ``_ODD`` for letters that terminals don't agree about.

    Those are of one cell, or of two for readers who had their terminal so.
    """

    def __missing__(self, code: int) -> str:
        sure = code < 0x7F or any(low <= code <= high for low, high in _WIDE)
        self[code] = told = " " if sure else _ODD
        return told


_CELLS, _UNSURE = _Cells(), _Unsure()


def _measure_again() -> None:
    _CELLS.clear()
    _region.cache_clear()


forgetting(_measure_again)


class _Run(NamedTuple):
    """Cells from ``start`` to ``end`` of a region that look the same."""

    start: int
    end: int
    look: Look
    blank: bool


class _Region(NamedTuple):
    """A part of a row: a letter and a look for each cell."""

    letters: list[str]
    looks: list[Look]
    runs: list[_Run]


class Shadow:
    """``erases_in_colour``, ``erases``, ``columns``, ``ends``: what of it the terminal can, see
    ``tui.wire.capabilities``."""

    def __init__(
        self,
        *,
        erases_in_colour: bool,
        erases: bool = True,
        columns: bool = True,
        ends: bool = True,
    ) -> None:
        self._erases = erases
        self._erases_in_colour = erases_in_colour
        self._columns = columns
        self._change = change if ends else anew
        self._pen = PLAIN
        self._out: list[str] = []
        self.forget()

    def forget(self) -> None:
        """Something else may have changed the screen: know nothing of it. The pen stays."""
        self._letters: list[list[str]] = []
        self._looks: list[list[Look]] = []
        self._at: tuple[int, int] | None = None

    def put_down_pen(self) -> str:
        """What makes the terminal's style its own again."""
        reset, self._pen = self._change(self._pen, PLAIN), PLAIN
        return reset

    def draw(self, frame: str) -> str:
        """What makes the screen one on which ``frame`` was painted, the cursor where it leaves it.

        ``frame`` is rows of text, each behind a move to its place, none wider than the screen; and
        begins and ends in the terminal's own style. A line feed before a move means nothing.
        """
        parts = _MOVE.split(frame)
        row = column = 0
        for at in range(1, len(parts), 3):
            row, column = int(parts[at]) - 1, int(parts[at + 1]) - 1
            if painted := parts[at + 2].rstrip("\r\n"):
                self._paint(row, column, painted)
        if len(parts) > 1 and not parts[-1]:
            self._move(row, column)
        # What others write is no link.
        self._take_up(unlinked(self._pen))
        sent, self._out = "".join(self._out), []
        return sent

    def _paint(self, row: int, column: int, painted: str) -> None:
        while len(self._letters) <= row:
            self._letters.append([])
            self._looks.append([])
        letters, looks = self._letters[row], self._looks[row]
        # Half a wide letter is no letter.
        halved = 0 < column < len(letters) and letters[column] == _HALF
        if region := _region(painted):
            end = column + len(region.letters)
            if len(letters) < end:
                looks += [PLAIN] * (end - len(letters))
                letters += [_UNKNOWN] * (end - len(letters))
            there, looked = letters[column:end], looks[column:end]
            if there == region.letters and looked == region.looks:
                return
            for start, stop in _differing(region, there, looked):
                self._send(row, column, region, start, stop)
            letters[column:end], looks[column:end] = region.letters, region.looks
            if end < len(letters) and letters[end] == _HALF:
                letters[end] = _UNKNOWN
        else:
            self._send_whole(row, column, painted)
            del letters[column:], looks[column:]
        if halved:
            letters[column - 1] = _UNKNOWN

    def _send(self, row: int, column: int, region: _Region, start: int, stop: int) -> None:
        """Write the cells of a region from ``start`` to ``stop``."""
        for run in region.runs:
            begin, end = max(run.start, start), min(run.end, stop)
            if begin >= end:
                continue
            self._move(row, column + begin)
            if not run.blank:
                self._take_up(run.look)
                self._out.append("".join(region.letters[begin:end]).replace(_HALF, ""))
            else:
                self._take_up(for_blanks(self._pen, run.look))
                if self._erase(run.look, end - begin, last=end == stop):
                    continue
                self._out.append(" " * (end - begin))
            self._at = row, column + end

    def _erase(self, style: Look, blanks: int, *, last: bool) -> bool:
        """Erase blanks, and leave the cursor before them, if that is possible and shorter."""
        in_colour = style.background and not self._erases_in_colour
        if style.shows_on_blanks or in_colour or not self._erases:
            return False
        if blanks < (BLANKS if last else 2 * BLANKS):
            return False
        self._out.append(f"\x1b[{blanks}X")
        return True

    def _send_whole(self, row: int, column: int, painted: str) -> None:
        """Write what has letters of unknown width or sequences of other kinds, as it is."""
        self._move(row, column)
        for style, text in _styled(painted):
            self._take_up(style)
            self._out.append(text)
        self._at = None

    def _move(self, row: int, column: int) -> None:
        if self._at == (row, column):
            return
        if self._at and self._at[0] == row and (self._columns or not column):
            self._out.append(f"\x1b[{column + 1}G" if column else "\r")
        elif column:
            self._out.append(f"\x1b[{row + 1};{column + 1}H")
        else:
            self._out.append(f"\x1b[{row + 1}H" if row else "\x1b[H")
        self._at = row, column

    def _take_up(self, style: Look) -> None:
        if style is not self._pen:
            self._out.append(self._change(self._pen, style))
            self._pen = style


def _styled(painted: str) -> Iterator[tuple[Look, str]]:
    """Texts and how each looks."""
    # Rich gives every piece of a link another id by chance; where it leads is enough.
    parts = _STYLE.split(painted)
    parameters = link = ""
    for at in range(0, len(parts), 3):
        if at:
            more, leads = parts[at - 2], parts[at - 1]
            if leads is not None:
                link = leads
            else:
                parameters = "" if more in ("", "0") else f"{parameters};{more}"
        if parts[at]:
            yield look(parameters, link), parts[at]


@lru_cache(256)
def _region(painted: str) -> _Region | None:
    """A region as cells; None if something in it isn't a letter of a width we know."""
    letters: list[str] = []
    looks: list[Look] = []
    runs: list[_Run] = []
    for style, text in _styled(painted):
        for part in _BLANKS.split(text):
            if not part:
                continue
            start, blank, shown = len(letters), not part.strip(" "), style
            if blank:
                shown = on_blanks(style)
                letters += part
            elif part.isascii() and part.isprintable():
                letters += part
            else:
                cells = part.translate(_CELLS)
                if _ODD in cells:
                    return None
                letters += cells
            runs.append(_Run(start, len(letters), shown, blank))
            looks += [shown] * (len(letters) - start)
    return _Region(letters, looks, runs)


def _differing(region: _Region, there: list[str], looked: list[Look]) -> Iterator[tuple[int, int]]:
    """The parts of a region to write, from and to, where ``there`` stands now.

    Where letters of unsure width stood or will stand, what follows is written to the last
    difference: a terminal that has them wider must not keep anything in between.
    """
    letters = region.letters
    cells = enumerate(zip(letters, there, region.looks, looked, strict=True))
    changed = [at for at, (new, old, look, was) in cells if new != old or look is not was]
    last = changed[-1] + 1
    both = ("".join(cells[:last]).translate(_UNSURE).find(_ODD) for cells in (letters, there))
    unsure = min((at for at in both if at >= 0), default=last)
    spans: list[list[int]] = []
    for at in changed:
        if at >= unsure:
            break
        if spans and at <= spans[-1][1] + GAP:
            spans[-1][1] = at + 1
        else:
            spans.append([at, at + 1])
    if unsure < last:
        if spans and unsure <= spans[-1][1] + GAP:
            spans[-1][1] = last
        else:
            spans.append([unsure, last])
    for start, stop in spans:
        halved = stop < len(letters) and letters[stop] == _HALF
        yield start - (letters[start] == _HALF), stop + halved
