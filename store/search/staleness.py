"""Whether an index is behind the store it was made from."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from store.actors import OWNERS_FILE
from store.archive import Archive
from store.errors import StoreError
from store.identity import NAME
from store.message import Message
from store.search import schema
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


def articles_lost(store: Path) -> Message | None:
    """What there is to say where an index stands for articles of which not a file is there.

    None if all is well. Nobody deletes them and the store's id too: a disk isn't mounted, and to
    take its articles for deleted, or give the place another id, would be wrong.
    """
    archive = Archive(store)
    path = schema.current(store / "index")
    if path is None or (archive.folder / NAME).exists() or archive.days():
        return None
    try:
        with closing(Reader(path)) as reader:
            if not reader.number("SELECT count(*) FROM day"):
                return None
    except StoreError:
        return None
    return Message(
        "no articles, though {index} knows of some: is a disk missing?", index=path.parent
    )


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
