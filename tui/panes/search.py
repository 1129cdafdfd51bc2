"""The search pane: what is typed, what it finds so far, and what may be meant to be typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from tui.browser.completing import Choice
from tui.browser.recall import Recall
from tui.language import say
from tui.palette import Palette
from tui.panes.completions import Completions
from tui.panes.found import PROMPT, Found
from tui.panes.line_input import LineInput
from tui.panes.lines import Lines, Segments
from tui.typography import cut

if TYPE_CHECKING:
    from store.errors import QueryError
    from store.library import Meaning
    from store.search.completion import Completion


class SearchInput(LineInput):
    """One line of query; moves the selection of the results without leaving."""

    class Accept(Message):
        """To the results."""

    class Cancel(Message):
        """Back to what was there before."""

    class Edited(Message):
        """The text is another, or its cursor elsewhere."""

    class Move(Message):
        """Another result, ``by`` rows on."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Choose(Message):
        """Another completion, ``by`` on."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Walk(Message):
        """Another of the queries asked before: an older one, or (``older`` false) a newer."""

        def __init__(self, older: bool) -> None:
            super().__init__()
            self.older = older

    def __init__(self, query: str) -> None:
        super().__init__(query, id="query")

    def on_mount(self) -> None:
        for part in ("value", "selection"):
            self.watch(self, part, self._edited, init=False)

    def _edited(self) -> None:
        self.post_message(self.Edited())

    @property
    def line(self) -> tuple[str, int]:
        """What is typed, and where the cursor is."""
        return self.value, self.cursor_position

    def put(self, line: str, at: int) -> None:
        self.value = line
        self.cursor_position = at

    def action_accept(self) -> None:
        self.post_message(self.Accept())

    def action_cancel(self) -> None:
        self.post_message(self.Cancel())

    def action_result_down(self) -> None:
        self.post_message(self.Move(1))

    def action_result_up(self) -> None:
        self.post_message(self.Move(-1))

    def action_complete(self) -> None:
        self.post_message(self.Choose(1))

    def action_complete_back(self) -> None:
        self.post_message(self.Choose(-1))

    def action_older_query(self) -> None:
        self.post_message(self.Walk(older=True))

    def action_newer_query(self) -> None:
        self.post_message(self.Walk(older=False))


class _Prompt(Lines):
    def draw(self, row: int) -> Segments:
        return [Segment(cut(say(" Find "), PROMPT), self.palette.accent)]


class SearchPane(Container):
    """Covers the header and the panes' headings while a query is typed.

    ``asked`` gives the queries asked before, newest first, and ``complete`` what may be meant by a
    line with the cursor somewhere. ``named`` writes names in the script that is read.
    """

    def __init__(
        self,
        palette: Palette,
        query: str,
        asked: Callable[[], Sequence[str]],
        complete: Callable[[str, int], Sequence[Completion]],
        named: Callable[[str], str],
    ) -> None:
        super().__init__(id="search")
        self.palette = palette
        self.input = SearchInput(query)
        self.found = Found(palette, named)
        self.completions = Completions(palette, named)
        self._asked = asked
        self._complete = complete
        self.completions.fitted = self._fit
        self._offered: Sequence[Completion] = ()
        """What was last offered, all of it."""
        self._choice: Choice | None = None
        self._recall: Recall | None = None

    def compose(self) -> ComposeResult:
        yield _Prompt(self.palette, id="prompt")
        yield self.input
        yield self.found
        yield self.completions

    @property
    def is_chosen(self) -> bool:
        """What is typed is a completion that was chosen, and others may be yet."""
        choice = self._choice
        return choice is not None and choice.chosen is not None and choice.line == self.input.line

    def show_list(self, query: str, found: str) -> None:
        """What the list shows, and how much it is, in words."""
        self.found.query_text, self.found.found = query, found
        self.found.repaint()

    def show_error(self, typed: str, error: QueryError | None) -> None:
        """What is wrong with what was typed, or isn't finished of it, if anything."""
        self.found.typed, self.found.error = typed, error
        self.found.is_final = False
        self.found.repaint()

    def insist(self) -> None:
        """What was typed is all: what isn't finished is wrong."""
        self.found.is_final = True
        self.found.repaint()

    def show_meanings(self, meanings: Sequence[Meaning]) -> None:
        """What names in the query were taken for."""
        self.found.meanings = meanings
        self.found.repaint()

    def offer(self, typed: str, at: int, completions: Sequence[Completion]) -> None:
        """These may be meant by what is typed."""
        self._offered = completions
        self._choice = Choice(typed, at, self._at_hand(typed, completions))
        self.completions.show(self._choice.offered, None)

    def _fit(self) -> None:
        """Offer as much as there is room for now; the offer may come before the pane is seen."""
        choice = self._choice
        if choice is not None and choice.chosen is None:
            self._choice = replace(choice, offered=self._at_hand(choice.typed, self._offered))
            self.completions.offered = self._choice.offered

    def take_key(self) -> bool:
        """Have done with choosing if a key is chosen; whether one was."""
        if not (self.is_chosen and self._choice is not None and self._choice.is_key):
            return False
        self._choice = None
        return True

    def on_search_input_choose(self, message: SearchInput.Choose) -> None:
        message.stop()
        self._choose(message.by)

    def on_completions_taken(self, message: Completions.Taken) -> None:
        message.stop()
        choice = self._choice
        if choice is not None and choice.line == self.input.line:
            self._choice = None
            self.input.put(*Choice(choice.typed, choice.at, choice.offered, message.index).line)

    def on_search_input_walk(self, message: SearchInput.Walk) -> None:
        message.stop()
        recall = self._recall
        if recall is None or recall.line != self.input.value:
            recall = Recall.of(self.input.value, self._asked())
        self._recall = recall.older() if message.older else recall.newer()
        self.input.put(self._recall.line, len(self._recall.line))

    def on_search_input_cancel(self, message: SearchInput.Cancel) -> None:
        """A completion is taken back before the search is."""
        choice = self._choice
        if self.is_chosen and choice is not None:
            message.stop()
            self._choice = Choice(choice.typed, choice.at, choice.offered)
            self._show()

    def _choose(self, by: int) -> None:
        choice = self._choice
        if choice is None or choice.line != self.input.line:
            # Faster than what is typed was answered; it takes a few milliseconds.
            line = self.input.line
            self._offered = self._complete(*line)
            choice = Choice(*line, self._at_hand(line[0], self._offered))
        self._choice = choice.moved(by)
        self._show()
        if self._choice.is_key and len(choice.offered) == 1:
            # Nothing else to choose: on to its values.
            self._choice = None

    def _show(self) -> None:
        if self._choice is not None:
            self.completions.show(self._choice.offered, self._choice.chosen)
            self.input.put(*self._choice.line)

    def _at_hand(self, typed: str, completions: Sequence[Completion]) -> tuple[Completion, ...]:
        """Where nothing is typed, the latest queries leave half the room to the keys."""
        if typed.strip():
            return tuple(completions)
        asked = [c for c in completions if c.kind == "asked"]
        half = max(self.completions.least // 2, 1)
        return (*asked[:half], *(c for c in completions if c.kind != "asked"))
