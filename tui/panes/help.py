"""Help: every command with its keys, and how names are marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message

from store.search.forms import FORMS
from tui.commands import PLACES, Command
from tui.keys import told as told_keys
from tui.language import say
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


class HelpPane(Scrolled):
    """Covers the panes until it is closed."""

    class Closed(Message):
        """The person has read enough."""

    def __init__(self, palette: Palette, commands: Iterable[Command]) -> None:
        super().__init__(palette, id="help")
        self._commands = tuple(commands)
        self._text = list(_text(palette, self._commands))

    def recolour(self, palette: Palette) -> None:
        self._text = list(_text(palette, self._commands))
        super().recolour(palette)

    def heading(self) -> str:
        return say("帮助  (esc 关闭)", "Help  (esc closes)")

    def draw_line(self, line: int) -> Segments:
        at = self.top + line
        return self._text[at] if at < len(self._text) else []

    @property
    def length(self) -> int:
        return len(self._text)


def _text(colours: Palette, commands: Iterable[Command]) -> Iterator[Segments]:
    plain = colours.text
    told = set()
    for place, title in PLACES.items():
        mine = [c for c in commands if place in c.places and c.id not in told]
        if mine:
            yield []
            yield [Segment("  " + say(*title), colours.accent)]
        for command in mine:
            told.add(command.id)
            keys = cut("  ".join(told_keys(command)), KEYS)
            space = " " * (KEYS - cell_len(keys) + 1)
            yield [
                Segment("    " + keys, colours.strong),
                Segment(space + command.label, plain),
            ]
    yield []
    yield [Segment(say("  名字", "  Names"), colours.accent)]
    yield from _legend(colours)
    yield []
    yield [Segment(say("  搜索语言", "  Query language"), colours.accent)]
    for form in FORMS:
        ways = "  ".join(form.shown)
        space = " " * (max(FORM - cell_len(ways), 0) + 1)
        yield [
            Segment("    " + ways, colours.strong),
            Segment(space + say(form.zh, form.en), plain),
        ]
    yield []
    yield [Segment(say("  标记", "  Marks"), colours.accent)]
    for mark, meaning in (("N", say("未读", "unread")), ("*", say("星标", "starred"))):
        yield [Segment(f"    {mark:<{KEYS}} ", colours.strong), Segment(meaning, plain)]


def _legend(colours: Palette) -> Iterator[Segments]:
    """Each kind of name as it is drawn, and how it is known where there are no colours."""
    known: tuple[tuple[ActorKind, str, str, str], ...] = (
        ("person", "普京", say("人物", "person"), say("粗体", "bold")),
        ("organisation", "联合国", say("组织", "organisation"), say("粗斜体", "bold, slanted")),
        ("media", "美国之音", say("媒体", "media"), say("斜体", "slanted")),
        ("place", "日内瓦", say("地方", "place"), say("只有下划线", "underlined only")),
    )
    for kind, name, called, drawn in known:
        yield [
            Segment("    ", colours.text),
            Segment(name, colours.kind(kind)),
            Segment(" " * (KEYS - cell_len(name) + 1) + called, colours.text),
            Segment(f"  {drawn}", colours.muted),
        ]
    yield [
        Segment("    ", colours.text),
        Segment(say("搜到的", "what was found"), colours.hit),
    ]
