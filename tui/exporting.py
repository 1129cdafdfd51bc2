"""The export command: the articles of a query in one of four forms, to a file or to stdout."""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from store.errors import RefusedError
from tui.forms import post
from tui.plain import open_library
from tui.printing import counted, note

if TYPE_CHECKING:
    from store.article import Article

Form: TypeAlias = "Callable[[Iterable[Article]], Iterator[str]]"

FORMATS = ("jsonl", "markdown", "csv", "graphml")


def export(options: Namespace) -> int:
    library = open_library(options)
    form = _form(options.format)
    refused: list[RefusedError] = []

    def articles() -> Iterator[Article]:
        for item in counted(library.articles(" ".join(options.query)), "exported"):
            if isinstance(item, RefusedError):
                refused.append(item)
            else:
                yield item

    with _output(options.output, new=options.new) as file:
        for piece in form(articles()):
            file.write(piece.encode())
    for each in refused:
        note(f"wenren: {each}")
    return 1 if refused else 0


def _form(name: str) -> Form:
    from store import export

    forms: dict[str, Form] = {
        "jsonl": export.json_lines,
        "csv": export.table,
        "graphml": export.graph,
        "markdown": _one_after_another,
    }
    return forms[name]


def _one_after_another(articles: Iterable[Article]) -> Iterator[str]:
    for number, article in enumerate(articles):
        yield ("\n" if number else "") + post(article) + "\n"


@contextmanager
def _output(path: Path | None, *, new: bool) -> Iterator[BinaryIO]:
    """Where to write: stdout, or a file that is whole before it takes the place of an old one.

    ``new``: there must be none.
    """
    if path is None:
        yield sys.stdout.buffer
        return
    try:
        # What a link leads to is replaced, not the link.
        special, target = path.exists() and not path.is_file(), path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise RefusedError(str(path), str(error)) from error
    if new and target.exists():
        raise RefusedError(str(path), "is there already")
    try:
        with path.open("wb") if special else _replacing(target, new=new) as file:
            yield file
    except BrokenPipeError:
        raise
    except FileExistsError as error:
        raise RefusedError(str(path), "is there already") from error
    except OSError as error:
        raise RefusedError(str(path), (error.strerror or str(error)).lower()) from error


@contextmanager
def _replacing(target: Path, *, new: bool) -> Iterator[BinaryIO]:
    descriptor, name = tempfile.mkstemp(prefix=".wenren-", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        temporary.chmod(_mode(target))
        if new:
            # Another may have made it meanwhile.
            _take_new_place(temporary, target)
        else:
            temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _take_new_place(temporary: Path, target: Path) -> None:
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links.
        if target.exists():
            raise FileExistsError(str(target)) from None
        temporary.replace(target)


def _mode(path: Path) -> int:
    """The mode of the file that is there; of a new one, what the mask leaves."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)  # it can only be read by setting it
    os.umask(mask)
    return 0o666 & ~mask
