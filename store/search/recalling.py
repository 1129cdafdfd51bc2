"""Whole queries offered again while one is typed: those asked lately, and those saved by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from store.folding import fold
from store.marks import Saved
from store.search.completion import Completion

LATEST = 5
"""Queries offered to who has typed nothing yet."""
EACH = 2
"""Queries that were asked, and that were saved, offered for a beginning."""
BEFORE = 2
"""What the store itself offers first: a query that begins the same is seldom what is meant."""


def recalled(
    text: str, at: int, asked: Sequence[str], searches: Sequence[Saved]
) -> list[Completion]:
    """The queries that ``text``, the cursor at its end, begins, or whose name it does."""
    begun = fold(text).strip()
    if not begun:
        return [_whole(text, query) for query in asked[:LATEST]]
    if at < len(text):
        return []
    again = (_whole(text, query) for query in asked if _begins(begun, query))
    named = (
        Completion(s.query, 0, len(text), "saved", s.name, s.query)
        for s in searches
        if fold(s.name).startswith(begun) and s.query != text
    )
    return [*islice(again, EACH), *islice(named, EACH)]


def beside(
    text: str, offered: Sequence[Completion], whole: Sequence[Completion]
) -> list[Completion]:
    """What is offered at the cursor, and whole queries with it."""
    if not text.strip():
        return [*whole, *offered]
    return list(_once([*offered[:BEFORE], *whole, *offered[BEFORE:]]))


def _whole(text: str, query: str) -> Completion:
    return Completion(query, 0, len(text), "asked", query)


def _begins(begun: str, query: str) -> bool:
    folded = fold(query)
    return folded.startswith(begun) and folded.strip() != begun


def _once(completions: Sequence[Completion]) -> Iterator[Completion]:
    """Without those that would put the same into the query as one before."""
    seen = set()
    for each in completions:
        if (key := (each.insert, each.start, each.end)) not in seen:
            seen.add(key)
            yield each
