"""The smallest Textual app that shows a headline: the floor for a first frame."""

from textual.app import App, ComposeResult
from textual.widgets import Static

HEADLINE = "闻人头条"


class BareApp(App[None]):
    BINDINGS = [("q", "quit", "quit")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Static(HEADLINE, markup=False)


if __name__ == "__main__":
    BareApp(ansi_color=True).run()
