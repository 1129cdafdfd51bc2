"""The condition of a store that many people read, as an administrator asks: facts, no words.

Looks with the permissions of whoever runs it, and changes nothing.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from store.archive import Archive
from store.errors import StoreError, system
from store.feeds.subscriptions import subscriptions
from store.search import schema
from store.search.reader import Reader
from store.search.staleness import stale

AHEAD = timedelta(days=1)
"""An article may be dated so far ahead: zones differ."""


@dataclass(frozen=True, slots=True)
class IndexCondition:
    """``problem``: why it can't be read; the rest holds only without one.

    ``behind``: day files changed that it hasn't taken in. ``ahead``: articles dated in the future.
    ``shared``: SQLite's log is there, without which a person who may not write sees no news.
    """

    path: Path
    size: int = 0
    articles: int = 0
    newest: str | None = None
    unfinished: bool = False
    behind: bool = False
    ahead: int = 0
    shared: bool = True
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """``unreadable``: what can't be read of it. ``exposed``: what every login may write.

    ``writable``: this process may change the store. ``written``: when any file last was;
    ``fetched``: when a feed last was. ``held``: somebody is writing just now. ``free``: bytes.
    """

    owner: str
    days: int
    unreadable: tuple[Path, ...]
    exposed: tuple[Path, ...]
    writable: bool
    held: bool
    index: IndexCondition | None
    feeds: int
    fetched: datetime | None
    written: datetime
    free: int


def condition(store: Path) -> Condition:
    """Look at a store. Raises ``StoreError`` where there is none, or its feeds can't be read."""
    articles = store / "articles"
    if not articles.is_dir():
        raise StoreError("{store}: no store; `wenren add` or `fetch` makes one", store=store)
    days = Archive(store).days()
    feeds = subscriptions(store)
    fetched = [datetime.fromisoformat(feed.fetched) for feed in feeds if feed.fetched]
    stats = {path: path.stat() for path in _parts(store)}
    return Condition(
        owner=_name(store.stat().st_uid),
        days=len(days),
        unreadable=tuple(path for path in stats if not _is_readable(path)),
        exposed=tuple(path for path, its in stats.items() if its.st_mode & stat.S_IWOTH),
        writable=os.access(store, os.W_OK) or os.access(articles, os.W_OK),
        held=_is_held(articles / ".lock"),
        index=_index(store),
        feeds=len(feeds),
        fetched=max(fetched, default=None),
        written=datetime.fromtimestamp(max(its.st_mtime for its in stats.values()), UTC),
        free=shutil.disk_usage(store).free,
    )


def _parts(store: Path) -> Iterator[Path]:
    """The folders and files that people read."""
    yield store
    for name in ("articles", "index"):
        folder = store / name
        if folder.is_dir():
            yield folder
            # Not a file that a writer is about to put in another's place.
            yield from (p for p in sorted(folder.rglob("[!.]*")) if p.exists())
    yield from (path for path in sorted(store.glob("*.json")) if path.exists())


def _is_readable(path: Path) -> bool:
    return os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0))


def _is_held(lock: Path) -> bool:
    try:
        descriptor = os.open(lock, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _index(store: Path) -> IndexCondition | None:
    try:
        path = schema.current(store / "index")
    except StoreError as error:
        return IndexCondition(store / "index", problem=error.message)
    if path is None:
        return None
    soon = schema.first_row((datetime.now().astimezone() + AHEAD).isoformat())
    try:
        with closing(Reader(path)) as db:
            newest = db.one("SELECT published FROM head WHERE rid < ? ORDER BY rid DESC", (soon,))
            return IndexCondition(
                path,
                path.stat().st_size,
                db.number("SELECT count(*) FROM head"),
                newest[0] if newest else None,
                db.one(schema.UNFINISHED) is not None,
                stale(store, db),
                db.number("SELECT count(*) FROM head WHERE rid >= ?", (soon,)),
                all(part.exists() for part in schema.log_files(path)),
            )
    except StoreError as error:
        return IndexCondition(path, problem=error.message)
    except OSError as error:
        return IndexCondition(path, problem=system(error))


def _name(uid: int) -> str:
    import pwd

    with suppress(KeyError):
        return pwd.getpwuid(uid).pw_name
    return str(uid)
