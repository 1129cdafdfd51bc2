"""The index file: one SQLite database a store, derived, safe to delete.

An article's row number ``rid`` is its publication minute times 16 plus a count, so that row
order is time order in every table: the newest come first without sorting, and a range of dates
is a range of rows. Undated articles lie below all others.

``text`` is a contentless FTS5 table over the terms of ``store.search.terms``, the body first
because FTS5 spends two bytes a posting on any later column; ``sound`` has the syllables of the
title. Its ``facet`` column holds one term
an actor (``a12``), the source (``s3``), the day, month and year (``d20230314 m202303 y2023``)
and ``x`` for every article, so that a whole query, whatever its brackets and negations, is one
full-text expression.

``sketched`` has the sketch of each article's body (``store.stories``) with its source and title as
hashes; ``sketch`` finds the articles that have a hash, by their short number ``n``, and
``boilerplate`` lists the hashes that tell nothing.

``mention`` has a row for each actor of an article, its day first, so that one walk over it counts
an actor's days. ``named`` sums it up for each actor. ``surface`` has the texts an actor is
mentioned by, but its own name: the rest of its mentions. ``worded`` says which of those texts an
article has, so that they can be taken off when it goes. A name that no actor of the lexicon bears
is an actor too, under an id that begins with ``?`` (``store.article.counted_as``).

``called`` has all that finds an actor (``store.search.called``): the names of all there are, and
of those in the news what they are on a keyboard without Han; ``initials`` of an actor are those of
its name. ``regional`` pairs words for one
thing, both ways. ``sounds`` of a source are its pinyin and initials, each after a bar.

An index is filled in its place, where a browser already reads it. Until it is whole, ``meta``
has a row ``unfinished`` with the number of days it is to hold; ``day`` has those that are in.
"""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from store.errors import StoreError, system
from store.message import Message

VERSION = 6
NAME, SOUND, PART, INITIALS, SKELETON = range(5)
"""How a key of ``called`` stands for an actor: as a name that is written so, folded; as all of a
name without spaces, Han as pinyin; as a part of one; as its initials; however it is spelt."""
SLOTS = 16
"""Rows a minute; a fuller minute spills into the next. Row numbers lie as densely as that allows:
their differences are most of the index (1024 a minute made it an eighth larger)."""
_EPOCH = datetime(1000, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1).toordinal()
NO_DAY = -800_000
"""The day of undated articles: below any that a date can have."""
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""The days that are looked for by terms."""
_CHINA = timezone(timedelta(hours=8))
DATED = SLOTS << 24
"""Rows below this one are undated."""
END = 2**62
"""A row number, and a key, beyond all others."""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE day (name TEXT PRIMARY KEY, size INT, mtime_ns INT, inode INT) WITHOUT ROWID;
CREATE TABLE head (
  rid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, day TEXT NOT NULL, title TEXT NOT NULL,
  source TEXT, published TEXT, story TEXT NOT NULL, lead INT NOT NULL, reprints INT NOT NULL,
  digest BLOB NOT NULL);
CREATE INDEX head_lead ON head (rid) WHERE lead = 1;
CREATE INDEX head_story ON head (story);
CREATE INDEX head_told ON head (rid, story) WHERE reprints > 0;
CREATE INDEX head_day ON head (day);
CREATE INDEX head_about ON head (rid, day, source);
CREATE TABLE retired (rid INTEGER PRIMARY KEY);
CREATE TABLE source (sid INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, folded TEXT NOT NULL,
  sounds TEXT NOT NULL);
CREATE TABLE actor (
  aid INTEGER PRIMARY KEY, actor TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL,
  english TEXT, role TEXT, aliases TEXT NOT NULL DEFAULT '[]', initials TEXT NOT NULL DEFAULT '');
CREATE TABLE called (key TEXT, aid INT, how INT NOT NULL, PRIMARY KEY (key, aid)) WITHOUT ROWID;
CREATE INDEX called_aid ON called (aid);
CREATE TABLE regional (word TEXT, other TEXT, PRIMARY KEY (word, other)) WITHOUT ROWID;
CREATE TABLE mention (
  aid INT, day INT, rid INT, times INT, PRIMARY KEY (aid, day, rid)) WITHOUT ROWID;
CREATE INDEX mention_rid ON mention (rid, times, aid);
CREATE TABLE named (aid INTEGER PRIMARY KEY, articles INT NOT NULL, times INT NOT NULL);
CREATE INDEX named_articles ON named (articles);
CREATE TABLE surface (
  sid INTEGER PRIMARY KEY, aid INT NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL,
  times INT NOT NULL DEFAULT 0, UNIQUE (aid, text, kind));
CREATE TABLE worded (rid INTEGER PRIMARY KEY, surfaces BLOB NOT NULL);
CREATE TABLE sketched (n INTEGER PRIMARY KEY, rid INT, outlet INT, title INT, hashes BLOB);
CREATE INDEX sketched_rid ON sketched (rid);
CREATE TABLE sketch (hash INT, n INT, PRIMARY KEY (hash, n)) WITHOUT ROWID;
CREATE TABLE boilerplate (hash INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE text USING fts5 (
  body, title, glyph, sound, facet,
  content='', columnsize=0, tokenize='ascii');
"""
UNLINKED = "actor.actor >= '?' AND actor.actor < '@'"
"""What holds for a name without an actor, as a range of the unique ids."""
THINNED = "({row} * 506952113 >> 20) % ? = 0"
"""What holds for one row in so many. Spread over rows and minutes: a modulus alone would take all
of a minute's articles or none."""
UNFINISHED = "SELECT (SELECT count(*) FROM day), value FROM meta WHERE key = 'unfinished'"
"""Asks for the days that are in an index and those it is to hold; no row: it is whole."""
HASH_BYTES = 64 << 20
"""Memory FTS5 gathers terms in before it writes a segment (its default, 1 MB, is 300 articles)."""
BUILDING = ".building-"
"""How the name of an index begins that isn't to be read before it is whole."""
_FILE = re.compile(r"wenren-(?:v(\d+)-)?(\d{6})\.sqlite\Z")
"""Names say which version an index is of, so that two versions of this program over one store
keep one each and never mistake, or make anew, the other's."""
ROOM = 64 << 10
"""Bytes that a disk has at least if it isn't full: SQLite asks for half of that at a time."""
_UNUSED = 7 * 86400
"""Seconds that an older version's index isn't written while ours is, till it is deleted."""


