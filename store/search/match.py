"""From a query's tree to a plan of how to answer it, and a range of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import get_close_matches
from typing import Protocol

from store.errors import QueryError
from store.folding import fold
from store.search import schema, words
from store.search.plan import Both, Either, Hits, Listed, Plan, collect
from store.search.reader import Reader
from store.search.schema import END
from store.search.spelling import latin_keys
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
from store.search.who import Meaning, candidates, meant, nearest

EVERYTHING = "facet : x"
NAMES = 40
"""As many outlets as one ``源:`` may stand for when it is a part of several names."""
_DAY_TERMS = 4
_BESIDE = 3
"""Days on either side of a range that ``schema.rows_of`` may hold articles of."""
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
    phrases = tuple(_phrases(node)) if order == "relevance" else ()
    within = [_within(part) if isinstance(part, Dates) else (part,) for part in parts]
    rest = tuple(each for nodes in within for each in nodes)
    plan = _plan(rest[0] if len(rest) == 1 else All(rest), db, marked)
    return Match(plan, low, high, order, phrases)


def found(db: Reader, match: Match) -> list[int] | None:
    """The row numbers of what matches; None: all there are."""
    if match.plan is None:
        return None
    return sorted(collect(db, match.plan, match.low, match.high))


def meanings(node: Node, db: Reader) -> Iterator[Meaning]:
    """What the actors and bare Latin words of a tree are taken for, where they are anybody."""
    match node:
        case Actor():
            found, text = meant(db, node.name), node.name
        case Text() if words.is_latin(node) and node.column is None:
            found, text = words.named(node.text, db), node.text
        case Not():
            yield from meanings(node.node, db)
            return
        case All() | AnyOf():
            for inner in node.nodes:
                yield from meanings(inner, db)
            return
        case _:
            return
    if found:
        taken, others = (candidates(db, aids) for aids in (found.taken, found.others))
        yield Meaning(text, node.position, found.way, taken, others)


def _within(node: Dates) -> Sequence[Node]:
    """The same as ``node`` among its rows: where it is many terms, to be dated on no day beside."""
    if len(schema.day_terms(node.first, node.last)) <= _DAY_TERMS:
        return (node,)
    days: list[Node] = []
    if node.first is not None and node.first > schema.EARLIEST:
        first = node.first - timedelta(days=_BESIDE)
        days.append(Not(Dates(max(first, schema.EARLIEST), node.first - timedelta(days=1), 0), 0))
    if node.last is not None and node.last < schema.LATEST:
        last = node.last + timedelta(days=_BESIDE)
        days.append(Not(Dates(node.last + timedelta(days=1), min(last, schema.LATEST), 0), 0))
    return days


def _phrases(node: Node) -> Iterable[Phrase]:
    """The texts a tree asks for; those it bars are no merit."""
    if isinstance(node, Text):
        title = None if node.column == "body" else words.literal(replace(node, column="title"))
        # The text itself comes before what it may stand for.
        yield Phrase(words.literal(node), title)
    for inner in node.nodes if isinstance(node, All | AnyOf) else ():
        yield from _phrases(inner)


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
            return words.expression(node, db)
        case Actor():
            return words.facets(f"a{aid}" for aid in _actors(node, db))
        case Source():
            return words.facets(f"s{sid}" for sid in _sources(node, db))
        case Dates():
            return words.facets(schema.day_terms(node.first, node.last))
        case Not():
            return f"({EVERYTHING} NOT {_expression(node.node, db)})"
        case AnyOf():
            return "(" + " OR ".join(_expression(n, db) for n in node.nodes) + ")"
        case All():
            positive = [n for n in node.nodes if not isinstance(n, Not)]
            wanted = [_together(group, db) for group in words.groups(positive)]
            unwanted = [_expression(n.node, db) for n in node.nodes if isinstance(n, Not)]
            found = " AND ".join(wanted) or EVERYTHING
            if not unwanted:
                return f"({found})"
            return f"(({found}) NOT ({' OR '.join(unwanted)}))"
    raise AssertionError(node)


def _together(group: list[Node], db: Reader) -> str:
    """All of one group of ``words.groups``."""
    each = [_expression(node, db) for node in group]
    texts = [node for node in group if isinstance(node, Text)]
    joined = words.together(texts, db) if len(texts) > 1 else []
    every = " AND ".join(each)
    return f"(({every}) OR {' OR '.join(joined)})" if joined else every


def _actors(node: Actor, db: Reader) -> tuple[int, ...]:
    if found := meant(db, node.name):
        return found.taken
    near = nearest(db, node.name)
    if not near:
        raise QueryError("nobody is called {name}", node.position, name=node.name)
    raise QueryError(
        "nobody is called {name} — did you mean {meant}?",
        node.position,
        name=node.name,
        meant=" / ".join(near),
    )


def _sources(node: Source, db: Reader) -> list[int]:
    folded = fold(node.name)
    key = "".join(latin_keys(node.name)[-1:])
    found = db.all(
        "SELECT sid FROM source WHERE instr(folded, ?1) > 0"
        " OR ?2 > '' AND instr(sounds, '|' || ?2) > 0 LIMIT ?3",
        (folded, key, NAMES),
    )
    if not found:
        # An outlet may be asked for by any of its names: CNN, 美联社.
        found = db.all(
            "SELECT sid FROM source WHERE folded IN (SELECT other.key FROM called AS asked"
            " JOIN called AS other ON other.aid = asked.aid WHERE asked.key = ?)",
            (folded,),
        )
    if not found:
        known = {fold(name): name for (name,) in db.all("SELECT name FROM source")}
        near = get_close_matches(folded, known, n=1, cutoff=0.4)
        if not near:
            raise QueryError("no source is called {name}", node.position, name=node.name)
        raise QueryError(
            "no source is called {name} — did you mean {meant}?",
            node.position,
            name=node.name,
            meant=known[near[0]],
        )
    return [sid for (sid,) in found]
