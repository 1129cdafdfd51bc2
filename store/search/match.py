"""From a query's tree to one full-text expression and a range of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from store.errors import QueryError
from store.folding import fold
from store.search import schema
from store.search.reader import Reader
from store.search.terms import IN_TITLE, phrase
from store.search.tree import Actor, All, AnyOf, Dates, Node, Not, Source, Text

EVERYTHING = "facet : x"
NAMES = 40
"""As many names as one ``人:`` or ``源:`` may stand for when it is the beginning of several."""


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


def asked_for(node: Node) -> tuple[str, ...]:
    """The folded texts whose hits a reader marks: what is asked for, not what is barred."""
    if isinstance(node, Text):
        return (fold(node.text),)
    nodes = node.nodes if isinstance(node, All | AnyOf) else ()
    return tuple(dict.fromkeys(text for inner in nodes for text in asked_for(inner)))


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
        raise QueryError(f"no source is called {node.name}", node.position)
    return [sid for (sid,) in found]
