"""What ``wenren diff`` prints: two articles beside each other, by sentence.

``[-…-]`` is what only the first has, ``{+…+}`` what only the second has; on a terminal they are
coloured too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from tui import dates
from tui.glyphs import glyphs
from tui.language import say

if TYPE_CHECKING:
    from store.article import Article
    from store.diff.comparison import Comparison, Name, Row, Span

Part: TypeAlias = Literal["plain", "strong", "muted", "deleted", "inserted"]
Parts: TypeAlias = list[tuple[str, Part]]

SGR: dict[Part, str] = {
    "plain": "",
    "strong": "1",
    "muted": "2",
    "deleted": "31",
    "inserted": "32",
}
"""The colours of a terminal."""
LEADS = {"same": " ", "changed": "~", "moved": ">", "dropped": "-", "added": "+"}
"""What a row begins with."""


def printed(comparison: Comparison) -> Iterator[Parts]:
    """The lines of the plain form."""
    for number, article in enumerate((comparison.a, comparison.b), start=1):
        yield [(f"{number}  {article_line(article)}", "strong" if number == 2 else "plain")]
    yield [("", "plain")]
    if comparison.title.kind != "same":
        title = say("Title: ")
        yield [(title, "muted"), *parts_of(comparison, comparison.title)]
    for about, text in notes(comparison):
        yield [(about, "muted"), (text, "plain")]
    for name, rows in (("", comparison.body), (say("Captions"), comparison.captions)):
        if name and any(row.kind != "same" for row in rows):
            yield [("", "plain")]
            yield [(name, "muted")]
        elif name:
            continue
        else:
            yield [("", "plain")]
        for kind, run in groupby(rows, key=lambda row: row.kind):
            if kind == "same":
                yield [(f"  {same(sum(1 for _ in run))}", "muted")]
                continue
            for row in run:
                yield [(f"{LEADS[kind]} ", "muted"), *parts_of(comparison, row)]
                if told := names_of(row):
                    yield [(f"    {told}", "muted")]


def article_line(article: Article) -> str:
    """An article in a line: source, date, title."""
    about = (article.source, dates.full(article.published), article.title)
    return "  ".join(part for part in about if part)


def notes(comparison: Comparison, most: int | None = None) -> Iterator[tuple[str, str]]:
    """What is to be said before the sentences, each with what it is about.

    ``most``: names said of each sort; all if None.
    """
    s = comparison.summary
    if comparison.unchanged:
        yield "", say("Title and body say the same.")
    else:
        counts = (
            (s.changed, say("{} changed")),
            (s.dropped, say("{} dropped")),
            (s.added, say("{} added")),
            (s.moved, say("{} moved")),
        )
        told = [text.format(n) for n, text in counts if n]
        kept, new = (f"{round(100 * share)}%" for share in (s.kept, s.new))
        share = say("{kept} of the first kept, {new} of the second new", kept=kept, new=new)
        yield "", say("; ").join([share, say(", ").join(told)] if told else [share])
    if comparison.script_differs:
        yield "", say("one in traditional, one in simplified script")
    authors = {change.field: change for change in comparison.head}.get("authors")
    if authors is not None:
        signs = glyphs()
        was, now = authors.a or signs.none, authors.b or signs.none
        yield say("Authors: "), f"{was} {signs.becomes} {now}"
    for about, names in (
        (say("Names dropped: "), comparison.lost),
        (say("Names added: "), comparison.gained),
    ):
        if names:
            more = say(" and others, {count} in all", count=len(names))
            yield about, joined(names[:most]) + (more if len(names[:most]) < len(names) else "")


def joined(names: Iterable[Name]) -> str:
    return say(", ").join(name.name for name in names)


def names_of(row: Row) -> str:
    """The names a changed sentence lost and gained; those of others stand in them."""
    if row.kind not in ("changed", "moved"):
        return ""
    told = []
    if row.lost:
        told.append(say("dropped: ") + joined(row.lost))
    if row.gained:
        told.append(say("added: ") + joined(row.gained))
    return say("; ").join(told)


def same(count: int) -> str:
    mark = glyphs().ellipsis
    return say("{mark} {count} the same", mark=mark, count=count)


def parts_of(comparison: Comparison, row: Row) -> Parts:
    """A row in one line of text, with marks."""
    a = comparison.a.text_of(row.a.block) if row.a else ""
    b = comparison.b.text_of(row.b.block) if row.b else ""
    if row.a is None or row.b is None:
        # What the row begins with says it all.
        (piece,) = row.pieces
        gone = a[piece.a_start : piece.a_end]
        return [(gone, "deleted") if gone else (b[piece.b_start : piece.b_end], "inserted")]
    parts: Parts = []
    for piece in row.pieces:
        mine, theirs = a[piece.a_start : piece.a_end], b[piece.b_start : piece.b_end]
        if piece.kept:
            parts.append((theirs, "plain"))
            continue
        if mine:
            parts.append((f"[-{mine}-]", "deleted"))
        if theirs:
            parts.append(("{+" + theirs + "+}", "inserted"))
    return parts


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """``diff --json``; ``start`` and ``end`` count code points of the block's text."""
    a, b, s = comparison.a, comparison.b, comparison.summary
    return {
        "a": _head(a),
        "b": _head(b),
        "unchanged": comparison.unchanged,
        "script_differs": comparison.script_differs,
        "summary": {
            "kept": round(s.kept, 4),
            "new": round(s.new, 4),
            "same": s.same,
            "changed": s.changed,
            "moved": s.moved,
            "dropped": s.dropped,
            "added": s.added,
        },
        "head": [{"field": h.field, "a": h.a, "b": h.b} for h in comparison.head],
        "names_dropped": _names(comparison.lost),
        "names_added": _names(comparison.gained),
        "title": _row(comparison.title, a, b),
        "sentences": [_row(row, a, b) for row in comparison.body],
        "captions": [_row(row, a, b) for row in comparison.captions],
    }


def _head(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "published": article.published,
        "script": article.script,
    }


def _names(names: Sequence[Name]) -> list[dict[str, Any]]:
    return [{"actor": n.actor, "kind": n.kind, "name": n.name} for n in names]


def _row(row: Row, a: Article, b: Article) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "a": _span(row.a, a),
        "b": _span(row.b, b),
        "pieces": [
            {"kept": p.kept, "a": [p.a_start, p.a_end], "b": [p.b_start, p.b_end]}
            for p in row.pieces
        ],
        "names_dropped": _names(row.lost),
        "names_added": _names(row.gained),
    }


def _span(span: Span | None, article: Article) -> dict[str, Any] | None:
    if span is None:
        return None
    text = article.text_of(span.block)[span.start : span.end]
    return {"block": span.block, "start": span.start, "end": span.end, "text": text}
