"""Keeping the index in step with the archive: healing days, filling it anew.

An index that is missing, damaged or of another version is begun again in its own place and filled
with the newest days first, so that a browser shows them meanwhile. A kill at any moment leaves
what was committed, and whoever writes next goes on from there; whoever isn't content with a part
waits for the whole (``writing``).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from store.actors.lexicon import Lexicon
from store.archive import Archive
from store.article import Article
from store.day_file import UNDATED, Damage, Signature
from store.errors import StoreError, system
from store.search import schema
from store.search.index import IndexWriter, digest
from store.search.reader import Reader
from store.search.staleness import articles_lost
from store.search.terms import terms_of
from store.stories import sketch

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do, in one unit (days, articles)."""

FIRST_BYTES = 1 << 18
"""Day files taken in in the first transaction: a screen of headlines. Each next takes twice as
much, till ``COMMIT_BYTES``."""
COMMIT_BYTES = 2 << 20
"""Some five hundred articles: few segments to merge, little to redo after a kill."""
_FAILURES = (sqlite3.Error, UnicodeDecodeError)
TELL = 0.2
"""Seconds between looks at how far somebody else is."""


@dataclass(frozen=True, slots=True)
class Healing:
    """What ``refresh`` found: articles taken in, and files it could not read."""

    changed: int = 0
    damage: tuple[Damage, ...] = ()


@contextmanager
def writing(
    store: Path, archive: Archive, lexicon: Lexicon, progress: Progress | None = None
) -> Iterator[tuple[IndexWriter, Healing]]:
    """Hold the archive's lock with an index that is whole and in step with it.

    It is filled first if need be; ``progress`` is told, of another process's work too while this
    one waits for the lock. Raises ``StoreError`` when the archive or the index can't be written.
    """
    folder = store / "index"
    _look_for_articles(store)
    with ExitStack() as stack:
        with _telling(folder, progress):
            held = stack.enter_context(archive.writing())
        if held.left:
            _sweep(folder)
        path, writer, healing = _in_step(folder, archive, lexicon, progress)
        stack.callback(schema.close, writer.db, path)
        schema.remove_others(folder, path)
        try:
            yield writer, healing
        except _FAILURES as error:
            raise _failure(path, error) from error


def rebuild(
    store: Path, archive: Archive, lexicon: Lexicon, progress: Progress | None = None
) -> Healing:
    """Build a fresh index from nothing, under the archive's lock.

    A whole one stays in its place until then. Raises ``StoreError``.
    """
    folder = store / "index"
    _look_for_articles(store)
    with archive.writing():
        _make(folder)
        target = schema.following(folder)
        building = folder / f"{schema.BUILDING}{target.name}" if _is_whole(folder) else target
        try:
            with closing(schema.open_to_write(building, len(archive.days()))) as connection:
                healing = _fill(IndexWriter(connection, lexicon), archive, progress)
        except _FAILURES as error:
            raise _failure(building, error) from error
        building.replace(target)
        schema.close(schema.open_to_write(target), target)
        schema.remove_others(folder, target)
        return healing


def _look_for_articles(store: Path) -> None:
    if lost := articles_lost(store):
        raise StoreError("{path}: {reason}", path=store / "articles", reason=lost)


