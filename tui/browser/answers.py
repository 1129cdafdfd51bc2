"""The answer to a query, a block of rows at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from store.errors import StoreError

if TYPE_CHECKING:
    from store.library import Head, Library, Rows
    from store.search.excerpts import Excerpt
    from store.search.facets import Facets
    from store.search.hits import Sought
    from store.search.tree import Order

BLOCK = 100
"""Rows loaded at a time: more than any screen shows."""
BLOCKS = 12
"""Blocks kept; the one not seen for longest goes first."""
EXCERPTS = 300
"""Excerpts kept, in the same way."""


class Answer:
    """Rows by position, loaded as they are looked at, through a connection of their own.

    A connection of its own, so that one thread can ask while another still reads from the last
    answer, and so that a cancelled query cancels nothing else.
    """

    def __init__(self, library: Library, query: str) -> None:
        """Ask ``query`` of a clone of ``library`` that this answer owns.

        Raises ``QueryError``, ``QueryInterruptedError``, ``StoreError``; nothing does later on,
        when it is too late for whoever draws the rows.
        """
        self.query = query
        self.library = library
        self.rows: Rows = library.rows(query)
        self.sought: tuple[Sought, ...] = library.sought(query) if query else ()
        """What is marked as hits."""
        self.order: Order = library.order(query) if query else "newest"
        self._excerpts: OrderedDict[tuple[str, int], Excerpt | None] = OrderedDict()
        self._cells = 0
        self.total: int | None = None
        """How many rows there are, once that is known."""
        self.facets: Facets | None = None
        """What its articles are about, once that was asked."""
        self.broken = ""
        """Why some rows can't be read any more; the rest stays as it was."""
        self._blocks: OrderedDict[int, list[Head]] = OrderedDict()
        self._read(0)

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
            try:
                self.total = self.rows.total()
            except StoreError as error:
                self.broken = str(error)
                self.total = max(n * BLOCK + len(heads) for n, heads in self._blocks.items())
        return self.total

    def position(self, id: str) -> int | None:
        """Where an article or its story stands; blocks at hand are looked through first."""
        for number, block in self._blocks.items():
            for at, head in enumerate(block):
                if head.id == id:
                    return number * BLOCK + at
        try:
            return self.rows.position(id)
        except StoreError as error:
            self.broken = str(error)
            return None

    def excerpt(self, id: str) -> Excerpt | None:
        """The excerpt of an article, if it is at hand and there is one."""
        of = id, self._cells
        if of in self._excerpts:
            self._excerpts.move_to_end(of)
        return self._excerpts.get(of)

    def without_excerpt(self, ids: Iterable[str], cells: int) -> tuple[str, ...]:
        """Those articles whose excerpt in ``cells`` cells, from now on shown, isn't at hand."""
        self._cells = cells
        return tuple(id for id in ids if (id, cells) not in self._excerpts)

    def take_excerpts(self, ids: Iterable[str], found: Mapping[str, Excerpt], cells: int) -> None:
        """Keep the excerpts of articles; those that aren't found aren't asked for again.

        Of every width: a pane that comes and goes makes the list narrower and wider.
        """
        for id in ids:
            self._excerpts[id, cells] = found.get(id)
        while len(self._excerpts) > EXCERPTS:
            self._excerpts.popitem(last=False)

    def inherit(self, other: Answer) -> None:
        """Keep the excerpts of an earlier answer to the same query: articles don't change."""
        if other.query == self.query:
            found = ((of, excerpt) for of, excerpt in other._excerpts.items() if excerpt)
            self._excerpts, self._cells = OrderedDict(found), other._cells

    def close(self) -> None:
        self.library.close()

    def _block(self, number: int) -> list[Head]:
        if number in self._blocks:
            self._blocks.move_to_end(number)
            return self._blocks[number]
        try:
            return self._read(number)
        except StoreError as error:
            self.broken = str(error)
            return []

    def _read(self, number: int) -> list[Head]:
        block = self.rows.page(number * BLOCK, BLOCK)
        if len(block) < BLOCK and (block or number == 0):
            self.total = number * BLOCK + len(block)
        self._blocks[number] = block
        if len(self._blocks) > BLOCKS:
            self._blocks.popitem(last=False)
        return block
