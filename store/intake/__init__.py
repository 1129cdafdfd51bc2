"""Intake: anything that carries news, bytes to articles, through one door, ``read``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

    from store.article import Article, Draft
    from store.errors import RefusedError

FIELDS = ("title", "text", "html", "source", "published", "url", "authors")
"""What a JSON object may say of an article."""


def read(
    paths: Iterable[str | Path],
    *,
    source: str | None = None,
    now: datetime | None = None,
    fields: Mapping[str, str] | None = None,
    stdin: BinaryIO | None = None,
    fetch: Callable[[str], Iterator[Draft | Article | RefusedError]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Draft | Article | RefusedError]:
    """Every article under ``paths``, and a ``RefusedError`` for each input that can't be read.

    A path is a file, a folder (read recursively, in order of names), an http or https address
    (read by ``fetch``) or ``-`` for ``stdin``. ``source`` names the outlet whatever the pages
    say; ``now`` (aware; default: this moment in China's zone) anchors relative datelines;
    ``fields`` says what JSON objects call one of ``FIELDS``. ``progress``
    is told the bytes read of all files, and how many there are. Nothing is raised for a bad
    input, and nothing is read before it is asked for.
    """
    # The browser imports this package for hygiene alone: parsers load with the first article.
    from store.intake.dateline import CHINA
    from store.intake.files import read_paths
    from store.intake.forms import Reading

    how = Reading(now or datetime.now(CHINA), source, fields or {})
    return read_paths(paths, how, stdin=stdin, fetch=fetch, progress=progress)
