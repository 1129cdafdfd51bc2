"""The row under the search: what is found, what names were taken for, or what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment

from store.errors import QueryError, UnfinishedQueryError
from tui.language import say
from tui.palette import Palette
from tui.panes.lines import Lines, Segments
from tui.typography import ellipsis

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.library import Meaning

PROMPT = 6
"""Cells of the prompt, which the line that is typed begins behind."""


class Found(Lines):
    """``error``: what is wrong with ``typed``; the list is still that of ``query_text``.

    What isn't finished is wrong only once the person has said that it is (``is_final``).
    """

    def __init__(self, palette: Palette, named: Callable[[str], str]) -> None:
        super().__init__(palette, id="found")
        self._named = named
        self.typed = ""
        self.error: QueryError | None = None
        self.is_final = False
        self.query_text = ""
        self.found = ""
        self.meanings: Sequence[Meaning] = ()

    def draw(self, row: int) -> Segments:
        unfinished = isinstance(self.error, UnfinishedQueryError) and not self.is_final
        if self.error is not None and not unfinished:
            return self._wrong(self.error)
        width = self.size.width
        drawn = [Segment(ellipsis(f" {self.found}", width), self.palette.accent)]
        room = width - cell_len(drawn[0].text) - 2
        told = self._told() if self.query_text.strip() or unfinished else _hint()
        if told and room > 0:
            drawn.append(Segment("  " + ellipsis(told, room), self.palette.muted))
        return drawn

    def _told(self) -> str:
        if isinstance(self.error, UnfinishedQueryError):
            return say(self.error.awaits)
        return "  ".join(filter(None, (taken_for(each, self._named) for each in self.meanings)))

    def _wrong(self, error: QueryError) -> Segments:
        """The caret stands under the character to blame where there is room for it."""
        width = self.size.width
        told = say(
            "character {number}: {error}",
            number=error.position + 1,
            error=say(error.message),
        )
        kept = self._kept()
        room = width - cell_len(told) - 2
        column = PROMPT + cell_len(self.typed[: error.position])
        if column + 2 + cell_len(told) <= width:
            told = " " * column + "^ " + told
            room = width - cell_len(told) - 2
        else:
            told = " " + ellipsis(told, width - 1)
            room = width - cell_len(told) - 2
        drawn = [Segment(told, self.palette.error)]
        if room >= cell_len(kept):
            drawn.append(Segment("  " + kept, self.palette.muted))
        return drawn

    def _kept(self) -> str:
        """Which list is still there."""
        if not self.query_text:
            return say("still below: all there is")
        return say("still below: {query_text}", query_text=self.query_text)


def _hint() -> str:
    return say('space: all of  -not  "exactly"  OR: any of; tab chooses below')


def taken_for(meaning: Meaning, named: Callable[[str], str]) -> str:
    """Whom a text that isn't their name stands for, and whom else it may; "" where it's a name."""
    if meaning.way == "name":
        return ""
    taken, others = (
        "、".join(f"{named(each.name)} {each.articles:,}" for each in candidates)
        for candidates in (meaning.taken, meaning.others)
    )
    if meaning.way == "misspelt":
        told = say("no {text}; taken for {taken}", text=meaning.text, taken=taken)
    else:
        told = f"{meaning.text} → {taken}"
    return told + (say(", or {others}", others=others) if others else "")
