"""The frame of the browser: the panes in their places, header and footer, who has the keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.layout import Layout
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from tui.arrangement import Arrangement
from tui.commands import TYPED, Command, Place, footer
from tui.history import SIDES, Front, Side
from tui.keys import Sequence, following, meaning, plain, read, shown, table
from tui.layout import WIDE, Box, arrange, search_rows
from tui.panes.bars import Footer, Header, Rule
from tui.panes.headlines import Headlines
from tui.panes.reader import Reader
from tui.setup import Setup
from tui.themed import Themed

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

HOPS = 12
"""Turns of the event loop in which widgets have told the screen what of them is to be painted."""
NOTICE = 2.0
"""Seconds a notice stays in the footer."""
_PLACES: dict[str, Place] = {"query": "search", "find": "finder"}
"""The lines that are typed, which a pane holds."""
L = TypeVar("L", bound="Listing")


class MainScreen(Screen[None], inherit_bindings=False):
    """The one screen, without the keys that Textual gives to every screen."""

    ALLOW_SELECT: ClassVar[bool] = False
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Textual's own repaints the whole screen whenever the focus moves."""

    def __init__(self, arrangement: Arrangement) -> None:
        super().__init__()
        self._arrangement = arrangement

    @property
    def layout(self) -> Layout:
        return self._arrangement

    def _on_timer_update(self) -> None:
        """A new layout is one whole frame.

        Textual paints what has moved, which halves Han characters at its edges, and then all of it.
        """
        if self._layout_required:
            self._set_dirty()
            self._dirty_widgets.add(self)
            self._repaint_required = False
        super()._on_timer_update()


class Frame(Themed):
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
        super().__init__(setup.theme, setup.theme_setting)
        self.commands = setup.commands
        self._keys = table(self.commands)
        self._pressed: Sequence = ()
        """The beginning of a sequence of keys."""
        self.front: Front = "list"
        """The pane that has the keys, or had them before search or help took them."""
        self.zoomed = False
        self.side: Side | None = None
        """The third pane that is open."""
        self.header = Header(self.colours)
        self.footer = Footer(self.colours)
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
        return MainScreen(Arrangement(self._boxes))

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

    def turn_to(self, front: Front) -> None:
        """Give a pane the keys."""
        beside = self.sides.get(front) if front in SIDES else self.comparison or self.reader
        pane = self.headlines if front == "list" or beside is None else beside
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
            for _ in range(HOPS):
                await asyncio.sleep(0)
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
            self.side = side
            self.arrange_panes()
        return cast("L", self.sides[side])

    def close_side(self) -> None:
        """Close the pane at the side; the list has the keys."""
        self.turn_to("list")
        self.front, self.side = "list", None
        self.arrange_panes()

    async def on_key(self, event: events.Key) -> None:
        """A key that the focused widget left alone: obey the command it stands for."""
        widget = self.focused
        place = self.place_of(widget) if widget is not None else "any"
        pressed = (*self._pressed, plain(event.key))
        found = meaning(self._keys, place, pressed)
        self._pressed = pressed if found == "more" else ()
        if self._pressed or len(pressed) > 1:
            # Said while it lasts; a sequence that means nothing is forgotten.
            self.footer.pressed = shown(self._pressed)
            self.footer.keys = (
                [(shown(k), c.label) for k, c in following(self._keys, place, pressed)]
                if self._pressed
                else footer(place, self.commands)
            )
            self.footer.repaint()
        if found is None or found == "more":
            if found == "more" or len(pressed) > 1:
                event.prevent_default()
            return
        if place in TYPED and "any" in found.places and _edits(event.key):
            return
        event.prevent_default()
        await self.obey(found, widget, pressed)

    async def obey(self, command: Command, widget: Widget | None, pressed: Sequence = ()) -> None:
        """Carry out a command, in a widget where it is that widget's to obey."""
        obeys = self if command.by_app or "any" in command.places else widget
        # By its place among the keys, so that a person may have others.
        told = [[read(key) for key in command.keys].index(pressed)] if command.each else []
        result = getattr(obeys, command.method)(*told)
        if isawaitable(result):
            await result
        self.obeyed(command)

    def obeyed(self, command: Command) -> None:
        """A command was obeyed: for who follows along."""

    @staticmethod
    def place_of(widget: Widget) -> Place:
        """What the table of commands calls the place that a widget is."""
        return cast("Place", _PLACES.get(widget.id or "", widget.id))

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
            self.screen.set_focus(self.edit_line.input)

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
        self._close_edit()
        if self.help is not None:
            self.screen.set_focus(self.help)
        else:
            self.turn_to(self.front)

    def _close_edit(self) -> None:
        if self.edit_line is not None:
            shown, self.edit_line = self.edit_line, None
            self._edit_going = shown.remove()
            self.arrange_panes()

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
        if front in ("list", "reader", *SIDES):
            shown = self._panes(*self.size)
            self.front = cast("Front", front)
            if shown != self._panes(*self.size):
                self.arrange_panes()
        if self.edit_line is not None:
            if widget is self.edit_line.input:
                self.edit_line.entered = True
            elif self.edit_line.entered:
                self._close_edit()
        self.footer.keys = footer(place, self.commands)
        self.footer.repaint()

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

    def _panes(self, width: int, height: int) -> dict[str, Box]:
        return arrange(
            width,
            height - (self.hint is not None),
            front="list" if self.search is not None else self.front,
            side=self.side,
            zoom=self.zoomed if self.search is None else width < WIDE,
        )

    def _boxes(self, width: int, height: int) -> dict[str, Box]:
        top = search_rows(height)
        boxes = {
            "header": Box(0, 0, width, 1),
            "footer": Box(0, height - 1, width, 1),
            "search": Box(0, 0, width, top),
        }
        if self.edit_line is not None:
            boxes["edit-line"] = boxes.pop("footer")
        if self.hint is not None:
            boxes["hint"] = Box(0, height - 2, width, 1)
        over = "finder" if self.finder is not None else "help" if self.help is not None else ""
        if over:
            return boxes | {over: Box(0, 1, width, max(height - 2 - (self.hint is not None), 0))}
        panes = self._panes(width, height)
        covered = [name for name, box in panes.items() if self.search is not None and box.y == 1]
        # The search pane lies over no other: Textual halves Han characters at the edges beneath.
        # It takes the place of the header, of the topmost headings and of a few rows beneath; on a
        # small screen the results have all that is left.
        del boxes["search" if self.search is None else "header"]
        for name in covered:
            box = panes[name]
            panes[name] = Box(box.x, top, box.width, max(box.height + 1 - top, 0))
        for pane in (self.headlines, self.reader, *self.sides.values()):
            pane.headed = pane.id not in covered
        boxes |= panes
        if self.comparison is not None:
            self.comparison.headed = self.reader.headed
            if "reader" in boxes:
                boxes["comparison"] = boxes.pop("reader")
        for number, name in enumerate(("reader", self.side or ""), start=1):
            if (beside := panes.get(name)) and beside.x > 0:
                boxes[f"rule-{number}"] = Box(beside.x - 1, beside.y, 1, beside.height)
        return boxes


def _edits(key: str) -> bool:
    """Whether a line that is typed has a use of its own for a key."""
    from tui.panes.line_input import EDITS

    return key in EDITS
