"""The answer to a query, a block of rows at a time."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.library import Head, Library, Rows

BLOCK = 100
"""Rows loaded at a time: more than any screen shows."""
BLOCKS = 12
"""Blocks kept; the one not seen for longest goes first."""


class Answer:
    """Rows by position, loaded as they are looked at, through a connection of their own.

    A connection of its own, so that one thread can ask while another still reads from the last
    answer, and so that a cancelled query cancels nothing else.
    """

    def __init__(self, library: Library, query: str) -> None:
        """Ask ``query`` of a clone of ``library`` that this answer owns.

        Raises ``QueryError``, ``QueryInterruptedError``.
        """
        self.query = query
        self.library = library
        self.rows: Rows = library.rows(query)
        self.total: int | None = None
        """How many rows there are, once that is known."""
        self._blocks: OrderedDict[int, list[Head]] = OrderedDict()
        self._block(0)

    def head(self, index: int) -> Head | None:
        """The row at a position; None where there is none."""
        if index < 0 or (self.total is not None and index >= self.total):
            return None
        block = self._block(index // BLOCK)
        at = index % BLOCK
        return block[at] if at < len(block) else None

    def last(self, index: int) -> int:
        """The nearest position to ``index`` that has a row, -1 when there is none at all."""
        if index >= 0 and self.head(index) is not None:
            return index
        return min(max(index, 0), self.count() - 1)

    def count(self) -> int:
        """How many rows there are; may have to scan every hit."""
        if self.total is None:
            self.total = self.rows.total()
        return self.total

    def position(self, id: str) -> int | None:
        """Where an article or its story stands; blocks at hand are looked through first."""
        for number, block in self._blocks.items():
            for at, head in enumerate(block):
                if head.id == id:
                    return number * BLOCK + at
        return self.rows.position(id)

    def close(self) -> None:
        self.library.close()

    def _block(self, number: int) -> list[Head]:
        if number in self._blocks:
            self._blocks.move_to_end(number)
            return self._blocks[number]
        block = self.rows.page(number * BLOCK, BLOCK)
        if len(block) < BLOCK and (block or number == 0):
            self.total = number * BLOCK + len(block)
        self._blocks[number] = block
        if len(self._blocks) > BLOCKS:
            self._blocks.popitem(last=False)
        return block
