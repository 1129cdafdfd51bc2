"""Where one has been: places to go back to, and forward to again."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

if TYPE_CHECKING:
    from tui.browser import listed
    from tui.panes import comparison, listing, reader

Side: TypeAlias = Literal["dossier", "facets", "searches", "feeds"]
"""What may stand beside the headlines and the reader, one at a time."""
SIDES: tuple[Side, ...] = get_args(Side)
Front: TypeAlias = Literal["list", "reader"] | Side
KEPT = 50
"""Places kept; the oldest are forgotten."""


class Snapshot(NamedTuple):
    """The place of every pane, and which of them had the keys."""

    front: Front
    zoom: bool
    list: listed.Place | None
    reader: reader.Place | None
    comparison: comparison.Place | None
    side: tuple[Side, listing.Place] | None


class History:
    """The way back and, once one went back, the way forward again."""

    def __init__(self) -> None:
        self._behind: deque[Snapshot] = deque(maxlen=KEPT)
        self._ahead: deque[Snapshot] = deque(maxlen=KEPT)

    def __len__(self) -> int:
        """How often one can go back."""
        return len(self._behind)

    def push(self, left: Snapshot) -> None:
        """Somewhere new was gone to from ``left``: what was ahead is forgotten."""
        self._behind.append(left)
        self._ahead.clear()

    def back(self, left: Snapshot) -> Snapshot | None:
        """The place one came from, None at the beginning; ``left`` is then ahead."""
        return _step(self._behind, self._ahead, left)

    def forward(self, left: Snapshot) -> Snapshot | None:
        """The place one last went back from, None where there is none."""
        return _step(self._ahead, self._behind, left)

    def fall_back(self, left: Snapshot) -> None:
        """One went from ``left`` to where everything begins, behind the oldest place."""
        self._ahead.append(left)


def _step(out: deque[Snapshot], into: deque[Snapshot], left: Snapshot) -> Snapshot | None:
    if not out:
        return None
    into.append(left)
    return out.pop()
