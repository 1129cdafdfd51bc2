"""Help: every command with its keys, the query language, and how names and articles are marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment

from store.search.forms import FORMS
from tui.browser.finding import Entry, holds
from tui.commands import Command, by_place
from tui.keys import told as told_keys
from tui.language import in_chinese, say
from tui.palette import Palette
from tui.panes.lines import Segments
from tui.panes.scrolled import Scrolled
from tui.typography import cut

if TYPE_CHECKING:
    from store.article import ActorKind

KEYS = 18
"""Cells of the column of keys."""
FORM = 26
"""Cells of the column of the query language's forms; a longer one moves what it finds."""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One thing that is explained, under a title; ``entry`` is what it is found by."""

    title: str
    drawn: Segments
    entry: Entry


class HelpPane(Scrolled):
    """Covers the panes until it is closed; ``filter``: what the lines that are shown hold."""

    def __init__(self, palette: Palette, commands: Iterable[Command]) -> None:
        super().__init__(palette, id="help")
        self._commands = tuple(commands)
        self.filter = ""
        self._lay_out()

    def recolour(self, palette: Palette) -> None:
        self.palette = palette
        self._lay_out()
        super().recolour(palette)

    def show_only(self, typed: str) -> None:
        """Show the lines that hold every word typed, themselves or in their title."""
        if typed.strip() != self.filter:
            self.filter = typed.strip()
            self._lay_out()
            self.top = 0
            self.repaint()

    def heading(self) -> str:
        if self.filter:
            return say("Help: {filter}  (esc: all)", filter=self.filter)
        return say("Help  (/ finds, esc closes)")

    def draw_line(self, line: int) -> Segments:
        at = self.top + line
        return self._text[at] if at < len(self._text) else []

    @property
    def length(self) -> int:
        return len(self._text)

    def _lay_out(self) -> None:
        colours, words = self.palette, self.filter.split()
        found = (line for line in help_lines(colours, self._commands) if holds(line.entry, words))
        self._text: list[Segments] = []
        for title, lines in groupby(found, key=lambda line: line.title):
            self._text += [[], [Segment(f"  {title}", colours.accent)]]
            self._text += [line.drawn for line in lines]
        if not self._text:
            none = say("  Nothing in the help has it.")
            self._text = [[], [Segment(none, colours.muted)]]


def help_lines(colours: Palette, commands: Iterable[Command]) -> Iterator[HelpLine]:
    """All that is explained, in order."""
    for place, its in by_place(commands):
        title = say(place)
        for c in its:
            keys = "  ".join(told_keys(c))
            words = (*c.keys, *_both(c.does), c.id, *_both(place))
            entry = Entry(c.label, c.id, keys, " ".join(words))
            yield _line(colours, title, cut(keys, KEYS), KEYS, entry)
    yield from _legend(colours)
    for form in FORMS:
        ways = "  ".join(form.shown)
        title = say("Query language")
        entry = Entry(say(form.finds), ways, ways, " ".join((*_both(form.finds), title)))
        yield _line(colours, title, ways, FORM, entry)
    title = say("Marks")
    for mark, meaning in (("N", say("unread")), ("*", say("starred"))):
        yield _line(colours, title, mark, KEYS, Entry(meaning, mark, mark, title))


def _line(colours: Palette, title: str, key: str, cells: int, entry: Entry) -> HelpLine:
    space = " " * (max(cells - cell_len(key), 0) + 1)
    drawn = [
        Segment("    " + key, colours.strong),
        Segment(space + entry.label, colours.text),
    ]
    return HelpLine(title, drawn, entry)


def _legend(colours: Palette) -> Iterator[HelpLine]:
    """Each kind of name as it is drawn, and how it is known where there are no colours."""
    known: tuple[tuple[ActorKind, str, str, str], ...] = (
        ("person", "普京", say("person"), say("bold")),
        ("organisation", "联合国", say("organisation"), say("bold, slanted")),
        ("media", "美国之音", say("media"), say("slanted")),
        ("place", "日内瓦", say("place"), say("underlined only")),
    )
    title = say("Names")
    for kind, name, called, how in known:
        drawn = [
            Segment("    ", colours.text),
            Segment(name, colours.kind(kind)),
            Segment(" " * (KEYS - cell_len(name) + 1) + called, colours.text),
            Segment(f"  {how}", colours.muted),
        ]
        yield HelpLine(title, drawn, Entry(called, kind, name, f"{how} {kind} {title}"))
    found = say("what was found")
    drawn = [Segment("    ", colours.text), Segment(found, colours.hit)]
    yield HelpLine(title, drawn, Entry(found, "hit", words=title))


def _both(message: str) -> tuple[str, str]:
    """A message in both languages: it is found by either."""
    return message, in_chinese(message)
