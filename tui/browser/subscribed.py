"""The pane of subscriptions: looked at, listed, renamed, dropped and put back."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from store.errors import StoreError
from store.permission import kiosk
from tui.browser.aside import Aside
from tui.browser.errands import Errands, Finished
from tui.browser.history import Side
from tui.browser.keeping import SETTLED, unread_of
from tui.browser.setup import Setup
from tui.browser.taking_in import TakingIn
from tui.language import say

if TYPE_CHECKING:
    from store.errands import Do
    from store.feeds.subscriptions import Subscription
    from store.library import Library
    from tui.panes.feeds import FeedsPane
    from tui.panes.listing import Target


class Subscribed(TakingIn):
    """Changes are made by a child too, beside what is under way: TinyDB is for writers."""

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(library, query, setup)
        self.changes = Errands(self, library)
        self._unread_feeds = Aside(self, "unread-feeds")

    def on_unmount(self) -> None:
        self.changes.end()

    def feeds_known(self) -> int:
        return len(self._subscriptions())

    async def action_feeds(self) -> None:
        await self.toggle_side("feeds")

    def action_refresh(self) -> None:
        # In the pane of feeds what is new is what they have.
        if self.front == "feeds" and not kiosk():
            self.action_fetch()
        else:
            super().action_refresh()

    async def action_rename_feed(self) -> None:
        feed = self._selected_feed()
        if feed and not self.is_barred():
            await self.edit(
                say("Name #tag"),
                written(feed),
                lambda text: self._revise(feed, text),
            )

    def action_unsubscribe(self) -> None:
        feed = self._selected_feed()
        if feed and not self.is_barred():
            self._alter("unsubscribe", feed)
            self.did(
                say("unsubscribed from {name}; u undoes it", name=feed.name),
                lambda: self._alter("put", feed),
            )

    async def reach(self, target: Target) -> bool:
        kind, wanted = target
        if kind != "feed":
            return await super().reach(target)
        from tui.panes.feeds import address, query_of

        feeds = {feed.url: feed for feed in self._subscriptions()}
        feed = feeds.get(address(wanted))
        self.list_query(query_of(feed) if feed else "")
        self.turn_to("list")
        return True

    async def show_side(self, side: Side, shown: str) -> bool:
        if side != "feeds":
            return await super().show_side(side, shown)
        from tui.panes.feeds import FeedsPane

        pane = await self.open_side("feeds", FeedsPane)
        self._show_feeds(pane)
        await self._unread_feeds.soon()
        return True

    def show_marks(self) -> None:
        super().show_marks()
        if pane := self._feeds_pane():
            self._count_feeds(pane, after=SETTLED)

    def store_changed(self) -> None:
        super().store_changed()
        if pane := self._feeds_pane():
            self._show_feeds(pane, after=SETTLED)

    def on_finished(self, message: Finished) -> None:
        if pane := self._feeds_pane():
            self._show_feeds(pane, after=SETTLED)
        if not self.headlines.head and not self.query_text:
            self.headlines.empty = self.nothing("")
            self.headlines.repaint()

    def say_task(self, task: str) -> None:
        super().say_task(task)
        if pane := self._feeds_pane():
            pane.tell(task)

    def _subscriptions(self) -> tuple[Subscription, ...]:
        from store.feeds.subscriptions import subscriptions

        try:
            return subscriptions(self.library.path)
        except StoreError as error:
            self.tell(say(error.message))
            return ()

    def _feeds_pane(self) -> FeedsPane | None:
        """The pane, if it is open."""
        if self.side != "feeds":
            return None
        from tui.panes.feeds import FeedsPane

        pane = self.sides["feeds"]
        assert isinstance(pane, FeedsPane)
        return pane

    def _selected_feed(self) -> Subscription | None:
        pane = self._feeds_pane()
        return pane.selected if pane else None

    def _show_feeds(self, pane: FeedsPane, after: float = 0.0) -> None:
        pane.doing = self.header.doing
        pane.show(self._subscriptions())
        self._count_feeds(pane, after)

    def _count_feeds(self, pane: FeedsPane, after: float = 0.0) -> None:
        from tui.panes.feeds import query_of

        queries = list(dict.fromkeys(["", *map(query_of, pane.feeds)]))
        self._unread_feeds.ask(
            self.library, lambda library: unread_of(library, queries), pane.count, after=after
        )

    def _revise(self, feed: Subscription, text: str) -> None:
        revised = read(feed, text)
        if revised == feed:
            self.tell(say("It is so already."))
            return
        self._alter("put", revised)
        self.did(say("renamed"), lambda: self._alter("put", feed))

    def _alter(self, do: Do, feed: Subscription) -> None:
        from store.errands import Errand

        self.changes.give(Errand(do, feed.url, asdict(feed) if do == "put" else None))


def written(feed: Subscription) -> str:
    """A feed's name and tags in a line to be edited."""
    return " ".join((feed.name, *(f"#{tag}" for tag in feed.tags)))


def read(feed: Subscription, line: str) -> Subscription:
    """A feed called and filed as a line says.

    Its articles go on being of the source they were of, so that they stay together.
    """
    from store.feeds.subscriptions import NAME_LENGTH, tag_path

    # A name may hold a # that no space goes before.
    name, *tags = f" {line}".replace("＃", "#").split(" #")
    name = name.strip()[:NAME_LENGTH]
    return replace(
        feed,
        title=name or feed.title,
        tags=tuple(dict.fromkeys(filter(None, map(tag_path, tags)))),
        source=feed.source or feed.outlet if name and name != feed.name else feed.source,
    )
