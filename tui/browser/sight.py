"""Which entries of a long list are in sight, where entries differ in height.

A story is one entry, and each of its reports is one more while it is unfolded. Nothing here looks
at more entries than there are rows in sight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


class Spot(NamedTuple):
    """An entry: the story at a position, or its ``report``-th other report, from 1."""

    story: int
    report: int = 0


@dataclass(frozen=True, slots=True)
class Sight:
    """``reports``: how many reports of a story are unfolded, None where there is no story.

    ``height``: the lines of an entry, 1 at least.
    """

    reports: Callable[[int], int | None]
    height: Callable[[Spot], int]

    def after(self, spot: Spot) -> Spot | None:
        """The next entry; None at the end."""
        if spot.report < (self.reports(spot.story) or 0):
            return Spot(spot.story, spot.report + 1)
        return Spot(spot.story + 1) if self.reports(spot.story + 1) is not None else None

    def before(self, spot: Spot) -> Spot | None:
        """The entry before; None at the beginning."""
        if spot.report:
            return Spot(spot.story, spot.report - 1)
        reports = self.reports(spot.story - 1) if spot.story > 0 else None
        return Spot(spot.story - 1, reports) if reports is not None else None

    def moved(self, spot: Spot, by: int) -> Spot:
        """The entry ``by`` entries on, or the last there is on the way."""
        step = self.after if by > 0 else self.before
        for _ in range(abs(by)):
            if (there := step(spot)) is None:
                break
            spot = there
        return spot

    def shown(self, top: Spot, rows: int) -> list[Spot]:
        """The entries that fit whole into ``rows`` from ``top`` on."""
        found: list[Spot] = []
        at: Spot | None = top if self.reports(top.story) is not None else None
        while at is not None and (rows := rows - self.height(at)) >= 0:
            found.append(at)
            at = self.after(at)
        return found

    def top_of(self, last: Spot, rows: int) -> Spot:
        """What is at the top where ``last`` is the last entry that fits; at least itself."""
        rows -= self.height(last)
        while (at := self.before(last)) is not None and (rows := rows - self.height(at)) >= 0:
            last = at
        return last

    def scrolled(self, top: Spot, spot: Spot, rows: int) -> Spot:
        """The top that is nearest to ``top`` and has an entry in sight."""
        return min(max(top, self.top_of(spot, rows)), spot)

    def row(self, top: Spot, spot: Spot) -> int:
        """The first row of an entry that is in sight."""
        row = 0
        while top < spot and (after := self.after(top)) is not None:
            row, top = row + self.height(top), after
        return row
