"""Who is in the news of the last days, and the way from there to a dossier."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from store.errors import QueryError, StoreError
from tui.browser.wayfinding import Wayfinding
from tui.language import say

if TYPE_CHECKING:
    from store.search.trends import Ranking
    from tui.browser.finding import Entry
    from tui.panes.newsmakers import Newsmakers


class Newsmaking(Wayfinding):
    """Ranks in a thread; the newest question wins."""

    async def action_newsmakers(self) -> None:
        """Who is in the news; the one chosen has its dossier opened."""
        from tui.panes.newsmakers import Newsmakers

        if not self.is_typed_in:
            finder = Newsmakers(self.colours)
            finder.list.writing = self.reader.writing
            finder.beyond = self._anybody
            with self.batch_update():
                await self.find(finder, self._open_dossier)
                self.on_newsmakers_input_otherwise()

    def on_newsmakers_input_otherwise(self) -> None:
        from tui.panes.newsmakers import Newsmakers

        finder = self.finder
        if isinstance(finder, Newsmakers):
            days, ranking = finder.asked.days, finder.asked.ranking
            self.awaited.expect({"trends"})
            self.run_worker(
                lambda: self._rank(finder, days, ranking),
                thread=True,
                group="trends",
                exclusive=True,
            )

    def _anybody(self, typed: str) -> Iterator[Entry]:
        """Whoever is called so, in the news of those days or not."""
        from tui.panes.newsmakers import somebody

        try:
            meanings = self.library.meanings(f'人:"{typed.replace(chr(34), "")}"')
        except (QueryError, StoreError):
            return
        for meaning in meanings:
            yield from map(somebody, (*meaning.taken, *meaning.others))

    def _rank(self, finder: Newsmakers, days: int, ranking: Ranking) -> None:
        library = self.library.clone()
        try:
            trends = library.trends(days, ranking)
        except StoreError as error:
            self.call_from_thread(self.tell, say(error.message))
            self.call_from_thread(self.awaited.forget)
            return
        finally:
            library.close()
        if finder is self.finder and (days, ranking) == (finder.asked.days, finder.asked.ranking):
            self.call_from_thread(finder.show, trends)
            self.call_from_thread(self.awaited.came, "trends")

    async def _open_dossier(self, actor: str) -> None:
        await self.follow(("actor", actor))
