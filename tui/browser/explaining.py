"""The help, opened over the panes, searched and closed."""

from __future__ import annotations

from tui.browser.frame import Frame
from tui.language import say


class Explaining(Frame):
    """Where the help is open, it has the keys."""

    async def action_help(self) -> None:
        from tui.panes.help import HelpPane

        if self.is_typed_in or self.close_help():
            return
        self.help = HelpPane(self.colours, self.commands)
        with self.batch_update():
            await self.mount(self.help)
            self.arrange_panes()
            self.screen.set_focus(None)

    async def action_filter_help(self) -> None:
        """Leave only those lines that have what is typed."""
        if self.help is not None:
            kept = self.help.filter
            await self.edit(say("Find"), kept, lambda text: None, self.help.show_only)

    def leave_help(self) -> bool:
        """Show all of the help again, or close it; whether it was open."""
        if self.help is not None and self.help.filter:
            self.help.show_only("")
            return True
        return self.close_help()

    def close_help(self) -> bool:
        """Close the help; whether it was open."""
        if self.help is None:
            return False
        shown, self.help = self.help, None
        shown.remove()
        self.give_back()
        self.arrange_panes()
        return True
