"""What is wrong with a store, file by file, and setting aside what is broken.

Nothing is ever deleted but the index, which is derived: a broken file goes to ``aside/`` under the
store whole, and what can still be read of it is put in its place.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from json import JSONDecodeError, JSONDecoder
from os.path import lexists
from pathlib import Path
from typing import Any, Literal

from store.archive import LOCK, Archive
from store.article import Article, ArticleError, counted_as, from_json
from store.day_file import TABLE, UNDATED, Damage
from store.errors import StoreError, reason_of, system
from store.identity import NAME
from store.locking import looking
from store.message import Message
from store.search import schema
from store.search.index import digest
from store.search.reader import Reader
from store.search.staleness import articles_lost, stale
from store.whole_file import half_written

ASIDE = "aside"
_HALF_COPIED = re.compile(r"\.(.+\.json|\.store-id)\.\w{6}")
TABLES = ("feeds.json", "lexicon.json")
_DOCUMENT = re.compile(r'"(\d+)"\s*:\s*(?=\{)')


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a file.

    ``day``: it is that day's, and what can be read of it stays. ``derived``: it is an index, which
    is ``behind`` or ``broken`` and made anew. ``mends``: whether ``repair`` can do anything.
    ``harm``: whether anything is to be done at all, or it is only good to know.
    """

    path: Path
    reason: Message
    mends: bool = True
    day: str | None = None
    derived: Literal["", "behind", "broken"] = ""
    harm: bool = True

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


def examine(store: Path, progress: Callable[[int, int], None] | None = None) -> Iterator[Finding]:
    """Look at every file of a store; writes nothing. Raises ``StoreError`` if there is none."""
    if not store.is_dir():
        raise StoreError("{store}: no store here", store=store)
    archive = Archive(store)
    if lost := articles_lost(store):
        yield Finding(archive.folder, lost, mends=False)
        return
    said: dict[str, int] = {}
    damaged = False
    for finding in _days(archive, progress, said):
        damaged = damaged or finding.day is not None or not finding.mends
        yield finding
    yield from _left_over(archive)
    yield from _tables(store)
    # What is damaged keeps its rows, which are of something else.
    yield from _index(store, None if damaged else said)


def repair(store: Path, found: list[Finding]) -> list[tuple[Finding, Message]]:
    """Mend what ``examine`` found and can be; returns what was done for each, in words.

    Raises ``StoreError`` when the store can't be written; what was done until then stays done.
    """
    done: list[tuple[Finding, Message]] = []
    if not any(finding.mends for finding in found):
        return done
    folder = store / ASIDE / datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    while folder.exists():
        # The clock went back to a time there was before.
        folder = folder.with_name(f"{folder.name}+")
    archive = Archive(store)
    damaged = {finding.day: finding for finding in found if finding.day and finding.mends}
    with archive.writing(sweep=False):
        for day, finding in damaged.items():
            if not archive.read(day).damage:
                continue
            documents = _salvaged(archive.path(day))
            kept = _set_aside(store, finding.path, folder)
            if documents:
                _write(finding.path, documents)
            stay = len(documents)
            did = Message("set aside as {kept}; {stay} articles of it stay", kept=kept, stay=stay)
            done.append((finding, did))
        for finding in found:
            if finding.mends and not finding.day and not finding.derived and lexists(finding.path):
                kept = _set_aside(store, finding.path, folder)
                done.append((finding, Message("set aside as {kept}", kept=kept)))
    derived = [finding for finding in found if finding.derived]
    if derived or damaged:
        from store.library import Library

        for finding in derived:
            if finding.derived == "broken":
                schema.discard(finding.path)
        Library.at_hand(store).refresh()
        for finding in derived:
            half = finding.path.name.startswith(schema.BUILDING)
            done.append((finding, Message("taken away") if half else Message("made anew")))
    return done


def _days(
    archive: Archive, progress: Callable[[int, int], None] | None, said: dict[str, int]
) -> Iterator[Finding]:
    """What is wrong with the day files; ``said``: what the index is to say of each article."""
    where: dict[str, Path] = {}
    days = sorted(archive.days())
    for number, name in enumerate(days):
        if progress:
            progress(number, len(days))
        day = archive.read(name)
        path = archive.path(name)
        if day.damage:
            yield Finding(path, _told(day.damage), day=name)
        for article in day.articles:
            if (article.day or UNDATED) != name:
                reason = (
                    Message("{id}: an article of {day}", id=article.id, day=article.day)
                    if article.day
                    else Message("{id}: an article of no date", id=article.id)
                )
                yield Finding(path, reason, mends=False)
            if article.id in where:
                yield Finding(
                    path,
                    Message("{id}: also in {where}", id=article.id, where=where[article.id]),
                    mends=False,
                )
            where.setdefault(article.id, path)
            said[article.id] = _told_of(article, name)
    if progress and days:
        progress(len(days), len(days))


def _told(damage: tuple[Damage, ...]) -> Message:
    first, *more = damage
    if not more:
        return first.reason
    return Message("{reason} (and {more} more)", reason=first.reason, more=len(more))


