"""The dossier: one actor, who it is named with, and its articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui import dates
from tui.browser.subject import Subject, kind_named
from tui.glyphs import glyphs
from tui.language import say
from tui.palette import Palette
from tui.panes.counted import counted
from tui.panes.listing import Listing, Row
from tui.typography import cut, ellipsis, lines

if TYPE_CHECKING:
    from store.library import Dossier, Head

NAMED_WITH = 12
"""Actors shown that it is named with."""
SEEN = 12
"""Texts shown that name it."""


class DossierPane(Listing):
    """Shows a dossier."""

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(palette, id=id)
        self.dossier: Dossier | None = None
        self._latest: Sequence[Head] = ()

    def show(self, dossier: Dossier, latest: Sequence[Head], *, keep: bool = False) -> None:
        """Show an actor; ``latest``: its newest articles. ``keep``: nothing moves."""
        self.shown, self.dossier, self._latest = dossier.actor, dossier, latest
        self.lay_out(keep=keep)

    def heading(self) -> str:
        return say("Dossier")

    @property
    def selected(self) -> Subject | None:
        """The name on the selected row: the dossier's own, or one named with it."""
        dossier = self.dossier
        if dossier is None or self.target is None or self.target[0] != "actor":
            return None
        if self.target[1] == dossier.actor:
            return Subject(dossier.actor, dossier.kind, dossier.name)
        named = (one for one in dossier.together if one.actor == self.target[1])
        return next((Subject(one.actor, one.kind, one.name) for one in named), None)

    def action_choose(self) -> None:
        """The dossier's own name leads to its articles, since its dossier is here."""
        if self.dossier is not None and self.target == ("actor", self.dossier.actor):
            self.post_message(self.Chosen(("query", f"人:{self.dossier.actor}")))
        else:
            super().action_choose()

    def make_rows(self, width: int) -> Iterator[Row]:
        dossier = self.dossier
        if dossier is None:
            return
        colours = self.palette
        yield Row()
        kind = kind_named(dossier.kind)
        yield Row(
            (
                (
                    ellipsis(self.named(dossier.name), width - cell_len(kind) - 2),
                    colours.kind(dossier.kind),
                ),
                (f"  {kind}", colours.muted),
            ),
            ("actor", dossier.actor),
        )
        role = self.written(dossier.role or "")
        about = "  ".join(part for part in (role, dossier.english) if part)
        for text in (about, say(", ").join(map(self.named, dossier.aliases))):
            if text:
                for line in lines(text, width)[:3]:
                    yield Row(((line.text, colours.muted),))
        yield Row()
        counts = say(
            "{articles} articles, {mentions} mentions",
            articles=dossier.articles,
            mentions=dossier.mentions,
        )
        yield Row(((cut(counts, width), None),))
        if dossier.first and dossier.last:
            yield Row(((f"{dossier.first} - {dossier.last}", colours.muted),))
        if dossier.months:
            (first, _), (last, _) = dossier.months[0], dossier.months[-1]
            room = max(width - cell_len(first + last) - 2, 2)
            bars = sparkline([n for _, n in dossier.months], room)
            after = f" {last}" if last != first else ""
            months = ((f"{first} ", colours.muted), (bars, colours.accent), (after, colours.muted))
            yield Row(months)
        if any(text != dossier.name for text, _ in dossier.seen):
            seen = say(", ").join(f"{self.named(text)} {n}" for text, n in dossier.seen[:SEEN])
            for line in lines(say("Named as ") + seen, width)[:3]:
                yield Row(((line.text, colours.muted),))
        together = dossier.together[:NAMED_WITH]
        if together:
            yield from self._title(say("Named with, closest first"))
            most = max(count.articles for count in together)
            for count in together:
                style, share = colours.kind(count.kind), count.articles / most
                number, name = f"{count.articles:>4}", self.named(count.name)
                yield Row(
                    counted(number, name, style, share, width, colours), ("actor", count.actor)
                )
        if self._latest:
            yield from self._title(say("Articles"))
            today = datetime.now().astimezone().date()
            for head in self._latest:
                date = f"{dates.short(head.published, today):>{dates.SHORT}}  "
                title = ellipsis(self.written(head.title), max(width - len(date), 0))
                yield Row(((date, colours.muted), (title, None)), ("article", head.id))
            every = say("all of them in the list")
            yield Row(((every, colours.accent),), ("query", f"人:{dossier.actor}"))

    def _title(self, text: str) -> Iterator[Row]:
        yield Row()
        yield Row(((text, self.palette.strong),))


def sparkline(counts: Sequence[int], width: int) -> str:
    """Counts as bars of one cell, the newest at the right.

    Where there are more counts than cells, neighbours are added up; no count is drawn as a blank,
    and any count above it as a bar.
    """
    per = -(-len(counts) // max(width, 1))
    # From the end, so that the newest bar stands for as many months as the others.
    edges = range(len(counts), 0, -per)
    sums = [sum(counts[max(edge - per, 0) : edge]) for edge in edges][::-1]
    most = max(sums, default=0)
    if not most:
        return " " * len(sums)
    levels = glyphs().levels
    return "".join(levels[-(-n * len(levels) // most) - 1] if n else " " for n in sums)
