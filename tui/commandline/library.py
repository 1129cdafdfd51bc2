"""The library of the store that a command line means, opened to be read."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from store.errors import StoreError
from tui.commandline.arguments import store_of
from tui.commandline.printing import progress_of, warn
from tui.language import later

if TYPE_CHECKING:
    from store.library import Library


def open_library(options: Namespace) -> Library:
    """Opened; day files that changed by hand are taken in if that is allowed."""
    from store.library import Library

    path = store_of(options)
    if getattr(options, "store", None) is not None and not path.exists():
        raise StoreError("{path}: no store here", path=path)
    library = Library.open(path, progress_of(later("index")))
    if library.stale():
        try:
            for damage in library.refresh(progress_of(later("index"))).damage:
                warn("{path}: {reason}; skipped", path=damage.path, reason=damage.reason)
        except StoreError as error:
            warn("the index is behind and can't be brought up to date: {error}", error=error)
    return library


def marked_library(options: Namespace) -> Library:
    """Opened too; says what keeps marks from being read."""
    library = open_library(options)
    if problem := library.marks.problem:
        warn(problem)
    return library
