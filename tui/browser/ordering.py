"""The list as a person wants it: its order, its days, how much of each story, all its reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from store.errors import StoreError
from tui.browser import preferred
from tui.browser.preferred import ListLook
from tui.browser.setup import Setup
from tui.browser.shaping import Shaping
from tui.language import say

if TYPE_CHECKING:
    from store.library import Head, Library
    from store.search.tree import Order


class Ordering(Shaping):
    """The order is part of the query; how the list looks is remembered."""

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(library, query, setup)
        self._density = setup.density_setting
        self.headlines.listed.look = setup.list_look
        self.headlines.listed.reports = self._reports

    def action_unfold(self) -> None:
        if not self.headlines.unfold():
            self.tell(say("No other report of this story."))

    def action_by_day(self) -> None:
        look = self.headlines.listed.look
        self._look(replace(look, by_day=not look.by_day))
        if self.headlines.listed.look.by_day and not self.headlines.listed.by_day:
            self.tell(say("By relevance: no days."))

    def action_density(self) -> None:
        two = self.headlines.height == 1
        self._look(replace(self.headlines.listed.look, density="two" if two else "one"))

    async def action_sort(self) -> None:
        """List it in the next order there is."""
        answer = self.headlines.answer
        if answer is None:
            return
        terms: dict[Order, str] = {
            "newest": "",
            "oldest": say("sort:oldest"),
            "relevance": say("sort:relevance"),
        }
        orders = [each for each in terms if each != "relevance" or answer.sought]
        order = orders[(orders.index(answer.order) + 1) % len(orders)]
        await self.follow(("query", self.library.reordered(self.query_text, terms[order])))
        told = {
            "newest": say("Newest first"),
            "oldest": say("Oldest first"),
            "relevance": say("Most relevant first"),
        }
        self.tell(told[order])

    def _look(self, look: ListLook) -> None:
        self.headlines.wear(look)
        try:
            preferred.keep_list_look(look, self._density)
        except StoreError as error:
            self.tell(say(error.message))

    def _reports(self, story: Head) -> Sequence[Head]:
        try:
            return [head for head in self.library.story(story.id) if head.id != story.id]
        except StoreError as error:
            self.tell(say(error.message))
            return ()
