"""From pane to pane, and back to where one was."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from store.errors import QueryError, StoreError
from tui.browser.history import SIDES, Front, History, Side, Snapshot
from tui.browser.marked import Marked
from tui.browser.setup import Setup
from tui.language import say
from tui.panes.reader import Reader

if TYPE_CHECKING:
    from store.library import Library
    from tui.browser.subject import Subject
    from tui.panes.dossier import DossierPane
    from tui.panes.listing import Listing, Place, Target

LOOKED_THROUGH = 20
"""Articles opened in search of the next hit."""


class Wayfinding(Marked):
    """Every way that leads on can be gone back."""

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(library, query, setup)
        self.history = History()

    async def on_headlines_opened(self) -> None:
        if self.reader.article is not None:
            async with self.at_once():
                self.turn_to("reader")

    async def on_reader_open_dossier(self, message: Reader.OpenDossier) -> None:
        await self.follow(("actor", message.actor))

    async def on_listing_chosen(self, message: Listing.Chosen) -> None:
        await self.follow(message.target)

    def subject(self) -> Subject | None:
        """The name that is chosen where one is."""
        if self.front == "dossier":
            return cast("DossierPane", self.sides["dossier"]).selected
        return self.reader.selected if self.front == "reader" and not self.comparison else None

    async def action_together(self) -> None:
        """The articles that name both the dossier's actor and the chosen one."""
        other, dossier = self.subject(), self.sides["dossier"] if self.side == "dossier" else None
        if dossier is None:
            self.tell(say("Open a dossier first, with enter."))
        elif other is None or other.actor == dossier.shown:
            self.tell(say("Choose another name first."))
        elif query := self.library.naming(dossier.shown, other.actor):
            await self.follow(("query", query))

    async def toggle_side(self, side: Side) -> None:
        """Open a side pane, or give it the keys; if it has them, close it."""
        if self.front == side:
            async with self.at_once():
                self.close_side()
        elif self.side == side:
            self.turn_to(side)
        else:
            await self.follow(("side", side))

    async def follow(self, target: Target) -> None:
        """Go where a target leads, and have the way back kept."""
        before = self._snapshot()
        try:
            async with self.at_once():
                arrived = await self.reach(target)
        except (QueryError, StoreError) as error:
            self.tell(say(error.message))
            return
        if arrived:
            self.history.push(before)

    async def reach(self, target: Target) -> bool:
        """Go where a target leads; False if one can't. Raises ``QueryError``, ``StoreError``."""
        kind, wanted = target
        if kind == "article":
            self.load(wanted)
            self.turn_to("reader")
        elif kind == "query":
            self.list_query(wanted)
            self.turn_to("list")
        else:
            side: Side = "dossier" if kind == "actor" else cast("Side", wanted)
            if not await self.show_side(side, wanted):
                return False
            self.turn_to(side)
        return True

    def list_query(self, query: str) -> None:
        """List what a query finds. Its first article is shown, though nobody turned to it."""
        self.follows = False
        try:
            self.show_query(query)
        finally:
            self.follows = True
        self.reread()

    async def show_side(self, side: Side, shown: str) -> bool:
        """Open a side pane on what it calls ``shown``; False, and it is said why, if one can't."""
        from tui.panes.dossier import DossierPane

        found = self.look_up(shown)
        if found is None:
            return False
        pane = await self.open_side("dossier", DossierPane)
        pane.show(*found)
        return True

    def _snapshot(self) -> Snapshot:
        return Snapshot(
            self.front,
            self.zoomed,
            self.headlines.place(),
            self.reader.place(),
            self.comparison.place() if self.comparison else None,
            (self.side, self.sides[self.side].place()) if self.side else None,
        )

    def _restore(self, snapshot: Snapshot) -> None:
        self.follows = False
        if snapshot.list is not None:
            answer = snapshot.list.answer
            if answer is not self.headlines.answer:
                self.show_answer(answer)
            self.headlines.restore(snapshot.list)
        self.follows = True
        if snapshot.reader is not None and snapshot.reader.id is not None:
            self.load(snapshot.reader.id)
            self.reader.restore(snapshot.reader)
        self.side = snapshot.side[0] if snapshot.side else None
        self.zoomed = snapshot.zoom
        self.turn_to(snapshot.front)
        self.arrange_panes()
        if snapshot.comparison is not None:
            self.compare_again(snapshot.comparison)
        if snapshot.side is not None:
            self.run_worker(self._restore_side(*snapshot.side))

    async def _restore_side(self, side: Side, place: Place) -> None:
        async with self.at_once():
            if await self.show_side(side, place.shown):
                self.sides[side].restore(place)

    async def action_back(self) -> None:
        if self.leave_help():
            return
        if (self.front not in SIDES and self.leave_comparison()) or (
            self.front == "reader" and self.reader.drop_choice()
        ):
            return
        if (place := self.history.back(self._snapshot())) is not None:
            self._restore(place)
        elif self.front != "list":
            self.turn_to("list")
        elif self.query_text:
            self.history.fall_back(self._snapshot())
            self.show_query("")
            self.reread()

    def action_place_before(self) -> None:
        """Back at once, whatever is open or chosen here."""
        self._step(self.history.back, say("There is nothing before this."))

    def action_place_after(self) -> None:
        self._step(self.history.forward, say("There is nothing to go forward to."))

    def _step(self, step: Callable[[Snapshot], Snapshot | None], nowhere: str) -> None:
        if self.over is not None:
            return
        place = step(self._snapshot())
        if place is None:
            self.tell(nowhere)
        else:
            self.close_comparison()
            self._restore(place)

    def action_left(self) -> None:
        self._turn(-1)

    def action_right(self) -> None:
        self._turn(1)

    def _turn(self, by: int) -> None:
        order: list[Front] = ["list", "reader", *([self.side] if self.side else [])]
        self.turn_to(order[max(0, min(order.index(self.front) + by, len(order) - 1))])

    def action_read_on(self) -> None:
        if self.comparison is not None:
            self.comparison.read_on()
        elif not self.reader.read_on():
            self.headlines.move(1)

    def action_read_back(self) -> None:
        (self.comparison or self.reader).action_page_up()

    def action_next_article(self) -> None:
        self.headlines.move(1)

    def action_previous_article(self) -> None:
        self.headlines.move(-1)

    def action_next_hit(self) -> None:
        self._walk_hits(1)

    def action_previous_hit(self) -> None:
        self._walk_hits(-1)

    def action_next_name(self) -> None:
        self._walk(1)

    def action_previous_name(self) -> None:
        self._walk(-1)

    def _walk(self, by: int) -> None:
        (self.comparison or self.reader).walk(by)
        self.turn_to("reader")

    def _walk_hits(self, by: int) -> None:
        """To the next hit, in the next article that has one if need be."""
        reader = self.reader
        if not self.sought:
            self.headlines.move(by)
            return
        if self.comparison is not None:
            self._walk(by)
            return
        if not reader.walk_hits(by):
            index = self._next_with_hits(by)
            if index is None:
                self.tell(say("No more hits."))
                return
            self.headlines.select(index)
            reader.go_to_hit(0 if by > 0 else -1)
        self.turn_to("reader")
        if reader.hit is not None:
            number, total = reader.hit + 1, len(reader.hits)
            self.tell(say("Hit {number}/{total}", number=number, total=total))

    def _next_with_hits(self, by: int) -> int | None:
        """The next row of the list whose article has a hit; not all that are found have one."""
        answer = self.headlines.answer
        for step in range(1, LOOKED_THROUGH + 1):
            index = self.headlines.index + by * step
            head = answer.head(index) if answer is not None else None
            if head is None:
                return None
            if self.has_hits(head.id):
                return index
        return None