def first_row(published: str | None) -> int:
    """The first row number of the minute an article was published in (0: undated)."""
    if not published:
        return 0
    moment = datetime.fromisoformat(published)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=_CHINA)
    minutes = int((moment - _EPOCH).total_seconds() // 60)
    return DATED + max(minutes, 0) * SLOTS


def day_number(day: str | None) -> int:
    """A day as ``mention`` has it: counted from 1970, for two bytes are enough till 2059."""
    return date.fromisoformat(day).toordinal() - _FIRST_DAY if day else NO_DAY


def day_named(number: int | None) -> str | None:
    """``YYYY-MM-DD``; None for what has no day."""
    if number is None or number == NO_DAY:
        return None
    return date.fromordinal(_FIRST_DAY + number).isoformat()


def leading(rid: int) -> tuple[bool, int]:
    """Sort key: of a story's articles the earliest dated one comes first."""
    return rid < DATED, rid


def ranges(low: int, high: int, *, oldest: bool) -> list[tuple[int, int]]:
    """The ranges of rows in the order in which they come: undated articles are always last."""
    if not oldest:
        return [(low, high)]
    parts = [(max(low, DATED), high), (low, min(high, DATED))]
    return [(first, last) for first, last in parts if first < last]


def rows_of(first: date | None, last: date | None) -> tuple[int, int]:
    """A range of rows that holds every article dated ``first`` to ``last`` in its own zone.

    One day wider on either side: an article's day is that of its source's zone.
    """
    low, high = 0, 2**62
    if first is not None:
        low = first_row((max(first, date(1001, 1, 1)) - timedelta(days=1)).isoformat())
    if last is not None:
        high = first_row((min(last, date(9998, 1, 1)) + timedelta(days=2)).isoformat())
        low = max(low, DATED)
    return low, high


def day_terms(first: date | None, last: date | None) -> list[str]:
    """The fewest year, month and day terms that cover the days from ``first`` to ``last``."""
    low = max(first or EARLIEST, EARLIEST)
    high = min(last or LATEST, LATEST)
    terms: list[str] = []
    day = low
    while day <= high:
        year_end = date(day.year, 12, 31)
        month_end = date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)
        if day.month == day.day == 1 and year_end <= high:
            terms.append(f"y{day.year:04}")
            day = year_end
        elif day.day == 1 and month_end <= high:
            terms.append(f"m{day.year:04}{day.month:02}")
            day = month_end
        else:
            terms.append(f"d{day:%Y%m%d}")
        day += timedelta(days=1)
    return terms


