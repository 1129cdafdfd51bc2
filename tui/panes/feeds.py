"""The subscriptions by folder: what of each is unread, when it was fetched, what went wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from tui.dates import SHORT, short
from tui.language import later, say
from tui.palette import Palette
from tui.panes.listing import Listing, Row
from tui.panes.searches import LONGEST, NUMBER, Unread
from tui.typography import ellipsis, lines

if TYPE_CHECKING:
    from store.feeds.subscriptions import Subscription


class FeedsPane(Listing):
    """All, then the feeds without a folder, then folder by folder."""

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(palette, id=id)
        self.feeds: Sequence[Subscription] = ()
        self.unread: Mapping[str, Unread] = {}
        """By query, as far as it is known."""
        self.doing = ""
        """What is under way, or what became of the last."""

    def show(self, feeds: Sequence[Subscription]) -> None:
        self.feeds = feeds
        self.lay_out(keep=True)

    def count(self, unread: Mapping[str, Unread]) -> None:
        self.unread = unread
        self.lay_out(keep=True)

    def tell(self, task: str) -> None:
        """Say what is under way."""
        self.doing = task
        self.lay_out(keep=True)

    @property
    def selected(self) -> Subscription | None:
        """The selected feed; None for all."""
        url = address(self.target[1]) if self.target else ""
        return next((feed for feed in self.feeds if feed.url == url), None)

    def heading(self) -> str:
        return say("Feeds")

    def make_rows(self, width: int) -> Iterator[Row]:
        width = min(width, LONGEST)
        yield self._row(say("All articles"), "", "", "", width)
        for folder, feeds in _by_folder(self.feeds).items():
            if folder:
                yield Row(((ellipsis(folder, width), self.palette.accent),))
            for feed in feeds:
                when = _when(feed.fetched)
                yield self._row(feed.name, query_of(feed), when, f"{folder} {feed.url}", width)
                if feed.error:
                    told = ellipsis(say(feed.why), width - NUMBER - 1)
                    yield Row((((NUMBER + 1) * " " + told, self.palette.muted),))
        if self.doing:
            yield Row()
            yield from self._told(self.doing, width)
        if not self.feeds:
            yield Row()
            for text in _NOTHING:
                yield from self._told(say(text), width)

    def _told(self, text: str, width: int) -> Iterator[Row]:
        for line in lines(text, width):
            yield Row(((line.text, self.palette.muted),))

    def _row(self, name: str, query: str, when: str, target: str, width: int) -> Row:
        colours, unread = self.palette, self.unread.get(query)
        # Of a source that nothing is of by now, no query can ask.
        number = "..." if unread is None else f"{unread:,}" if isinstance(unread, int) else ""
        before = f"{number if unread != 0 else '':>{NUMBER}} "
        room = width - len(before)
        told = when and room >= SHORT + 14
        shown = ellipsis(self.named(name), room - (SHORT + 2 if told else 0))
        bold = isinstance(unread, int) and unread > 0
        segments = [(before, colours.muted), (shown, colours.strong if bold else None)]
        if told:
            # The date first: terminals don't agree on the width of all that names hold.
            segments.insert(1, (f"{when:>{SHORT}}  ", colours.muted))
        return Row(tuple(segments), ("feed", target))


def query_of(feed: Subscription) -> str:
    """The query for a feed's articles, by the source they name; all where none is known."""
    from store.search.wording import field

    return field("源:", feed.source or feed.outlet or feed.name) or ""


def address(target: str) -> str:
    """The address of the feed that a row leads to."""
    return target.rpartition(" ")[2]


def _by_folder(feeds: Sequence[Subscription]) -> dict[str, list[Subscription]]:
    """A feed with several tags is in several folders; those without one come first."""
    found: defaultdict[str, list[Subscription]] = defaultdict(list)
    for feed in feeds:
        for tag in feed.tags or ("",):
            found[tag].append(feed)
    return {tag: found[tag] for tag in sorted(found)}


def _when(fetched: str | None) -> str:
    """A time of a subscription by the reader's own clock."""
    if fetched is None:
        return ""
    return short(datetime.fromisoformat(fetched).astimezone().isoformat(), date.today())  # noqa: DTZ011


_NOTHING = (
    later("There are no feeds yet."),
    later("A takes the address of a site or a feed, or the path of an OPML file; ctrl+r fetches."),
)
