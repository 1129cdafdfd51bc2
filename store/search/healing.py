"""Keeping the index in step with the archive: healing days, rebuilding all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from store.actors.lexicon import Lexicon
from store.archive import Archive, Damage, Signature
from store.article import Article
from store.errors import StoreError
from store.search import schema
from store.search.index import IndexWriter, digest
from store.search.terms import terms_of
from store.stories import sketch

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do, in one unit (days, articles)."""


COMMIT_EVERY = 2000
"""Articles healed in one transaction: few segments to merge, little to redo after a kill."""


@dataclass(frozen=True, slots=True)
class Healing:
    """What ``refresh`` found: articles taken in, and files it could not read."""

    changed: int = 0
    damage: tuple[Damage, ...] = ()


@contextmanager
def writing(
    store: Path, archive: Archive, lexicon: Lexicon, progress: Progress | None = None
) -> Iterator[tuple[IndexWriter, Healing]]:
    """Hold the archive's lock with an index that is in step with it, made anew if need be.

    Raises ``StoreError`` when the archive or the index can't be written.
    """
    with archive.writing():
        connection, healing = _open_or_rebuild(store, archive, lexicon, progress)
        try:
            writer = IndexWriter(connection, lexicon)
            if healing is None:
                healing = refresh(writer, archive, progress)
            yield writer, healing
        except sqlite3.Error as error:
            raise StoreError(f"{store / 'index'}: {error}") from error
        finally:
            connection.close()


def _open_or_rebuild(
    store: Path, archive: Archive, lexicon: Lexicon, progress: Progress | None
) -> tuple[sqlite3.Connection, Healing | None]:
    """The index and, where it had to be rebuilt, what that found."""
    path = schema.current(store / "index")
    if path:
        try:
            return schema.open_to_write(path), None
        except StoreError:
            # Damaged or of another version; it is derived, so it is simply made again.
            pass
    healing = rebuild(store, archive, lexicon, progress)
    path = schema.current(store / "index")
    return schema.open_to_write(path), healing


def refresh(writer: IndexWriter, archive: Archive, progress: Progress | None = None) -> Healing:
    """Bring the index in step with the day files as they are; call under the archive's lock.

    Only files whose signature changed are read. A file that can't be read keeps the rows it had:
    its articles are still known, though they can't be opened.
    """
    signed = {
        name: Signature(*signature)
        for name, *signature in writer.db.execute("SELECT name, size, mtime_ns, inode FROM day")
    }
    found = archive.days()
    stale = sorted(name for name in signed.keys() | found if signed.get(name) != found.get(name))
    changed = pending = 0
    damage: list[Damage] = []
    writer.begin()
    try:
        for done, name in enumerate(stale):
            if progress:
                progress(done, len(stale))
            if name not in found:
                pending += _drop_day(writer, name)
                writer.sign(name, None)
            else:
                day = archive.read(name)
                if day.articles or not day.damage:
                    pending += _heal_day(writer, name, day.articles)
                if day.damage:
                    # Left unsigned, so that it is named again until somebody mends it.
                    damage += day.damage
                else:
                    writer.sign(name, found[name])
            if pending >= COMMIT_EVERY:
                changed, pending = changed + pending, 0
                writer.commit()
                writer.begin()
        writer.commit()
    finally:
        writer.rollback()
    if progress:
        progress(len(stale), len(stale))
    return Healing(changed + pending, tuple(damage))


def rebuild(
    store: Path, archive: Archive, lexicon: Lexicon, progress: Progress | None = None
) -> Healing:
    """Build a fresh index beside the old one and put it in its place; under the archive's lock.

    Raises ``StoreError``; the old index then stays.
    """
    folder = store / "index"
    try:
        folder.mkdir(exist_ok=True)
        for left in folder.glob(".building-*"):
            left.unlink()
    except OSError as error:
        raise StoreError(f"{folder}: {(error.strerror or str(error)).lower()}") from error
    target = schema.following(folder)
    building = folder / f".building-{target.name}"
    connection = schema.open_to_write(building, fast=True)
    try:
        healing = refresh(IndexWriter(connection, lexicon), archive, progress)
        connection.execute("INSERT INTO text (text) VALUES ('optimize')")
        connection.execute("ANALYZE")
    except sqlite3.Error as error:
        raise StoreError(f"{building}: {error}") from error
    finally:
        connection.close()
    building.replace(target)
    schema.remove_others(folder, target)
    return healing


def _drop_day(writer: IndexWriter, name: str) -> int:
    rows = writer.db.execute("SELECT rid FROM head WHERE day = ?", (name,)).fetchall()
    for (rid,) in rows:
        writer.retire(rid)
    return len(rows)


def _heal_day(writer: IndexWriter, name: str, articles: Iterable[Article]) -> int:
    """Make the rows of one day those of its articles; returns how many came or went."""
    indexed = {
        id: (rid, known)
        for rid, id, known in writer.db.execute(
            "SELECT rid, id, digest FROM head WHERE day = ?", (name,)
        )
    }
    changed = 0
    seen: set[str] = set()
    # FTS5 writes out what it has gathered whenever a row number is lower than the last.
    for article in sorted(articles, key=lambda a: schema.first_row(a.published)):
        if article.id in seen:
            continue
        seen.add(article.id)
        rid, known = indexed.pop(article.id, (None, None))
        if known == digest(article):
            continue
        if rid is not None:
            writer.retire(rid)
        elsewhere = writer.db.execute("SELECT rid FROM head WHERE id = ?", (article.id,)).fetchone()
        if elsewhere:
            continue
        terms = terms_of(article.title, article.blocks)
        writer.add(article, sketch(article.blocks), terms)
        changed += 1
    for rid, _ in indexed.values():
        writer.retire(rid)
        changed += 1
    return changed
