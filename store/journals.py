"""Where people's journals are: ``wenren/marks/STORE/PERSON.jsonl`` in the XDG state folder.

STORE is the store's own id (``store.identity``), so marks stay with a store that is moved, and a
copy of it has the same; one without an id goes by its path till it gets one. PERSON is
``store.person``'s.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from store.errors import StoreError
from store.identity import identities
from store.journal import Journal
from store.locking import locked
from store.marks import both
from store.person import person


def journal_of(store: Path) -> Journal:
    """The journal of the person who runs this program for the store at ``store``."""
    folder, name = journals(), f"{person()}.jsonl"
    keys = identities(store)
    here = folder / next(keys) / name
    if _any_by_path(folder, name):
        for key in keys:
            # Marks made while the store had no id of its own.
            _take_over(folder / key / name, here, store)
    return Journal(here, store)


def journals() -> Path:
    """The folder of everyone's journals who shares this login."""
    from platformdirs import user_state_path

    return user_state_path("wenren") / "marks"


def _any_by_path(folder: Path, name: str) -> bool:
    """Whether the person has marks of any store by its path; spares a hash of it if not."""
    with suppress(OSError), os.scandir(folder) as found:
        return any(e.name.startswith("path-") and (folder / e.name / name).exists() for e in found)
    return False


def _take_over(old: Path, here: Path, store: Path) -> None:
    """Go on with the marks of another file, also where some were made here already.

    What can't be read stays where it is.
    """
    if not old.exists():
        return
    with suppress(OSError, StoreError):
        here.parent.mkdir(parents=True, exist_ok=True)
        with locked(old.with_name(f".{old.name}.lock")):
            with locked(here.with_name(f".{here.name}.lock")):
                if not here.exists():
                    old.rename(here)
                    return
            theirs = Journal(old, store)
            if not theirs.problem:
                Journal(here, store).change_by(lambda marks: both(theirs.marks, marks))
                old.rename(old.with_name(f"{old.name}.taken"))
