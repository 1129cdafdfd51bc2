"""The articles of the list in the clipboard: what an export is where no file may be written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from store.errors import QueryError, RefusedError, StoreError
from tui.browser.aside import Aside
from tui.browser.copying import LARGEST
from tui.browser.opening import Opening
from tui.browser.setup import Setup
from tui.language import say

if TYPE_CHECKING:
    from store.article import Article
    from store.library import Library

MOST = 1000
"""Articles that are looked at: the graph of who is named with whom is small, and many articles
read for it."""


class TakingAlong(Opening):
    """One list at a time; as much as the clipboard of a terminal takes, or nothing."""

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(library, query, setup)
        self._copied = Aside(self, "copied")

    def copy_list(self, form: str) -> None:
        """Copy the articles of the list in one of the forms of an export."""
        query = self.query_text
        self._copied.ask(self.library, lambda library: written(library, query, form), self._have)

    def _have(self, text: str | None) -> None:
        if text is None:
            self.tell(
                say(
                    "Too much for the clipboard (at most {most:,} articles, {kB} kB): narrow it.",
                    most=MOST,
                    kB=LARGEST // 1000,
                )
            )
        else:
            size = -(-len(text.encode()) // 1000)
            self.put_in_clipboard(text, say("Copied the list ({kB:,} kB).", kB=size))


def written(library: Library, query: str, form: str) -> str | None:
    """The articles of a query in a form of ``tui.commandline.exporting``; None: they are too many.

    Those that can't be read are left out. Raises ``StoreError``.
    """
    from tui.commandline.exporting import form_named

    seen = 0

    def articles() -> Iterator[Article]:
        nonlocal seen
        for item in islice(library.articles(query), MOST + 1):
            seen += 1
            if seen <= MOST and not isinstance(item, RefusedError):
                yield item

    pieces, size = [], 0
    try:
        for piece in form_named(form)(articles()):
            pieces.append(piece)
            size += len(piece.encode())
            if size > LARGEST or seen > MOST:
                return None
    except QueryError as error:
        raise StoreError(str(error)) from error
    return "".join(pieces)
