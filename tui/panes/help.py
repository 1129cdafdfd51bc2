"""Help: every command with its keys, and how names are marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from textual.message import Message

from store.search.forms import FORMS
from tui.commands import PLACES, Command
from tui.keys import read, shown
from tui.language import say
from tui.palette import Palette
from tui.panes.lines import Segments
from tui.panes.scrolled import Scrolled
from tui.typography import cut

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
        self._text = list(_text(palette, commands))

    def heading(self) -> str:
        return say("帮助  (esc 关闭)", "Help  (esc closes)")

    def draw_line(self, line: int) -> Segments:
        at = self.top + line
        return self._text[at] if at < len(self._text) else []

    @property
    def length(self) -> int:
        return len(self._text)


def _text(colours: Palette, commands: Iterable[Command]) -> Iterator[Segments]:
    from rich.segment import Segment

    plain = colours.text
    told = set()
    for place, title in PLACES.items():
        mine = [c for c in commands if place in c.places and c.id not in told]
        if mine:
            yield []
            yield [Segment("  " + say(*title), colours.accent)]
        for command in mine:
            told.add(command.id)
            keys = cut("  ".join(shown(read(key)) for key in command.keys), KEYS)
            space = " " * (KEYS - cell_len(keys) + 1)
            yield [
                Segment("    " + keys, colours.strong),
                Segment(space + command.label, plain),
            ]
    yield []
    yield [Segment(say("  名字", "  Names"), colours.accent)]
    yield [
        Segment("    ", plain),
        Segment(say("人物", "person"), colours.person),
        Segment("   ", plain),
        Segment(say("组织", "organisation"), colours.organisation),
        Segment("   ", plain),
        Segment(say("媒体", "media"), colours.media),
        Segment("   ", plain),
        Segment(say("地方", "place"), colours.place),
    ]
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