def _left_over(archive: Archive) -> Iterator[Finding]:
    """What a kill left half written: nobody will finish it."""
    for lock, left_by in _writers(archive):
        # A writer that is at work has some too.
        with suppress(OSError), looking(lock) as nobody:
            for path in left_by() if nobody else ():
                yield Finding(path, Message("half written when its writer was killed"))
    folder = archive.folder.with_name("index")
    with suppress(OSError), looking(archive.folder / LOCK) as nobody:
        for path in sorted(folder.glob(f"{schema.BUILDING}*")) if nobody else ():
            reason = Message("half built when its writer was killed")
            yield Finding(path, reason, derived="broken")


def _writers(archive: Archive) -> Iterator[tuple[Path, Callable[[], list[Path]]]]:
    """The locks of a store, and what their holders may leave."""
    # What rsync left too, which is nobody's to take away.
    left = filter(_is_left_over, archive.folder.rglob(".*"))
    yield archive.folder / LOCK, lambda: sorted(left)
    for name in TABLES:
        path = archive.folder.with_name(name)
        yield path.with_name(f".{name}.lock"), partial(half_written, path)


def _is_left_over(path: Path) -> bool:
    # Ours while it is written, ours of the store's id, and rsync's.
    name = path.name
    return name.endswith((".tmp", f"{NAME}.new")) or _HALF_COPIED.fullmatch(name) is not None


def _tables(store: Path) -> Iterator[Finding]:
    from store.actors.owner import changes_of
    from store.feeds.subscriptions import FILE, subscriptions

    for path, read in ((store / FILE, subscriptions), (store / "lexicon.json", changes_of)):
        try:
            read(store)
        except StoreError as error:
            yield Finding(path, reason_of(error, path))


def _index(store: Path, said: Mapping[str, int] | None) -> Iterator[Finding]:
    for other, version in sorted(schema.indexes(store / "index")):
        if version != schema.VERSION:
            told = (
                Message("an index of a later version of wenren, left to it")
                if version > schema.VERSION
                else Message("an index of an earlier version of wenren, left to it")
            )
            yield Finding(other, told, mends=False, harm=False)
    path = schema.current(store / "index")
    if not (store / "articles").is_dir():
        return
    if path is None:
        yield Finding(store / "index", Message("no index"), derived="behind")
        return
    try:
        with closing(Reader(path)) as reader:
            if reader.one(schema.UNFINISHED) is not None:
                yield Finding(path, Message("not finished"), derived="behind")
            elif stale(store, reader):
                yield Finding(path, Message("behind the articles"), derived="behind")
            elif said is not None and said != _indexed(reader):
                told = Message("it says other things than the articles")
                yield Finding(path, told, derived="broken")
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            told = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if told != "ok":
            yield Finding(path, Message(str(told)), derived="broken")
    except (StoreError, sqlite3.Error) as error:
        reason = reason_of(error, path) if isinstance(error, StoreError) else Message(str(error))
        yield Finding(path, reason, derived="broken")


def _told_of(article: Article, day: str) -> int:
    """What an index is to say of an article, as a number: its head, and who is named how often."""
    head = (
        article.id,
        day,
        _line(article.title),
        _line(article.source),
        article.published,
        article.story,
        digest(article),
    )
    told = hash(head)
    for named in Counter(counted_as(mention) for mention in article.mentions).items():
        told ^= hash(named)
    return told


def _indexed(reader: Reader) -> dict[str, int]:
    """What the index says of each article, as ``_told_of`` has it."""
    heads = "SELECT id, day, title, source, published, story, digest FROM head"
    told = {head[0]: hash(tuple(head)) for head in reader.all(heads)}
    named = "SELECT id, actor, times FROM mention JOIN head USING (rid) LEFT JOIN actor USING (aid)"
    for id, actor, times in reader.all(named):
        told[id] ^= hash((actor, times))
    return told


def _line(text: str | None) -> str | None:
    # As rows are read.
    return text and text.replace("\n", " ")


def _salvaged(path: Path) -> dict[str, Any]:
    """The documents of a broken day file that are articles, by their numbers."""
    try:
        text = path.read_text("utf-8", errors="replace")
    except OSError:
        # No file at all: a folder, a link to nowhere.
        return {}
    found: dict[str, Any] = {}
    decoder = JSONDecoder()
    at = 0
    while match := _DOCUMENT.search(text, at):
        at = match.end()
        try:
            document, end = decoder.raw_decode(text, at)
            from_json(document)
        except (JSONDecodeError, ArticleError, RecursionError):
            continue
        found[match[1]] = document
        at = end
    return found


def _write(path: Path, documents: Mapping[str, Any]) -> None:
    from store.day_storage import DayStorage

    try:
        DayStorage(path).write({TABLE: dict(documents)})
    except OSError as error:
        raise StoreError("{path}: {reason}", path=path, reason=system(error)) from error


def _set_aside(store: Path, path: Path, folder: Path) -> Path:
    kept = folder / path.relative_to(store)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        path.rename(kept)
    except OSError as error:
        raise StoreError("{path}: {reason}", path=path, reason=system(error)) from error
    return kept
