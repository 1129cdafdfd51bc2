"""The app one would write first: an OptionList of headlines, an Input, a scrolled Static."""

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, OptionList, Static

from store.article import Article
from store.library import Library


class UsualApp(App[None]):
    BINDINGS = [  # noqa: RUF012
        ("q", "quit", "quit"),
        ("enter", "read", "read"),
        ("n", "next", "next article"),
        ("slash", "search", "search"),
        ("escape", "close", "close"),
    ]
    CSS = """
    Input { display: none; }
    OptionList { width: 45%; height: 1fr; }
    VerticalScroll { width: 1fr; }
    """

    def __init__(self, articles: list[Article]) -> None:
        super().__init__()
        self.articles = self.found = articles

    def compose(self) -> ComposeResult:
        yield Input()
        yield Horizontal(
            OptionList(*map(line, self.found), markup=False),
            VerticalScroll(Static(id="body", markup=False)),
        )

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        article = self.found[event.option_index]
        text = "\n\n".join((article.title, *(block.text for block in article.blocks)))
        self.query_one("#body", Static).update(text)
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def on_option_list_option_selected(self) -> None:
        self.query_one(VerticalScroll).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.found = [a for a in self.articles if event.value in line(a)]
        titles = self.query_one(OptionList)
        titles.clear_options()
        titles.add_options(map(line, self.found))

    def action_next(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_search(self) -> None:
        self.query_one(Input).display = True
        self.query_one(Input).focus()

    def action_close(self) -> None:
        search = self.query_one(Input)
        search.clear()
        search.display = False
        self.query_one(OptionList).focus()


def line(article: Article) -> str:
    return f"{article.published} {article.source} {article.title}"


if __name__ == "__main__":
    library = Library.open(Path(sys.argv[1]))
    read = [library.article(head.id) for head in library.rows().page(0, 1000)]
    UsualApp([article for article in read if article]).run()