def current(folder: Path) -> Path | None:
    """The newest index of this version in a store's ``index`` folder, or None."""
    ours = [path for path, version in indexes(folder) if version == VERSION]
    return max(ours, default=None)


def indexes(folder: Path) -> list[tuple[Path, int]]:
    """The indexes in a store's ``index`` folder and the versions they are of (0: it isn't said)."""
    try:
        found = [(path, _FILE.match(path.name)) for path in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise StoreError("{path}: {reason}", path=folder, reason=system(error)) from error
    return [(path, int(match[1] or 0)) for path, match in found if match]


def following(folder: Path) -> Path:
    """The name of the next index: a rebuilt index never takes the name of one that is open."""
    last = current(folder)
    match = _FILE.match(last.name) if last else None
    return folder / f"wenren-v{VERSION}-{int(match[2]) + 1 if match else 1:06}.sqlite"


def remove_others(folder: Path, keep: Path) -> None:
    """Delete older indexes; processes that still have one open keep it till they look again.

    Those of an older version go once nobody keeps them in step any more.
    """
    for path, version in indexes(folder):
        if path != keep and (
            version == VERSION or (version < VERSION and _written(path) < _written(keep) - _UNUSED)
        ):
            discard(path)


def _written(path: Path) -> float:
    """When an index was written last; the clock isn't asked, which may be wrong."""
    times = [0.0]
    for part in (path, path.with_name(f"{path.name}-wal")):
        with suppress(OSError):
            times.append(part.stat().st_mtime)
    return max(times)


def is_damage(error: Exception) -> bool:
    """Whether the file itself is broken, and not the disk full, the file locked or the like."""
    if isinstance(error, sqlite3.OperationalError):
        # A schema that isn't ours, a text that is none.
        return str(error).startswith(("no such ", "Could not decode"))
    # The second: what SQLite has to say quotes bytes that are no text.
    broken = isinstance(error, sqlite3.IntegrityError | UnicodeDecodeError)
    return broken or type(error) is sqlite3.DatabaseError


def reason(error: Exception, path: Path | None) -> Message:
    """What went wrong with an index, in words."""
    code = getattr(error, "sqlite_errorcode", 0)
    if path and code & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        # What is mapped into memory doesn't fit either, and SQLite calls that an I/O error.
        with suppress(OSError):
            disk = os.statvfs(path.parent)
            if code == sqlite3.SQLITE_FULL or disk.f_bavail * disk.f_frsize < ROOM:
                return Message("the disk is full")
    return Message(str(error))


def discard(path: Path) -> None:
    """Delete an index that is damaged, if we may; processes that have it open keep it."""
    with suppress(OSError):
        for part in path.parent.glob(f"{path.name}*"):
            part.unlink(missing_ok=True)


def open_to_write(path: Path | None, days: int = 0) -> sqlite3.Connection:
    """Open an index for writing, made if it isn't there; begin and commit are the caller's.

    None: an empty index in memory. One made here is unfinished, and is to hold so many ``days``.
    Raises ``StoreError``.
    """
    try:
        connection = sqlite3.connect(
            path or ":memory:", timeout=30, isolation_level=None, check_same_thread=False
        )
        new = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
        )
        if new:
            connection.executescript(TABLES)
            connection.execute(f"INSERT INTO text (text, rank) VALUES ('hashsize', {HASH_BYTES})")
            # Both at once: at no moment does it seem to be whole.
            connection.execute(
                "INSERT INTO meta VALUES ('version', ?), ('unfinished', ?)", (VERSION, days)
            )
        check(connection, path)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise StoreError("{path}: {reason}", path=path, reason=reason(error, path)) from error
    return connection


def log_files(path: Path) -> tuple[Path, Path]:
    """The files beside an index by which SQLite has readers and a writer at once: log, shared."""
    log, shared = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    return log, shared


def close(connection: sqlite3.Connection, path: Path) -> None:
    """Close a writer's connection and leave its log behind, empty.

    Who may only read here can't make the log's files, and would without them not see what the
    next writer adds. SQLite deletes them with the last connection that may write.
    """
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as last,
    ):
        # No waiting: while somebody reads, the log is emptied as far as it can be.
        connection.execute("PRAGMA busy_timeout=0")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        last.execute("SELECT 1 FROM meta").fetchone()
        connection.close()
    connection.close()


def check(connection: sqlite3.Connection, path: Path | None) -> None:
    """Raise ``StoreError`` unless this is an index of this version."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    if row is None or row[0] != VERSION:
        reason = Message("an index of another version; run `wenren reindex`")
        raise StoreError("{path}: {reason}", path=path, reason=reason)
