"""Who is in the news of the last days: found by name, in any script, pinyin or English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from tui.browser.finding import Entry
from tui.language import say
from tui.palette import Palette
from tui.panes.finder import Finder, FinderInput

if TYPE_CHECKING:
    from store.search.trends import Ranking, Trend, Trends
    from store.search.who import Candidate

SPANS = (1, 7, 30, 365)
"""Days that may be looked at."""
RANKINGS: tuple[Ranking, ...] = ("most", "rising", "falling")


class NewsmakersInput(FinderInput):
    """Looks at other days, and ranks otherwise, without leaving."""

    class Otherwise(Message):
        """The person wants to see other days, or another ranking."""

    def __init__(self) -> None:
        super().__init__("", id="newsmakers")
        self.days = 7
        self.ranking: Ranking = "most"

    def action_other_days(self) -> None:
        self.days = SPANS[(SPANS.index(self.days) + 1) % len(SPANS)]
        self.post_message(self.Otherwise())

    def action_other_ranking(self) -> None:
        self.ranking = RANKINGS[(RANKINGS.index(self.ranking) + 1) % len(RANKINGS)]
        self.post_message(self.Otherwise())


class Newsmakers(Finder):
    """Offers the actors of ``Library.trends``."""

    def __init__(self, palette: Palette) -> None:
        self.asked = NewsmakersInput()
        missing = say("Nobody of that name in these days.")
        super().__init__(palette, say("Who"), missing, self.asked)

    def show(self, trends: Trends) -> None:
        """Show who is in the news."""
        span = say("{days} days", days=self.asked.days)
        ranked = {
            "most": say("most named"),
            "rising": say("rising"),
            "falling": say("falling"),
        }[self.asked.ranking]
        until = trends.last.isoformat()
        found = say("{articles:,} articles", articles=trends.articles)
        status = say(
            "{span} to {until}, {found}, {ranked}",
            span=span,
            until=until,
            found=found,
            ranked=ranked,
        )
        self.offer(map(_entry, trends.actors), status)


def somebody(candidate: Candidate) -> Entry:
    """An actor that is not in the news of those days."""
    total = say("{articles:,} in the store", articles=candidate.articles)
    return Entry(candidate.name, candidate.actor, f"{0:>6}", "", total, candidate.kind)


def _entry(trend: Trend) -> Entry:
    moved = say("before")
    return Entry(
        trend.name,
        trend.actor,
        f"{trend.articles:>6,}",
        f"{trend.english} {trend.initials}",
        f"{'+' if trend.change > 0 else '-' if trend.change < 0 else ' '} {moved} {trend.before:,}",
        trend.kind,
    )
