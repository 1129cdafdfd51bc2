"""Hits: where a title or a block says what a query asks for.

Texts are looked for folded, so a query in one script marks the other; folding keeps offsets, and
those given here are code points of the text as it stands. Text matches as it does in the index
(``store.search.terms``), a block at a time. Actors are marked where an article names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from store.folding import fold
from store.search import words
from store.search.reader import Reader
from store.search.terms import pattern
from store.search.tree import Actor, All, AnyOf, Column, Node, Not, Text
from store.search.who import meant

if TYPE_CHECKING:
    from store.article import Article

SHORTEST = 2
"""Characters of the shortest name that is looked for in a title whose mentions aren't at hand."""


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing that a query asks for.

    ``text`` finds it in folded text, in one ``column`` or in both. ``actors`` are the ids it may
    be, as ``counted_as`` gives them, and ``names`` finds what they are called in folded text.
    """

    text: re.Pattern[str] | None = None
    column: Column | None = None
    actors: frozenset[str] = field(default_factory=frozenset)
    names: re.Pattern[str] | None = None


class Hit(NamedTuple):
    """``text[start:end]`` of a block (-1: the title) says what is sought; ``of``: which ones."""

    block: int
    start: int
    end: int
    of: frozenset[int]


def sought(node: Node, db: Reader) -> tuple[Sought, ...]:
    """What a query asks for that can be marked; what it bars never is."""
    return tuple(dict.fromkeys(_sought(node, db)))


def in_title(title: str, wanted: Sequence[Sought]) -> list[Hit]:
    """The hits in the title of an article that isn't at hand, in order and apart."""
    from store.article import TITLE

    folded = fold(title)
    found = _texts(TITLE, folded, wanted)
    for number, each in enumerate(wanted):
        if each.names is not None:
            of = frozenset((number,))
            found += [Hit(TITLE, *m.span(), of) for m in each.names.finditer(folded)]
    return _apart(found)


def in_article(article: Article, wanted: Sequence[Sought]) -> list[Hit]:
    """The hits in an article as it is read, title first, in order and apart."""
    from store.article import TITLE

    if not wanted:
        return []
    blocks = (TITLE, *range(len(article.blocks)))
    return [hit for block in blocks for hit in in_block(article, block, wanted)]


def in_block(article: Article, block: int, wanted: Sequence[Sought]) -> list[Hit]:
    """The hits in one block (-1: the title), in order and apart.

    Related links have none: they are no text of the article's, for the index neither.
    """
    from store.article import TITLE, counted_as

    if block != TITLE and article.blocks[block].kind == "related":
        return []
    found = _texts(block, fold(article.text_of(block)), wanted)
    if any(each.actors for each in wanted):
        for m in article.mentions:
            if m.block == block:
                actor = counted_as(m)
                of = frozenset(n for n, each in enumerate(wanted) if actor in each.actors)
                found += [Hit(block, m.start, m.end, of)] if of else []
    return _apart(found)


def _sought(node: Node, db: Reader) -> Iterator[Sought]:
    match node:
        case Text():
            texts = [node.text]
            named = None
            if not node.exact:
                texts += words.elsewhere(node.text, db)
            if words.is_latin(node) and node.column is None:
                named = words.named(node.text, db)
            text = _any_of(texts, prefix=not node.exact)
            yield _called(db, named.taken if named else (), text, node.column)
        case Actor():
            if found := meant(db, node.name):
                yield _called(db, found.taken)
        case All(nodes):
            for group in words.groups(n for n in nodes if not isinstance(n, Not)):
                for inner in group:
                    yield from _sought(inner, db)
                side_by_side = [n.text for n in group if isinstance(n, Text)]
                if len(side_by_side) > 1 and (found := words.named(" ".join(side_by_side), db)):
                    yield _called(db, found.taken)
        case AnyOf(nodes):
            for inner in nodes:
                yield from _sought(inner, db)


def _called(
    db: Reader,
    aids: Sequence[int],
    text: re.Pattern[str] | None = None,
    column: Column | None = None,
) -> Sought:
    """What is a text, or those actors by whatever this store calls them."""
    if not aids:
        return Sought(text, column)
    among = f"aid IN ({','.join('?' * len(aids))})"
    actors = db.all(f"SELECT actor, name FROM actor WHERE {among}", aids)
    seen = db.all(f"SELECT text FROM surface WHERE {among} AND times > 0", aids)
    names = {fold(name) for name in (*(name for _, name in actors), *(text for (text,) in seen))}
    spelled = _any_of((n for n in names if len(n) >= SHORTEST), prefix=False)
    return Sought(text, column, frozenset(id for id, _ in actors), spelled)


def _any_of(texts: Iterable[str], *, prefix: bool) -> re.Pattern[str] | None:
    # The longest first: where one begins with the other, all of it is marked.
    longest = sorted(texts, key=len, reverse=True)
    ways = dict.fromkeys(pattern(text, prefix=prefix) for text in longest)
    ways.pop("", None)
    return re.compile("|".join(ways)) if ways else None


def _texts(block: int, folded: str, wanted: Sequence[Sought]) -> list[Hit]:
    from store.article import TITLE

    barred: Column = "body" if block == TITLE else "title"
    return [
        Hit(block, *match.span(), frozenset((number,)))
        for number, each in enumerate(wanted)
        if each.text is not None and each.column != barred
        for match in each.text.finditer(folded)
    ]


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """Hits in order, those that overlap made one."""
    found: list[Hit] = []
    for hit in sorted(hits, key=lambda h: h[:3]):
        if found and found[-1].block == hit.block and hit.start < found[-1].end:
            last = found[-1]
            found[-1] = last._replace(end=max(last.end, hit.end), of=last.of | hit.of)
        else:
            found.append(hit)
    return found
