"""What a person sees of a cell of pyte's screen."""

from __future__ import annotations

from typing import Any

import pyte


def seen(screen: pyte.Screen) -> list[list[tuple[Any, ...]]]:
    """Each cell: the letter and how it looks; of a blank, what shows where there is no letter."""
    return [[_seen(row[x]) for x in range(screen.columns)] for row in _rows(screen)]


def _rows(screen: pyte.Screen) -> list[Any]:
    return [screen.buffer[y] for y in range(screen.lines)]


def _seen(cell: Any) -> tuple[Any, ...]:
    if cell.data == " " and not (
        cell.reverse or cell.underscore or cell.strikethrough or cell.blink
    ):
        return (cell.bg,)
    return tuple(cell)


class Monochrome(pyte.Screen):
    """A terminal that erases in its own background, whatever is set: GNU Screen does."""

    def erase_characters(self, count: int | None = None) -> None:
        pen, self.cursor.attrs = self.cursor.attrs, self.default_char
        super().erase_characters(count)
        self.cursor.attrs = pen
