"""The commands about a person's own marks: mark, and the searches that are saved."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import QueryError, RefusedError, system
from store.message import Message
from tui.commandline.library import marked_library
from tui.commandline.printing import note, print_json, print_text, warn

if TYPE_CHECKING:
    pass

SAID = {
    "read": Message("marked read"),
    "unread": Message("marked unread"),
    "star": Message("starred"),
    "unstar": Message("unstarred"),
    "tag": Message("tagged"),
    "untag": Message("untagged"),
}
"""What each way of marking does to articles, in words."""


def mark(options: Namespace) -> int:
    library = marked_library(options)
    done = library.mark(options.do, " ".join(options.query), getattr(options, "tag", ""))
    if options.json:
        print_json({"found": done.found, "changed": done.changed})
    else:
        said = Message(
            "{changed} article {marked}" if done.changed == 1 else "{changed} articles {marked}",
            changed=done.changed,
            marked=SAID[options.do],
        )
        if already := done.found - done.changed:
            note("{said}, {already} were already", said=said, already=already)
        else:
            note(said)
    return 0


def searches_list(options: Namespace) -> int:
    library = marked_library(options)
    for number, saved in enumerate(library.marks.searches.all(), 1):
        try:
            unread: int | None = library.unread(saved.query)
        except QueryError as error:
            unread = None
            warn("{name}: {error}", name=saved.name, error=error)
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
            refused.append(
                RefusedError(
                    saved.name,
                    "{error} (at character {position})",
                    error=error,
                    position=error.position + 1,
                )
            )
    library.marks.searches.take(taken)
    for each in refused:
        warn(each.message)
    if options.json:
        reasons = [{"input": each.input, "reason": each.reason} for each in refused]
        print_json({"saved": len(taken), "refused": reasons})
    else:
        note("{saved} searches saved, {refused} refused", saved=len(taken), refused=len(refused))
    return 1 if refused else 0


def searches_export(options: Namespace) -> int:
    from store.saved import to_toml

    sys.stdout.buffer.write(to_toml(marked_library(options).marks.searches.all()).encode())
    return 0


def _text_of(name: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise RefusedError(name, system(error)) from error
    except UnicodeDecodeError as error:
        raise RefusedError(name, "not UTF-8") from error
