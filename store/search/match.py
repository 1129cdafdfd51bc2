"""From a query's tree to a plan of how to answer it, and a range of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Protocol

from store.errors import QueryError
from store.folding import fold
from store.search import schema
from store.search.plan import END, Both, Either, Hits, Listed, Plan, collect
from store.search.reader import Reader
from store.search.terms import IN_TITLE, phrase
from store.search.tree import (
    Actor,
    All,
    AnyOf,
    Dates,
    Marked,
    MarkNode,
    Node,
    Not,
    Order,
    Reprinted,
    Source,
    Tagged,
    Text,
)

EVERYTHING = "facet : x"
NAMES = 40
"""As many names as one ``人:`` or ``源:`` may stand for when it is the beginning of several."""
FEW = 1000
"""Marked rows that are left out one by one; of more, all the others are listed."""


class Rowed(Protocol):
    """Which rows have a mark; ascending. See ``store.search.marked``."""

    def having(self, node: MarkNode) -> Sequence[int]: ...

    def lacking(self, node: MarkNode) -> Sequence[int]: ...

    def every(self) -> Sequence[int]: ...


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text that is asked for, as full-text expressions: anywhere, and in the title alone."""

    anywhere: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """``plan`` is None for every article; rows lie in ``low <= rid < high``.

    ``phrases``: for ``relevance``, the texts by which to tell the more relevant from the less.
    """

    plan: Plan | None
    low: int = 0
    high: int = END
    order: Order = "newest"
    phrases: tuple[Phrase, ...] = ()


def compile_query(
    node: Node, db: Reader, marked: Rowed | None = None, order: Order = "newest"
) -> Match:
    """The plan of a tree; ``marked`` is needed where it asks for marks.

    Raises ``QueryError`` where a name or an outlet is unknown, or there is nothing to find.
    """
    parts = node.nodes if isinstance(node, All) else (node,)
    low, high = 0, END
    for part in parts:
        if isinstance(part, Dates):
            bounds = schema.rows_of(part.first, part.last)
            low, high = max(low, bounds[0]), min(high, bounds[1])
    if not parts:
        return Match(None, order=order)
    phrases = tuple(_phrases(node, db)) if order == "relevance" else ()
    return Match(_plan(node, db, marked), low, high, order, phrases)


def found(db: Reader, match: Match) -> list[int] | None:
    """The row numbers of what matches; None: all there are."""
    if match.plan is None:
        return None
    return sorted(collect(db, match.plan, match.low, match.high))


def asked_for(node: Node) -> tuple[str, ...]:
    """The folded texts whose hits a reader marks: what is asked for, not what is barred."""
    if isinstance(node, Text):
        return (fold(node.text),)
    nodes = node.nodes if isinstance(node, All | AnyOf) else ()
    return tuple(dict.fromkeys(text for inner in nodes for text in asked_for(inner)))


def _phrases(node: Node, db: Reader) -> Iterable[Phrase]:
    """The texts a tree asks for; those it bars are no merit."""
    if isinstance(node, Text):
        title = None if node.column == "body" else _text(replace(node, column="title"), db)
        yield Phrase(_text(node, db), title)
    for inner in node.nodes if isinstance(node, All | AnyOf) else ():
        yield from _phrases(inner, db)


def _plan(node: Node, db: Reader, marked: Rowed | None) -> Plan:
    if not _asks_for_marks(node):
        return Hits(_expression(node, db))
    assert marked is not None, "a query about marks, and nobody whose they are"
    match node:
        case Marked() | Tagged() | Reprinted():
            return Listed(marked.having(node))
        case Not(Marked() | Tagged() | Reprinted() as mark):
            return Listed(marked.lacking(mark))
        case Not(inner):
            return Both((Listed(marked.every()),), (_plan(inner, db, marked),))
        case AnyOf(nodes):
            texts = tuple(n for n in nodes if not _asks_for_marks(n))
            plans = [_plan(n, db, marked) for n in nodes if _asks_for_marks(n)]
            if texts:
                plans.append(Hits(_expression(AnyOf(texts), db)))
            return Either(tuple(plans))
        case All(nodes):
            return _all(nodes, db, marked)
    raise AssertionError(node)


