"""Adding from inside: what is pasted is taken in and feeds are fetched while one reads on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.browser.errands import Errands, Finished, Progressed, barred, became, under_way
from tui.browser.ordering import Ordering
from tui.browser.setup import Setup
from tui.language import say

if TYPE_CHECKING:
    from store.errands import Do
    from store.library import Library

CHANGES: tuple[Do, ...] = ("put", "unsubscribe")
"""What is done in no time, and beside what takes some."""
LONG = 8.0
"""Seconds that the end of an errand is told, which nobody waited for."""


class TakingIn(Ordering):
    """Has the work done by a child, and says in the header how far it is."""

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(library, query, setup)
        self.errands = Errands(self, library)

    def on_unmount(self) -> None:
        self.errands.end()

    def nothing(self, query: str) -> tuple[str, ...]:
        from tui.browser.empty import nothing

        if query or self.unfinished is not None:
            return super().nothing(query)
        return nothing(
            "", self.commands, feeds=self.feeds_known(), barred=bool(barred(self.library.path))
        )

    def _state(self) -> object:
        state = super()._state()
        if self.unfinished == (0, 0) and self.errands.busy:
            # What is added first makes the index itself; nobody else need.
            self.unfinished = None
        return state

    def feeds_known(self) -> int:
        """How many subscriptions there are."""
        raise NotImplementedError

    async def action_add(self) -> None:
        if not self.is_barred():
            await self.edit(
                say("Add an address, file or folder"),
                "",
                lambda text: self.give("take", text) if text.strip() else None,
            )

    def action_fetch(self) -> None:
        if not self.is_barred():
            self.give("fetch")

    async def action_export_feeds(self) -> None:
        if not self.is_barred():
            await self.edit(
                say("Write feeds to"),
                "~/feeds.opml",
                lambda text: self.give("export", text),
            )

    def action_stop_errand(self) -> None:
        if not self.errands.stop():
            self.tell(say("Nothing is under way."))

    def is_barred(self) -> bool:
        """Whether this person can't add here, which is then said."""
        if reason := barred(self.library.path):
            self.tell(reason)
        return bool(reason)

    def give(self, do: Do, what: str = "") -> None:
        """Have something done, and say so if it has to wait."""
        from store.errands import Errand

        errand = Errand(do, what)
        if self.errands.has(errand):
            self.tell(say("That is under way already."))
        elif before := self.errands.give(errand):
            self.tell(say("It waits for {before} before it.", before=before))

    def on_progressed(self, message: Progressed) -> None:
        if message.errand.do not in CHANGES:
            self.say_task(under_way(message.errand, message.progress, self.errands.waiting))

    def on_finished(self, message: Finished) -> None:
        if message.errand.do not in CHANGES:
            self.say_task("")
        # Of a change it is told already that it was asked for.
        if told := became(message.errand, message.outcome):
            self.tell(told, LONG)

    def say_task(self, task: str) -> None:
        """Say in the header what is being done; "" for nothing."""
        self.header.doing = task
        self.header.repaint()
