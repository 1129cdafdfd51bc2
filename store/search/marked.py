"""The rows of the index that a person has marked, kept in step with the marks and the index.

Marks are by article. In a list of stories a story has a mark if any of its articles has it: what
one has read one has read, whoever prints it again.

Rows are found when a query first asks for a mark and kept until the index changes, which its files
tell (a connection's ``data_version`` means nothing to another connection). A change of marks
moves only the rows it concerns.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import orjson

from store.folding import fold
from store.marks import Marks
from store.search.reader import Reader
from store.search.tree import Marked, MarkNode, Reprinted, Tagged

FEW = 64
"""Rows that are put into a list one by one; more of them, and the list is made anew."""


@dataclass(slots=True)
class _Kept:
    """``ids``: what was marked when ``rids`` were found. ``others``: all other rows, once asked
    for."""

    ids: frozenset[str]
    rids: Sequence[int]
    others: Sequence[int] | None = None


class MarkedRows:
    """Finds the rows of ``marks()``; usable from any thread, through that thread's connection."""

    def __init__(self, marks: Callable[[], Marks]) -> None:
        self._marks = marks
        self._lock = Lock()
        self._stamp: object = None
        self._kept: dict[tuple[str, bool], _Kept] = {}
        self._every: Sequence[int] | None = None
        self._stories: dict[int, list[int]] | None = None
        self._counts: dict[object, int] = {}
        self._counted_for: object = None

    def seen(self, db: Reader, *, stories: bool) -> View:
        """The rows as a list of stories, or of articles, has them."""
        return View(self, db, stories)

    def find(self, db: Reader, node: MarkNode, stories: bool, *, barred: bool) -> Sequence[int]:
        """The rows that have a mark, or (``barred``) those that haven't; ascending."""
        with self._lock:
            self._renew(db)
            kept = self._having(db, node, stories)
            if not barred:
                return kept.rids
            if kept.others is None:
                having = set(kept.rids)
                kept.others = array("q", (r for r in self._all(db) if r not in having))
            return kept.others

    def every(self, db: Reader) -> Sequence[int]:
        """All rows there are, ascending."""
        with self._lock:
            self._renew(db)
            return self._all(db)

    def counted(self, db: Reader, key: object, count: Callable[[], int]) -> int:
        """What ``count`` says of ``key``, asked again only when the index or a mark has changed."""
        now = self._marks()
        # What was asked or saved changes no count.
        marks = (now.read, now.starred, now.tags)
        with self._lock:
            self._renew(db)
            if marks != self._counted_for:
                self._counts.clear()
                self._counted_for = marks
            if key in self._counts:
                return self._counts[key]
            stamp = self._stamp
        number = count()
        with self._lock:
            if (stamp, marks) == (self._stamp, self._counted_for):
                self._counts[key] = number
        return number

    def _renew(self, db: Reader) -> None:
        stamp = (db.path, *(_signature(db.path, end) for end in ("", "-wal")))
        if stamp != self._stamp:
            self._kept.clear()
            self._counts.clear()
            self._every = self._stories = None
            self._stamp = stamp

    def _all(self, db: Reader) -> Sequence[int]:
        if self._every is None:
            # Unordered, for then SQLite reads an index, a tenth as wide as the heads themselves.
            self._every = _sorted(db.column("SELECT rid FROM head"))
        return self._every

    def _having(self, db: Reader, node: MarkNode, stories: bool) -> _Kept:
        key = (_key(node), stories)
        kept = self._kept.get(key)
        if isinstance(node, Reprinted):
            if kept is None:
                rids = _sorted(db.column("SELECT rid FROM head WHERE reprints > 0"))
                kept = self._kept[key] = _Kept(frozenset(), rids)
            return kept
        ids = _ids(self._marks(), node)
        if kept is None:
            found = set(_resolve(db, ids))
            if stories:
                found |= self._told(db, found)
            kept = self._kept[key] = _Kept(ids, _sorted(found))
        elif kept.ids is not ids:
            concerned = set(_resolve(db, kept.ids ^ ids))
            if stories:
                concerned |= self._told(db, concerned)
            now = _marked_among(db, concerned, ids)
            if stories:
                now |= self._told(db, now)
            kept.rids = _changed(kept.rids, concerned, now)
            if kept.others is not None:
                kept.others = _changed(kept.others, concerned, concerned - now)
            kept.ids = ids
        return kept

    def _told(self, db: Reader, rids: set[int]) -> set[int]:
        """All rows of the stories of those of ``rids`` whose stories have several."""
        if self._stories is None:
            self._stories = _stories(db)
        groups = self._stories
        return {other for rid in groups.keys() & rids for other in groups[rid]}


