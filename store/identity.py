"""Who a store is, wherever it lies: an id in its articles folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

NAME = ".store-id"
_ID = re.compile(r"[0-9a-f]{32}\Z")


def identify(articles: Path) -> None:
    """Give the store of this articles folder an id if it has none; under the archive's lock.

    Raises ``OSError``.
    """
    if id_of(articles) is None:
        path = articles / NAME
        building = articles / f"{NAME}.new"
        building.write_text(os.urandom(16).hex() + "\n", "ascii")
        building.replace(path)


def identities(store: Path) -> Iterator[str]:
    """The names under which people's marks of a store are kept, the best first.

    Its id follows the store to another place; the last is made from its path, for one that nobody
    has written since stores have ids.
    """
    if own := id_of(store / "articles"):
        yield own
    # Slow to load, and seldom wanted.
    import hashlib

    yield "path-" + hashlib.sha256(os.fsencode(store.resolve())).hexdigest()[:24]


def id_of(articles: Path) -> str | None:
    """The id of the store of this articles folder, if it has one."""
    with suppress(OSError, ValueError):
        found = (articles / NAME).read_text("ascii").strip()
        return found if _ID.match(found) else None
    return None
