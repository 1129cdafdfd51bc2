"""JSON to articles: JSON Lines, an array or a single object, under the names other tools use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO

import orjson

from store.article import BLOCK_KINDS, Article, ArticleError, Block, Draft, from_json
from store.errors import RefusedError
from store.intake.charset import decode, undo_double_encoding
from store.intake.dateline import CHINA, parse
from store.intake.extraction import extract
from store.intake.habits import habits
from store.intake.hygiene import clean, clean_article, clean_line
from store.intake.lines import Line
from store.intake.markup import is_page
from store.intake.page import draft_of_page
from store.intake.text import PARAGRAPH_LENGTH, body_lines
from store.intake.text import draft_of as text_draft_of

FIELDS = ("title", "text", "html", "source", "published", "url", "authors")
"""What an object may say; ``fields`` in this module give these other names."""

SIZE = 64 << 20
"""Longest line and longest array, in bytes: what is held in memory at once."""

_NAMES = {"text": ("text", "body", "content"), "published": ("published", "date")}
_OURS = frozenset(("id", "title", "added", "script", "blocks", "mentions", "story"))
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"|\[\s*\{\s*")')


def looks_like(head: bytes) -> bool:
    """Whether a file that begins so is JSON: an object, lines of them or an array."""
    return _JSON.match(head) is not None


def items(
    stream: BinaryIO,
    name: str,
    now: datetime,
    source: str | None = None,
    fields: Mapping[str, str] | None = None,
) -> Iterator[Draft | Article | RefusedError]:
    """The article of every object; one that is none is refused as ``name:number``.

    Lines are read one at a time, so a file of them may be of any size. Objects of the store's
    own form come back as the articles they are, whatever ``source`` says.
    """
    for where, obj in _objects(stream, name):
        try:
            yield obj if isinstance(obj, RefusedError) else item(obj, where, now, source, fields)
        except RefusedError as error:
            yield error


def item(
    obj: Any,
    where: str,
    now: datetime,
    source: str | None = None,
    fields: Mapping[str, str] | None = None,
) -> Draft | Article:
    """One object; raises ``RefusedError`` under ``where`` naming the field at fault."""
    if not isinstance(obj, dict):
        raise RefusedError(where, "not a JSON object")
    if obj.keys() >= _OURS:
        try:
            return clean_article(from_json(obj))
        except ArticleError as error:
            raise RefusedError(where, str(error)) from error
    given = _Given(obj, where, fields or {})
    title = clean_line(given.string("title") or "")
    if not title:
        raise RefusedError(where, f"no {given.name('title')}")
    outlet = source or clean_line(given.string("source") or "") or None
    url = _address(given)
    written = given.string("published")
    published = None
    if written:
        published = parse(written, now, habits().zone_of(outlet) or CHINA)
        if published is None:
            said = f"{given.name('published')}: no date: {clean_line(written)[:40]!r}"
            raise RefusedError(where, said)
    page = _body(given, title, now, outlet, url)
    return replace(
        page,
        title=title,
        source=outlet or page.source,
        url=url or page.url,
        authors=given.names("authors") or page.authors,
        published=published or page.published,
    )


def _objects(stream: BinaryIO, name: str) -> Iterator[tuple[str, Any]]:
    """Every object with where it stands, or the refusal of what is none."""
    first = stream.readline(SIZE + 1)
    head = first.removeprefix(b"\xef\xbb\xbf").strip()
    if head.startswith(b"[") or head.endswith((b"{", b",", b"[")):
        data = first + stream.read(SIZE + 1)
        if len(data) > SIZE:
            raise RefusedError(name, f"JSON of more than {SIZE >> 20} MiB that isn't JSON Lines")
        yield from _whole(data, name)
        return
    number, line = 1, first
    while line:
        where = f"{name}:{number}"
        if len(line) > SIZE:
            yield where, RefusedError(where, f"a line longer than {SIZE >> 20} MiB")
            while line and not line.endswith(b"\n"):
                line = stream.readline(SIZE)
        elif line.strip():
            yield where, _loaded(line, where)
        line = stream.readline(SIZE + 1)
        number += 1


def _whole(data: bytes, name: str) -> Iterator[tuple[str, Any]]:
    obj = _loaded(data, name)
    if isinstance(obj, list):
        yield from ((f"{name}:{number}", each) for number, each in enumerate(obj, 1))
    elif isinstance(obj, dict) and isinstance(documents := obj.get("articles"), dict):
        # A day file of a store.
        yield from ((f"{name}:{number}", each) for number, each in documents.items())
    else:
        yield name, obj


def _loaded(data: bytes, where: str) -> Any:
    """The value, or a refusal: lone surrogates and other charsets are read, not held against it."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        pass
    try:
        return orjson.loads(decode(data, where))
    except orjson.JSONDecodeError:
        return RefusedError(where, "not a JSON object")
    except RefusedError as error:
        return error


