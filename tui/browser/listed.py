"""A list of stories as one stands in it: what is selected, unfolded and at the top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from tui import dates
from tui.browser.preferred import ListLook
from tui.browser.sight import Sight, Spot

if TYPE_CHECKING:
    from store.library import Head
    from tui.browser.answers import Answer

TALL = 16
"""Rows from which there is room for excerpts."""
ROOMY = 6
"""Rows from which there is room for anything but headlines."""
Part: TypeAlias = Literal["day", "headline", "more"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is in a list."""

    answer: Answer
    at: Spot
    top: Spot
    unfolded: frozenset[str]


class Listed:
    """``rows``: the rows there are now. Asks for no more of an answer than is in sight."""

    def __init__(self, rows: Callable[[], int]) -> None:
        self._rows = rows
        self.answer: Answer | None = None
        self.look = ListLook()
        self.at = self.top = Spot(0)
        self.sight = Sight(self._count_reports, self._height_of)
        self.reports: Callable[[Head], Sequence[Head]] = lambda _: ()
        """Gives the other reports of a story."""
        self._unfolded: frozenset[str] = frozenset()
        self._known: dict[str, Sequence[Head]] = {}
        """The reports of stories that were unfolded in this answer."""

    @property
    def height(self) -> int:
        """Rows of one headline with what is told under it."""
        rows = self._rows()
        if self.look.density == "two":
            return 2 if rows >= ROOMY else 1
        quoted = self.answer is not None and bool(self.answer.sought) and rows >= TALL
        return 2 if quoted and self.look.density == "auto" else 1

    @property
    def by_day(self) -> bool:
        """Whether days stand above their headlines: where these come day by day."""
        ordered = self.answer is not None and self.answer.order != "relevance"
        return self.look.by_day and ordered and self._rows() >= ROOMY

    def head(self, spot: Spot) -> Head | None:
        """A story, or a report of one."""
        story = self.answer.head(spot.story) if self.answer else None
        if story is None or not spot.report:
            return story
        reports = self._reports_of(story)
        return reports[spot.report - 1] if spot.report <= len(reports) else None

    def starts_day(self, spot: Spot) -> bool:
        """Whether a day stands above an entry, which only its neighbour says."""
        if spot.report or not self.by_day or (head := self.head(spot)) is None:
            return False
        before = self.head(Spot(spot.story - 1))
        return before is None or dates.day(before.published) != dates.day(head.published)

    def laid(self) -> list[tuple[Spot, Part]]:
        """What stands in each row; entries that don't fit whole are left out."""
        shown = self.sight.shown(self.top, self._rows())
        return [(spot, part) for spot in shown for part in self._parts(spot)]

    def show(self, answer: Answer, *, keep: bool = False) -> None:
        """Take another answer, at its top; ``keep``: with the same story on the same row."""
        story, selected, row = self.head(Spot(self.at.story)), self.head(self.at), self._row()
        self.answer, self._known = answer, {}
        self.at = self.top = Spot(0)
        if not keep:
            self._unfolded = frozenset()
        elif story is not None and (found := answer.position(story.id)) is not None:
            self.at = self._spot_of(found, selected)
            self._put_on(row)
        self.scroll()

    def place(self) -> Place | None:
        """Where one is now, for ``restore``."""
        return Place(self.answer, self.at, self.top, self._unfolded) if self.answer else None

    def restore(self, place: Place) -> None:
        """Go back to a place."""
        if self.answer is not place.answer:
            self.answer, self._known = place.answer, {}
        self.at, self.top, self._unfolded = place.at, place.top, place.unfolded
        self.scroll()

    def wear(self, look: ListLook) -> None:
        """Look otherwise, with the selected story on the same row if there is room above it."""
        row = self._row()
        self.look = look
        self._put_on(row)
        self.scroll()

    def unfold(self) -> bool:
        """Unfold the reports of the selected story, or fold them; False if there are none."""
        at = Spot(self.at.story)
        story = self.head(at)
        if story is None or not story.reprints:
            return False
        if story.story in self._unfolded:
            self._unfolded -= {story.story}
            self.at, self.top = at, min(self.top, at)
        else:
            self._unfolded |= {story.story}
            last = Spot(at.story, self._count_reports(at.story) or 0)
            self.top = min(self.sight.scrolled(self.top, last, self._rows()), at)
        self.scroll()
        return True

    def scroll(self) -> None:
        """Bring the selected entry into sight."""
        if self._rows():
            self.top = self.sight.scrolled(self.top, self.at, self._rows())

    def scroll_by(self, by: int) -> None:
        """Move what is in sight by entries, with something in it selected."""
        if by < 0:
            self.top = self.sight.moved(self.top, by)
        shown = self.sight.shown(self.top, self._rows())
        for _ in range(by):
            if not shown or self.sight.after(shown[-1]) is None:
                break
            self.top = self.sight.moved(self.top, 1)
            shown = self.sight.shown(self.top, self._rows())
        if shown:
            self.at = min(max(self.at, shown[0]), shown[-1])

    def page(self, by: int) -> Spot:
        """The entry a page down (``by`` 1) or up (-1): the last or the first one still in sight."""
        if by > 0:
            page = self.sight.shown(self.at, self._rows())
            return max([self.sight.moved(self.at, 1), *page[-1:]])
        return min(self.sight.moved(self.at, -1), self.sight.top_of(self.at, self._rows()))

    def last(self) -> Spot:
        """The last entry; all rows may have to be counted."""
        last = max(self.answer.count() - 1, 0) if self.answer else 0
        return Spot(last, self._count_reports(last) or 0)

    def _row(self) -> int:
        """The row of the selected headline."""
        return self.sight.row(self.top, self.at) + self.starts_day(self.at)

    def _put_on(self, row: int) -> None:
        """Have the selected headline on a row, or above it where nothing else fits."""
        above = row - self.starts_day(self.at)
        self.top = self.sight.top_of(self.at, above + self._height_of(self.at))

    def _parts(self, spot: Spot) -> list[Part]:
        parts: list[Part] = ["day"] if self.starts_day(spot) else []
        parts.append("headline")
        return parts if spot.report or self.height == 1 else [*parts, "more"]

    def _height_of(self, spot: Spot) -> int:
        return 1 if spot.report else self.height + self.starts_day(spot)

    def _count_reports(self, index: int) -> int | None:
        story = self.head(Spot(index))
        return None if story is None else len(self._reports_of(story))

    def _reports_of(self, story: Head) -> Sequence[Head]:
        """The reports of a story that are unfolded."""
        if story.story not in self._unfolded:
            return ()
        if story.story not in self._known:
            self._known[story.story] = self.reports(story)
        return self._known[story.story]

    def _spot_of(self, index: int, wanted: Head | None) -> Spot:
        """Where a report of the story at a position is, or the story itself."""
        story = self.head(Spot(index))
        ids = [report.id for report in self._reports_of(story)] if story else []
        return Spot(index, ids.index(wanted.id) + 1 if wanted and wanted.id in ids else 0)
