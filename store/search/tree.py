"""A query as a tree. Every node knows its ``position``: where it begins, in code points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Column: TypeAlias = Literal["title", "body"]
Mark: TypeAlias = Literal["read", "starred"]
Order: TypeAlias = Literal["newest", "oldest", "relevance"]


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text in title or body (``column`` None: in either); ``exact``: it was quoted."""

    text: str
    position: int
    column: Column | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor, by any of its names or its id."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet, by its name or a part of it."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Dates:
    """Published from ``first`` to ``last``, both included; None: no bound."""

    first: date | None
    last: date | None
    position: int


@dataclass(frozen=True, slots=True)
class Marked:
    """Marked by the person who asks: ``read`` or ``starred``."""

    mark: Mark
    position: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """Tagged so by the person who asks."""

    tag: str
    position: int


@dataclass(frozen=True, slots=True)
class Reprinted:
    """Of a story that several articles tell."""

    position: int


@dataclass(frozen=True, slots=True)
class Not:
    node: Node
    position: int


@dataclass(frozen=True, slots=True)
class All:
    """Every one of ``nodes``; no nodes: everything."""

    nodes: tuple[Node, ...]
    position: int = 0


@dataclass(frozen=True, slots=True)
class AnyOf:
    nodes: tuple[Node, ...]
    position: int = 0


MarkNode: TypeAlias = Marked | Tagged | Reprinted
Node: TypeAlias = Text | Actor | Source | Dates | MarkNode | Not | All | AnyOf


@dataclass(frozen=True, slots=True)
class Query:
    """What is to be found, and in which order it comes."""

    where: Node
    order: Order = "newest"


def unread(query: Query) -> Query:
    """What of a query hasn't been read."""
    return Query(All((query.where, Not(Marked("read", 0), 0))), query.order)
