"""What every rival is, and what it is built from."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import orjson

from store.folding import fold
from store.search.tree import All, AnyOf, Node, Not, Text
from tests.benchmarks.generate import documents

ROWS = 50


@dataclass(frozen=True, slots=True)
class Corpus:
    """The articles of a store, the earliest first: number ``n`` of each list is one article.

    ``titles`` and ``bodies`` are folded as Wenren folds, so that script and width cost nobody a
    find; what a row shows is ``heads``.
    """

    ids: list[str]
    titles: list[str]
    bodies: list[str]
    heads: list[tuple[str, str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Built:
    """Seconds (the process's CPU time) it took to make, and megabytes on the disk."""

    seconds: float
    megabytes: float


class Rival(Protocol):
    """A way of searching; ``name`` is how tables call it."""

    name: str
    built: Built

    def asks(self, node: Node) -> bool:
        """Whether it can be asked that at all."""

    def first(self, node: Node) -> list[Any]:
        """Title, source and date of the newest ``ROWS`` articles that it finds."""

    def every(self, node: Node) -> set[int]:
        """The numbers of all articles it finds."""


def corpus(store: Path) -> Corpus:
    found = sorted(documents(store), key=lambda d: (d["published"] or "", d["id"]))
    return Corpus(
        [d["id"] for d in found],
        [fold(d["title"]) for d in found],
        [fold(body(d)) for d in found],
        [(d["title"], d["source"], d["published"]) for d in found],
    )


def body(document: dict[str, Any]) -> str:
    """What of an article is searched: related links aren't."""
    return "\n".join(b["text"] for b in document["blocks"] if b["kind"] != "related")


def is_text(node: Node) -> bool:
    """Whether a tree asks for nothing but texts."""
    match node:
        case Text():
            return True
        case Not(inner):
            return is_text(inner)
        case All(nodes) | AnyOf(nodes):
            return bool(nodes) and all(map(is_text, nodes))
    return False


def once(folder: Path, make: Callable[[Path], None]) -> Built:
    """What making ``folder`` took, now or when it was made."""
    note = folder / "built.json"
    if not note.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        started = time.process_time()
        make(folder)
        note.write_bytes(orjson.dumps(time.process_time() - started))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path != note)
    return Built(orjson.loads(note.read_bytes()), size / 1e6)
