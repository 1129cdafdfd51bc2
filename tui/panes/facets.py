"""The facets: what a list is about, each a key away from a narrower list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.commands import FACET_KEYS
from tui.language import say
from tui.palette import Palette
from tui.panes.counted import counted
from tui.panes.listing import Listing, Row, Target
from tui.typography import ellipsis, lines

if TYPE_CHECKING:
    from store.search.facets import Facet, Facets
    from store.search.wording import Item

ACTORS, SOURCES, MONTHS = 12, 7, 7
"""Facets that come first and have keys; all others follow them."""


@dataclass(frozen=True, slots=True)
class Group:
    """Facets of one sort, each with its key, "" for none."""

    title: str
    facets: tuple[tuple[str, Facet], ...]


def groups(facets: Facets) -> list[Group]:
    """What narrows a list, in the order of its rows, the keys handed out from the first on."""
    keys = iter(FACET_KEYS)
    first, rest = [], []
    for found, number, title, more in (
        (facets.actors, ACTORS, say("People and organisations"), say("Who else")),
        (facets.sources, SOURCES, say("Sources"), say("Other sources")),
        (facets.months, MONTHS, say("Months"), say("Earlier")),
    ):
        # What all articles have in common narrows nothing.
        useful = [facet for facet in found if facet.count < facets.total]
        first.append(Group(title, tuple((next(keys, ""), f) for f in useful[:number])))
        rest.append(Group(more, tuple(("", f) for f in useful[number:])))
    return [group for group in first + rest if group.facets]


class FacetsPane(Listing):
    """Shows the facets of a query, and what the query asks for, to be left out again."""

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(palette, id=id)
        self.facets: Facets | None = None
        self._groups: list[Group] = []
        self._items: list[tuple[str, Item]] = []

    def show(self, query: str, items: Sequence[Item], facets: Facets | None) -> None:
        """Show the facets of ``query``; None: they aren't known yet."""
        self.shown, self.facets = query, facets
        self._groups = groups(facets) if facets else []
        self._items = list(zip(reversed(FACET_KEYS), items, strict=False))
        self.lay_out()

    def heading(self) -> str:
        return say("Narrow the list")

    def make_rows(self, width: int) -> Iterator[Row]:
        colours, facets = self.palette, self.facets
        self.first = 0
        if self._items:
            yield Row(((say("Conditions: a key drops one"), colours.strong),))
            for key, item in self._items:
                row = ((f"{key} ", colours.strong), (ellipsis(f"- {item.text}", width - 2), None))
                yield Row(row, ("facet", item.without))
            yield Row()
            self.first = len(self._items) + 2
        if facets is None:
            yield Row(((say("Counting..."), colours.muted),))
            return
        if not self._groups:
            for line in lines(_nothing(facets), width):
                yield Row(((line.text, colours.muted),))
            return
        about = "" if facets.is_exact else "~"
        every = f"{about}{facets.total:,}"
        if not facets.is_exact:
            told = say(
                "{every} stories, estimated from {looked_at:,}",
                every=every,
                looked_at=facets.looked_at,
            )
            yield Row(((ellipsis(told, width), colours.muted),))
        for group in self._groups:
            if group is not self._groups[0]:
                yield Row()
            yield Row(((group.title, colours.strong),))
            most = max(facet.count for _, facet in group.facets)
            for key, facet in group.facets:
                number = f"{about}{facet.count:,}".rjust(len(every))
                style = colours.kind(facet.kind) if facet.kind else None
                told_of = counted(
                    number, self.named(facet.name), style, facet.count / most, width - 2, colours
                )
                yield Row(((f"{key or ' '} ", colours.strong), *told_of), ("facet", facet.query))

    def action_narrow(self, number: int) -> None:
        query = self.query_of(FACET_KEYS[number]) if number < len(FACET_KEYS) else None
        if query is not None:
            self.post_message(self.Chosen(("facet", query)))

    def query_of(self, key: str) -> str | None:
        """The query that a key makes the list's."""
        keys = {key: item.without for key, item in self._items}
        keys |= {key: facet.query for group in self._groups for key, facet in group.facets if key}
        return keys.get(key)

    def action_facet_dossier(self) -> None:
        actor = self._actor(self.target)
        if actor is not None:
            self.post_message(self.Chosen(("actor", actor)))

    def _actor(self, target: Target | None) -> str | None:
        found = (facet for group in self._groups for _, facet in group.facets)
        return next((f.actor for f in found if target == ("facet", f.query)), None)


def _nothing(facets: Facets) -> str:
    if not facets.total:
        return say("The list is empty. esc goes back.")
    return say("Nothing narrows it further. esc goes back.")
