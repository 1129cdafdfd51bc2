"""The backup and restore commands."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import RefusedError
from tui.arguments import store_of
from tui.output import output
from tui.printing import note, print_json, progress_of

if TYPE_CHECKING:
    from store.backup import Backed


def backup(options: Namespace) -> int:
    from store.backup import backup

    path = None if options.file == "-" else Path(options.file)
    if path is None and sys.stdout.isatty():
        raise RefusedError("-", "a terminal can't take a backup; name a file, or a pipe")
    whose = options.whose
    with output(path, new=not options.force, private=True) as file:
        done = backup(store_of(options), file, whose, progress_of("files"))
    for reason in done.broken:
        note(f"wenren: {reason}")
    told = {"articles": done.articles, "files": done.files, "bytes": done.bytes}
    if options.json and path is not None:
        print_json(told)
    else:
        note(_told(done))
    return 1 if done.broken else 0


def restore(options: Namespace) -> int:
    from store.restoring import restore

    store = store_of(options)
    with ExitStack() as stack:
        if options.file == "-":
            file = sys.stdin.buffer
        else:
            try:
                file = stack.enter_context(Path(options.file).open("rb"))
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or str(error)
                raise RefusedError(options.file, reason.lower()) from error
        done = restore(file, options.file, store, progress_of("bytes"))
    for name in done.kept:
        note(f"wenren: {name}: has marks here already, and they stay as they are")
    if options.json:
        print_json({"articles": done.articles, "files": done.files})
    else:
        note(f"{done.articles:,} articles restored to {store}")
    return 0


def _told(done: Backed) -> str:
    return f"{done.articles:,} articles in {done.files:,} files, {done.bytes:,} bytes packed"
