"""Bringing an index in step in a process of its own, for one that shows it meanwhile.

The lexicon, TinyDB and the terms of articles are never loaded where somebody reads. The child is
at work as long as its standard input is open: when its parent is gone, however it went, the pipe
ends and so does the child. What it had committed by then stays, for the next to go on from.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import orjson

from store.errors import StoreError
from store.library import Library
from store.message import Message, packed, unpacked

NICE = 5
"""Reading goes before."""


def command(store: Path, module: str = __name__) -> tuple[list[str], dict[str, str]]:
    """The words that start a child for a store, and its environment: what we import, it can."""
    path = os.pathsep.join(p or "." for p in sys.path)
    words = [sys.executable, "-P", "-m", module, str(store)]
    return words, {**os.environ, "PYTHONPATH": path}


def said(output: bytes) -> tuple[Message, ...]:
    """What a child had to say, from its whole output: what is damaged, or why it can't work."""
    return tuple(map(unpacked, orjson.loads(output))) if output.strip() else ()


def tend(store: Path) -> tuple[Message, ...]:
    """Bring the index of a store in step; what there is to say of it."""
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


def end_with_parent() -> None:
    """Wait for the end of the standard input, and end this process."""
    while os.read(0, 1 << 16):
        pass
    os._exit(0)


def main() -> None:
    threading.Thread(target=end_with_parent, daemon=True).start()
    os.nice(NICE)
    sys.stdout.buffer.write(orjson.dumps([*map(packed, tend(Path(sys.argv[1])))]))


if __name__ == "__main__":
    main()
