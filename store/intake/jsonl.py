"""JSON to articles: JSON Lines, an array, objects one after another, or a day file of a store."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO

import orjson

from store.article import Article, Draft
from store.errors import RefusedError
from store.intake.charset import decode
from store.intake.containers import without_packing
from store.intake.objects import BODIES, item

SIZE = 64 << 20
"""Longest line, and longest JSON that isn't lines, in bytes: what is held in memory at once."""

LINES = 20
"""Lines at the head of a file that show whether it is JSON Lines, broken ones among them."""

BROKEN = 20
"""Broken objects passed by where objects follow each other in any layout: each costs a search."""

_LINES = (".jsonl", ".ndjson")
_FRAME = (b"", b"[", b"]", b",")
_BOM = b"\xef\xbb\xbf"
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"|\[\s*\{\s*")')


def is_named(name: str) -> bool:
    """Whether a file's name says that it is JSON."""
    return _plain(name).endswith((*_LINES, ".json"))


def looks_like(head: bytes) -> bool:
    """Whether a file that begins so is JSON: an object, an array of them, or lines of them."""
    if _JSON.match(head):
        return True
    lines = [line for line in head.split(b"\n", LINES)[:LINES] if line.strip()]
    return bool(lines) and 2 * sum(map(_is_object, lines)) >= len(lines)


def items(
    stream: BinaryIO,
    name: str,
    now: datetime,
    source: str | None = None,
    fields: Mapping[str, str] | None = None,
) -> Iterator[Draft | Article | RefusedError]:
    """The article of every object; one that is none is refused as ``name:number``.

    Lines are read one at a time, so a file of them may be of any size. Raises ``RefusedError``
    for JSON beyond ``SIZE`` that isn't lines.
    """
    for where, obj in _objects(stream, name, fields):
        try:
            yield obj if isinstance(obj, RefusedError) else item(obj, where, now, source, fields)
        except RefusedError as error:
            yield error


def _objects(
    stream: BinaryIO, name: str, fields: Mapping[str, str] | None
) -> Iterator[tuple[str, Any]]:
    """Every object with where it stands, or the refusal of what is none."""
    first = [stream.readline(SIZE + 1) for _ in range(2)]
    if _is_lines(first, name):
        for number, line in enumerate(_lines(stream, first), 1):
            where = f"{name}:{number}"
            if len(line) > SIZE:
                yield where, RefusedError(where, "a line longer than {size} MiB", size=SIZE >> 20)
            elif line.removeprefix(_BOM).strip() not in _FRAME:
                yield from _within(_of_line(line, where), where, fields)
        return
    data = b"".join(first) + stream.read(SIZE + 1)
    if len(data) > SIZE:
        raise RefusedError(
            name, "JSON of more than {size} MiB that isn't JSON Lines", size=SIZE >> 20
        )
    loaded = _loaded(data, name)
    if isinstance(loaded, RefusedError):
        yield from _scattered(data, name)
    else:
        yield from _within(loaded, name, fields)


def _is_lines(first: Sequence[bytes], name: str) -> bool:
    """Whether each line is an object of its own, told by the first two lines.

    So are those of an array that has an object a line, but for its brackets.
    """
    if any(isinstance(_of_line(line, name), dict) for line in first if b"{" in line):
        return True
    return _plain(name).endswith(_LINES) and first[0].strip() not in (b"{", b"[")


def _of_line(line: bytes, where: str) -> Any:
    """The value on a line, or its refusal."""
    loaded = _loaded(line, where)
    return _loaded(_bare(line), where) if isinstance(loaded, RefusedError) else loaded


def _bare(line: bytes) -> bytes:
    """A line without the marks of an array that it is part of."""
    return line.removeprefix(_BOM).strip().removeprefix(b"[").rstrip(b"], \t\r\n")


def _is_object(line: bytes) -> bool:
    return line.lstrip().startswith(b"{") and isinstance(_of_line(line, ""), dict)


def _plain(name: str) -> str:
    """A name in lower case, as it was before the file was packed."""
    return without_packing(name).lower()


def _lines(stream: BinaryIO, first: list[bytes]) -> Iterator[bytes]:
    """The lines of a stream whose first are read; of one beyond ``SIZE`` no more than its head."""
    pending = first[::-1]
    while line := pending.pop() if pending else stream.readline(SIZE + 1):
        yield line
        while len(line) >= SIZE and not line.endswith(b"\n"):
            line = pending.pop() if pending else stream.readline(SIZE + 1)
            if not line:
                break


def _within(loaded: Any, where: str, fields: Mapping[str, str] | None) -> Iterator[tuple[str, Any]]:
    """The objects in an array, a day file or an answer that wraps a list; else what it is."""
    inside = loaded
    if isinstance(loaded, dict):
        lists = [v for v in loaded.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        names = BODIES | {path.partition(".")[0] for path in (fields or {}).values()}
        if isinstance(documents := loaded.get("articles"), dict):
            yield from ((f"{where}:{number}", each) for number, each in documents.items())
            return
        inside = lists[0] if len(lists) == 1 and not names & loaded.keys() else None
    if isinstance(inside, list) and any(isinstance(each, dict) for each in inside):
        yield from ((f"{where}:{number}", each) for number, each in enumerate(inside, 1))
    else:
        yield where, loaded


def _scattered(data: bytes, name: str) -> Iterator[tuple[str, Any]]:
    """Objects one after another, over several lines each or on one; the broken are passed by."""
    try:
        text = decode(data, name)
    except RefusedError as error:
        yield name, error
        return
    decoder = json.JSONDecoder()
    at = number = broken = 0
    while broken < BROKEN and (at := text.find("{", at)) >= 0:
        number += 1
        where = f"{name}:{number}"
        try:
            obj, at = decoder.raw_decode(text, at)
            yield where, obj
        except (ValueError, RecursionError):
            yield where, RefusedError(where, "not a JSON object")
            broken += 1
            # The next object is looked for at the start of a line, not inside the broken one.
            at = text.find("\n{", at + 1)
            if at < 0:
                return
    if number == 0:
        yield name, RefusedError(name, "not a JSON object")
    elif broken == BROKEN:
        yield (
            name,
            RefusedError(name, "not read further after {broken} broken objects", broken=BROKEN),
        )


def _loaded(data: bytes, where: str) -> Any:
    """The value, or a refusal: lone surrogates and other charsets are read, not held against it."""
    data = data.removeprefix(_BOM)
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
