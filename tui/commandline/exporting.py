"""The export command: the articles of a query in one of four forms, to a file or to stdout."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from store.errors import RefusedError
from tui.commandline.forms import post
from tui.commandline.library import open_library
from tui.commandline.output import output
from tui.commandline.printing import counted, warn
from tui.language import later

if TYPE_CHECKING:
    from store.article import Article

Form: TypeAlias = "Callable[[Iterable[Article]], Iterator[str]]"

FORMATS = ("jsonl", "markdown", "csv", "graphml")


def export(options: Namespace) -> int:
    library = open_library(options)
    form = form_named(options.format)
    refused: list[RefusedError] = []

    def articles() -> Iterator[Article]:
        for item in counted(library.articles(" ".join(options.query)), later("exported")):
            if isinstance(item, RefusedError):
                refused.append(item)
            else:
                yield item

    with output(options.output, new=options.new) as file:
        for piece in form(articles()):
            file.write(piece.encode())
    for each in refused:
        warn(each.message)
    return 1 if refused else 0


def form_named(name: str) -> Form:
    """What writes articles in one of ``FORMATS``, piece by piece."""
    from store import export

    forms: dict[str, Form] = {
        "jsonl": export.json_lines,
        "csv": export.table,
        "graphml": export.graph,
        "markdown": _one_after_another,
    }
    return forms[name]


def _one_after_another(articles: Iterable[Article]) -> Iterator[str]:
    for number, article in enumerate(articles):
        yield ("\n" if number else "") + post(article) + "\n"