@contextmanager
def _telling(folder: Path, progress: Progress | None) -> Iterator[None]:
    """Tell, from a thread, how far the process is that makes the index meanwhile."""
    done = threading.Event()

    def tell(progress: Progress) -> None:
        while not done.wait(TELL):
            with suppress(StoreError):
                path = schema.current(folder)
                part = path and _unfinished(path)
                if part:
                    progress(*part)

    if progress is None:
        yield
        return
    thread = threading.Thread(target=tell, args=(progress,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _unfinished(path: Path) -> tuple[int, int] | None:
    with closing(Reader(path)) as reader:
        part: tuple[int, int] | None = reader.one(schema.UNFINISHED)
        return part


def _is_whole(folder: Path) -> bool:
    path = schema.current(folder)
    try:
        return path is not None and _unfinished(path) is None
    except StoreError:
        return False


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError("{path}: {reason}", path=folder, reason=system(error)) from error
    _sweep(folder)


def _sweep(folder: Path) -> None:
    """Take away what somebody who was killed was building; nobody goes on with it."""
    with suppress(OSError):
        for left in folder.glob(f"{schema.BUILDING}*"):
            left.unlink()


def _open_or_begin(folder: Path, archive: Archive) -> tuple[Path, sqlite3.Connection]:
    """The index there is; where that is none, or it is damaged or of another version, a new one."""
    days = len(archive.days())
    path = schema.current(folder)
    if path:
        with suppress(StoreError):
            return path, schema.open_to_write(path, days)
    _make(folder)
    path = schema.following(folder)
    return path, schema.open_to_write(path, days)


def _in_step(
    folder: Path,
    archive: Archive,
    lexicon: Lexicon,
    progress: Progress | None,
    *,
    again: bool = True,
) -> tuple[Path, IndexWriter, Healing]:
    """The index in step with the archive; one that proves to be damaged is made anew, once."""
    path, connection = _open_or_begin(folder, archive)
    try:
        writer = IndexWriter(connection, lexicon)
        return path, writer, _fill(writer, archive, progress)
    except BaseException as error:
        connection.close()
        if not isinstance(error, _FAILURES):
            raise
        failure = _failure(path, error)
        if not (again and schema.is_damage(error)):
            raise failure from error
    return _in_step(folder, archive, lexicon, progress, again=False)


def _failure(path: Path, error: Exception) -> StoreError:
    """What to raise for an index that can't be written; one that is damaged is done away with."""
    if schema.is_damage(error):
        schema.discard(path)
    return StoreError("{path}: {reason}", path=path, reason=schema.reason(error, path))


def _fill(writer: IndexWriter, archive: Archive, progress: Progress | None) -> Healing:
    """Bring the index in step, and finish it if it isn't whole yet."""
    part = writer.db.execute(schema.UNFINISHED).fetchone()
    healing = refresh(writer, archive, progress, part[0] if part else 0)
    if part:
        writer.begin()
        writer.db.execute("INSERT INTO text (text) VALUES ('optimize')")
        writer.db.execute("ANALYZE")
        writer.db.execute("DELETE FROM meta WHERE key = 'unfinished'")
        writer.commit()
        # What was optimized went through the log, which would stay as large as the index.
        writer.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return healing


def refresh(
    writer: IndexWriter, archive: Archive, progress: Progress | None = None, before: int = 0
) -> Healing:
    """Bring the index in step with the day files as they are; call under the archive's lock.

    Only files whose signature changed are read, the newest days first; ``before`` of them were
    taken in earlier. A file that can't be read keeps the rows it had: its articles are still
    known, though they can't be opened.
    """
    signed = {
        name: Signature(*signature)
        for name, *signature in writer.db.execute("SELECT name, size, mtime_ns, inode FROM day")
    }
    found = archive.days()
    stale = [name for name in signed.keys() | found if signed.get(name) != found.get(name)]
    changed, done, total = 0, before, before + len(stale)
    damage: list[Damage] = []
    try:
        for names in _chunks(stale, found):
            writer.begin()
            for name in names:
                if progress:
                    progress(done, total)
                done += 1
                if name not in found:
                    changed += _drop_day(writer, name)
                    writer.sign(name, None)
                    continue
                day = archive.read(name)
                if day.articles or not day.damage:
                    changed += _heal_day(writer, name, day.articles)
                if day.damage:
                    # Left unsigned, so that it is named again until somebody mends it.
                    damage += day.damage
                else:
                    writer.sign(name, found[name])
            writer.commit()
    finally:
        writer.rollback()
    if progress:
        progress(total, total)
    return Healing(changed, tuple(sorted(damage, key=lambda d: d.path)))


def _chunks(names: Iterable[str], found: Mapping[str, Signature]) -> Iterator[list[str]]:
    """Days to take in at once, the newest first; among themselves the oldest first.

    FTS5 writes out what it has gathered whenever a row number is lower than the last.
    """
    chunk: list[str] = []
    size, enough = 0, FIRST_BYTES
    for name in sorted(names, key=lambda name: (name != UNDATED, name), reverse=True):
        chunk.append(name)
        size += found[name].size if name in found else 0
        if size >= enough:
            yield chunk[::-1]
            chunk, size, enough = [], 0, min(2 * enough, COMMIT_BYTES)
    if chunk:
        yield chunk[::-1]


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
