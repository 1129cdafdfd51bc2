"""One word of a query as a full-text expression: its text, and what it is to someone without Han.

A bare Latin word finds its text, or an actor that it names, or a title that sounds so. It names
an actor as a whole, never by its beginning: by a written name however short, else by pinyin, an
English name or a word of it (three letters at least), by initials (three, and only where more
articles name the actor than have the word: GDP is no 郭大鹏), or, where it is no text and no
pinyin, nearly so. A title sounds so if it has all its syllables, two at least; the last may be
only begun.

A bare Han word that is an actor's in one region finds what the others call it too, as text: 普丁 is
普京. So does a word in the title or the body alone. What is quoted is only itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from store.errors import QueryError
from store.folding import fold, is_han
from store.search.reader import Reader
from store.search.spelling import latin_keys, spellings
from store.search.terms import IN_TITLE, TITLE_ALONE, phrase, sound_phrase
from store.search.tree import Node, Text
from store.search.who import Meant, called, misspelt

SHORTEST = 3
"""Letters of the shortest word that is an actor's by anything but a written name."""


def expression(node: Text, db: Reader) -> str:
    """What a text finds. Raises ``QueryError`` where there is nothing to find in it."""
    ways = [literal(node)]
    if not node.exact:
        ways += [literal(Text(o, node.position, node.column)) for o in elsewhere(node.text, db)]
    if is_latin(node):
        ways += _latin(node, node.text, db)
    return ways[0] if len(ways) == 1 else f"({' OR '.join(ways)})"


def together(nodes: Sequence[Text], db: Reader) -> list[str]:
    """What Latin words find that stand side by side, beyond what each of them finds."""
    return list(_latin(nodes[0], " ".join(node.text for node in nodes), db))


def groups(nodes: Iterable[Node]) -> Iterator[list[Node]]:
    """The nodes in order, bare Latin words that stand side by side in one list."""
    group: list[Node] = []
    for node in nodes:
        side_by_side = isinstance(node, Text) and node.column is None and is_latin(node)
        if group and not side_by_side:
            yield group
            group = []
        if side_by_side:
            group.append(node)
        else:
            yield [node]
    if group:
        yield group


def literal(node: Text) -> str:
    """The text itself, and nothing else that it may stand for."""
    terms, is_open = phrase(node.text, prefix=not node.exact)
    if not terms:
        raise QueryError("nothing to find in {text}", node.position, text=node.text)
    if len(terms) == 1 and is_open and len(terms[0]) == 1:
        # A word for each character an article holds: as a prefix, one would be slow to gather.
        match node.column:
            case "title":
                return f'glyph : "{terms[0]}{IN_TITLE}"'
            case "body":
                return f'(glyph : "{terms[0]}" NOT glyph : "{terms[0]}{TITLE_ALONE}")'
        return f'glyph : "{terms[0]}"'
    found = f'"{" ".join(terms)}"{" *" if is_open else ""}'
    if node.column is None and any(len(term) > 1 and is_han(term[-1]) for term in terms):
        # No other columns have such terms, and to look at columns would cost a tenth.
        return found
    return f"{{{node.column or 'title body'}}} : {found}"


def elsewhere(text: str, db: Reader) -> list[str]:
    """What other regions call whom a Han word stands for."""
    return [
        other
        for (other,) in db.all("SELECT other FROM regional WHERE word = ?", (fold(text).strip(),))
    ]


def is_latin(node: Text) -> bool:
    """Whether a word is to be taken for more than its text: it is bare, and has no Han."""
    return not node.exact and not any(map(is_han, node.text))


def named(text: str, db: Reader) -> Meant | None:
    """Whom a bare Latin word stands for, if anyone."""
    keys = latin_keys(text)
    long = bool(keys) and len(keys[-1]) >= SHORTEST
    found = called(db, text)
    if found is None:
        nothing_else = long and not spellings(text) and not _hits(text, 1, db)
        return misspelt(db, text) if nothing_else else None
    if found.way != "name" and not long:
        return None
    if found.way == "initials":
        articles = db.number(
            "SELECT coalesce(max(articles), 0) FROM named WHERE aid = ?", found.taken
        )
        return found if _hits(text, articles, db) < articles else None
    return found


def facets(terms: Iterable[str]) -> str:
    """Articles that have any of these terms."""
    return "facet : (" + " OR ".join(f'"{term}"' for term in terms) + ")"


def _latin(node: Text, text: str, db: Reader) -> Iterator[str]:
    if node.column is None and (found := named(text, db)):
        yield facets(f"a{aid}" for aid in found.taken)
    if node.column != "body":
        for spelling in spellings(text):
            if len(spelling.syllables) > 1:
                begun = " *" if spelling.is_open else ""
                yield f'sound : "{sound_phrase(spelling.syllables)}"{begun}'


def _hits(text: str, limit: int, db: Reader) -> int:
    """How many articles have a text as it is, counted up to ``limit``."""
    terms, _ = phrase(text, prefix=False)
    return (
        db.number(
            "SELECT count(*) FROM (SELECT 1 FROM text WHERE text MATCH ? LIMIT ?)",
            (f'{{title body}} : "{" ".join(terms)}"', limit),
        )
        if terms
        else 0
    )
