"""Whether an index is behind the store it was made from."""

from __future__ import annotations

from pathlib import Path

from store.actors import OWNERS_FILE
from store.archive import Archive
from store.errors import StoreError
from store.search.reader import Reader


def stale(store: Path, db: Reader) -> bool:
    """Whether the index was made from other day files, or other changes of the lexicon.

    Stats every file.
    """
    if _names_changed(store, db):
        return True
    signed = {
        name: tuple(signature)
        for name, *signature in db.all("SELECT name, size, mtime_ns, inode FROM day")
    }
    return signed != Archive(store).days()


def _names_changed(store: Path, db: Reader) -> bool:
    row = db.one("SELECT value FROM meta WHERE key = 'lexicon'")
    owners = row[0].partition("-")[2] if row else ""
    if not owners and not (store / OWNERS_FILE).exists():
        return False
    from store.actors.owner import owners_version

    try:
        return owners != owners_version(store)
    except StoreError:
        # For ``refresh`` to say.
        return True
