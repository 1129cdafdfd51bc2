"""Drawing the rows of a plan in order, none of its parts further than need be.

Each part says which row it has at or after a given one, and the others leap there. Rows are handled
as keys, which ascend in the order of the answer: the row number, or its negative where the newest
come first.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import orjson

from store.search.plan import END, Both, Either, Hits, Listed, Plan, alive_only, ranges
from store.search.reader import Reader

PROBED = 5000
"""Rows of a list up to which it is asked which of them are hits, as long as a fair share is."""
FEWEST, MOST = 8, 512
"""Hits taken from the full text at a time: the more, the more of the last were of use."""


def walk(db: Reader, plan: Plan, low: int, high: int, *, oldest: bool) -> Iterator[int]:
    """The rows ``low <= rid < high`` of a plan, newest first, or oldest and then the undated."""
    alive = alive_only(db)
    for first, last in ranges(low, high, oldest=oldest):
        span = Span(db, alive, first, last, oldest)
        stream = stream_of(plan, span)
        if isinstance(plan, Hits):
            # It is all there is: nothing leaps over what is fetched.
            stream = _HitStream(plan.expression, span, MOST // 4)
        key = first if oldest else 1 - last
        while (key := stream.seek(key)) < END:
            yield key if oldest else -key
            key += 1


@dataclass(frozen=True, slots=True)
class Span:
    """Where and in which direction streams run."""

    db: Reader
    alive: str
    low: int
    high: int
    oldest: bool


class _Stream(Protocol):
    def seek(self, key: int) -> int:
        """The first key from ``key`` on, or ``END``; ``key`` never goes back."""


def stream_of(plan: Plan, span: Span) -> _Stream:
    match plan:
        case Hits(expression):
            return _HitStream(expression, span)
        case Listed(rids):
            return _ListedStream(rids, span)
        case Either(plans):
            return _EitherStream([stream_of(each, span) for each in plans])
        case Both(plans, without):
            # A list is quick to seek in, so the shortest leaps first.
            ordered = sorted(plans, key=_length)
            barring = [stream_of(each, span) for each in without]
            hits = [each for each in plans if isinstance(each, Hits)]
            if hits and _length(ordered[0]) <= PROBED:
                others = [stream_of(each, span) for each in ordered if each not in hits]
                return _ProbedStream(_BothStream(others, barring), hits[0].expression, span)
            return _BothStream([stream_of(each, span) for each in ordered], barring)


def _length(plan: Plan) -> int:
    return len(plan.rids) if isinstance(plan, Listed) else END


class _HitStream:
    def __init__(self, expression: str, span: Span, size: int = FEWEST) -> None:
        bounds, order = ("rowid <= ? AND rowid >= ?", "DESC")
        if span.oldest:
            bounds, order = ("rowid >= ? AND rowid < ?", "ASC")
        self._query = (
            f"SELECT rowid FROM text WHERE text MATCH ? AND {bounds}{span.alive}"
            f" ORDER BY rowid {order} LIMIT ?"
        )
        self._expression = expression
        self._span = span
        self._keys: list[int] = []
        self._at = 0
        self._size = size
        self._done = False

    def seek(self, key: int) -> int:
        keys = self._keys
        if keys and key <= keys[-1]:
            self._at = bisect_left(keys, key, self._at)
            return keys[self._at]
        return END if self._done else self._fetch(key)

    def _fetch(self, key: int) -> int:
        used = 2 * self._at >= len(self._keys)
        self._size = min(self._size * 2, MOST) if used else max(self._size // 2, FEWEST)
        span, sign = self._span, 1 if self._span.oldest else -1
        # From here on: the other bound is the span's.
        bounds = (key, span.high) if span.oldest else (-key, span.low)
        rows = span.db.all(self._query, (self._expression, *bounds, self._size))
        self._keys = [sign * rid for (rid,) in rows]
        self._at = 0
        self._done = len(rows) < self._size
        return self._keys[0] if self._keys else END


class _ListedStream:
    def __init__(self, rids: Sequence[int], span: Span) -> None:
        self._rids = rids
        self._span = span

    def seek(self, key: int) -> int:
        if self._span.oldest:
            at = bisect_left(self._rids, key)
            found = self._rids[at] if at < len(self._rids) else END
            return found if found < self._span.high else END
        at = bisect_right(self._rids, -key) - 1
        return -self._rids[at] if at >= 0 and self._rids[at] >= self._span.low else END


class _EitherStream:
    def __init__(self, streams: Sequence[_Stream]) -> None:
        self._streams = streams
        self._next = array("q", [-END] * len(streams))
        """The key each of them has next; behind the one that is sought, it isn't known."""

    def seek(self, key: int) -> int:
        for number, stream in enumerate(self._streams):
            if self._next[number] < key:
                self._next[number] = stream.seek(key)
        return min(self._next)


class _BothStream:
    def __init__(self, streams: Sequence[_Stream], without: Sequence[_Stream]) -> None:
        self._streams = streams
        self._without = without
        self._barred = array("q", [-END] * len(without))

    def seek(self, key: int) -> int:
        while key < END:
            for stream in self._streams:
                found = stream.seek(key)
                if found != key:
                    key = found
                    break
            else:
                if not self._bars(key):
                    return key
                key += 1
        return END

    def _bars(self, key: int) -> bool:
        for number, stream in enumerate(self._without):
            if self._barred[number] < key:
                self._barred[number] = stream.seek(key)
            if self._barred[number] == key:
                return True
        return False


class _ProbedStream:
    """The keys of ``stream`` that are hits, many asked for at a time.

    That takes six microseconds each, where leaping to the next hit takes thirty. Where few are
    hits, leaping passes over more of them than that is worth.
    """

    def __init__(self, stream: _Stream, expression: str, span: Span) -> None:
        self._stream = stream
        self._expression = expression
        self._span = span
        self._keys: list[int] = []
        self._next = -END
        """Where the keys that weren't asked about begin."""
        self._size = MOST // 8
        self._leaping: _Stream | None = None

    def seek(self, key: int) -> int:
        while key < END:
            at = bisect_left(self._keys, key)
            if at < len(self._keys):
                return self._keys[at]
            key = max(key, self._next)
            if self._leaping is not None:
                return self._leaping.seek(key)
            self._probe(key)
        return END

    def _probe(self, key: int) -> None:
        asked: list[int] = []
        while len(asked) < self._size and (key := self._stream.seek(key)) < END:
            asked.append(abs(key))
            key += 1
        self._next = key
        rows = self._span.db.column(
            "SELECT rowid FROM text WHERE text MATCH ?"
            " AND rowid IN (SELECT value FROM json_each(?))",
            (self._expression, orjson.dumps(asked).decode()),
        )
        self._keys = sorted(rows if self._span.oldest else (-rid for rid in rows))
        if 8 * len(rows) < len(asked):
            hits = _HitStream(self._expression, self._span)
            self._leaping = _BothStream([self._stream, hits], ())
        self._size = min(2 * self._size, MOST)
