"""The commands that print: plain lines for a person, JSON for a program."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import RefusedError, StoreError, system
from tui.commandline.arguments import store_of
from tui.commandline.facets import facet_lines, facets_json, meaning_line
from tui.commandline.forms import (
    head_json,
    head_line,
    markdown,
    marked_parts,
    readable,
)
from tui.commandline.library import marked_library, open_library
from tui.commandline.printing import (
    ReadingBar,
    note,
    print_json,
    print_parts,
    print_report,
    print_text,
    progress_of,
    warn,
)
from tui.glyphs import marks_shown
from tui.language import later

if TYPE_CHECKING:
    from store.article import Article
    from store.library import Library

PAGE = 500
"""Heads read from the index at a time."""
CELLS = 76
"""Cells of an excerpt."""


def add(options: Namespace) -> int:
    from store.intake import read
    from store.library import Library
    from tui.commandline.feeding import reader_of_addresses

    library = Library.open(store_of(options), progress_of(later("index")))
    bar = ReadingBar() if sys.stderr.isatty() else None
    with reader_of_addresses(options.source) as fetch:
        items = read(
            options.paths,
            source=options.source,
            fields=dict(options.map),
            fetch=fetch,
            progress=bar.measure if bar else None,
        )
        report = library.add(bar.passing(items) if bar else items, dry_run=options.dry_run)
    return print_report(report, as_json=options.json, dry_run=options.dry_run)


def list_heads(options: Namespace) -> int:
    library = marked_library(options)
    query = " ".join(options.query)
    for meaning in library.meanings(query):
        if not meaning.is_plain:
            warn(meaning_line(meaning))
    if getattr(options, "facets", False):
        return _facets(library, query, options)
    rows = library.rows(query, stories=options.stories)
    marks = library.marks.now
    quoted = getattr(options, "excerpts", False)
    sought = library.sought(query) if quoted else ()
    at = 0
    while options.limit is None or at < options.limit:
        page = rows.page(at, min(PAGE, (options.limit or at + PAGE) - at))
        excerpts = dict(library.excerpts((h.id for h in page), sought, CELLS)) if quoted else {}
        for head in page:
            excerpt = excerpts.get(head.id)
            if options.json:
                told = {"excerpt": excerpt.text if excerpt else None} if quoted else {}
                print_json(head_json(head) | told)
            else:
                ids = (head.id, *head.told)
                print_text(
                    head_line(
                        head,
                        marks_shown(
                            unread=marks.read.isdisjoint(ids),
                            starred=not marks.starred.isdisjoint(ids),
                        ),
                    )
                )
                if excerpt is not None:
                    print_parts(marked_parts(excerpt))
        at += len(page)
        if not page:
            break
    return 0


def _facets(library: Library, query: str, options: Namespace) -> int:
    found = library.facets(query, stories=options.stories)
    if options.json:
        print_json(facets_json(found, stories=options.stories))
    else:
        for line in facet_lines(found, stories=options.stories):
            print_text(line)
    return 0


def show(options: Namespace) -> int:
    from store.article import to_json

    article = _find(open_library(options), options.id)
    if options.json:
        print_json(to_json(article))
    else:
        print_text(markdown(article) if options.markdown else readable(article))
    return 0


def diff(options: Namespace) -> int:
    from store.diff.comparison import compare
    from tui.commandline.comparing import SGR, comparison_json, printed

    library = open_library(options)
    if options.other is not None:
        comparison = compare(_find(library, options.id), _find(library, options.other))
    else:
        article = _find(library, options.id)
        first, *others = (head.id for head in library.story(article.id))
        if not others:
            raise RefusedError(options.id, "no other article tells this story; name two")
        other = _find(library, first if article.id != first else others[0])
        pair = (article, other) if article.id == first else (other, article)
        comparison = compare(*pair)
    if options.json:
        print_json(comparison_json(comparison))
    else:
        for parts in printed(comparison):
            print_parts((text, SGR[part]) for text, part in parts)
    return 0


def tag(options: Namespace) -> int:
    from store.actors.owner import store_lexicon
    from store.actors.tagger import Tagger

    text = _text_of(options.file)
    spans = Tagger(store_lexicon(store_of(options))).tag(text)
    mentions = [
        {
            "start": s.start,
            "end": s.end,
            "text": text[s.start : s.end],
            "kind": s.kind,
            "actor": s.actor,
            "name": s.name,
        }
        for s in spans
    ]
    if options.json:
        print_json({"mentions": mentions})
    else:
        for m in mentions:
            print_text(
                f"{m['start']}-{m['end']}\t{m['text']}\t{m['kind']}\t{m['name']}\t{m['actor']}"
            )
    return 0


def reindex(options: Namespace) -> int:
    from store.library import Library

    path = store_of(options)
    if not path.is_dir():
        raise StoreError("{path}: no store here", path=path)
    library = Library.at_hand(path)
    healing = library.reindex(progress_of(later("index")))
    for damage in healing.damage:
        warn("{path}: {reason}", path=damage.path, reason=damage.reason)
    if options.json:
        print_json(
            {
                "articles": library.count(),
                "refused": [{"input": str(d.path), "reason": d.reason} for d in healing.damage],
            }
        )
    else:
        note(
            "{articles} articles indexed, {damaged} day files damaged",
            articles=library.count(),
            damaged=len(healing.damage),
        )
    return 1 if healing.damage else 0


def _find(library: Library, id: str) -> Article:
    if article := library.article(id):
        return article
    ids = library.resolve(id)
    if len(ids) > 1:
        raise RefusedError(id, "begins several ids: {ids}", ids=" ".join(ids))
    article = library.article(ids[0]) if ids else None
    if article is None:
        raise RefusedError(id, "no article has this id")
    return article


def _text_of(name: str) -> str:
    from store.intake.charset import decode

    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise RefusedError(name, system(error)) from error
    text = decode(raw, name) if raw else ""
    # Offsets count in the input exactly as given, the mark at its head included.
    return "\ufeff" + text if raw.startswith(b"\xef\xbb\xbf") else text
