"""The reader: one article, set as Chinese is set, its names alive."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from rich.style import Style
from textual import events
from textual.message import Message

from store.settings import Reading
from tui import links
from tui.language import say
from tui.marking import Mark, marks_of, of_role, on_line, overlay, with_links, with_marks
from tui.palette import Palette
from tui.panes.lines import Segments
from tui.panes.walked import Walked, counting, still
from tui.typesetting import SetLine, set_article
from tui.typography import Line, lines

if TYPE_CHECKING:
    from store.article import Article
    from store.library import Head
    from store.rewriting import Writing
    from store.search.hits import Sought
    from tui.browser.subject import Subject

MARGIN = 2
"""Cells left of the text, and at least as many right of it."""
_CHOSEN = Style(reverse=True)


class Place(NamedTuple):
    """Where one is in an article: the first line, by block and offset, the chosen name and hit."""

    id: str | None
    block: int | None
    offset: int
    top: int
    chosen: int | None
    unfolded: bool
    hit: int | None = None


class Reader(Walked):
    """Shows one article and walks the names and the hits in it, one or the other."""

    class OpenDossier(Message):
        """The person wants to know about an actor, by the id it is counted as."""

        def __init__(self, actor: str) -> None:
            super().__init__()
            self.actor = actor

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(palette, id=id)
        self.article: Article | None = None
        self.note = ""
        """Shown instead of an article."""
        self.unfolded = False
        self.centred = False
        """The text stands in the middle of the pane."""
        self.reading = Reading()
        """How articles are set."""
        self.links = True
        """Whether titles and addresses are links of the terminal."""
        self._address: str | None = None
        """Where the article's own links lead."""
        self._story: Sequence[Head] = ()
        self._sought: Sequence[Sought] = ()
        self._set: list[SetLine] = []
        self._marks: dict[int, list[Mark]] = {}
        self._starts: dict[int, list[tuple[int, int]]] = {}

    def show(
        self, article: Article, story: Sequence[Head] = (), sought: Sequence[Sought] = ()
    ) -> None:
        """Show an article from its beginning; ``sought``: what to mark as hits."""
        self.article, self._story, self._sought, self.note = article, story, sought, ""
        self.top, self.chosen, self.hit, self.unfolded = 0, None, None, False
        self._typeset()
        self.repaint()

    def renew(self, article: Article) -> None:
        """Show the article that is open with the names it has now; nothing moves."""
        was, has_hit = self.choice, self.hit is not None
        self.article = article
        self._typeset()
        spots = [(m.block, m.start) for m in (self.hits if has_hit else self.names)]
        spot = (was.block, was.start) if was else None
        at = spots.index(spot) if spot in spots else None
        self.chosen, self.hit = (None, at) if has_hit else (at, None)
        self.repaint()

    def write_in(self, writing: Writing) -> None:
        place = self.place()
        self.writing = writing
        self._typeset()
        self.go_to(self._line_of(place))
        self.repaint()

    def show_note(self, note: str) -> None:
        """Show a line of the browser's own instead of an article."""
        self.article, self.note = None, note
        self.top, self.chosen, self.hit = 0, None, None
        self._typeset()
        self.repaint()

    def place(self) -> Place:
        """Where one is now, for ``restore``."""
        first = self._set[self.top] if self.top < len(self._set) else None
        return Place(
            self.article.id if self.article else None,
            first.block if first else None,
            first.line.start if first else 0,
            self.top,
            self.chosen,
            self.unfolded,
            self.hit,
        )

    def restore(self, place: Place) -> None:
        """Go back to a place in the article that is shown."""
        self.unfolded = place.unfolded
        self._typeset()
        self.chosen = still(place.chosen, self.names)
        self.hit = still(place.hit, self.hits)
        self.top = self._line_of(place)
        self.go_to(self.top)
        self.repaint()

    @property
    def length(self) -> int:
        return len(self._set)

    @property
    def measure(self) -> int:
        """Cells there are for text."""
        return max(self.area.width - 2 * MARGIN, 2)

    @property
    def margin(self) -> int:
        """Cells left of the text."""
        spare = self.area.width - 2 * self.reading.measure
        return max(MARGIN, spare // 2) if self.centred else MARGIN

    def heading(self) -> str:
        script = {"simplified": say("simplified "), "traditional": say("traditional ")}
        return f"{say('Article')} {script.get(self.writing, '')}{self.share_read()}"

    def draw_line(self, line: int) -> Segments:
        if self.top + line >= len(self._set):
            return []
        set_line = self._set[self.top + line]
        text = set_line.line.text
        if not text:
            return []
        base = of_role(set_line.role, self.palette, self._address)
        lead = " " * (self.margin + set_line.indent - len(set_line.lead)) + set_line.lead
        return [self.segment(lead), *with_marks(text, self._marks_of(set_line), base)]

    def hinted(self, line: int) -> Iterable[tuple[int, str]]:
        """Where names begin on the line; one that goes on from the line above has its there."""
        at = self.top + line
        set_line = self._set[at] if at < len(self._set) else None
        if set_line is None or set_line.block is None:
            return []
        start, end = set_line.line.start, set_line.line.end
        return [
            (self.margin + set_line.column(mention.start), hint)
            for mention in self.names
            if mention.block == set_line.block and start <= mention.start < end
            if (hint := self.hints.get(counting(mention)))
        ]

    def jump(self, spot: Hashable) -> None:
        mention = next((m for actor, m in self.in_sight() if actor == spot), None)
        if mention is not None:
            self.chosen, self.hit = self.names.index(mention), None
            self.repaint()
            self.action_open_name()

    def fit(self) -> None:
        place = self.place()
        self._typeset()
        self.top = self._line_of(place)
        self.go_to(self.top)

    def on_click(self, event: events.Click) -> None:
        row = self.top + event.y - self.headed
        if event.y < self.headed or row >= len(self._set):
            return
        set_line = self._set[row]
        if set_line.role == "related" and set_line.block is None:
            self.action_related()
            return
        offset = set_line.offset(event.x - self.margin)
        for number, mention in enumerate(self.names):
            if mention.block == set_line.block and mention.start <= offset < mention.end:
                self.chosen, self.hit = number, None
                self.repaint()
                self.action_open_name()
                return

    def action_open_name(self) -> None:
        if self.chosen is None:
            self.walk(1)
            return
        self.post_message(self.OpenDossier(counting(self.names[self.chosen])))

    @property
    def selected(self) -> Subject | None:
        """The chosen name."""
        if self.article is None or self.chosen is None:
            return None
        from tui.browser.subject import Subject

        name = self.names[self.chosen]
        text = self.article.text_of(name.block)[name.start : name.end]
        return Subject(counting(name), name.kind, name.name, text)

    def action_related(self) -> None:
        place = self.place()
        self.unfolded = not self.unfolded
        self._typeset()
        self.go_to(self._line_of(place))
        self.repaint()

    def spot(self) -> tuple[str, int] | None:
        """The text of the block one is at, and the offset in it: of the chosen name or hit,
        else of the first line in sight that is the article's."""
        if self.article is None:
            return None
        if (at := self.choice) is not None:
            return self.article.text_of(at.block), at.start
        for set_line in self._set[self.top :]:
            if set_line.block is not None and (set_line.line.text or set_line.block >= 0):
                return self.article.text_of(set_line.block), set_line.line.start
        return self.article.title, 0

    def line_with(self, block: int, offset: int) -> int:
        """The line that holds an offset of a block."""
        starts = self._starts.get(block)
        if not starts:
            return 0
        return starts[max(bisect_right(starts, offset, key=lambda start: start[0]) - 1, 0)][1]

    def _line_of(self, place: Place) -> int:
        if place.block is None:
            return min(place.top, max(len(self._set) - 1, 0))
        return self.line_with(place.block, place.offset)

    def _typeset(self) -> None:
        self._starts = {}
        if self.article is None:
            note = (Line(0, 0, ""), *lines(self.note, self.measure))
            self._set = [SetLine("byline", line) for line in note]
            self.names, self.hits, self._marks = [], [], {}
            return
        shown, story = self.article, self._story
        if self.writing != "original":
            from store.rewriting import article_written

            shown = article_written(shown, self.writing)
            story = [replace(head, source=self.named(head.source or "")) for head in story]
        self._set = set_article(shown, story, self.measure, self.reading, unfolded=self.unfolded)
        for row, set_line in enumerate(self._set):
            if set_line.block is not None:
                self._starts.setdefault(set_line.block, []).append((set_line.line.start, row))
        self.names = sorted(
            (m for m in self.article.mentions if m.block in self._starts),
            key=lambda m: (m.block, m.start),
        )
        self.hits = []
        if self._sought:
            # Folding loads a table of characters: only once something was searched for.
            from store.search.hits import in_article

            self.hits = in_article(self.article, self._sought)
        self._marks = marks_of(self.article, self.hits, self.palette)
        self._address = None
        if self.links:
            self._address = links.drawn(self.article.url)
            self._marks = with_links(self._marks, self.article)

    def _marks_of(self, set_line: SetLine) -> list[Mark]:
        if set_line.block is None:
            return []
        marks = self._marks.get(set_line.block, [])
        over = self.choice
        if over is not None and over.block == set_line.block:
            style = _CHOSEN if self.hit is None else self.palette.current
            marks = overlay(marks, [Mark(over.start, over.end, style)])
        return on_line(marks, set_line.line)
