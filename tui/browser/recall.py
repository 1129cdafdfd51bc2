"""Walking the queries that were asked before, what was being typed kept meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Recall:
    """``queries`` are newest first; ``back`` is how many steps back one is, 0 at what is typed."""

    queries: tuple[str, ...]
    back: int = 0

    @classmethod
    def of(cls, typed: str, asked: Sequence[str]) -> Recall:
        """The way back from what is ``typed``, which is no step of it."""
        return cls((typed, *(query for query in asked if query != typed.strip())))

    def older(self) -> Recall:
        return replace(self, back=min(self.back + 1, len(self.queries) - 1))

    def newer(self) -> Recall:
        return replace(self, back=max(self.back - 1, 0))

    @property
    def line(self) -> str:
        return self.queries[self.back]
