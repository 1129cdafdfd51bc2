"""An app that can change its theme while it runs."""

from __future__ import annotations

import os

from textual import theme as textual_theme
from textual.app import App

from store.errors import StoreError
from tui import theming
from tui.language import say
from tui.palette import palette
from tui.panes.lines import Lines
from tui.terminal import Theme
from tui.wire import ambiguous, background
from tui.wire.capabilities import no_colour
from tui.wire.driver import WireDriver
from tui.wire.incoming import BackgroundTold, WideTold


class Themed(App[None]):
    """``colours``: the palette in use. ``setting``: the theme of the person's settings."""

    def __init__(self, theme: Theme, setting: str) -> None:
        # By this Textual also chooses what it does about NO_COLOR.
        super().__init__(driver_class=WireDriver, ansi_color=palette(theme).text is None)
        self._setting = setting
        self._background = background.known()
        self._take_theme(theme)

    def tell(self, notice: str) -> None:
        """Say something for a moment."""
        raise NotImplementedError

    def on_resize(self) -> None:
        # Before Textual paints everything for the new size.
        if isinstance(self._driver, WireDriver):
            self._driver.forget()

    def action_redraw(self) -> None:
        """Paint the whole screen: another program may have written over it."""
        if isinstance(self._driver, WireDriver):
            self._driver.forget()
        self.screen.refresh(layout=True)
        for lines in self.screen.query(Lines):
            lines.paint_all()

    def action_next_theme(self) -> None:
        if no_colour():
            set_so = os.environ.get("NO_COLOR")
            self.tell(
                say("NO_COLOR is set: no colours.")
                if set_so
                else say("This terminal has no colours.")
            )
            return
        self._wear(theming.after(self.theme_name))
        told = say("Theme: ") + theming.name_of(self.theme_name)
        try:
            theming.remember(self.theme_name, self._setting)
        except StoreError as error:
            told = say("{told} ({error})", told=told, error=error)
        self.tell(told)

    def on_background_told(self, message: BackgroundTold) -> None:
        if self._background != message.background:
            self._background = message.background
            if self.theme_name == "ansi":
                self._wear("ansi")

    def on_resumed(self) -> None:
        self.action_redraw()

    def on_wide_told(self, message: WideTold) -> None:
        ambiguous.measure(wide=True)
        self.action_redraw()
        self._wear(self.theme_name)

    def _wear(self, theme: Theme) -> None:
        """Draw everything in another theme; nothing moves."""
        self._take_theme(theme)
        with self.batch_update():
            for lines in self.screen.query(Lines):
                lines.recolour(self.colours)

    def _take_theme(self, theme: Theme) -> None:
        self.theme_name = theme
        self.colours = colours = palette(theme, self._background)
        self.ansi_color = colours.text is None
        if self.ansi_color:
            self.theme = "ansi-dark"
            return
        name = f"wenren-{theme}"
        self.register_theme(
            textual_theme.Theme(
                name=name,
                primary=colours.foreground,
                background=colours.background,
                surface=colours.background,
                foreground=colours.foreground,
                dark=theme.endswith("dark"),
            )
        )
        self.theme = name
