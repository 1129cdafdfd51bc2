"""Intake: anything that carries news, bytes to drafts, through one door, ``read``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

    from store.article import Draft
    from store.errors import RefusedError


def read(
    paths: Iterable[str | Path],
    *,
    source: str | None = None,
    now: datetime | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Draft | RefusedError]:
    """Every article under ``paths``, and a ``RefusedError`` for each input that can't be read.

    A path is a file, a folder (read recursively, in order of names) or ``-`` for ``stdin``.
    ``source`` names the outlet whatever the pages say; ``now`` (aware) anchors relative
    datelines. Nothing is raised for a bad input, and nothing is read before it is asked for.
    """
    # The browser imports this package for hygiene alone: parsers load with the first article.
    from store.intake.files import read_paths

    return read_paths(paths, source=source, now=now, stdin=stdin)
