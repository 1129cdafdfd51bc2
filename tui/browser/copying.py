"""Taking text along: to the clipboard of the terminal one sits at, by OSC 52."""

from __future__ import annotations

from datetime import datetime

from tui import dates
from tui.browser.searching import Searching
from tui.language import say

LARGEST = 70_000
"""Bytes that are sent at most: terminals drop more than 100,000 (xterm) of base64 whole."""


class Copying(Searching):
    """Copies what is read; the sentence and the paragraph are those of the chosen name or hit,
    else the first in sight."""

    def action_copy(self) -> None:
        article = self.reader.article
        if article is not None:
            parts = (article.title, article.source, dates.full(article.published), article.url)
            text = "\n".join(part for part in parts if part)
            self._copy(text, say("headline and source"))

    def action_copy_sentence(self) -> None:
        from store.diff.sentences import spans

        if (at := self.reader.spot()) is None:
            return
        text, offset = at
        start, end = next((s, e) for s, e in spans(text) if offset < e or e == len(text))
        self._copy(text[start:end].strip(), say("the sentence"))

    def action_copy_paragraph(self) -> None:
        if (at := self.reader.spot()) is not None:
            self._copy(at[0], say("the paragraph"))

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
            self._copy(cite(article, today), say("a citation"))

    def action_copy_address(self) -> None:
        article = self.reader.article
        if article is None:
            return
        if article.url:
            self._copy(article.url, say("the address"))
        else:
            self.tell(say("The article has no address."))

    def _copy(self, text: str, what: str) -> None:
        size = len(text.encode())
        if size > LARGEST:
            self.tell(say("Too long for a terminal's clipboard: {what}.", what=what))
            return
        self.copy_to_clipboard(text)
        self.tell(say("Copied {what}.", what=what))
