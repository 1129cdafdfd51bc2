"""The articles of the list in a file, written while one reads on."""

from __future__ import annotations

import re
import threading
import time
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from store.permission import kiosk
from tui.browser.setup import Setup
from tui.browser.taking_along import TakingAlong
from tui.language import say

if TYPE_CHECKING:
    from store.library import Library

TOLD = 1.0
"""Seconds between two words on how far it is."""
_ABOUT = 30
"""Characters of the query in the name of a file."""
_COUNT = re.compile(r"\S+ (\d+)")


def suggestion(query: str, suffix: str) -> str:
    """A file of the person's own that isn't there yet, named after query and day."""
    about = re.sub(r"\W+", "-", query).strip("-")[:_ABOUT]
    today = datetime.now().astimezone().date().isoformat()
    name = "-".join(part for part in ("wenren", about, today) if part)
    numbered = (f"~/{name}{f'-{n}' if n > 1 else ''}.{suffix}" for n in count(1))
    return next(path for path in numbered if not _path(path).exists())


class Exporting(Message):
    """So many articles are written by now."""

    def __init__(self, articles: int) -> None:
        super().__init__()
        self.articles = articles


class Exported(Message):
    """Done, or not: ``said`` is then why."""

    def __init__(self, path: str, articles: int, said: str) -> None:
        super().__init__()
        self.path = path
        self.articles = articles
        self.said = said


class Saving(TakingAlong):
    """Has the command line write them, one file at a time; no file is replaced unasked."""

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(library, query, setup)
        self._exporting = False

    async def action_export_markdown(self) -> None:
        await self._ask_where("markdown", "md")

    async def action_export_lines(self) -> None:
        await self._ask_where("jsonl", "jsonl")

    async def action_export_table(self) -> None:
        await self._ask_where("csv", "csv")

    async def action_export_graph(self) -> None:
        await self._ask_where("graphml", "graphml")

    def on_exporting(self, message: Exporting) -> None:
        self.tell(say("{articles:,} exported…", articles=message.articles))

    def on_exported(self, message: Exported) -> None:
        self._exporting = False
        if message.said:
            self.tell(say("Export: {said}", said=message.said))
        else:
            self.tell(
                say("Exported {articles:,} to {path}", articles=message.articles, path=message.path)
            )

    async def _ask_where(self, form: str, suffix: str) -> None:
        if kiosk():
            self.copy_list(form)
        elif self._exporting:
            self.tell(say("Still exporting the last one."))
        else:
            query = self.query_text
            await self.edit(
                say("Export to"),
                suggestion(query, suffix),
                lambda path: self._export(form, query, path),
            )

    def _export(self, form: str, query: str, path: str, replacing: str = "") -> None:
        """Write a file, unless there is one that ``replacing`` doesn't name."""
        path = path.strip()
        if not path:
            return
        try:
            target = _path(path)
            is_there = target.exists()
        except (OSError, ValueError, RuntimeError) as error:
            self.tell(f"{path}: {error}")
            return
        if is_there and path != replacing:
            prompt = say("Exists; enter replaces it, or rename")
            again = self.edit(prompt, path, lambda then: self._export(form, query, then, path))
            self.run_worker(again)
            return
        words = ["--store", str(self.library.path), "export", "--format", form]
        words += ["--output", str(target), *([] if is_there else ["--new"]), "--", query]
        self._exporting = True
        self.tell(say("Exporting…"))
        threading.Thread(target=self._have_written, args=(words, path), daemon=True).start()

    def _have_written(self, words: list[str], path: str) -> None:
        from tui.browser import command_line

        articles, shown = 0, time.monotonic()

        def told(line: str) -> None:
            nonlocal articles, shown
            if found := _COUNT.fullmatch(line):
                articles = int(found[1])
                if time.monotonic() - shown >= TOLD:
                    shown = time.monotonic()
                    self.post_message(Exporting(articles))

        try:
            code, said = command_line.run(words, told)
        except OSError as error:
            code, said = 1, str(error)
        self.post_message(Exported(path, articles, said or str(code) if code else ""))


def _path(written: str) -> Path:
    return Path(written).expanduser().absolute()