class _Given:
    """An object's fields under the names they have in it."""

    def __init__(self, obj: dict[str, Any], where: str, fields: Mapping[str, str]) -> None:
        self._obj = obj
        self._fields = fields
        self.where = where

    def name(self, field: str) -> str:
        return self._fields.get(field, field)

    def get(self, field: str) -> Any:
        """The first value there is; a name of its own may be a path (``meta.date``)."""
        if field in self._fields:
            return _at(self._obj, self._fields[field])
        values = (self._obj.get(name) for name in _NAMES.get(field, (field,)))
        return next((value for value in values if value is not None), None)

    def string(self, field: str) -> str | None:
        value = self.get(field)
        if value is not None and not isinstance(value, str):
            raise RefusedError(self.where, f"{self.name(field)}: not a string")
        return value and undo_double_encoding(value)

    def names(self, field: str) -> tuple[str, ...]:
        value = self.get(field)
        values = [value] if isinstance(value, str) else value or []
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise RefusedError(self.where, f"{self.name(field)}: not a list of names")
        return tuple(filter(None, map(clean_line, values)))

    def blocks(self) -> tuple[Block, ...] | None:
        given = self._obj.get("blocks")
        if given is None:
            return None
        out: list[Block] = []
        for each in given if isinstance(given, list) else [None]:
            kind = each.get("kind") if isinstance(each, dict) else None
            text = each.get("text") if isinstance(each, dict) else None
            if kind not in BLOCK_KINDS or not isinstance(text, str):
                raise RefusedError(self.where, "blocks: not a list of blocks")
            if len(text) > PARAGRAPH_LENGTH:
                raise RefusedError(self.where, f"a paragraph of over {PARAGRAPH_LENGTH:,} letters")
            if cleaned := clean(text).strip():
                out.append(Block(kind, cleaned))
        return tuple(out)


def _at(obj: Any, path: str) -> Any:
    if isinstance(obj, dict) and path in obj:
        return obj[path]
    head, _, rest = path.partition(".")
    return _at(obj.get(head), rest) if rest and isinstance(obj, dict) else None


def _address(given: _Given) -> str | None:
    url = clean_line(given.string("url") or "")
    return url if url.startswith(("http://", "https://")) else None


def _body(given: _Given, title: str, now: datetime, source: str | None, url: str | None) -> Draft:
    """The article without what its other fields say."""
    where = given.where
    blocks = given.blocks()
    if blocks is not None:
        return Draft(title, blocks)
    text = given.string("text")
    if not text or not text.strip():
        text = given.string("html")
        if not text or not text.strip():
            raise RefusedError(where, f"no {given.name('text')}")
        page = _of_html(text, title, where, now, source, url)
    elif is_page(text):
        page = _of_html(text, title, where, now, source, url)
    else:
        page = _of_lines(body_lines(text, where), title, now, source)
    if page is None:
        raise RefusedError(where, "no text")
    return page


def _of_html(
    html: str, title: str, where: str, now: datetime, source: str | None, url: str | None
) -> Draft | None:
    if _WHOLE_PAGE.search(html, 0, 2000):
        return draft_of_page(html, where, now, source=source, url=url)
    return _of_lines(extract(html, where), title, now, source)


def _of_lines(lines: Iterable[Line], title: str, now: datetime, source: str | None) -> Draft | None:
    return text_draft_of(list(lines), now, source, title)


_WHOLE_PAGE = re.compile(r"<(?:html|head|title|meta)\b", re.IGNORECASE)
