"""What it takes to find a text without any index: from the day files, and from stock TinyDB."""

from __future__ import annotations

from pathlib import Path

import orjson

from store.folding import fold
from tests.benchmarks.generate import documents
from tests.benchmarks.rivals.rival import body


def scan(store: Path, text: str) -> int:
    """Read every day file and look."""
    wanted = fold(text)
    return sum(wanted in fold(d["title"] + body(d)) for d in documents(store))


def stock(store: Path, folder: Path) -> Path:
    """The same articles in one stock TinyDB file."""
    path = folder / f"tinydb-{store.name}.json"
    if not path.exists():
        table = {str(at): document for at, document in enumerate(documents(store), 1)}
        path.write_bytes(orjson.dumps({"articles": table}))
    return path


def tinydb_search(path: Path, text: str) -> int:
    from tinydb import TinyDB

    with TinyDB(path) as database:
        found = database.table("articles").search(
            lambda d: text in d["title"] or any(text in b["text"] for b in d["blocks"])
        )
    return len(found)