@dataclass(frozen=True, slots=True)
class View:
    """What ``store.search.match`` asks for."""

    rows: MarkedRows
    db: Reader
    stories: bool

    def having(self, node: MarkNode) -> Sequence[int]:
        return self.rows.find(self.db, node, self.stories, barred=False)

    def lacking(self, node: MarkNode) -> Sequence[int]:
        return self.rows.find(self.db, node, self.stories, barred=True)

    def every(self) -> Sequence[int]:
        return self.rows.every(self.db)


def _key(node: MarkNode) -> str:
    match node:
        case Marked(mark):
            return mark
        case Tagged(tag):
            return f"tag:{fold(tag)}"
        case Reprinted():
            return "reprinted"


def _ids(marks: Marks, node: Marked | Tagged) -> frozenset[str]:
    if isinstance(node, Tagged):
        return marks.tagged(node.tag)
    return marks.read if node.mark == "read" else marks.starred


def _changed(rids: Sequence[int], drop: set[int], put: set[int]) -> Sequence[int]:
    """An ascending list without ``drop`` and then with ``put``; the old one stays as it was."""
    if len(drop) > FEW:
        return _sorted(set(rids).difference(drop).union(put))
    changed = array("q", rids)
    for rid in drop:
        at = bisect_left(changed, rid)
        there = at < len(changed) and changed[at] == rid
        if there and rid not in put:
            del changed[at]
        elif not there and rid in put:
            changed.insert(at, rid)
    return changed


def _sorted(rids: Iterable[int]) -> Sequence[int]:
    return array("q", sorted(rids))


def _resolve(db: Reader, ids: Iterable[str]) -> list[int]:
    """The rows of articles, those that aren't there left out."""
    query = "SELECT rid FROM head WHERE id IN (SELECT value FROM json_each(?))"
    return db.column(query, (orjson.dumps(list(ids)).decode(),))


def _stories(db: Reader) -> dict[int, list[int]]:
    """The rows of every story that has several, by each of its rows."""
    told = "FROM head INDEXED BY head_told WHERE reprints > 0"
    rids = db.column(f"SELECT rid {told}")
    (names,) = db.all(f"SELECT json_group_array(story) FROM (SELECT story {told})")[0]
    by_story: dict[str, list[int]] = {}
    return {
        rid: _with(by_story.setdefault(story, []), rid)
        for rid, story in zip(rids, orjson.loads(names), strict=True)
    }


def _with(rids: list[int], rid: int) -> list[int]:
    rids.append(rid)
    return rids


def _marked_among(db: Reader, rids: Iterable[int], ids: frozenset[str]) -> set[int]:
    return {
        rid
        for rid, id in db.all(
            "SELECT rid, id FROM head WHERE rid IN (SELECT value FROM json_each(?))",
            (orjson.dumps(list(rids)).decode(),),
        )
        if id in ids
    }


def _signature(path: Path | None, end: str) -> tuple[int, int, int] | None:
    try:
        stat = path.with_name(path.name + end).stat() if path else None
    except OSError:
        return None
    return (stat.st_ino, stat.st_size, stat.st_mtime_ns) if stat else None
