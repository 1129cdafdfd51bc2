"""The help command: the query language, made from its one table."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from tui.language import say
from tui.printing import print_text

TOPICS = ("query",)


def help_on(options: Namespace) -> int:
    for line in query_lines():
        print_text(line)
    return 0


def query_lines() -> Iterator[str]:
    """The forms of the query language and what each finds."""
    from rich.cells import cell_len

    from store.search.forms import FORMS

    shown = [("  ".join(form.shown), say(form.zh, form.en)) for form in FORMS]
    width = max(cell_len(ways) for ways, _ in shown)
    yield say(
        "搜索栏、list、export、mark 和保存的搜索，用的是同一种语言。",
        "One language for the search pane, list, export, mark and saved searches.",
    )
    yield ""
    for ways, finds in shown:
        yield f"  {ways}{' ' * (width - cell_len(ways))}  {finds}"
    yield ""
    yield say(
        "中文和英文的写法、全角和半角，都一样。带空格的值加引号：源:“美国之音 中文”",
        'Chinese and ASCII, full and half width are equal. Quote a value with spaces: tag:"to do"',
    )
