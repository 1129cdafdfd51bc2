"""A terminal's screen as SVG, every character in its own cells.

Han characters take two cells whatever font the reader has: each is placed by itself. Runs of
narrow characters are fitted to their cells. Rules and blocks are drawn, so they join.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby

from pyte.screens import Char
from rich.cells import cell_len

from tests.pty.terminal import Screen

CELL = 8.0
LINE = 19.0
BASELINE = 14.0
MARGIN = 12.0
STYLE = """text{white-space:pre}
.n{font:13.3px "DejaVu Sans Mono","Liberation Mono",Menlo,Consolas,monospace}
.w{font:15.6px "Noto Sans Mono CJK SC","Noto Sans CJK SC","Source Han Sans SC","PingFang SC",
"Hiragino Sans GB","Microsoft YaHei","WenQuanYi Zen Hei",sans-serif}
.b{font-weight:700}.i{font-style:italic}rect[height="19"]{shape-rendering:crispEdges}"""
_NAMES = ("black", "red", "green", "brown", "blue", "magenta", "cyan", "white")


@dataclass(frozen=True, slots=True)
class Palette:
    """A terminal's colours as ``#rrggbb``: text, background, the eight and their bright forms."""

    text: str
    background: str
    normal: tuple[str, ...]
    bright: tuple[str, ...]


DARK = Palette(
    "#d6d9df",
    "#16191f",
    ("#3a404b", "#e8737c", "#93c76b", "#dcae57", "#69aef2", "#cc85e0", "#56bcc7", "#b8bec9"),
    ("#7d8695", "#ff8f97", "#aee085", "#f2c671", "#8cc4ff", "#e0a0f2", "#74d5df", "#ffffff"),
)
LIGHT = Palette(
    "#24272c",
    "#fcfbf8",
    ("#24272c", "#b4231c", "#2c7a2f", "#866000", "#1d5bb8", "#8a2aa3", "#006f7b", "#7b7f86"),
    ("#6a6e75", "#cf3b33", "#3c8f3f", "#9c7100", "#2f72d6", "#a340bd", "#00848f", "#24272c"),
)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a run of cells has in common."""

    text: str
    background: str
    bold: bool
    italic: bool
    underlined: bool
    kind: str


@dataclass(frozen=True, slots=True)
class _Cell:
    column: int
    char: str
    width: int
    look: _Look


def draw(screen: Screen, palette: Palette) -> str:
    """The screen as an SVG file."""
    return page(screen, palette, STYLE, (part for row in rows(screen, palette) for part in row))


def page(screen: Screen, palette: Palette, style: str, parts: Iterable[str]) -> str:
    """An SVG file of the screen's size that holds ``parts``."""
    width = screen.columns * CELL + 2 * MARGIN
    height = screen.lines * LINE + 2 * MARGIN
    begun = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve"'
        f' viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
        f"<style>{style}</style>"
        f'<rect width="100%" height="100%" rx="6" fill="{palette.background}"/>'
    )
    return "\n".join((begun, *parts, "</svg>\n"))


def rows(screen: Screen, palette: Palette) -> list[list[str]]:
    """What is drawn of each row of the screen."""
    drawn = []
    for row in range(screen.lines):
        cells = list(_cells(screen, row, palette))
        runs = groupby(cells, key=lambda cell: cell.look)
        top = MARGIN + row * LINE
        drawn.append([part for look, run in runs for part in _run(list(run), look, top, palette)])
    return drawn


def _cells(screen: Screen, row: int, palette: Palette) -> Iterator[_Cell]:
    column = 0
    while column < screen.columns:
        cell = screen.buffer[row][column]
        char = cell.data or " "
        width = max(cell_len(char), 1)
        yield _Cell(column, char, width, _look(cell, char, width, palette))
        column += width


def _look(cell: Char, char: str, width: int, palette: Palette) -> _Look:
    text = _colour(cell.fg.lstrip("~"), palette, palette.text)
    background = _colour(cell.bg, palette, palette.background)
    if cell.reverse:
        text, background = background, text
    if cell.fg.startswith("~"):
        text = _between(text, background)
    if char in _DRAWN:
        kind = "drawn"
    elif width == 2:
        kind = "w"
    else:
        # Signs that Latin fonts may lack, or have at another width, are each fitted alone.
        kind = "n" if char.isascii() else f"n {char}"
    return _Look(text, background, cell.bold, cell.italics, cell.underscore, kind)


def _run(cells: list[_Cell], look: _Look, top: float, palette: Palette) -> Iterator[str]:
    left = MARGIN + cells[0].column * CELL
    width = sum(cell.width for cell in cells) * CELL
    if look.background != palette.background:
        yield _rectangle(left, top, width, LINE, look.background)
    if look.underlined:
        yield _rectangle(left, top + BASELINE + 2, width, 1, look.text)
    if look.kind == "drawn":
        for cell in cells:
            x, y, wide, high = _DRAWN[cell.char]
            at = MARGIN + cell.column * CELL
            yield _rectangle(at + x * CELL, top + y * LINE, wide * CELL, high * LINE, look.text)
        return
    while cells and cells[0].char == " ":
        cells = cells[1:]
    while cells and cells[-1].char == " ":
        cells = cells[:-1]
    if not cells:
        return
    text = "".join(cell.char for cell in cells)
    left = MARGIN + cells[0].column * CELL
    width = sum(cell.width for cell in cells) * CELL
    kind = look.kind[0]
    classes = " ".join((kind, *("b" * look.bold), *("i" * look.italic)))
    if kind == "w":
        # A glyph of 15.6 in two cells of 8.
        place = " ".join(f"{MARGIN + cell.column * CELL + 0.2:g}" for cell in cells)
        fit = ""
    else:
        place = f"{left:g}"
        fit = f' textLength="{width:g}" lengthAdjust="spacingAndGlyphs"'
    yield (
        f'<text class="{classes}" x="{place}" y="{top + BASELINE:g}" fill="{look.text}"{fit}>'
        f"{escape(text, quote=False)}</text>"
    )


def _rectangle(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{colour}"/>'


# Parts of a cell that a character fills: left, top, width, height.
_DRAWN: dict[str, tuple[float, float, float, float]] = {
    "─": (0, 0.48, 1, 0.05),
    "━": (0, 0.45, 1, 0.11),
    "│": (0.45, 0, 0.12, 1),
    "┃": (0.4, 0, 0.25, 1),
    **{char: (0, 1 - n / 8, 1, n / 8) for n, char in enumerate("▁▂▃▄▅▆▇█", 1)},
}


def _colour(name: str, palette: Palette, default: str) -> str:
    if name == "default":
        return default
    # pyte has a slip in one of its names.
    plain = name.replace("bfight", "bright")
    table = palette.bright if plain.startswith("bright") else palette.normal
    base = plain.removeprefix("bright")
    return table[_NAMES.index(base)] if base in _NAMES else f"#{name}"


def _between(a: str, b: str) -> str:
    """Three fifths of the way from ``b`` to ``a``."""
    pairs = ((int(a[i : i + 2], 16), int(b[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{(3 * x + 2 * y) // 5:02x}" for x, y in pairs)
