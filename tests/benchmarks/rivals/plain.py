"""A plain scan, newest first, till there are enough: the truth about every text.

It is spared reading the disk and folding: its texts lie folded in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from store.folding import fold
from store.search.tree import All, AnyOf, Node, Not, Text
from tests.benchmarks.rivals.rival import ROWS, Built, Corpus, is_text

Holds: TypeAlias = Callable[[str, str], bool]
"""Whether a title and a body, folded, are what is asked for."""


class Scan:
    name = "plain scan"
    built = Built(0, 0)

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def asks(self, node: Node) -> bool:
        return is_text(node)

    def first(self, node: Node) -> list[Any]:
        holds = holding(node)
        titles, bodies = self._corpus.titles, self._corpus.bodies
        found: list[Any] = []
        for at in range(len(titles) - 1, -1, -1):
            if holds(titles[at], bodies[at]):
                found.append(self._corpus.heads[at])
                if len(found) == ROWS:
                    break
        return found

    def every(self, node: Node) -> set[int]:
        holds = holding(node)
        both = zip(self._corpus.titles, self._corpus.bodies, strict=True)
        return {at for at, (title, body) in enumerate(both) if holds(title, body)}


def holding(node: Node) -> Holds:
    match node:
        case Text(text, _, column):
            wanted = fold(text)
            if column == "title":
                return lambda title, _: wanted in title
            if column == "body":
                return lambda _, body: wanted in body
            return lambda title, body: wanted in body or wanted in title
        case Not(inner):
            bars = holding(inner)
            return lambda title, body: not bars(title, body)
        case All(nodes):
            each = [holding(n) for n in nodes]
            return lambda title, body: all(holds(title, body) for holds in each)
        case AnyOf(nodes):
            each = [holding(n) for n in nodes]
            return lambda title, body: any(holds(title, body) for holds in each)
    raise AssertionError(node)
