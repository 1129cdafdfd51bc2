"""Taking text along: to the clipboard of the terminal one sits at, by OSC 52."""

from __future__ import annotations

from datetime import datetime

from tui import dates, links
from tui.browser.searching import Searching
from tui.harmless import harmless_lines
from tui.language import say
from tui.wire.capabilities import capabilities

LARGEST = 70_000
"""Bytes that are sent at most: as base64 93 kB, and what is longer than 100 kB many terminals and
multiplexers drop whole."""


class Copying(Searching):
    """Copies what is read; the sentence and the paragraph are those of the chosen name or hit,
    else the first in sight.

    All but a whole article is one line, and nothing ends with one: a shell into which it is pasted
    by mistake would obey each line that ends.
    """

    def copy_to_clipboard(self, text: str) -> None:
        """The one way there, also for what is typed: nothing in it steers who it is pasted into."""
        text = harmless_lines(text)
        if text and _fits(text):
            super().copy_to_clipboard(text)
        else:
            # To be pasted here all the same.
            self._clipboard = text

    def action_copy(self) -> None:
        article = self.reader.article
        if article is not None:
            address = links.address(article.url) or article.url
            parts = (article.title, article.source, dates.full(article.published), address)
            text = " · ".join(part for part in parts if part)
            self._copy_line(text, say("headline and source"))

    def action_copy_sentence(self) -> None:
        from store.diff.sentences import spans

        if (at := self.reader.spot()) is None:
            return
        text, offset = at
        start, end = next((s, e) for s, e in spans(text) if offset < e or e == len(text))
        self._copy_line(text[start:end], say("the sentence"))

    def action_copy_paragraph(self) -> None:
        if (at := self.reader.spot()) is not None:
            self._copy_line(at[0], say("the paragraph"))

    def action_copy_article(self) -> None:
        article = self.reader.article
        if article is not None:
            blocks = (block.text for block in article.blocks if block.kind != "related")
            self._copy("\n\n".join((article.title, *blocks)), say("the article"))

    def action_copy_markdown(self) -> None:
        from tui.commandline.forms import markdown

        article = self.reader.article
        if article is not None:
            self._copy(markdown(article), say("the article as Markdown"))

    def action_copy_citation(self) -> None:
        from store.citation import cite

        article = self.reader.article
        if article is not None:
            today = datetime.now().astimezone().date()
            self._copy_line(cite(article, today), say("a citation"))

    def action_copy_address(self) -> None:
        article = self.reader.article
        if article is None:
            return
        if article.url:
            # What is no address of the web is copied as it is, for what it may be worth.
            self._copy_line(links.address(article.url) or article.url, say("the address"))
        else:
            self.tell(say("The article has no address."))

    def _copy_line(self, text: str, what: str) -> None:
        self._copy(" ".join(text.split()), what)

    def _copy(self, text: str, what: str) -> None:
        if not _fits(text):
            self.tell(say("Too long for a terminal's clipboard: {what}.", what=what))
            return
        self.put_in_clipboard(text, say("Copied {what}.", what=what))

    def put_in_clipboard(self, text: str, said: str, otherwise: str = "") -> None:
        """Copy and say so; ``otherwise`` is said where the terminal has no clipboard."""
        if capabilities().strings:
            self.copy_to_clipboard(text)
            self.tell(said)
        else:
            self.tell(otherwise or say("This terminal has no clipboard."))


def _fits(text: str) -> bool:
    return len(text.encode()) <= LARGEST
