"""Bringing an index in step in a process of its own (``store.child``), for one that shows it.

What it had committed when it is ended, the next goes on from.
"""

from __future__ import annotations

import sys
from pathlib import Path

from store.child import attend, say
from store.errors import StoreError
from store.library import Library
from store.message import Message


def tend(store: Path) -> tuple[Message, ...]:
    """Bring the index of a store in step; what is damaged, or why it can't be brought there."""
    library = Library.at_hand(store)
    try:
        return tuple(
            Message("{path}: {reason}", path=damage.path, reason=damage.reason)
            for damage in library.refresh().damage
        )
    except StoreError as error:
        # Others may look after this store: what is whole can be read all the same.
        return () if library.unfinished() is None else (error.message,)
    finally:
        library.close()


def main() -> None:
    attend()
    for message in tend(Path(sys.argv[1])):
        say(message)


if __name__ == "__main__":
    main()
