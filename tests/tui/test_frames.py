"""What is sent to the terminal adds up to what the browser shows, frame by frame."""

from __future__ import annotations

from typing import Any

import pyte
import pytest
from rich.color import ColorSystem
from textual._compositor import CompositorUpdate
from textual.screen import Screen as Displayed

from tests.pty.terminal import Screen
from tests.tui.cells import seen
from tests.tui.fake_library import FakeLibrary
from tests.tui.test_browser import press, settle, shown
from tui.app import WenrenApp
from tui.browser.setup import Setup
from tui.terminal import Theme
from tui.wire.shadow import Shadow


class Sent(WenrenApp):
    """A browser whose frames two terminals receive: one as they are, one by way of a shadow."""

    def receive(self, cols: int, rows: int, *, compared: bool) -> None:
        self.compared = compared
        self.whole, self.terminal = Screen(cols, rows), Screen(cols, rows)
        self.streams = [pyte.Stream(screen) for screen in (self.whole, self.terminal)]
        for screen in (self.whole, self.terminal):
            screen.reset_mode(pyte.modes.DECAWM)
        self.shadow = Shadow(erases_in_colour=True)

    def _display(self, screen: Displayed[Any], renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate):
            frame = renderable.render_segments(self.console)
            if self.compared:
                self.streams[0].feed(frame.replace("\n", ""))
            self.streams[1].feed(self.shadow.draw(frame))

    def received(self) -> str:
        """The terminal's text; pyte leaves an empty cell behind every wide one."""
        return "\n".join(
            "".join(row[x].data for x in range(self.terminal.columns)).rstrip()
            for row in (self.terminal.buffer[y] for y in range(self.terminal.lines))
        )


WAYS = {
    "list": ["down", "pagedown", "G", "up", "g", "space", "n", "N", "J", "K"],
    "dossier and back": ["tab", "tab", "enter", "down", "enter", "escape", "escape", "escape"],
    "search and cancel": ["slash", "普", "京", "(", "backspace", "escape"],
    "completions": ["slash", "普", "tab", "tab", "escape", "ctrl+p", "backspace", "tab", "enter"],
    "search and back": ["slash", "援", "助", "enter", "down", "escape"],
    "search from a dossier": ["tab", "enter", "slash", "普", "enter", "escape", "escape"],
    "hits": ["slash", "普", "京", "enter", "n", "n", "N", "J", "n", "escape", "down", "N"],
    "help": ["question_mark", "pagedown", "escape", "down"],
    "zoom": ["enter", "z", "pagedown", "z", "left", "z", "down", "escape"],
    "related": ["enter", "o", "end", "o"],
    "comparison and back": ["down", "down", "down", "d", "tab", "d", "pagedown", "o", "escape"],
    "comparison to the next story": ["down", "down", "down", "d", "left", "down", "right"],
    "search from a comparison": ["down", "down", "down", "d", "slash", "援", "escape", "escape"],
    "facets, narrower and wider": ["f", "b", "down", "enter", "Z", "o", *["escape"] * 5],
    "saved searches": [
        "slash",
        "援",
        "enter",
        "S",
        "enter",
        "L",
        "down",
        "K",
        "R",
        "x",
        "enter",
        "1",
    ],
    "days, two lines, reports": [*["down"] * 3, "D", "o", "down", "v", "pagedown", "o", "v", "D"],
    "the other order and back": ["D", "O", "down", "<", ">"],
    "layouts and sizes": ["W", "+", "enter", "+", "W", "W", "-", "tab", "enter", "W", "escape"],
    "zen": ["Z", "pagedown", "s", "tab", "enter", "escape", "escape", "escape"],
    "to an article of a dossier": ["tab", "enter", "end", "up", "enter", "escape", "escape"],
}


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
@pytest.mark.parametrize("way", WAYS)
async def test_the_terminal_has_what_is_shown(way: str, size: tuple[int, int]) -> None:
    app = Sent(FakeLibrary(120))  # type: ignore[arg-type]
    app.receive(*size, compared=False)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert app.received() == shown(app)
        for key in WAYS[way]:
            await press(pilot, key)
            assert app.received() == shown(app), key


@pytest.mark.parametrize("theme", ["ansi-dark", "dark"])
@pytest.mark.parametrize("way", ["zoom", "search from a dossier", "comparison and back"])
async def test_every_cell_looks_as_textual_paints_it(way: str, theme: Theme) -> None:
    app = Sent(FakeLibrary(120), setup=Setup(theme, theme))  # type: ignore[arg-type]
    app.console._color_system = ColorSystem.TRUECOLOR
    app.receive(120, 40, compared=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for key in WAYS[way]:
            await press(pilot, key)
            assert seen(app.terminal) == seen(app.whole), key
    coloured = {cell.bg for row in app.whole.buffer.values() for cell in row.values()}
    assert (len(coloured) > 1) == (theme == "dark")
