"""Where one has been: places to go back to."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from tui.panes import comparison, headlines, listing, reader

Side: TypeAlias = Literal["dossier", "facets", "searches", "feeds"]
"""What may stand beside the headlines and the reader, one at a time."""
SIDES: tuple[Side, ...] = get_args(Side)
Front: TypeAlias = Literal["list", "reader"] | Side
KEPT = 50
"""Places kept; the oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The place of every pane, and which of them had the keys."""

    front: Front
    zoom: bool
    list: headlines.Place | None
    reader: reader.Place | None
    comparison: comparison.Place | None
    side: tuple[Side, listing.Place] | None


class History:
    """The way back, newest first."""

    def __init__(self) -> None:
        self._places: deque[Snapshot] = deque(maxlen=KEPT)

    def push(self, snapshot: Snapshot) -> None:
        self._places.append(snapshot)

    def pop(self) -> Snapshot | None:
        """The place one came from, None at the beginning."""
        return self._places.pop() if self._places else None

    def clear(self) -> None:
        self._places.clear()
