"""The browser: the way from pane to pane, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import QueryError
from store.library import Library
from tui import dates
from tui.history import Front, History, Snapshot
from tui.keys import bindings
from tui.language import say
from tui.marked import Marked
from tui.panes.reader import Reader
from tui.searching import Asked
from tui.terminal import Theme, on_end, theme

if TYPE_CHECKING:
    from textual.widgets import Input

    from store.search.healing import Progress
    from tui.answers import Answer
    from tui.panes.dossier import DossierPane
    from tui.panes.search import SearchInput


class WenrenApp(Marked):
    """The browser on an open store; ``query``: the search to begin with."""

    BINDINGS = bindings("any")

    def __init__(self, library: Library, query: str = "", theme: Theme = "ansi") -> None:
        super().__init__(library, query, theme)
        self.history = History()
        self._before_search: Snapshot | None = None
        self._accepted = False
        """Enter was pressed before the results were there."""

    def on_mount(self) -> None:
        # Not before: without a driver Textual doesn't know yet that it is headless.
        if not self.is_headless:
            on_end(lambda code: self.exit(return_code=code))

    # Search

    async def action_search(self) -> None:
        if self.search is not None:
            self.search.input.focus()
            return
        await self.open_search(self.query_text)

    async def open_search(self, query: str, error: QueryError | None = None) -> None:
        from tui.panes.search import SearchPane

        self._close_help()
        self._before_search = self._snapshot()
        self.search = SearchPane(self.colours, query)
        with self.batch_update():
            await self.mount(self.search)
            self.arrange_panes()
            if error is not None:
                self.search.show_error(query, error)
            else:
                self.search.show_found(query, self.header.found)
            self.screen.set_focus(self.search.input)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.search is not None:
            self.asker.ask(event.value)

    def on_asked(self, message: Asked) -> None:
        if not self.asker.settle(message) or self.search is None:
            return
        accepted, self._accepted = self._accepted, False
        if message.answer is None:
            if isinstance(message.error, QueryError):
                self.search.show_error(message.query, message.error)
            else:
                self.tell(str(message.error))
            return
        overtaken = self.headlines.answer
        self.search.message.error = None
        self.show_answer(message.answer)
        if overtaken is not None and not self._is_before_search(overtaken):
            overtaken.close()
        if accepted:
            self.on_search_input_accept()

    def _is_before_search(self, answer: Answer) -> bool:
        before = self._before_search
        return before is not None and before.list is not None and before.list.answer is answer

    def on_search_input_move(self, message: SearchInput.Move) -> None:
        self.headlines.move(message.by)
        self.read(self.headlines.head)

    def on_search_input_accept(self) -> None:
        if self.search is None:
            return
        if self.asker.pending:
            self._accepted = True
            return
        if self.search.message.error is not None:
            return
        before, answer = self._before_search, self.headlines.answer
        if before is not None and answer is not None and not self._is_before_search(answer):
            self.history.push(before)
        self._close_search()
        self.reread()
        self.turn_to("list")

    def on_search_input_cancel(self) -> None:
        before = self._before_search
        self._close_search()
        if before is not None:
            self._restore(before)

    def _close_search(self) -> None:
        self.asker.cancel()
        self._accepted = False
        self._before_search = None
        if self.search is not None:
            search, self.search = self.search, None
            search.remove()
            self.arrange_panes()

    # From pane to pane

    def on_headlines_opened(self) -> None:
        if self.reader.article is not None:
            self.turn_to("reader")

    async def on_reader_open_dossier(self, message: Reader.OpenDossier) -> None:
        before = self._snapshot()
        if await self._show_dossier(message.actor):
            self.history.push(before)
            self.turn_to("dossier")

    async def on_dossier_pane_chosen(self, message: DossierPane.Chosen) -> None:
        before = self._snapshot()
        kind, wanted = message.target
        if kind == "actor":
            if not await self._show_dossier(wanted):
                return
        elif kind == "article":
            self.load(wanted)
            self.turn_to("reader")
        else:
            self.show_query(wanted)
            self.reread()
            self.turn_to("list")
        self.history.push(before)

    async def _show_dossier(self, actor: str) -> bool:
        from tui.panes.dossier import DossierPane

        found = self.look_up(actor)
        if found is None:
            return False
        with self.batch_update():
            if self.dossier is None:
                self.dossier = DossierPane(self.colours, id="dossier")
                await self.mount(self.dossier)
            if not self.side:
                self.side = True
                self.arrange_panes()
            self.dossier.show(*found)
        return True

    def _snapshot(self) -> Snapshot:
        return Snapshot(
            self.front,
            self.zoomed,
            self.headlines.place(),
            self.reader.place(),
            self.comparison.place() if self.comparison else None,
            self.dossier.place() if self.dossier and self.side else None,
        )

    def _restore(self, snapshot: Snapshot) -> None:
        self.follows = False
        if snapshot.list is not None:
            answer = snapshot.list.answer
            if answer is not self.headlines.answer:
                self.show_answer(answer)
            self.headlines.restore(snapshot.list)
        self.follows = True
        if snapshot.reader is not None and snapshot.reader.id is not None:
            self.load(snapshot.reader.id)
            self.reader.restore(snapshot.reader)
        self.side = snapshot.dossier is not None
        self.zoomed = snapshot.zoom
        self.turn_to(snapshot.front)
        self.arrange_panes()
        if snapshot.comparison is not None:
            self.compare_again(snapshot.comparison)
        if snapshot.dossier is not None:
            self.run_worker(self._restore_dossier(snapshot))

    async def _restore_dossier(self, snapshot: Snapshot) -> None:
        if snapshot.dossier and await self._show_dossier(snapshot.dossier.actor) and self.dossier:
            self.dossier.restore(snapshot.dossier)

    async def action_back(self) -> None:
        if self._close_help():
            return
        if self.zoomed:
            self.action_zoom()
        elif (self.front != "dossier" and self.leave_comparison()) or (
            self.front == "reader" and self.reader.drop_choice()
        ):
            return
        elif (place := self.history.pop()) is not None:
            self._restore(place)
        elif self.front != "list":
            self.turn_to("list")
        elif self.query_text:
            self.show_query("")
            self.reread()

    def action_left(self) -> None:
        self._turn(-1)

    def action_right(self) -> None:
        self._turn(1)

    def _turn(self, by: int) -> None:
        order: list[Front] = ["list", "reader", "dossier"] if self.side else ["list", "reader"]
        self.turn_to(order[max(0, min(order.index(self.front) + by, len(order) - 1))])

    def action_zoom(self) -> None:
        self.zoomed = not self.zoomed
        self.arrange_panes()

    def action_read_on(self) -> None:
        if self.comparison is not None:
            self.comparison.read_on()
        elif not self.reader.read_on():
            self.headlines.move(1)

    def action_read_back(self) -> None:
        (self.comparison or self.reader).action_page_up()

    def action_next_article(self) -> None:
        self.headlines.move(1)

    def action_previous_article(self) -> None:
        self.headlines.move(-1)

    def action_next_name(self) -> None:
        self._walk(1)

    def action_previous_name(self) -> None:
        self._walk(-1)

    def _walk(self, by: int) -> None:
        (self.comparison or self.reader).walk(by)
        self.turn_to("reader")

    def action_copy(self) -> None:
        article = self.reader.article
        if article is None:
            return
        parts = (article.title, article.source, dates.full(article.published), article.url)
        self.copy_to_clipboard("\n".join(part for part in parts if part))
        self.tell(say("已复制标题和出处。", "Copied headline and source."))

    async def action_quit(self) -> None:
        if not self._close_help():
            self.exit()

    # Help

    async def action_help(self) -> None:
        from tui.panes.help import HelpPane

        if self._close_help() or self.search is not None:
            return
        self.help = HelpPane(self.colours)
        with self.batch_update():
            await self.mount(self.help)
            self.arrange_panes()
            self.screen.set_focus(self.help)

    def _close_help(self) -> bool:
        if self.help is None:
            return False
        shown, self.help = self.help, None
        shown.remove()
        self.turn_to(self.front)
        self.arrange_panes()
        return True


def browse(store: Path, query: str = "", progress: Progress | None = None) -> int:
    """Open the browser on a store and return its exit code (128 + n after signal n).

    ``progress`` is told of an index that has to be rebuilt first. Raises ``StoreError`` when the
    store can't be opened.
    """
    app = WenrenApp(Library.open(store, progress), query, theme())
    app.run()
    return app.return_code or 0
