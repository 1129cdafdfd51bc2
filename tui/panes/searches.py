"""The saved searches: each with its key and how much of it is unread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len

from tui.language import later, say
from tui.palette import Palette
from tui.panes.listing import Listing, Row
from tui.typography import ellipsis, lines

if TYPE_CHECKING:
    from store.marks import Saved

Unread: TypeAlias = int | str
"""How many stories are unread, or why that can't be known."""
NUMBER = 7
"""Cells of the number of the unread."""
LONGEST = 60
"""Cells of a row: a person finds a search by its name, and the terminal is sent no more."""


class SearchesPane(Listing):
    """All articles, then the searches in the order their owner gave them."""

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(palette, id=id)
        self._searches: Sequence[Saved] = ()
        self.unread: Mapping[str, Unread] = {}
        """By query, as far as it is known."""

    def show(self, searches: Sequence[Saved]) -> None:
        """Show other searches, or the same in another order."""
        self._searches = searches
        self.lay_out(keep=True)

    def count(self, unread: Mapping[str, Unread]) -> None:
        self.unread = unread
        self.lay_out(keep=True)

    @property
    def selected(self) -> str | None:
        """The name of the selected search; None for all articles."""
        return self.target[1] if self.target else None

    def heading(self) -> str:
        return say("Saved searches")

    def make_rows(self, width: int) -> Iterator[Row]:
        yield self._row("0", say("All"), "", "", width)
        for number, saved in enumerate(self._searches, 1):
            key = str(number) if number <= 9 else " "
            yield self._row(key, saved.name, saved.query, saved.name, width)
        if self._searches:
            return
        yield Row()
        for text in _NOTHING:
            for line in lines(say(text), width):
                yield Row(((line.text, self.palette.muted),))

    def _row(self, key: str, name: str, query: str, target: str, width: int) -> Row:
        colours, unread = self.palette, self.unread.get(query)
        width = min(width, LONGEST)
        # Three dots of one cell each: what terminals don't agree on has nothing to its right.
        number = "..." if unread is None else f"{unread:,}" if isinstance(unread, int) else "?"
        before = f"{number if unread != 0 else '':>{NUMBER}} "
        shown = ellipsis(name, max(width - 2 - len(before), 2))
        about = unread if isinstance(unread, str) else query if query != name else ""
        room = width - 2 - len(before) - cell_len(shown) - 2
        bold = isinstance(unread, int) and unread > 0
        segments = [
            (f"{key} ", colours.strong),
            (before, colours.muted),
            (shown, colours.strong if bold else None),
        ]
        if about and room >= 2:
            segments.append((f"  {ellipsis(about, room)}", colours.muted))
        return Row(tuple(segments), ("saved", target))


_NOTHING = (
    later("No search is saved yet."),
    later("Search with /, then S saves the search you are looking at; 1 to 9 open it at any time."),
)
