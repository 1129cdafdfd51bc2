"""The file of one day as it is read: its name, its version, its documents, what is broken."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from store.article import Article
from store.errors import FieldError, said, system
from store.message import Message

TABLE = "articles"
UNDATED = "undated"
_NAME = re.compile(r"(\d{4}-\d\d-\d\d|undated)\.json\Z")


class Signature(NamedTuple):
    """Tells two versions of one day file apart: every write of ours makes a new inode.

    They are compared for being equal, so that no clock need go forwards. What changes in place, at
    no other length and within one tick of the kernel's clock (4 ms or so), isn't noticed.
    """

    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Damage:
    """A day file, or one document in it, that can't be read as articles."""

    path: Path
    reason: Message

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Day:
    """What one day file holds: its readable articles, and what in it is broken."""

    name: str
    articles: tuple[Article, ...]
    damage: tuple[Damage, ...]


def document_id(id: str) -> int:
    """A number for TinyDB from an article's id: 52 bits, exact in every JSON reader."""
    return int.from_bytes(hashlib.sha256(id.encode()).digest()[:7]) >> 4


def documents_of(path: Path) -> dict[str, Any]:
    """The documents of a file by their numbers; raises ``OSError`` and ``ValueError``."""
    data = orjson.loads(path.read_bytes())
    table = data.get(TABLE) if isinstance(data, dict) else None
    if not isinstance(table, dict):
        raise FieldError('no TinyDB table "{table}"', table=TABLE)
    return table


def document_of(documents: Mapping[str, Any], id: str) -> Any:
    """The document of an article; None where there is none."""
    document = documents.get(str(document_id(id)))
    if document is None:
        # A file another tool wrote: its document numbers are its own.
        theirs = (d for d in documents.values() if isinstance(d, dict))
        document = next((d for d in theirs if d.get("id") == id), None)
    return document


def signatures(entries: Iterable[os.DirEntry[str]]) -> Iterator[tuple[str, Signature]]:
    """The days whose files are among the entries of a folder."""
    for entry in entries:
        if match := _NAME.match(entry.name):
            try:
                yield match[1], signature_of(entry.stat())
            except OSError:
                # A link to nowhere or to itself: there, but not to be read.
                with suppress(FileNotFoundError):
                    yield match[1], signature_of(entry.stat(follow_symlinks=False))


def signature_of(stat: os.stat_result) -> Signature:
    return Signature(stat.st_size, stat.st_mtime_ns, stat.st_ino)


def reason_of(error: Exception) -> Message:
    """Why a file can't be read or written, in words."""
    if isinstance(error, OSError):
        return system(error)
    if isinstance(error, orjson.JSONDecodeError):
        return Message("not JSON ({error})", error=error)
    return said(error)
