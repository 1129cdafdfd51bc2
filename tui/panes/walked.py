"""A text that is walked from name to name, or from hit to hit."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from tui.palette import Palette
from tui.panes.scrolled import Scrolled

if TYPE_CHECKING:
    from store.article import Mention
    from store.search.hits import Hit


class Walked(Scrolled):
    """One of the names or one of the hits is chosen, or nothing is."""

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(palette, id=id)
        self.chosen: int | None = None
        """The chosen name: an index into ``names``."""
        self.names: list[Mention] = []
        self.hit: int | None = None
        """The current hit: an index into ``hits``."""
        self.hits: list[Hit] = []

    def line_with(self, block: int, offset: int) -> int:
        """The line that holds an offset of a block."""
        raise NotImplementedError

    def in_sight(self) -> Iterator[tuple[str, Mention]]:
        """The names in sight, each with whom it counts for."""
        for mention in self.names:
            if self.top <= self.line_with(mention.block, mention.start) < self.top + self.rows:
                yield counting(mention), mention

    def spots(self) -> Iterable[Hashable]:
        return [actor for actor, _ in self.in_sight()]

    def walk(self, by: int) -> None:
        """Choose the next name; the first is the first one in sight."""
        if not self.names:
            return
        if self.chosen is not None:
            self.chosen = (self.chosen + by) % len(self.names)
        else:
            seen = [self.names.index(mention) for _, mention in self.in_sight()]
            self.chosen = (seen or [0])[0 if by > 0 else -1]
        self.hit = None
        mention = self.names[self.chosen]
        self.show_line(self.line_with(mention.block, mention.start))

    def walk_hits(self, by: int) -> bool:
        """Go to the next hit, at first from what is in sight on; False: none is left."""
        if self.hit is not None:
            next_one = self.hit + by
        else:
            above = [self.line_with(h.block, h.start) < self.top for h in self.hits].count(True)
            next_one = above if by > 0 else above - 1
        return next_one >= 0 and self.go_to_hit(next_one)

    def go_to_hit(self, number: int) -> bool:
        """Make a hit the current one, from the end if negative; False: there is no such hit."""
        if not -len(self.hits) <= number < len(self.hits):
            return False
        self.hit, self.chosen = number % len(self.hits), None
        hit = self.hits[self.hit]
        self.show_line(self.line_with(hit.block, hit.start))
        return True

    def drop_choice(self) -> bool:
        """Let go of the chosen name or hit; whether there was one."""
        was_chosen = self.choice is not None
        self.chosen = self.hit = None
        self.repaint()
        return was_chosen

    @property
    def choice(self) -> Mention | Hit | None:
        """The chosen name, or the current hit."""
        if self.chosen is not None:
            return self.names[self.chosen]
        return self.hits[self.hit] if self.hit is not None else None


def counting(mention: Mention) -> str:
    """The id of the actor that a name is counted for."""
    # The article's own module is long loaded when there is a name.
    from store.article import counted_as

    return counted_as(mention)


def still(number: int | None, among: Sequence[object]) -> int | None:
    """A place in a row, if it still has so many."""
    return number if number is not None and number < len(among) else None
