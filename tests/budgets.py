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
FIRST_FRAME = 14_000
"""At either size."""


class Step(NamedTuple):
    """What a person does, by ``keys`` one after the other, and what each may cost in any theme."""

    what: str
    keys: tuple[str, ...]
    small: int
    large: int
    frames: int = 1


PAGES = ("pagedown", "pageup")
WALK = (
    Step("the list: another article", ("down",) * 3, 2_300, 6_000),
    Step("the list: a page", PAGES, 2_600, 8_000),
    Step("the next article", ("n", "p"), 2_300, 6_000),
    Step("open an article", ("enter",), 1_100, 1_500, 2),
    Step("article: a line", ("down", "down"), 2_200, 5_000),
    Step("article: a page", PAGES, 2_500, 5_000),
    Step("article: a name", ("tab", "tab"), 300, 300),
    Step("open a dossier", ("enter",), 2_600, 12_000),
    Step("dossier: a row", ("down", "down"), 350, 400),
    Step("dossier: a page", PAGES, 1_800, 2_000),
    Step("close the dossier", ("escape",), 3_800, 10_000, 2),
    Step("back to the list", ("escape", "left"), 3_000, 14_000, 2),
    Step("open the search", ("/",), 3_000, 13_000, 2),
    # Rows, then excerpts, completions and their number, each told when it is there.
    Step("search: a letter", ("经", "济", "backspace", "backspace"), 4_000, 8_000, 6),
    Step("cancel the search", ("escape",), 3_800, 13_500),
    Step("open the help", ("?",), 1_800, 4_500, 2),
    Step("help: a row", ("down", "down"), 1_300, 2_500),
    Step("help: a page", PAGES, 1_500, 2_800),
    Step("close the help", ("escape",), 3_600, 13_500, 2),
    Step("open the palette", (":",), 1_800, 3_500, 2),
    Step("palette: a row", ("down", "down"), 250, 250),
    Step("palette: a letter", ("l", "backspace"), 1_600, 2_500),
    Step("close the palette", ("escape",), 3_800, 13_500, 2),
    Step("open who is in the news", ("a",), 3_300, 4_500, 2),
    Step("in the news: a row", ("down", "down"), 300, 300),
    Step("in the news: other days", ("tab",), 2_200, 4_500),
    Step("close who is in the news", ("escape",), 3_800, 13_500, 2),
    Step("open the tags", ("t",), 700, 800),
    Step("tags: a letter", ("x", "y"), 60, 60),
    Step("close the tags", ("escape",), 1_200, 1_300),
    Step("open the facets", ("f",), 4_000, 16_000),
    Step("facets: a row", ("down", "down"), 400, 400),
    Step("facets: a page", PAGES, 3_000, 5_500),
    Step("close the facets", ("escape",), 4_200, 10_000, 2),
    Step("open the saved searches", ("L",), 1_000, 10_000),
    Step("close the saved searches", ("escape",), 3_800, 10_000, 2),
    Step("open the feeds", ("F",), 1_300, 10_000),
    Step("feeds: a row", ("down", "down"), 400, 400),
    Step("close the feeds", ("escape",), 3_800, 10_000, 2),
    Step("open the line that adds", ("A",), 700, 800),
    Step("close the line that adds", ("escape",), 1_200, 1_300),
    Step("one pane alone", ("z",), 1_400, 2_300),
    Step("one pane: a row", ("down",) * 3, 300, 500),
    Step("one pane: a page", PAGES, 1_900, 3_800),
    Step("all panes again", ("z",), 2_300, 9_000),
    Step("search reprints", ("/", "是:转载", "enter"), 4_000, 13_000, 4),
    Step("open the comparison", ("d",), 2_900, 4_200),
    Step("comparison: a row", ("down", "down"), 1_500, 3_000),
    Step("comparison: a page", PAGES, 2_500, 5_000),
    Step("close the comparison", ("escape",), 3_200, 9_500),
)
"""Through every pane, from the list of a store whose articles are all read."""
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
