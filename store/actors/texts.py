"""Labelled texts that can't be shipped, found again among the files they came from.

Labels of such a text give its length and a digest. The text is an article's title, a blank line
and its body, blank lines evened out, cut after ``length`` code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import orjson

from store.article import Draft
from store.errors import WenrenError
from store.intake import read

_HEAD = 60
"""Code points by which a text is looked up; two that begin alike are told apart by the digest."""
_BLANK = re.compile(r"[ \t\u3000]*\n\s*\n\s*")


class TextsError(WenrenError):
    """A file of texts can't be read; the message names it."""


class Texts:
    """The articles of some files, by how they begin."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._by_head: dict[str, list[str]] = {}
        self.missing = 0
        for path in paths:
            for title, body in _articles(path):
                even = _BLANK.sub("\n\n", body.replace("\r", "")).strip()
                text = f"{title.strip()}\n\n{even}"
                self._by_head.setdefault(text[:_HEAD], []).append(text)
        self._by_digest: dict[str, list[str]] = {}
        for head, texts in self._by_head.items():
            self._by_digest.setdefault(digest(head), []).extend(texts)

    def find(self, head: str, length: int, whole: str) -> str | None:
        """The text with these digests of its beginning and of all of it; None, counted, if none."""
        for text in self._by_digest.get(head, ()):
            if digest(text[:length]) == whole:
                return text[:length]
        self.missing += 1
        return None


def digest(text: str) -> str:
    """A digest of a text; of its beginning, when given ``text[:60]``."""
    return sha256(text.encode()).hexdigest()[:16]


def head_of(text: str) -> str:
    """The digest by which ``find`` looks a text up."""
    return digest(text[:_HEAD])


def _articles(path: Path) -> Iterator[tuple[str, str]]:
    if path.suffix == ".jsonl":
        try:
            lines = path.read_bytes().splitlines()
        except OSError as error:
            raise TextsError(f"{path}: {(error.strerror or str(error)).lower()}") from error
        for number, line in enumerate(lines, 1):
            try:
                row = orjson.loads(line)
                yield row["title"], row["text"]
            except (KeyError, TypeError, ValueError) as error:
                raise TextsError(f"{path}:{number}: no object with title and text") from error
        return
    for item in read([str(path)]):
        if isinstance(item, Draft):
            yield item.title, "\n\n".join(b.text for b in item.blocks if b.kind != "related")
