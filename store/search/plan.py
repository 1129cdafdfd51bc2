"""How a query is answered: full-text hits and lists of rows, combined.

Marks aren't in the index, so a tree over both can't be one full-text expression. Its parts that are
all text become one expression each (``Hits``), every mark a sorted list of rows (``Listed``), and
``Both`` and ``Either`` combine them. ``store.search.streams`` draws them row by row, in order.

"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import orjson

from store.search.reader import Reader

_DENSE = 16
"""Rows of a list for each that is looked for, up to which a set of them is the quicker way."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The rows that a full-text expression finds."""

    expression: str


@dataclass(frozen=True, slots=True)
class Listed:
    """These rows, ascending."""

    rids: Sequence[int]


@dataclass(frozen=True, slots=True)
class Both:
    """The rows that all of ``plans`` have, and none of ``without``."""

    plans: tuple[Plan, ...]
    without: tuple[Plan, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """The rows that one of ``plans`` has."""

    plans: tuple[Plan, ...]


Plan: TypeAlias = Hits | Listed | Both | Either


def collect(db: Reader, plan: Plan, low: int, high: int) -> set[int]:
    """All rows ``low <= rid < high`` of a plan."""
    match plan:
        case Hits(expression):
            query = "SELECT rowid FROM text WHERE text MATCH ? AND rowid >= ? AND rowid < ?"
            return set(db.column(query + alive_only(db), (expression, low, high)))
        case Listed(rids):
            return set(rids[bisect_left(rids, low) : bisect_left(rids, high)])
        case Either(plans):
            return set().union(*(collect(db, each, low, high) for each in plans))
        case Both(plans, without):
            found = set.intersection(*(collect(db, each, low, high) for each in plans))
            return found.difference(*(collect(db, each, low, high) for each in without))


def matching(db: Reader, plan: Plan, rids: Iterable[int]) -> set[int]:
    """Which of these rows are a plan's."""
    asked = set(rids)
    if not asked:
        return asked
    match plan:
        case Hits(expression):
            query = (
                "SELECT rowid FROM text WHERE text MATCH ?"
                " AND rowid IN (SELECT value FROM json_each(?))"
            )
            return set(db.column(query, (expression, orjson.dumps(list(asked)).decode())))
        case Listed(listed):
            return among(listed, sorted(asked))
        case Either(plans):
            return set().union(*(matching(db, each, asked) for each in plans))
        case Both(plans, without):
            for each in plans:
                asked = matching(db, each, asked)
            return asked.difference(*(matching(db, each, asked) for each in without))


def among(listed: Sequence[int], rids: Sequence[int]) -> set[int]:
    """Those of some rows, ascending or descending, that are on an ascending list."""
    low, high = sorted((rids[0], rids[-1]))
    first, last = bisect_left(listed, low), bisect_right(listed, high)
    if last - first <= _DENSE * len(rids):
        return set(listed[first:last]).intersection(rids)
    ats = ((rid, bisect_left(listed, rid, first, last)) for rid in rids)
    return {rid for rid, at in ats if at < last and listed[at] == rid}


def alive_only(db: Reader) -> str:
    """What keeps the terms of articles that are gone from a query of the full text."""
    any_retired = db.number("SELECT EXISTS (SELECT 1 FROM retired)")
    return " AND rowid NOT IN (SELECT rid FROM retired)" if any_retired else ""
