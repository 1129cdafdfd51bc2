"""The app one would write first: an OptionList of headlines beside a scrolled Static."""

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import OptionList, Static

from store.article import Article
from store.library import Library


class UsualApp(App[None]):
    BINDINGS = [("q", "quit", "quit")]  # noqa: RUF012
    CSS = "OptionList { width: 45%; height: 1fr; } VerticalScroll { width: 1fr; }"

    def __init__(self, articles: list[Article]) -> None:
        super().__init__()
        self.articles = articles

    def compose(self) -> ComposeResult:
        titles = [f"{a.published} {a.source} {a.title}" for a in self.articles]
        yield Horizontal(
            OptionList(*titles, markup=False), VerticalScroll(Static(id="body", markup=False))
        )

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        article = self.articles[event.option_index]
        text = "\n\n".join((article.title, *(block.text for block in article.blocks)))
        self.query_one("#body", Static).update(text)
        self.query_one(VerticalScroll).scroll_home(animate=False)


if __name__ == "__main__":
    library = Library.open(Path(sys.argv[1]))
    found = [library.article(head.id) for head in library.rows().page(0, 1000)]
    UsualApp([article for article in found if article]).run()
