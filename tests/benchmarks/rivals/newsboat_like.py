"""Newsboat's own search, by the very statement it asks its cache, without the program around it.

It takes one text. It asks for every article and reads the head of each; the body's length too. Its
cache holds the text as it came, so that the other script isn't found.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from store.search.tree import Node, Text
from tests.benchmarks import newsboat
from tests.benchmarks.generate import documents
from tests.benchmarks.rivals.rival import ROWS, Built, Corpus

# What `strings` shows of newsboat 2.21.
_QUERY = """
SELECT guid, title, author, url, pubDate, length(content), unread, feedurl, enclosure_url,
enclosure_type, enqueued, flags, base FROM rss_item WHERE (title LIKE ? OR content LIKE ?)
AND deleted = 0 ORDER BY pubDate DESC, id DESC
"""


class NewsboatLike:
    name = "newsboat's LIKE"

    def __init__(self, corpus: Corpus, store: Path, folder: Path) -> None:
        cache = newsboat.cached(store, folder) / "cache.db"
        self.built = Built(0, cache.stat().st_size / 1e6)
        self._db = sqlite3.connect(cache)
        numbers = {id: at for at, id in enumerate(corpus.ids)}
        # Their guids count them in the order of the day files.
        self._numbers = {str(at): numbers[d["id"]] for at, d in enumerate(documents(store))}

    def asks(self, node: Node) -> bool:
        return isinstance(node, Text) and node.column is None

    def first(self, node: Node) -> list[Any]:
        return self._found(node)[:ROWS]

    def every(self, node: Node) -> set[int]:
        return {self._numbers[row[0]] for row in self._found(node)}

    def _found(self, node: Node) -> list[Any]:
        assert isinstance(node, Text)
        return self._db.execute(_QUERY, (f"%{node.text}%",) * 2).fetchall()
