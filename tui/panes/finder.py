"""A line that is typed, and the entries that have what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from tui.browser.finding import Entry, matching
from tui.palette import Palette
from tui.panes.line_input import LineInput
from tui.panes.lines import Lines, Segments
from tui.panes.listing import Listing, Row
from tui.typography import cut, ellipsis

PROMPT = 6
"""Cells of the prompt."""
FEW = 3
NOTE = 14
"""Cells kept for the notes, which stand before the labels."""


class FinderInput(LineInput):
    """Moves the selection among the entries without leaving."""

    class Accept(Message):
        """The selected entry."""

    class Cancel(Message):
        """None of them."""

    class Move(Message):
        """Another entry, ``by`` rows on."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def action_accept_entry(self) -> None:
        self.post_message(self.Accept())

    def action_cancel_entry(self) -> None:
        self.post_message(self.Cancel())

    def action_entry_down(self) -> None:
        self.post_message(self.Move(1))

    def action_entry_up(self) -> None:
        self.post_message(self.Move(-1))


class _Entries(Listing, can_focus=False):
    """``status`` is the heading; ``missing`` is said where nothing has what is typed."""

    def __init__(self, palette: Palette, missing: str) -> None:
        super().__init__(palette, id="entries")
        self.is_active = True
        self.found: Sequence[Entry] = ()
        self.status = ""
        self.missing = missing

    def heading(self) -> str:
        return self.status

    def make_rows(self, width: int) -> Iterator[Row]:
        colours = self.palette
        if not self.found:
            yield Row(((ellipsis(self.missing, width), colours.muted),))
        for entry in self.found:
            note = ellipsis(entry.note, NOTE - 2)
            space = " " * (NOTE - cell_len(note))
            room = width - NOTE
            name = self.named(entry.label) if entry.kind else entry.label
            tail = cut(f"  {entry.tail}", room) if entry.tail else ""
            label = ellipsis(name, max(room - cell_len(tail), 0))
            style = colours.kind(entry.kind) if entry.kind else None
            drawn = ((note + space, colours.strong), (label, style), (tail, colours.muted))
            yield Row(tuple(part for part in drawn if part[0]), ("entry", entry.value))


class Finder(Container):
    """Covers the panes until an entry is chosen."""

    class Chosen(Message):
        """The person wants this entry."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    class Left(Message):
        """The person wants none."""

    def __init__(
        self, palette: Palette, prompt: str, missing: str, input: FinderInput | None = None
    ) -> None:
        super().__init__(id="finder")
        self._entries: tuple[Entry, ...] = ()
        self.beyond: Callable[[str], Iterable[Entry]] = lambda typed: ()
        """What else may be meant by what is typed, where few of the entries have it."""
        self._prompt = _Prompt(palette, prompt)
        self.input = input or FinderInput("", id="find")
        self.list = _Entries(palette, missing)

    def offer(self, entries: Iterable[Entry], status: str = "") -> None:
        """Offer other entries; ``status`` says what they are."""
        self._entries = tuple(entries)
        self.list.status = status
        self.list.headed = bool(status)
        self._look()

    def compose(self) -> ComposeResult:
        yield self._prompt
        yield self.input
        yield self.list

    def on_input_changed(self, event: LineInput.Changed) -> None:
        event.stop()
        self._look()

    def on_finder_input_move(self, message: FinderInput.Move) -> None:
        message.stop()
        (self.list.action_down if message.by > 0 else self.list.action_up)()

    def on_finder_input_accept(self, message: FinderInput.Accept) -> None:
        message.stop()
        if self.list.target is not None:
            self.post_message(self.Chosen(self.list.target[1]))

    def on_finder_input_cancel(self, message: FinderInput.Cancel) -> None:
        message.stop()
        self.post_message(self.Left())

    def on_listing_chosen(self, message: Listing.Chosen) -> None:
        """Clicked."""
        message.stop()
        self.post_message(self.Chosen(message.target[1]))

    def _look(self) -> None:
        typed = self.input.value.strip()
        found = matching(self._entries, typed)
        if typed and len(found) < FEW:
            known = {entry.value for entry in found}
            found += [entry for entry in self.beyond(typed) if entry.value not in known]
        self.list.found = found
        self.list.lay_out()


class _Prompt(Lines):
    def __init__(self, palette: Palette, text: str) -> None:
        super().__init__(palette, id="find-prompt")
        self._text = text

    def draw(self, row: int) -> Segments:
        return [self.segment(cut(f" {self._text} ", PROMPT), self.palette.accent)]
