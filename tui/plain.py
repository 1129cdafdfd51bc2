"""The commands that print: plain lines for a person, JSON for a program."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from store.errors import RefusedError, StoreError
from tui.forms import (
    count_json,
    dossier_json,
    dossier_text,
    head_json,
    head_line,
    markdown,
    readable,
)

if TYPE_CHECKING:
    from store.article import Article
    from store.library import Library

PAGE = 500
"""Heads read from the index at a time."""
T = TypeVar("T")


def store_of(options: Namespace) -> Path:
    """The store a command line means."""
    from store.library import default_store

    path: Path | None = getattr(options, "store", None)
    return path if path is not None else default_store()


def add(options: Namespace) -> int:
    from store.intake import read
    from store.library import Library

    library = Library.open(store_of(options), progress_of("index"))
    items = _counted(read(options.paths, source=options.source), "read")
    report = library.add(items, dry_run=options.dry_run)
    for refused in report.refused:
        _note(f"wenren: {refused}")
    if options.json:
        _print_json(
            {
                "added": report.added,
                "known": report.known,
                "reprints": report.reprints,
                "refused": [{"input": r.input, "reason": r.reason} for r in report.refused],
            }
        )
    else:
        would = "would be " if options.dry_run else ""
        _note(
            f"{report.added} {would}added ({report.reprints} reprints),"
            f" {report.known} known, {len(report.refused)} refused"
        )
    return 1 if report.refused else 0


def list_heads(options: Namespace) -> int:
    library = _open(options)
    rows = library.rows(" ".join(options.query), stories=options.stories)
    at = 0
    while options.limit is None or at < options.limit:
        page = rows.page(at, min(PAGE, (options.limit or at + PAGE) - at))
        for head in page:
            if options.json:
                _print_json(head_json(head))
            else:
                _print(head_line(head))
        at += len(page)
        if not page:
            break
    return 0


def show(options: Namespace) -> int:
    from store.article import to_json

    article = _find(_open(options), options.id)
    if options.json:
        _print_json(to_json(article))
    else:
        _print(markdown(article) if options.markdown else readable(article))
    return 0


def tag(options: Namespace) -> int:
    from store.actors.lexicon import load_lexicon
    from store.actors.tagger import Tagger

    text = _text_of(options.file)
    spans = Tagger(load_lexicon()).tag(text)
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
        _print_json({"mentions": mentions})
    else:
        for m in mentions:
            _print(f"{m['start']}-{m['end']}\t{m['text']}\t{m['kind']}\t{m['name']}\t{m['actor']}")
    return 0


def actors(options: Namespace) -> int:
    library = _open(options)
    words = options.query
    if words[:1] == ["show"] and len(words) > 1:
        return _show_actor(library, " ".join(words[1:]), as_json=options.json)
    for count in library.actors(" ".join(words), limit=options.limit):
        if options.json:
            _print_json(count_json(count))
        else:
            span = f"{count.first or '—'} – {count.last or '—'}"
            _print(
                f"{count.articles:>6} {count.mentions:>7}  {span}  {count.kind:<12} {count.name}"
            )
    return 0


def reindex(options: Namespace) -> int:
    from store.library import Library

    path = store_of(options)
    if not path.is_dir():
        raise StoreError(f"{path}: no store here")
    library = Library.open(path, progress_of("index"))
    healing = library.reindex(progress_of("index"))
    for damage in healing.damage:
        _note(f"wenren: {damage}")
    if options.json:
        _print_json(
            {
                "articles": library.count(),
                "refused": [{"input": str(d.path), "reason": d.reason} for d in healing.damage],
            }
        )
    else:
        _note(f"{library.count()} articles indexed, {len(healing.damage)} day files damaged")
    return 1 if healing.damage else 0


def _open(options: Namespace) -> Library:
    """Open a store to read it; day files that changed by hand are taken in if that is allowed."""
    from store.library import Library

    path = store_of(options)
    if getattr(options, "store", None) is not None and not path.exists():
        raise StoreError(f"{path}: no store here")
    library = Library.open(path, progress_of("index"))
    if library.stale():
        try:
            for damage in library.refresh(progress_of("index")).damage:
                _note(f"wenren: {damage}; skipped")
        except StoreError as error:
            _note(f"wenren: the index is behind and can't be brought up to date: {error}")
    return library


def _find(library: Library, id: str) -> Article:
    if article := library.article(id):
        return article
    ids = library.resolve(id)
    if len(ids) > 1:
        raise RefusedError(id, f"begins several ids: {' '.join(ids)}")
    article = library.article(ids[0]) if ids else None
    if article is None:
        raise RefusedError(id, "no article has this id")
    return article


def _show_actor(library: Library, name: str, *, as_json: bool) -> int:
    ids = library.named(name)
    if not ids:
        raise RefusedError(name, "nobody is called so")
    for actor in ids:
        dossier = library.dossier(actor)
        if dossier is None:
            continue
        if as_json:
            _print_json(dossier_json(dossier))
        else:
            _print(dossier_text(dossier))
    return 0


def _text_of(name: str) -> str:
    from store.intake.charset import decode

    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise RefusedError(name, (error.strerror or str(error)).lower()) from error
    text = decode(raw, name) if raw else ""
    # Offsets count in the input exactly as given, the mark at its head included.
    return "\ufeff" + text if raw.startswith(b"\xef\xbb\xbf") else text


def _print_json(obj: Any) -> None:
    sys.stdout.buffer.write(json.dumps(obj, ensure_ascii=False).encode() + b"\n")
    if sys.stdout.isatty():
        sys.stdout.buffer.flush()


def _print(text: str) -> None:
    """Print text for a person; one more gate for what a terminal would obey."""
    from store.intake.hygiene import clean

    encoding = sys.stdout.encoding or "ascii"
    cleaned = clean(text)
    try:
        cleaned.encode(encoding)
    except UnicodeEncodeError:
        if encoding.lower().replace("-", "") in ("ascii", "iso88591", "latin1", "ansi_x3.41968"):
            raise StoreError(
                f"this terminal's encoding ({encoding}) can't carry Chinese;"
                " set LANG to a UTF-8 locale, or use --json"
            ) from None
        cleaned = cleaned.encode(encoding, "replace").decode(encoding)
    print(cleaned)


def _note(message: str) -> None:
    from store.intake.hygiene import clean

    print(clean(message).replace("\n", " "), file=sys.stderr)


def _counted(items: Iterable[T], verb: str) -> Iterator[T]:
    """Pass items on, counting them on a terminal's stderr."""
    if not sys.stderr.isatty():
        yield from items
        return
    shown = 0.0
    for done, item in enumerate(items, 1):
        if (now := time.monotonic()) - shown > 0.1:
            shown = now
            print(f"\r{verb} {done}", end="", file=sys.stderr, flush=True)
        yield item
    print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def progress_of(what: str) -> Callable[[int, int], None] | None:
    """A progress bar on a terminal's stderr, told what is done and what there is to do."""
    if not sys.stderr.isatty():
        return None

    def show_progress(done: int, total: int) -> None:
        end = "\r\x1b[K" if done >= total else ""
        bar = "#" * (20 * done // max(total, 1))
        print(f"\r{what} [{bar:<20}] {done}/{total}{end}", end="", file=sys.stderr, flush=True)

    return show_progress
