"""An index that begins as a copy of one with the built-in lexicon in it and nothing else.

To write the lexicon takes half a second of each index that is begun, and hundreds of tests begin
one. An index that an owner's changes are for finds the built-in lexicon in it, as after an update.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from store.actors import owner
from store.actors.lexicon import load_lexicon
from store.search import schema
from store.search.index import IndexWriter

_begin = schema.open_to_write


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="wenren-index-")


@cache
def empty() -> Path:
    """An index of no articles, made once in a process."""
    path = Path(_folder().name) / "empty.sqlite"
    with closing(_begin(path)) as connection:
        IndexWriter(connection, load_lexicon())
    return path


def open_to_write(path: Path | None, days: int = 0) -> sqlite3.Connection:
    """Stands for ``schema.open_to_write``; where a test has another lexicon in place of the
    built-in one, nothing is copied."""
    if path is None or path.exists() or owner.load_lexicon is not load_lexicon:
        return _begin(path, days)
    copy = path.with_name(f".{path.name}.begun")
    try:
        # In one step: who looks meanwhile finds none or all of it.
        shutil.copyfile(empty(), copy)
        copy.replace(path)
    except OSError:
        copy.unlink(missing_ok=True)
        return _begin(path, days)
    connection = _begin(path, days)
    connection.execute("UPDATE meta SET value = ? WHERE key = 'unfinished'", (days,))
    return connection
