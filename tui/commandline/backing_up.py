"""The backup and restore commands."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path

from store.errors import RefusedError, system
from tui.commandline.arguments import store_of
from tui.commandline.output import output
from tui.commandline.printing import note, print_json, progress_of, warn
from tui.language import later


def backup(options: Namespace) -> int:
    from store.backup import backup

    path = None if options.file == "-" else Path(options.file)
    if path is None and sys.stdout.isatty():
        raise RefusedError("-", "a terminal can't take a backup; name a file, or a pipe")
    whose = options.whose
    with output(path, new=not options.force, private=True) as file:
        done = backup(store_of(options), file, whose, progress_of(later("files")))
    for reason in done.broken:
        warn(reason)
    told = {"articles": done.articles, "files": done.files, "bytes": done.bytes}
    if options.json and path is not None:
        print_json(told)
    else:
        note(
            "{articles:,} articles in {files:,} files, {bytes:,} bytes packed",
            articles=done.articles,
            files=done.files,
            bytes=done.bytes,
        )
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
                reason = system(error) if isinstance(error, OSError) else str(error).lower()
                raise RefusedError(options.file, reason) from error
        done = restore(file, options.file, store, progress_of(later("bytes")))
    for name in done.kept:
        warn("{name}: has marks here already, and they stay as they are", name=name)
    if options.json:
        print_json({"articles": done.articles, "files": done.files})
    else:
        note("{articles:,} articles restored to {store}", articles=done.articles, store=store)
    return 0
