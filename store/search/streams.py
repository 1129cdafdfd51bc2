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

from store.search.plan import (
    Both,
    Either,
    Hits,
    Listed,
    Plan,
    alive_only,
    among,
    matching,
)
from store.search.reader import Reader
from store.search.schema import END, ranges

SPARSE = 5000
"""Rows of the longest list that is gone through and each asked whether it is a hit; along a longer
one, the hits are gone through."""
FEWEST, MOST = 8, 512
"""Hits taken from the full text at a time: the more, the more of the last were of use."""
PROBE = 32
"""Hits that are passed over in the time in which one row is asked whether it is one."""


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
        while keys := stream.block(key):
            key = keys[-1] + 1
            yield from keys if oldest else (-key for key in keys)


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

    def block(self, key: int) -> Sequence[int]:
        """The first keys from ``key`` on, as many as come together; none: it is at its end."""


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
            hits = next((each for each in plans if isinstance(each, Hits)), None)
            if hits is None or len(plans) == 1:
                barring = [stream_of(each, span) for each in without]
                return _BothStream([stream_of(each, span) for each in ordered], barring)
            leads = ordered[0] if _length(ordered[0]) <= SPARSE else hits
            return _SiftedStream(leads, [p for p in ordered if p is not leads], without, span)


def _length(plan: Plan) -> int:
    return len(plan.rids) if isinstance(plan, Listed) else END


class _HitStream:
    def __init__(self, expression: str, span: Span, size: int = FEWEST) -> None:
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

    def block(self, key: int) -> Sequence[int]:
        if self.seek(key) == END:
            return ()
        at, self._at = self._at, len(self._keys)
        return self._keys[at:]

    def _fetch(self, key: int) -> int:
        used = 2 * self._at >= len(self._keys)
        self._size = min(self._size * 2, MOST) if used else max(self._size // 2, FEWEST)
        query, given = _hits(self._expression, self._span, key, END, self._size)
        rids = self._span.db.column(query, given)
        self._keys = rids if self._span.oldest else [-rid for rid in rids]
        self._at = 0
        self._done = len(self._keys) < self._size
        return self._keys[0] if self._keys else END


def _hits(
    expression: str, span: Span, first: int, last: int, limit: int
) -> tuple[str, tuple[str | int, ...]]:
    """The statement for the rows of an expression from one key to another, both included."""
    if span.oldest:
        low, high, order = first, min(last, span.high - 1), "ASC"
    else:
        low, high, order = max(-last, span.low), -first, "DESC"
    query = (
        f"SELECT rowid FROM text WHERE text MATCH ? AND rowid >= ? AND rowid <= ?{span.alive}"
        f" ORDER BY rowid {order} LIMIT ?"
    )
    return query, (expression, low, high, limit)


class _ListedStream:
    def __init__(self, rids: Sequence[int], span: Span) -> None:
        self._rids = rids
        self._span = span
        self._size = MOST // 8

    def seek(self, key: int) -> int:
        if self._span.oldest:
            at = bisect_left(self._rids, key)
            found = self._rids[at] if at < len(self._rids) else END
            return found if found < self._span.high else END
        at = bisect_right(self._rids, -key) - 1
        return -self._rids[at] if at >= 0 and self._rids[at] >= self._span.low else END

    def block(self, key: int) -> Sequence[int]:
        self._size, size = min(2 * self._size, MOST), self._size
        if self._span.oldest:
            at = bisect_left(self._rids, key)
            end = bisect_left(self._rids, self._span.high, at)
            return self._rids[at : min(at + size, end)]
        end = bisect_right(self._rids, -key)
        at = bisect_left(self._rids, self._span.low, 0, end)
        return [-rid for rid in reversed(self._rids[max(at, end - size) : end])]


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

    def block(self, key: int) -> Sequence[int]:
        found = self.seek(key)
        return () if found == END else (found,)


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

    def block(self, key: int) -> Sequence[int]:
        found = self.seek(key)
        return () if found == END else (found,)

    def _bars(self, key: int) -> bool:
        for number, stream in enumerate(self._without):
            if self._barred[number] < key:
                self._barred[number] = stream.seek(key)
            if self._barred[number] == key:
                return True
        return False


class _SiftedStream:
    """The keys of one plan that others have too, many looked at a time.

    That takes a tenth of leaping from one to the next where they are dense.
    """

    def __init__(
        self, leads: Plan, others: Sequence[Plan], without: Sequence[Plan], span: Span
    ) -> None:
        self._leads = stream_of(leads, span)
        self._lists = [_ListedStream(p.rids, span) for p in others if isinstance(p, Listed)]
        self._others = [_Sieve(each, span, keeps=True) for each in others]
        self._others += [_Sieve(each, span, keeps=False) for each in without]
        self._keys: Sequence[int] = ()
        self._next = -END
        """Where the keys that weren't looked at begin."""

    def seek(self, key: int) -> int:
        keys = self.block(key)
        return keys[0] if keys else END

    def block(self, key: int) -> Sequence[int]:
        while not (self._keys and key <= self._keys[-1]):
            key = max(key, self._next, *(each.seek(key) for each in self._lists))
            keys = self._leads.block(key) if key < END else ()
            if not keys:
                return ()
            key = self._next = keys[-1] + 1
            for sieve in self._others:
                keys = sieve.sift(keys)
            if keys:
                self._keys = keys
                return keys
        return self._keys[bisect_left(self._keys, key) :]


class _Sieve:
    """Which keys, many at a time and never going back, a plan has (``keeps``), or hasn't."""

    def __init__(self, plan: Plan, span: Span, *, keeps: bool) -> None:
        self._plan = plan
        self._span = span
        self._keeps = keeps
        self._are_many = False
        self._stream = stream_of(plan, span)

    def sift(self, keys: Sequence[int]) -> list[int]:
        rows = [abs(key) for key in keys]
        match self._plan:
            case _ if not rows:
                return []
            case Hits(expression):
                has = self._hits(expression, keys, rows)
            case Listed(rids):
                has = among(rids, rows)
            case _:
                has = {abs(key) for key in keys if self._stream.seek(key) == key}
        return [key for key in keys if (abs(key) in has) is self._keeps]

    def _hits(self, expression: str, keys: Sequence[int], rows: list[int]) -> set[int]:
        """Passing over all hits from the first key to the last, unless they are too many."""
        span, has = self._span, set[int]()
        if not self._are_many:
            limit = PROBE * len(keys)
            query, given = _hits(expression, span, keys[0], keys[-1], limit)
            found, passed, last = span.db.all(
                "SELECT json_group_array(rowid) FILTER (WHERE rowid IN"
                " (SELECT value FROM json_each(?))), count(*),"
                f" {'max' if span.oldest else 'min'}(rowid) FROM ({query})",
                (orjson.dumps(rows).decode(), *given),
            )[0]
            has.update(orjson.loads(found))
            if passed < limit:
                return has
            self._are_many = True
            rows = [row for row in rows if (row > last if span.oldest else row < last)]
        return has | matching(span.db, Hits(expression), rows)
