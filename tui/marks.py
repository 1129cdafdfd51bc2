"""The commands about a person's own marks: mark, and the searches that are saved."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import QueryError, RefusedError
from tui.plain import open_library
from tui.printing import note, print_json, print_text

if TYPE_CHECKING:
    from store.library import Library

SAID = {
    "read": "marked read",
    "unread": "marked unread",
    "star": "starred",
    "unstar": "unstarred",
    "tag": "tagged",
    "untag": "untagged",
}
"""What each way of marking does to articles, in words."""


def mark(options: Namespace) -> int:
    library = marked_library(options)
    done = library.mark(options.do, " ".join(options.query), getattr(options, "tag", ""))
    if options.json:
        print_json({"found": done.found, "changed": done.changed})
    else:
        already = done.found - done.changed
        were = f", {already} were already" if already else ""
        note(f"{done.changed} {_articles(done.changed)} {SAID[options.do]}{were}")
    return 0


def searches_list(options: Namespace) -> int:
    library = marked_library(options)
    for number, saved in enumerate(library.marks.searches.all(), 1):
        try:
            unread: int | None = library.unread(saved.query)
        except QueryError as error:
            unread = None
            note(f"wenren: {saved.name}: {error}")
        if options.json:
            print_json({"name": saved.name, "query": saved.query, "unread": unread})
        else:
            count = "?" if unread is None else f"{unread:,}"
            print_text(f"{number:>3}  {count:>7}  {saved.name}  {saved.query}")
    return 0


def searches_save(options: Namespace) -> int:
    library = marked_library(options)
    query = " ".join(options.query)
    # One that doesn't parse is refused here, and not each time it is asked.
    library.sought(query)
    library.marks.searches.save(options.name, query)
    return 0


def searches_remove(options: Namespace) -> int:
    marked_library(options).marks.searches.remove(options.name)
    return 0


def searches_move(options: Namespace) -> int:
    marked_library(options).marks.searches.move(options.name, options.place)
    return 0


def searches_import(options: Namespace) -> int:
    from store.saved import from_toml

    library = marked_library(options)
    taken, refused = [], []
    for saved in from_toml(_text_of(options.file), options.file):
        try:
            library.sought(saved.query)
            taken.append(saved)
        except QueryError as error:
            refused.append(RefusedError(saved.name, f"{error} (at character {error.position + 1})"))
    library.marks.searches.take(taken)
    for each in refused:
        note(f"wenren: {each}")
    if options.json:
        reasons = [{"input": each.input, "reason": each.reason} for each in refused]
        print_json({"saved": len(taken), "refused": reasons})
    else:
        note(f"{len(taken)} searches saved, {len(refused)} refused")
    return 1 if refused else 0


def searches_export(options: Namespace) -> int:
    from store.saved import to_toml

    sys.stdout.buffer.write(to_toml(marked_library(options).marks.searches.all()).encode())
    return 0


def marked_library(options: Namespace) -> Library:
    """The library of a command line; says what keeps marks from being read."""
    library = open_library(options)
    if problem := library.marks.problem:
        note(f"wenren: {problem}")
    return library


def _articles(number: int) -> str:
    return "article" if number == 1 else "articles"


def _text_of(name: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise RefusedError(name, (error.strerror or str(error)).lower()) from error
    except UnicodeDecodeError as error:
        raise RefusedError(name, "not UTF-8") from error
