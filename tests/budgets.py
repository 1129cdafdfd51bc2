"""The counted budgets of the program, in one place: a test that measures one names it from here."""

from __future__ import annotations

from typing import NamedTuple


class Budget(NamedTuple):
    """At most so many bytes to the terminal for one key, at 80x24 and at 200x50.

    Where an article is shown with it, an article of ``LETTERS`` characters; where a list is, while
    it doesn't scroll.
    """

    small: int
    large: int


LETTERS = 900
LIST_DOWN_WITH_DETAIL = Budget(2_300, 4_300)
LIST_DOWN = Budget(300, 500)
ARTICLE_PAGE_DOWN = 2_500
SEARCH_LETTER = Budget(5_000, 8_000)
"""And as much again for the excerpts, painted after the rows."""
SIDE_FRAMES = 3
"""Frames in which a pane at the side comes or goes; one is the aim."""
FIRST_FRAME = 20_000
PRIVATE_MEMORY = 40 * 1024 * 1024
IDLE_SECONDS = 10
IDLE_CPU = 0.005
"""The share of one processor, over ``IDLE_SECONDS``, in which nothing may be written either."""

NOT_AT_FIRST_FRAME = frozenset(
    (
        *("jieba", "rjieba", "pypinyin", "opencc", "tinydb", "numpy"),
        *("httpx", "aiohttp", "requests", "feedparser", "trafilatura", "lxml"),
        *("urllib3", "brotli", "yaml", "readability", "gne"),
    )
)
NOT_FOR_VERSION = NOT_AT_FIRST_FRAME | {"textual", "rich", "orjson", "sqlite3", "asyncio"}
