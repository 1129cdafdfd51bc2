"""Narrowing the list by its facets, and widening it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.browser.answers import Answer
from tui.browser.aside import Aside
from tui.browser.history import Side
from tui.browser.saving import Saving
from tui.browser.setup import Setup

if TYPE_CHECKING:
    from store.library import Library
    from store.search.facets import Facets
    from tui.panes.listing import Target


class Narrowing(Saving):
    """The pane of facets shows those of the list, whatever is listed."""

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(library, query, setup)
        self._facets = Aside(self, "facets")

    async def action_facets(self) -> None:
        await self.toggle_side("facets")

    def show_answer(self, answer: Answer, *, keep: bool = False) -> None:
        super().show_answer(answer, keep=keep)
        if self.side == "facets":
            self._show_facets(answer)

    async def reach(self, target: Target) -> bool:
        kind, wanted = target
        if kind != "facet":
            return await super().reach(target)
        self.list_query(wanted)
        await self._facets.soon()
        return True

    async def show_side(self, side: Side, shown: str) -> bool:
        if side != "facets":
            return await super().show_side(side, shown)
        from tui.panes.facets import FacetsPane

        await self.open_side("facets", FacetsPane)
        if self.headlines.answer is not None:
            self._show_facets(self.headlines.answer)
            await self._facets.soon()
        return True

    def _show_facets(self, answer: Answer) -> None:
        """Show the facets of an answer once they are there; they are kept with it."""
        from tui.panes.facets import FacetsPane

        pane = self.sides["facets"]
        assert isinstance(pane, FacetsPane)
        items = self.library.items(answer.query)

        def show(facets: Facets | None) -> None:
            answer.facets = facets
            pane.show(answer.query, items, facets)

        if answer.facets is not None:
            self._facets.stop()
            show(answer.facets)
        else:
            self._facets.ask(
                self.library,
                lambda library: library.facets(answer.query, stories=True, total=answer.total),
                show,
                slow=lambda: show(None),
            )
