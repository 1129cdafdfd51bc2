"""The form of an input, told from its bytes, and the reader it goes to."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, TypeAlias

from store.article import Article, Draft
from store.errors import RefusedError, system
from store.intake import frontmatter, jsonl, markdown
from store.intake.charset import decode
from store.intake.containers import Budget, packing, unpacked, without_packing
from store.intake.feed import drafts_of_feed, is_feed
from store.intake.markup import is_page
from store.intake.page import draft_of_page
from store.intake.posts import posts
from store.intake.text import check_size, drafts

Item: TypeAlias = Draft | Article | RefusedError

FILE_SIZE = 64 << 20
"""Largest file held in memory, in bytes; lines of JSON are read one by one and may be more."""

LINE_SIZE = 4 << 20
"""Longest line of scraped text, in bytes. No article has such a line; layouts cost by the line."""

HEAD = 1 << 16
"""Bytes at the head of a file that tell its form."""

NESTED = 3
"""How often what was unpacked is unpacked again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read: ``now`` anchors relative dates, ``source`` overrules what pages say.

    ``fields``: what the fields of JSON objects are called, where they have other names.
    """

    now: datetime
    source: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


def read_stream(
    stream: BinaryIO, name: str, how: Reading, nested: int = 0, budget: Budget | None = None
) -> Iterator[Item]:
    """The articles of one file; a refusal comes last, after what could be read.

    JSON Lines are read one by one and may be of any size; whatever else is held in memory.
    ``nested``: how often it was unpacked, ``budget``: what it may unpack to if it was.
    """
    buffered = stream if isinstance(stream, io.BufferedReader) else _buffered(stream)
    try:
        head = buffered.peek(HEAD)
        kind = packing(head)
        if kind:
            if nested >= NESTED:
                raise RefusedError(name, "packed too often")
            seekable = _in_memory(buffered, name) if kind == "zip" else buffered
            for item in unpacked(seekable, kind, name, budget):
                if isinstance(item, RefusedError):
                    yield item
                else:
                    opened, inner, left = item
                    yield from read_stream(opened, inner, how, nested + 1, left)
        elif head.strip() and _is_json(head, name) and not is_feed(head.decode("utf-8", "replace")):
            yield from jsonl.items(buffered, name, how.now, how.source, how.fields)
        else:
            data = buffered.read(FILE_SIZE + 1)
            if packing(data):
                # A slow pipe gave too little to see it by.
                yield from read_stream(io.BytesIO(data), name, how, nested, budget)
            else:
                yield from read_bytes(data, name, how)
    except RefusedError as error:
        yield error
    except OSError as error:
        yield RefusedError(name, system(error))


def read_bytes(
    data: bytes,
    name: str,
    how: Reading,
    *,
    url: str | None = None,
    declared: str | None = None,
    content_type: str | None = None,
) -> Iterator[Item]:
    """The articles of one file's bytes; a refusal comes last, after what could be read.

    ``url``, ``declared`` and ``content_type``: where it came from, and the charset and type the
    server gave with it.
    """
    try:
        if len(data) > FILE_SIZE:
            raise RefusedError(name, "larger than {size} MiB", size=FILE_SIZE >> 20)
        if packing(data):
            yield from read_stream(io.BytesIO(data), name, how)
            return
        if data[_TAR.start : _TAR.stop] == b"ustar":
            raise RefusedError(name, "a tar archive; unpacked, or as a ZIP archive, it is read")
        text = _LINE_END.sub("\n", decode(data, name, declared))
        if is_feed(text):
            yield from drafts_of_feed(
                data, name, how.now, source=how.source, url=url, declared=declared
            )
        elif content_type not in _PAGES and _is_json(text[:HEAD].encode("utf-8", "replace"), name):
            lines = io.BytesIO(text.encode("utf-8", "replace"))
            yield from jsonl.items(lines, name, how.now, how.source, how.fields)
        elif frontmatter.looks_like(text):
            yield from _of_posts(text, name, how)
        elif markdown.begins(text):
            yield markdown.draft_of(text, name, how.now, how.source)
        elif is_page(text) or content_type in _PAGES:
            draft = draft_of_page(text, name, how.now, source=how.source, url=url)
            check_size(draft, name)
            yield draft
        elif without_packing(name).lower().endswith(_MARKDOWN) or markdown.looks_like(text):
            yield markdown.draft_of(text, name, how.now, how.source)
        else:
            _check_lines(data, name)
            yield from drafts(text, name, how.now, how.source)
    except RefusedError as error:
        yield error


_PAGES = ("text/html", "application/xhtml+xml")
_LINE_END = re.compile(r"\r\n?")
_TAR = slice(257, 262)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MARKDOWN = (".md", ".markdown")


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(stream, HEAD)  # type: ignore[arg-type]


def _of_posts(text: str, name: str, how: Reading) -> Iterator[Item]:
    for where, post in posts(text, name):
        try:
            yield frontmatter.draft_of(post, where, how.now, how.source)
        except RefusedError as error:
            yield error


def _is_json(head: bytes, name: str) -> bool:
    return jsonl.looks_like(head) or (jsonl.is_named(name) and not head.startswith(_UTF_16))


def _in_memory(stream: io.BufferedReader, name: str) -> BinaryIO:
    if stream.seekable():
        return stream
    data = stream.read(FILE_SIZE + 1)
    if len(data) > FILE_SIZE:
        raise RefusedError(
            name, "a ZIP archive larger than {size} MiB in a stream", size=FILE_SIZE >> 20
        )
    return io.BytesIO(data)


def _check_lines(data: bytes, name: str) -> None:
    start = 0
    while len(data) - start > LINE_SIZE:
        end = data.rfind(b"\n", start, start + LINE_SIZE + 1)
        if end < 0:
            size = LINE_SIZE >> 20
            raise RefusedError(name, "a line longer than {size} MiB is no article", size=size)
        start = end + 1
