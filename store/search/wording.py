"""Queries put into words: a field with its value, a query narrowed by one or widened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_APART = re.compile(r'[\s()（）|｜"＂“”「」『』]')
_QUOTES = (("“", '”"“'), ("「", "」"), ("『", "』"))
_CLOSING = {"“": "”", "「": "」", "『": "』"}


@dataclass(frozen=True, slots=True)
class Item:
    """One of the things a query asks for; ``without``: the query that doesn't."""

    text: str
    without: str


def field(key: str, value: str) -> str | None:
    """``key`` with a value, quoted if need be; None: no query can say this value."""
    if not value or value != value.strip():
        return None
    # A colon before a slash is an address's.
    if not _APART.search(value) and value[0] != "/":
        return key + value
    for opening, ends in _QUOTES:
        if not any(end in value for end in ends):
            return f"{key}{opening}{value}{_CLOSING[opening]}"
    return None


def narrowed(query: str, term: str, *, either: bool) -> str:
    """``query`` and ``term``; ``either``: the query is one of several (OR) as it stands."""
    query = query.strip()
    return f"({query}) {term}" if either else f"{query} {term}".strip()


def reordered(query: str, orders: Iterable[tuple[int, int]], term: str) -> str:
    """``query`` with ``term`` for the orders that are said there."""
    for start, end in sorted(orders, reverse=True):
        query = f"{query[:start].rstrip()} {query[end:].lstrip()}"
    return f"{query.strip()} {term}".strip()


def widened(query: str, items: Iterable[tuple[int, int]]) -> Iterator[Item]:
    """The items of ``query`` that begin and end there."""
    for start, end in items:
        around = (query[:start].strip(), query[end:].strip())
        yield Item(query[start:end], " ".join(part for part in around if part))
