"""The labelled passages of the project: whole, and a third of each kind kept for testing."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from store.actors.labels import read_labels
from store.folding import is_traditional, simplify

LABELS = Path(__file__).parents[1] / "labels"
PASSAGES = sorted((LABELS / "passages").glob("*.jsonl"))
# Two characters that the folding takes for variants of each other, and a name has both of.
KEPT = str.maketrans("咤", "吒")


@pytest.mark.parametrize("path", PASSAGES, ids=lambda path: path.stem)
def test_passages_are_whole(path: Path) -> None:
    rows = list(read_labels(path))
    assert len({row.id for row in rows}) == len(rows)
    test = [row for row in rows if row.split == "test"]
    assert {row.split for row in rows} == {"train", "test"}
    assert len(rows) * 0.3 <= len(test) <= len(rows) * 0.36
    for row in rows:
        assert len(row.text) >= 60, row.id
        assert len(row.labels) >= 2, row.id
        assert is_traditional(row.text) == (not path.stem.startswith("mainland")), row.id
        for label in row.labels:
            surface = row.text[label.start : label.end]
            assert surface == surface.strip("，。、 \n"), row.id
            simple = simplify(label.name).translate(KEPT)
            assert label.name.translate(KEPT) == simple != "", f"{row.id}: {label.name}"


def test_every_passage_has_an_id_of_its_own() -> None:
    ids = [row.id for path in PASSAGES for row in read_labels(path)]
    assert len(ids) == len(set(ids)) >= 100


def test_labels_without_text_are_whole() -> None:
    rows = [orjson.loads(line) for line in (LABELS / "articles.jsonl").read_bytes().splitlines()]
    assert len({row["id"] for row in rows}) == len({row["digest"] for row in rows}) == len(rows)
    assert {row["split"] for row in rows} == {"train", "test"}
    for row in rows:
        assert not {"text", "title", "marked"} & row.keys()
        ends = [0, *(end for _, end, _ in row["names"])]
        assert all(a <= start < end for a, (start, end, _) in zip(ends, row["names"], strict=False))
        assert ends[-1] <= row["length"]
        assert {kind for _, _, kind in row["names"]} <= set("POML")
