"""The tagger on articles that its model never learned from: the bars it has to hold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store.actors.labels import Labelled, read_all
from store.actors.lexicon import load_lexicon
from store.actors.tagger import Tagger
from tests.benchmarks.names import GROUPS, Result, figures, ours

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("WENREN_SHARED", ROOT.parent / "shared")) / "data"
TEXTS = [
    DATA / "voa.jsonl",
    DATA / "reprints" / "reprint_docs_2020.jsonl",
    DATA / "dumps" / "broadcast_transcripts.jsonl",
]
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no real articles: {DATA}")


@pytest.fixture(scope="module")
def results() -> list[Result]:
    found = read_all([ROOT / "tests" / "labels" / "articles.jsonl"], TEXTS)
    unseen: list[Labelled] = [article for article in found if article.split == "test"]
    assert len(unseen) >= 200
    return ours(Tagger(load_lexicon()), unseen)


def test_names_are_found(results: list[Result]) -> None:
    voa = [r for r in results if r.article.source == "VOA Chinese"]
    others = [r for r in results if r.article.source != "VOA Chinese"]
    assert figures(voa, GROUPS["all"])[2] >= 92
    assert figures(others, GROUPS["all"])[2] >= 90


@pytest.mark.parametrize(
    ("group", "bar"), [("person", 92), ("organisation+media", 82), ("place", 93)]
)
def test_names_of_each_kind_are_found(results: list[Result], group: str, bar: float) -> None:
    assert figures(results, GROUPS[group])[2] >= bar
