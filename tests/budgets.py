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
"""With the excerpts, which are painted after the rows."""
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
    Step("the list: another article", ("down",) * 3, 1_950, 5_000),
    Step("the list: a page", PAGES, 2_200, 6_900),
    Step("the next article", ("n", "p"), 1_550, 4_900),
    Step("open an article", ("enter",), 1_050, 1_250),
    Step("article: a line", ("down", "down"), 1_600, 5_000),
    Step("article: a page", PAGES, 1_650, 5_000),
    Step("article: a name", ("tab", "tab"), 120, 80),
    Step("open a dossier", ("enter",), 2_150, 9_200),
    Step("dossier: a row", ("down", "down"), 250, 250),
    Step("dossier: a page", PAGES, 1_400, 1_550),
    Step("close the dossier", ("escape",), 3_150, 7_500),
    Step("back to the list", ("escape", "left"), 1_100, 1_300),
    Step("open the search", ("/",), 2_450, 10_300),
    # Rows, then what else is there by the time a person would notice.
    Step("search: a letter", ("经", "济", "backspace", "backspace"), 2_850, 6_300, 3),
    Step("cancel the search", ("escape",), 3_150, 10_900),
    Step("open the help", ("?",), 1_500, 4_200),
    Step("help: a row", ("down", "down"), 1_100, 2_400),
    Step("help: a page", PAGES, 1_200, 2_550),
    Step("close the help", ("escape",), 2_950, 11_200),
    Step("open the palette", (":",), 1_350, 3_550),
    Step("palette: a row", ("down", "down"), 160, 160),
    Step("palette: a letter", ("l", "backspace"), 1_200, 2_450),
    Step("close the palette", ("escape",), 3_150, 11_200),
    Step("open who is in the news", ("a",), 2_300, 3_400),
    Step("in the news: a row", ("down", "down"), 210, 210),
    Step("in the news: other days", ("tab",), 1_550, 3_150),
    Step("close who is in the news", ("escape",), 3_150, 11_200),
    Step("open the tags", ("t",), 470, 520),
    Step("tags: a letter", ("x", "y"), 40, 40),
    Step("close the tags", ("escape",), 800, 940),
    Step("open the facets", ("f",), 2_850, 12_600),
    Step("facets: a row", ("down", "down"), 270, 280),
    Step("facets: a page", PAGES, 2_200, 4_200),
    Step("close the facets", ("escape",), 2_900, 7_900),
    Step("open the saved searches", ("L",), 830, 8_100),
    Step("close the saved searches", ("escape",), 2_850, 7_800),
    Step("open the feeds", ("F",), 790, 8_100),
    Step("feeds: a row", ("down", "down"), 120, 130),
    Step("close the feeds", ("escape",), 2_800, 7_800),
    Step("open the line that adds", ("A",), 500, 550),
    Step("close the line that adds", ("escape",), 800, 940),
    Step("one pane alone", ("z",), 1_200, 1_350),
    Step("one pane: a row", ("down",) * 3, 230, 230),
    Step("one pane: a page", PAGES, 1_650, 3_450),
    Step("all panes again", ("z",), 1_900, 7_200),
    Step("search reprints", ("/", "是:转载", "enter"), 3_100, 11_000, 3),
    Step("open the comparison", ("d",), 2_100, 3_000),
    Step("comparison: a row", ("down", "down"), 1_500, 3_000),
    Step("comparison: a page", PAGES, 2_500, 5_000),
    Step("close the comparison", ("escape",), 2_400, 7_100),
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
