"""How far two annotators of the same passages agree: exact spans, with and without their kinds.

    python -m tests.benchmarks.agreement

The first marked ``tests/labels/passages``; the second saw the bare text of the test passages only
(``second.jsonl``). F1 of one against the other, and the commonest differences.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import orjson

from store.actors.labels import Labelled, read_labels

FOLDER = Path(__file__).resolve().parents[1] / "labels"
KINDS = {"P": "person", "O": "organisation", "M": "media", "L": "place"}

Mark = tuple[str, int, int, str]


def main() -> None:
    """Print the figures."""
    passages: dict[str, Labelled] = {}
    for name in ("mainland", "taiwan", "hongkong"):
        passages.update({row.id: row for row in read_labels(FOLDER / f"passages/{name}.jsonl")})
    second: set[Mark] = set()
    ids = set()
    for line in (FOLDER / "second.jsonl").read_bytes().splitlines():
        row = orjson.loads(line)
        ids.add(row["id"])
        second |= {(row["id"], start, end, KINDS[kind]) for start, end, kind in row["names"]}
    first = {(id, n.start, n.end, n.kind) for id in ids for n in passages[id].labels}
    print(f"{len(ids)} passages, {len(first)} marks of the first, {len(second)} of the second")
    print(f"spans and kinds  F {_f1(first, second):.1f}")
    print(f"spans alone      F {_f1({m[:3] for m in first}, {m[:3] for m in second}):.1f}")
    for kind in KINDS.values():
        of_kind = [{mark for mark in marks if mark[3] == kind} for marks in (first, second)]
        print(f"{kind:16} F {_f1(*of_kind):.1f}")
    for name, marks in (("first", first - second), ("second", second - first)):
        texts = Counter(f"{passages[id].text[a:b]}/{kind}" for id, a, b, kind in marks)
        print(f"only the {name}:", "  ".join(text for text, _ in texts.most_common(25)))


def _f1(a: set[object] | set[Mark], b: set[object] | set[Mark]) -> float:
    return 200 * len(a & b) / max(len(a) + len(b), 1)


if __name__ == "__main__":
    main()
