"""The labelled passages of the project: whole, and a third of each kind kept for testing."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.actors.labels import read_labels
from store.folding import is_traditional, simplify

PASSAGES = sorted((Path(__file__).parents[1] / "labels").glob("*.jsonl"))


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
        assert is_traditional(row.text) == (path.stem in ("taiwan", "hongkong")), row.id
        for label in row.labels:
            surface = row.text[label.start : label.end]
            assert surface == surface.strip("，。、 \n"), row.id
            assert label.name == simplify(label.name) != "", f"{row.id}: {label.name}"