def _all(nodes: Iterable[Node], db: Reader, marked: Rowed) -> Plan:
    """The plan of nodes that all must hold, some of which ask for marks."""
    texts: list[Node] = []
    plans: list[Plan] = []
    without: list[Plan] = []
    for node in nodes:
        if not _asks_for_marks(node):
            texts.append(node)
        elif not isinstance(node, Not):
            plans.append(_plan(node, db, marked))
        elif isinstance(node.node, Marked | Tagged | Reprinted):
            rids = marked.having(node.node)
            if len(rids) > FEW:
                plans.append(Listed(marked.lacking(node.node)))
            else:
                without.append(Listed(rids))
        else:
            without.append(_plan(node.node, db, marked))
    if texts and (not plans or not all(isinstance(text, Not) for text in texts)):
        plans.append(Hits(_expression(All(tuple(texts)), db)))
    else:
        without += [Hits(_expression(t.node, db)) for t in texts if isinstance(t, Not)]
    return Both(tuple(plans) or (Listed(marked.every()),), tuple(without))


def _asks_for_marks(node: Node) -> bool:
    match node:
        case Marked() | Tagged() | Reprinted():
            return True
        case Not(inner):
            return _asks_for_marks(inner)
        case All(nodes) | AnyOf(nodes):
            return any(map(_asks_for_marks, nodes))
    return False


def _expression(node: Node, db: Reader) -> str:
    match node:
        case Text():
            return _text(node, db)
        case Actor():
            return _facets(f"a{aid}" for aid in _actors(node.name, node.position, db))
        case Source():
            return _facets(f"s{sid}" for sid in _sources(node, db))
        case Dates():
            return _facets(schema.day_terms(node.first, node.last))
        case Not():
            return f"({EVERYTHING} NOT {_expression(node.node, db)})"
        case AnyOf():
            return "(" + " OR ".join(_expression(n, db) for n in node.nodes) + ")"
        case All():
            wanted = [_expression(n, db) for n in node.nodes if not isinstance(n, Not)]
            unwanted = [_expression(n.node, db) for n in node.nodes if isinstance(n, Not)]
            positive = " AND ".join(wanted) or EVERYTHING
            if not unwanted:
                return f"({positive})"
            return f"(({positive}) NOT ({' OR '.join(unwanted)}))"
    raise AssertionError(node)


def _text(node: Text, db: Reader) -> str:
    terms, is_open = phrase(node.text, prefix=not node.exact)
    if not terms:
        raise QueryError(f"nothing to find in {node.text}", node.position)
    if len(terms) == 1 and is_open and len(terms[0]) == 1 and node.column != "body":
        # A word for each character an article holds: as a prefix, one would be slow to gather.
        return f'glyph : "{terms[0]}{IN_TITLE if node.column else ""}"'
    found = f'{{{node.column or "title body"}}} : "{" ".join(terms)}"{" *" if is_open else ""}'
    if node.column is None and not node.exact and node.text.isascii():
        # A bare Latin word is also a name: CNN, Putin.
        named = _exactly_named(fold(node.text), db)
        if named:
            return f"({found} OR {_facets(f'a{aid}' for aid in named)})"
    return found


def _facets(terms: Iterable[str]) -> str:
    return "facet : (" + " OR ".join(f'"{term}"' for term in terms) + ")"


def _actors(name: str, position: int, db: Reader) -> list[int]:
    row = db.one("SELECT aid FROM actor WHERE actor = ?", (name,))
    if row:
        return [row[0]]
    folded = fold(name).strip()
    if named := _exactly_named(folded, db):
        return named
    begun = db.all(
        "SELECT DISTINCT aid FROM alias WHERE folded >= ? AND folded < ? LIMIT ?",
        (folded, folded + "\U0010ffff", NAMES),
    )
    if not begun:
        raise QueryError(f"nobody is called {name}", position)
    return [aid for (aid,) in begun]


def _exactly_named(folded: str, db: Reader) -> list[int]:
    return [aid for (aid,) in db.all("SELECT aid FROM alias WHERE folded = ?", (folded,))]


def _sources(node: Source, db: Reader) -> list[int]:
    folded = fold(node.name)
    found = db.all("SELECT sid FROM source WHERE instr(folded, ?) > 0 LIMIT ?", (folded, NAMES))
    if not found:
        # An outlet may be asked for by any of its names: CNN, 美联社.
        found = db.all(
            "SELECT sid FROM source WHERE folded IN (SELECT other.folded FROM alias AS asked"
            " JOIN alias AS other ON other.aid = asked.aid WHERE asked.folded = ?)",
            (folded,),
        )
    if not found:
        known = {fold(name): name for (name,) in db.all("SELECT name FROM source")}
        near = get_close_matches(folded, known, n=1, cutoff=0.4)
        hint = f" — did you mean {known[near[0]]}?" if near else ""
        raise QueryError(f"no source is called {node.name}{hint}", node.position)
    return [sid for (sid,) in found]
