"""The frame of the browser: the panes in their places, header and footer, who has the keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from tui.browser.arrangement import Arrangement
from tui.browser.awaited import Awaited
from tui.browser.history import SIDES, Front, Side
from tui.browser.layout import USUAL, Box, size_class
from tui.browser.obeying import Obeying
from tui.browser.painting import MainScreen
from tui.browser.setup import Setup
from tui.browser.standing import Over, Stage, panes, standing
from tui.keys import footer
from tui.panes.bars import Header, Rule
from tui.panes.headlines import Headlines
from tui.panes.reader import Reader

if TYPE_CHECKING:
    from textual.await_remove import AwaitRemove
    from textual.timer import Timer

    from store.library import Head
    from tui.panes.comparison import ComparisonPane
    from tui.panes.edit_line import EditInput, EditLine
    from tui.panes.finder import Finder
    from tui.panes.help import HelpPane
    from tui.panes.hint import Hint
    from tui.panes.listing import Listing
    from tui.panes.search import SearchPane

NOTICE = 2.0
"""Seconds a notice stays in the footer."""
L = TypeVar("L", bound="Listing")


class Frame(Obeying):
    """Knows nothing of the store: ``WenrenApp`` fills it."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    CSS = """
    MainScreen { overflow: hidden; }
    #search { layout: grid; grid-size: 2 3; grid-columns: 6 1fr; grid-rows: 1 1 1fr; }
    #found, #completions { column-span: 2; }
    #finder { layout: grid; grid-size: 2 2; grid-columns: 6 1fr; grid-rows: 1 1fr; }
    #entries { column-span: 2; }
    #edit-line { layout: grid; grid-size: 2 1; grid-rows: 1; }
    LineInput, LineInput:focus {
        background: $background; background-tint: transparent; border: none;
    }
    """

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.awaited = Awaited()
        """What the next frame is put off for."""
        self.front: Front = "list"
        """The pane that has the keys, or had them before search or help took them."""
        self.zoomed = self.zen = False
        self.shaped = dict(setup.shaped)
        """How the person has the panes, by the class of the terminal's size."""
        self.side: Side | None = None
        """The third pane that is open."""
        self.header = Header(self.colours)
        self.headlines = Headlines(self.colours, self.head_selected, id="list")
        self.reader = Reader(self.colours, id="reader")
        self.reader.reading = setup.reading
        self.reader.links = setup.links
        self.reader.writing = self.headlines.writing = setup.reading.script
        # Made when they are first called for: what they import isn't needed for the first frame.
        self.comparison: ComparisonPane | None = None
        """Stands in the reader's place while it is open."""
        self.sides: dict[Side, Listing] = {}
        """The panes that may stand at the side, as far as they were called for."""
        self.search: SearchPane | None = None
        self.help: HelpPane | None = None
        self.finder: Finder | None = None
        self.edit_line: EditLine | None = None
        self.hint: Hint | None = None
        """A line above the footer that somebody follows."""
        self._edit_going: AwaitRemove | None = None
        self._notice: Timer | None = None

    def head_selected(self, head: Head | None) -> None:
        """The list's selection changed."""
        raise NotImplementedError

    def get_default_screen(self) -> Screen[None]:
        return MainScreen(Arrangement(self._boxes), self.awaited, self._heir)

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.headlines
        yield Rule(self.colours, id="rule-1")
        yield self.reader
        yield Rule(self.colours, id="rule-2")
        if self.hint is not None:
            yield self.hint
        yield self.footer

    def arrange_panes(self) -> None:
        """Put every pane where it belongs now."""
        # Asked of a child: a layout asked of the screen alone finds its old one cached.
        self.header.refresh(repaint=False, layout=True)

    @property
    def over(self) -> Widget | None:
        """What lies over the panes and has their keys: the topmost line, or the help."""
        lines = (self.edit_line, self.finder, self.search)
        return next((line.input for line in lines if line is not None), self.help)

    @property
    def is_typed_in(self) -> bool:
        """Whether a line is open that takes what is typed."""
        return self.over is not self.help

    def _heir(self, widget: Widget | None) -> Widget:
        """Who gets the keys where ``widget`` is to have them, or nobody.

        What lies on top; else a pane that stands here now, which what was clicked a moment ago
        needn't any more.
        """
        if self.over is not None:
            return self.over
        standing: list[Widget] = [self.headlines, self.comparison or self.reader]
        if self.side in self.sides:
            standing.append(self.sides[self.side])
        return widget if widget is not None and widget in standing else self._pane_of(self.front)

    def _pane_of(self, front: Front) -> Widget:
        beside = self.sides.get(front) if front in SIDES else self.comparison or self.reader
        return self.headlines if front == "list" or beside is None else beside

    def turn_to(self, front: Front) -> None:
        """Give a pane the keys; what lies over it keeps them till it is closed."""
        pane = self._pane_of(front)
        if self.over is not None:
            self._come_forward(front)
            return
        before = self.screen.focused
        self.screen.set_focus(pane, scroll_visible=False)
        # They and the footer would be told by messages, and maybe painted a frame later.
        if before is not None and before is not pane:
            before.has_focus = False
            before.refresh()
        pane.has_focus = True
        pane.refresh()
        self._keys_at(pane)

    @asynccontextmanager
    async def at_once(self) -> AsyncIterator[None]:
        """One frame for all that happens within, also where it waits for something."""
        with self.batch_update():
            yield
        # Textual asks only the app whether there is something to paint, and a screen that was
        # asked while it had to wait has forgotten.
        self.screen.check_idle()

    async def open_side(self, side: Side, pane: Callable[..., L]) -> L:
        """The pane of a side, made by ``pane`` if need be, which is now open."""
        if side not in self.sides:
            self.sides[side] = made = pane(self.colours, id=side)
            made.writing = self.reader.writing
            await self.mount(made)
        if self.side != side:
            if self.front == self.side:
                # It goes, and has the keys until the other is given them.
                self.front = side
            self.side = side
            self.arrange_panes()
        return cast("L", self.sides[side])

    def close_side(self) -> None:
        """Close the pane at the side; the list has the keys."""
        self.turn_to("list")
        self.front, self.side = "list", None
        self.arrange_panes()

    async def edit(
        self,
        prompt: str,
        text: str,
        accept: Callable[[str], None],
        typed: Callable[[str], None] | None = None,
    ) -> None:
        """Have a line edited in the footer's place; ``accept`` gets it unless it is left.

        ``typed`` is told what stands there with every key, and "" when it is left.
        """
        from tui.panes.edit_line import EditLine

        if self.edit_line is not None:
            return
        if self._edit_going is not None:
            # One line may lead to another, and a name is free only when its bearer is gone.
            await self._edit_going
            self._edit_going = None
        self.edit_line = EditLine(self.colours, prompt, text, accept, typed)
        with self.batch_update():
            await self.mount(self.edit_line)
            self.arrange_panes()
            self.screen.set_focus(None)

    def on_edit_input_accept(self, message: EditInput.Accept) -> None:
        if self.edit_line is not None:
            accept = self.edit_line.accept
            self._leave_edit()
            accept(message.text)

    def on_edit_input_cancel(self) -> None:
        if self.edit_line is not None:
            self.edit_line.typed("")
        self._leave_edit()

    def _leave_edit(self) -> None:
        if self.edit_line is not None:
            shown, self.edit_line = self.edit_line, None
            self._edit_going = shown.remove()
            self.give_back()
            self.arrange_panes()

    def give_back(self) -> None:
        """What had the keys is closed: give them to what lay beneath it."""
        if self.over is not None:
            self.screen.set_focus(None)
        else:
            self.turn_to(self.front)

    def on_app_blur(self, event: events.AppBlur) -> None:
        """The terminal's window lost the focus: Textual would take it from the pane and repaint."""
        event.prevent_default()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        # Told late, of one that keys typed fast have left by now, it would close what they opened.
        if event.widget is self.focused:
            self._keys_at(event.widget)

    def _keys_at(self, widget: Widget) -> None:
        """A widget has the keys: show it, and what they do there."""
        place = self.place_of(widget)
        front = "reader" if place == "comparison" else place
        # A pane at the side that is no longer there may still have had them.
        if front in ("list", "reader", self.side):
            self._come_forward(front)
        self.footer.keys = footer(place, self.commands)
        self.footer.repaint()

    def _come_forward(self, front: Front) -> None:
        shown = self.panes()
        self.front = front
        if shown != self.panes():
            self.arrange_panes()

    def tell(self, notice: str, seconds: float = NOTICE) -> None:
        """Say something in the footer for a moment."""
        self.footer.notice = notice
        self.footer.repaint()
        if self._notice is not None:
            # Else the last notice's end would be this one's.
            self._notice.stop()
        self._notice = self.set_timer(seconds, self._tell_no_more)

    def _tell_no_more(self) -> None:
        self.footer.notice = ""
        self.footer.repaint()

    def _stage(self, width: int) -> Stage:
        over: Over = "finder" if self.finder is not None else "help" if self.help else ""
        return Stage(
            self.front,
            self.side,
            self.shaped.get(size_class(width), USUAL),
            zoomed=self.zoomed,
            zen=self.zen,
            searching=self.search is not None,
            over=over,
            editing=self.edit_line is not None,
            comparing=self.comparison is not None,
            hinted=self.hint is not None,
        )

    def panes(self) -> dict[str, Box]:
        """The panes in sight, or beneath what covers them."""
        return panes(self._stage(self.size.width), *self.size)

    def _boxes(self, width: int, height: int) -> dict[str, Box]:
        boxes, bare = standing(self._stage(width), width, height)
        for pane in (self.headlines, self.reader, self.comparison, *self.sides.values()):
            if pane is not None:
                pane.headed = pane.id not in bare
        return boxes
