"""Choosing among completions, as state: what is typed, what is offered for it, what is chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.search.completion import Completion


@dataclass(frozen=True, slots=True)
class Choice:
    """``offered`` for what was ``typed`` with the cursor ``at`` (code points); ``chosen`` is an
    index, None for none yet."""

    typed: str
    at: int
    offered: tuple[Completion, ...]
    chosen: int | None = None

    def moved(self, by: int) -> Choice:
        """The next one chosen, or the one before; the first follows the last."""
        if not self.offered:
            return self
        start = self.chosen if self.chosen is not None else (-1 if by > 0 else 0)
        return replace(self, chosen=(start + by) % len(self.offered))

    @property
    def completion(self) -> Completion | None:
        return None if self.chosen is None else self.offered[self.chosen]

    @property
    def is_key(self) -> bool:
        """A key is chosen, which wants a value."""
        return self.completion is not None and self.completion.kind == "key"

    @property
    def line(self) -> tuple[str, int]:
        """The line with what is chosen in it, and where its cursor is: behind it and a space,
        right behind the colon of a key."""
        chosen = self.completion
        if chosen is None:
            return self.typed, self.at
        before, after = self.typed[: chosen.start], self.typed[chosen.end :]
        at = len(before) + len(chosen.insert)
        if chosen.kind in ("key", "asked", "saved"):
            return before + chosen.insert + after, at
        space = " " * (not after)
        return before + chosen.insert + space + after, at + (space + after).startswith(" ")
