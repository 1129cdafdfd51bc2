"""The searches a person keeps: opened by a key, saved, named, ordered, and how much is unread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from store.errors import QueryError, RefusedError, StoreError
from tui.browser.answers import Answer
from tui.browser.aside import Aside, ask
from tui.browser.history import Side
from tui.browser.narrowing import Narrowing
from tui.browser.setup import Setup
from tui.language import say

if TYPE_CHECKING:
    from store.library import Library
    from store.marks import Saved
    from store.own_marks import Marked, Undo
    from tui.panes.listing import Target
    from tui.panes.searches import SearchesPane, Unread

SETTLED = 0.3
"""Seconds after a change before what is unread is counted anew: changes come in flocks."""


class Keeping(Narrowing):
    """The list can be any of the saved searches; the header says which it is."""

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(library, query, setup)
        self._unread = Aside(self, "unread")

    async def action_searches(self) -> None:
        await self.toggle_side("searches")

    async def action_open_saved(self, key: int) -> None:
        # The tenth key is the zero.
        searches, number = self._searches, (key + 1) % 10
        if number > len(searches):
            self.tell(
                say("There is no saved search {number}; S saves the present one.", number=number)
            )
            return
        await self.follow(("saved", searches[number - 1].name if number else ""))

    async def action_save_search(self) -> None:
        query = self.query_text.strip()
        if not query:
            self.tell(say("These are all articles: search with / first."))
            return
        await self.edit(
            say("Save as"),
            self._name_of(query) or query,
            lambda name: self._save(name, query),
        )

    async def action_rename(self) -> None:
        name = self._selected()
        if name:
            await self.edit(
                say("Rename"),
                name,
                lambda new: self._keep(
                    say("renamed"), lambda: self.library.marks.searches.rename(name, new)
                ),
            )

    def action_remove(self) -> None:
        name = self._selected()
        if name:
            self._keep(
                say("removed {name}", name=name),
                lambda: self.library.marks.searches.remove(name),
            )

    def action_move_down(self) -> None:
        self._move(1)

    def action_move_up(self) -> None:
        self._move(-1)

    async def action_mark_all_read(self) -> None:
        """In a thread: there may be very many."""
        self.run_worker(self._mark_all_read(self.query_text), exit_on_error=False)

    async def reach(self, target: Target) -> bool:
        kind, name = target
        if kind != "saved":
            return await super().reach(target)
        self.list_query(next((s.query for s in self._searches if s.name == name), ""))
        self.turn_to("list")
        return True

    async def show_side(self, side: Side, shown: str) -> bool:
        if side != "searches":
            return await super().show_side(side, shown)
        from tui.panes.searches import SearchesPane

        pane = await self.open_side("searches", SearchesPane)
        pane.show(self._searches)
        self._count_unread(pane)
        await self._unread.soon()
        return True

    def show_answer(self, answer: Answer, *, keep: bool = False) -> None:
        self.header.saved_as = self._name_of(answer.query)
        super().show_answer(answer, keep=keep)

    def show_marks(self) -> None:
        super().show_marks()
        self.header.saved_as = self._name_of(self.query_text)
        self.header.repaint()
        if pane := self._pane():
            pane.show(self._searches)
            self._count_unread(pane, after=SETTLED)

    def store_changed(self) -> None:
        super().store_changed()
        if pane := self._pane():
            self._count_unread(pane, after=SETTLED)

    @property
    def _searches(self) -> tuple[Saved, ...]:
        return self.library.marks.now.searches

    def _name_of(self, query: str) -> str:
        """The name under which a query was saved; "" if it wasn't."""
        return next((s.name for s in self._searches if query and s.query == query), "")

    def _pane(self) -> SearchesPane | None:
        """The pane of the searches, if it is open."""
        from tui.panes.searches import SearchesPane

        pane = self.sides.get("searches") if self.side == "searches" else None
        return pane if isinstance(pane, SearchesPane) else None

    def _selected(self) -> str:
        pane = self._pane()
        return pane.selected or "" if pane else ""

    def _count_unread(self, pane: SearchesPane, after: float = 0.0) -> None:
        queries = ["", *(saved.query for saved in self._searches)]
        self._unread.ask(
            self.library, lambda library: unread_of(library, queries), pane.count, after=after
        )

    def _save(self, name: str, query: str) -> None:
        searches = self.library.marks.searches
        if searches.has(name):
            said = say("replaced what was saved as {name}", name=name)
        else:
            said = say("saved as {name}", name=name)
        self._keep(said, lambda: searches.save(name, query))

    def _move(self, by: int) -> None:
        name = self._selected()
        at = next((at for at, saved in enumerate(self._searches, 1) if saved.name == name), None)
        if at is not None and at + by >= 1:
            self._keep(
                say("moved {name}", name=name),
                lambda: self.library.marks.searches.move(name, at + by),
            )

    def _keep(self, said: str, change: Callable[[], Undo]) -> None:
        """Change the saved searches, say so, and keep what undoes it."""
        try:
            undo = change()
        except (RefusedError, StoreError) as error:
            self.tell(say(error.message))
            return
        if undo:
            self.did(said, undo)
        else:
            self.tell(say("It is so already."))

    async def _mark_all_read(self, query: str) -> None:
        try:
            marked: Marked = await ask(self.library, lambda library: library.mark("read", query))
        except StoreError as error:
            self.tell(say(error.message))
            return
        if not marked.undo:
            self.tell(say("All of the list is read already."))
            return
        said = say("{changed:,} marked read", changed=marked.changed)
        self.did(said, marked.undo)
        self.tell(said + say("; u undoes it"))


def unread_of(library: Library, queries: list[str]) -> dict[str, Unread]:
    """How many stories of each query are unread."""
    counts: dict[str, Unread] = {}
    for query in queries:
        try:
            counts[query] = library.unread(query)
        except QueryError as error:
            counts[query] = say(error.message)
    return counts
