"""``python -m store.actors.training``: train the model of names on labelled text.

    python -m store.actors.training LABELS… [--texts FILES…] [--corrections FILE]
                                    [--sentences UNER…] [--output FILE]

Labels are JSON lines (``store.actors.labels``); lines whose ``split`` is ``test`` are left out.
``--texts`` are files with the articles of labels that are without their text.
``--sentences`` takes sentences labelled by other guidelines: their people are taken over, their
places and organisations only where the rules find none, and they count a third.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from store.actors.labels import Labelled, read_all, read_labels
from store.actors.lexicon import Lexicon, load_lexicon
from store.actors.rules import Rules
from store.actors.sequence import model
from store.actors.sequence.classes import table
from store.actors.sequence.features import Name, hashes
from store.actors.sequence.training import Example, train
from store.actors.tagger import marked
from store.errors import WenrenError

FOREIGN_WEIGHT = 0.3


class Teacher:
    """Turns labelled texts into examples, with the rules' findings as the tagger has them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._rules = Rules(lexicon)
        self._classes = table(lexicon)

    def example(self, text: str, names: Sequence[Name], *, foreign: bool = False) -> Example:
        """An example; ``foreign``: labelled by other guidelines."""
        reading = self._rules.read(text)
        read = marked(reading, reading.spans())
        found = hashes(read, self._classes)
        if foreign:
            names = adopted(names, read.sure)
        return Example(read.text, found, names, FOREIGN_WEIGHT if foreign else 1.0)

    def examples(self, rows: Iterable[Labelled], *, foreign: bool = False) -> list[Example]:
        """The examples of labelled texts but those set apart for testing."""
        return [
            self.example(row.text, [(n.start, n.end, n.kind) for n in row.labels], foreign=foreign)
            for row in rows
            if row.split != "test"
        ]


def adopted(names: Sequence[Name], ruled: Sequence[Name]) -> list[Name]:
    """The names taken over from another scheme: its people, then the rules', then its others."""
    taken: set[int] = set()
    out: list[Name] = []
    people = [name for name in names if name[2] == "person"]
    others = [name for name in names if name[2] != "person" and name[1] - name[0] > 1]
    for start, end, kind in (*people, *ruled, *others):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            out.append((start, end, kind))
    return sorted(out)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the model."""
    parser = argparse.ArgumentParser(prog="python -m store.actors.training")
    parser.add_argument("labels", nargs="*", type=Path)
    parser.add_argument("--texts", nargs="*", type=Path, default=[])
    parser.add_argument("--corrections", type=Path)
    parser.add_argument("--sentences", nargs="*", type=Path, default=[])
    parser.add_argument(
        "--output", type=Path, default=Path(__file__).parent / "sequence" / "model.npz"
    )
    given = parser.parse_args(arguments)
    teacher = Teacher(load_lexicon())
    try:
        rows = teacher.examples(read_all(given.labels, given.texts, given.corrections))
        for path in given.sentences:
            rows += teacher.examples(read_labels(path), foreign=True)
    except WenrenError as error:
        print(error, file=sys.stderr)
        return 1
    if not rows:
        parser.error("no labelled text was given")
    count = sum(len(row.names) for row in rows)
    print(f"{len(rows)} texts, {count} names", file=sys.stderr)
    keys, weights, moves = train(
        rows, progress=lambda epoch, loss: print(f"{epoch} {loss:.0f}", file=sys.stderr)
    )
    model.save(given.output, keys, weights, moves)
    print(f"{given.output}: {len(keys)} features", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
