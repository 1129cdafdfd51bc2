"""The browser: the way from pane to pane, and back."""

from __future__ import annotations

import gc
from pathlib import Path

from textual import events

from store.library import Library
from tui.browser.guided import Guided
from tui.browser.setup import Setup, setup
from tui.language import say
from tui.terminal import has_shell, on_end


class WenrenApp(Guided):
    """The browser on an open store; ``query``: the search to begin with."""

    def __init__(
        self, library: Library, query: str = "", setup: Setup | None = None, *, tour: bool = False
    ) -> None:
        super().__init__(library, query, setup or Setup(), tour=tour)

    def on_mount(self) -> None:
        # Not before: without a driver Textual doesn't know yet that it is headless.
        if not self.is_headless:
            on_end(lambda code: self.exit(return_code=code))
        self.call_after_refresh(_collect_garbage)

    async def on_event(self, event: events.Event) -> None:
        """What is typed, or told of a focus, when the screen is gone is nobody's: it ends."""
        if self.screen_stack or not isinstance(event, events.InputEvent | events.DescendantFocus):
            await super().on_event(event)

    def action_script(self) -> None:
        """Show articles and headlines in the next script; what is stored stays as it is."""
        from store.rewriting import WRITINGS

        writing = WRITINGS[(WRITINGS.index(self.reader.writing) + 1) % len(WRITINGS)]
        with self.batch_update():
            for pane in (self.headlines, self.reader, self.comparison, *self.sides.values()):
                if pane is not None:
                    pane.write_in(writing)
        told = {
            "original": say("As written"),
            "simplified": say("Shown in simplified characters"),
            "traditional": say("Shown in traditional characters"),
        }
        self.tell(told[writing])

    def action_suspend(self) -> None:
        """Stop until the shell that the browser was started from lets it go on."""
        if not has_shell():
            self.tell(say("There is no shell to go back to."))
        else:
            self.action_suspend_process()

    async def action_quit(self) -> None:
        if not self.close_help():
            self.exit()


def _collect_garbage() -> None:
    """From now on, and not among what there is by now."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def browse(store: Path, query: str = "", *, tour: bool = False) -> int:
    """Open the browser on a store and return its exit code (128 + n after signal n).

    On what its index has by now: the browser sees to the rest. ``tour``: with a guided one. Raises
    ``StoreError`` when the store can't be opened or the settings can't be read.
    """
    app = WenrenApp(Library.at_hand(store), query, setup(), tour=tour)
    app.run()
    return app.return_code or 0
