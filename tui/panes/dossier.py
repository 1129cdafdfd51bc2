"""The dossier: one actor, who it is named with, and its articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from tui import dates
from tui.keys import bindings
from tui.language import say
from tui.palette import Palette
from tui.panes.lines import Pane, Segments
from tui.typography import cut, ellipsis, lines

if TYPE_CHECKING:
    from store.library import ActorCount, Dossier, Head

Target: TypeAlias = tuple[Literal["actor", "article", "query"], str]
MARGIN = 1
NAMED_WITH = 12
"""Actors shown that it is named with."""
SEEN = 12
"""Texts shown that name it."""
BAR = 10
"""Cells of the longest bar."""
_BLOCKS = "▁▂▃▄▅▆▇█"
_WHEEL = 3


@dataclass(frozen=True, slots=True)
class _Row:
    """``target``: what enter opens; None for a row that is only read."""

    segments: tuple[tuple[str, Style | None], ...]
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is in a dossier."""

    actor: str
    row: int
    top: int


class DossierPane(Pane):
    """Shows a dossier; walks the rows that lead somewhere."""

    BINDINGS = bindings("dossier")

    class Chosen(Message):
        """The person wants what a row leads to: an actor or an article by id, or a query."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(palette, id=id)
        self.dossier: Dossier | None = None
        self.row = 0
        self.top = 0
        self._latest: Sequence[Head] = ()
        self._rows: list[_Row] = []

    def show(self, dossier: Dossier, latest: Sequence[Head]) -> None:
        """Show an actor; ``latest``: its newest articles."""
        self.dossier, self._latest = dossier, latest
        self.row = self.top = 0
        self._lay_out()
        self.row = next((at for at, row in enumerate(self._rows) if row.target), 0)
        self.repaint()

    def place(self) -> Place | None:
        """Where one is now, for ``restore``."""
        if self.dossier is None:
            return None
        return Place(self.dossier.actor, self.row, self.top)

    def restore(self, place: Place) -> None:
        """Go back to a place in the dossier that is shown."""
        self.row = min(place.row, len(self._rows) - 1)
        self.top = place.top
        self._scroll()
        self.repaint()

    @property
    def target(self) -> Target | None:
        """What the selected row leads to."""
        return self._rows[self.row].target if self.row < len(self._rows) else None

    def heading(self) -> str:
        return say("档案", "Dossier")

    def draw_line(self, line: int) -> Segments:
        at = self.top + line
        if at >= len(self._rows):
            return []
        row = self._rows[at]
        if at == self.row and row.target is not None:
            style = self.palette.cursor if self.has_focus else self.palette.parked
            return [Segment(">" + "".join(text for text, _ in row.segments) + " ", style)]
        return [self.segment(" "), *(self.segment(text, style) for text, style in row.segments)]

    def fit(self) -> None:
        target = self.target
        self._lay_out()
        self.row = next(
            (at for at, row in enumerate(self._rows) if target and row.target == target),
            min(self.row, max(len(self._rows) - 1, 0)),
        )
        self._scroll()

    def on_click(self, event: events.Click) -> None:
        row = self.top + event.y - self.headed
        if event.y >= self.headed and row < len(self._rows) and self._rows[row].target is not None:
            self.row = row
            self.repaint()
            self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll_by(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll_by(-_WHEEL)

    def action_down(self) -> None:
        self._step(1)

    def action_up(self) -> None:
        self._step(-1)

    def action_page_down(self) -> None:
        self._page(max(self.rows - 1, 1))

    def action_page_up(self) -> None:
        self._page(-max(self.rows - 1, 1))

    def action_home(self) -> None:
        self._page(-len(self._rows))

    def action_end(self) -> None:
        self._page(len(self._rows))

    def action_choose(self) -> None:
        if self.target is not None:
            self.post_message(self.Chosen(self.target))

    def _step(self, by: int) -> None:
        """To the next row that leads somewhere."""
        at = self.row + by
        while 0 <= at < len(self._rows):
            if self._rows[at].target is not None:
                self.row = at
                break
            at += by
        else:
            if by < 0:
                self.top = 0
                self.repaint()
                return
        self._scroll()
        self.repaint()

    def _page(self, by: int) -> None:
        ahead = [at for at, row in enumerate(self._rows) if row.target is not None]
        if ahead:
            wanted = self.row + by
            self.row = min(ahead, key=lambda at: abs(at - wanted))
        self.top += by
        self._scroll()
        self.repaint()

    def _scroll_by(self, by: int) -> None:
        self.top = max(min(self.top + by, len(self._rows) - self.rows), 0)
        self.repaint()

    def _scroll(self) -> None:
        """The selected row in sight, and as much of what is above the first one."""
        if self.rows:
            self.top = max(min(self.top, self.row), self.row - self.rows + 1, 0)
            if all(row.target is None for row in self._rows[: self.row]) and self.row < self.rows:
                self.top = 0

    def _lay_out(self) -> None:
        self._rows = list(self._make_rows(self.dossier)) if self.dossier and self.area else []

    def _make_rows(self, dossier: Dossier) -> Iterator[_Row]:
        colours = self.palette
        width = max(self.area.width - 2 * MARGIN, 2)
        yield _Row(())
        kind = _kind(dossier.kind)
        yield _Row(
            (
                (ellipsis(dossier.name, width - cell_len(kind) - 2), colours.kind(dossier.kind)),
                (f"  {kind}", colours.muted),
            )
        )
        about = "  ".join(part for part in (dossier.role, dossier.english) if part)
        for text in (about, say("、", ", ").join(dossier.aliases)):
            if text:
                for line in lines(text, width)[:3]:
                    yield _Row(((line.text, colours.muted),))
        yield _Row(())
        counts = say(
            f"{dossier.articles} 篇文章，{dossier.mentions} 次提到",
            f"{dossier.articles} articles, {dossier.mentions} mentions",
        )
        yield _Row(((cut(counts, width), None),))
        if dossier.first and dossier.last:
            yield _Row(((f"{dossier.first} - {dossier.last}", colours.muted),))
        if dossier.months:
            yield _Row(((sparkline([n for _, n in dossier.months], width), colours.accent),))
        if any(text != dossier.name for text, _ in dossier.seen):
            seen = say("、", ", ").join(f"{text} {n}" for text, n in dossier.seen[:SEEN])
            for line in lines(say("文中称：", "Named as ") + seen, width)[:3]:
                yield _Row(((line.text, colours.muted),))
        together = dossier.together[:NAMED_WITH]
        if together:
            yield from self._title(say("一同出现（按关联）", "Named with, closest first"))
            most = max(count.articles for count in together)
            for count in together:
                yield self._together(count, most, width)
        if self._latest:
            yield from self._title(say("文章", "Articles"))
            today = datetime.now().astimezone().date()
            for head in self._latest:
                date = f"{dates.short(head.published, today):>{dates.SHORT}}  "
                title = ellipsis(head.title, max(width - len(date), 0))
                yield _Row(((date, colours.muted), (title, None)), ("article", head.id))
            every = say("全部列在头条里", "all of them in the list")
            yield _Row(((every, colours.accent),), ("query", f"人:{dossier.actor}"))

    def _title(self, text: str) -> Iterator[_Row]:
        yield _Row(())
        yield _Row(((text, self.palette.strong),))

    def _together(self, count: ActorCount, most: int, width: int) -> _Row:
        """Number and name before the bar, whose blocks not all terminals take for one cell."""
        bar = "▇" * max(round(count.articles * BAR / most), 1)
        room = max(width - 6 - BAR, 2)
        name = cut(count.name, room)
        space = " " * (min(room, 24) - cell_len(name))
        return _Row(
            (
                (f"{count.articles:>4} ", self.palette.muted),
                (name, self.palette.kind(count.kind)),
                (f"{space} {bar}", self.palette.muted),
            ),
            ("actor", count.actor),
        )


def sparkline(counts: Sequence[int], width: int) -> str:
    """Counts as bars of one cell, the newest at the right.

    Where there are more counts than cells, neighbours are added up; no count is drawn as a blank,
    and any count above it as a bar.
    """
    per = -(-len(counts) // max(width, 1))
    # From the end, so that the newest bar stands for as many months as the others.
    edges = range(len(counts), 0, -per)
    sums = [sum(counts[max(edge - per, 0) : edge]) for edge in edges][::-1]
    most = max(sums, default=0)
    if not most:
        return " " * len(sums)
    return "".join(_BLOCKS[-(-n * len(_BLOCKS) // most) - 1] if n else " " for n in sums)


def _kind(kind: str) -> str:
    return {
        "person": say("人物", "person"),
        "organisation": say("组织", "organisation"),
        "media": say("媒体", "media"),
        "place": say("地方", "place"),
    }[kind]
