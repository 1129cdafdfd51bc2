"""From a query's tree to one full-text expression and a range of rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from store.errors import QueryError
from store.folding import fold
from store.search import schema, words
from store.search.query import Actor, All, AnyOf, Dates, Node, Not, Source, Text
from store.search.reader import Reader
from store.search.spelling import latin_keys
from store.search.who import Meaning, candidates, meant, nearest

EVERYTHING = "facet : x"
NAMES = 40
"""As many outlets as one ``源:`` may stand for when it is a part of several names."""


@dataclass(frozen=True, slots=True)
class Match:
    """``expression`` is FTS5's (None: every article); rows lie in ``low <= rid < high``."""

    expression: str | None
    low: int = 0
    high: int = 2**62


def compile_query(node: Node, db: Reader) -> Match:
    """Raises ``QueryError`` where a name or an outlet is unknown, or there is nothing to find."""
    parts = node.nodes if isinstance(node, All) else (node,)
    low, high = 0, 2**62
    for part in parts:
        if isinstance(part, Dates):
            bounds = schema.rows_of(part.first, part.last)
            low, high = max(low, bounds[0]), min(high, bounds[1])
    if not parts:
        return Match(None)
    return Match(_expression(node, db), low, high)


def found(db: Reader, match: Match) -> list[int] | None:
    """The row numbers of what matches; None: all there are."""
    if match.expression is None:
        return None
    rows = db.all(
        "SELECT rowid FROM text WHERE text MATCH ? AND rowid >= ? AND rowid < ?",
        (match.expression, match.low, match.high),
    )
    return [rid for (rid,) in rows]


def asked_for(node: Node, db: Reader) -> tuple[str, ...]:
    """The folded texts whose hits a reader marks: what is asked for, not what is barred."""
    if isinstance(node, Text):
        return (fold(node.text), *(() if node.exact else words.elsewhere(node.text, db)))
    nodes = node.nodes if isinstance(node, All | AnyOf) else ()
    return tuple(dict.fromkeys(text for inner in nodes for text in asked_for(inner, db)))


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
    hint = f" — did you mean {' or '.join(near)}?" if near else ""
    raise QueryError(f"nobody is called {node.name}{hint}", node.position)


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
        raise QueryError(f"no source is called {node.name}", node.position)
    return [sid for (sid,) in found]
