"""Comparing real reprints: figures are printed (``-s``), floors are asserted."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.article import Article, Block
from store.diff.comparison import Comparison, compare
from store.folding import fold, is_traditional
from store.intake.hygiene import clean

SHARED = Path(os.environ.get("WENREN_SHARED", Path(__file__).parents[2].parent / "shared"))
REPRINTS = SHARED / "data" / "reprints"
pytestmark = pytest.mark.skipif(not REPRINTS.is_dir(), reason=f"no reprints at {REPRINTS}")
EVERY = 4
"""One pair in so many is compared."""


def rows(name: str) -> Iterator[dict[str, str | float]]:
    with (REPRINTS / name).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def article(row: dict[str, str | float]) -> Article:
    text = clean(str(row["text"]))
    blocks = [Block("paragraph", line.strip()) for line in text.split("\n") if line.strip()]
    return Article(
        id="a", title=clean(str(row["title"])), source=str(row["source"]), url=None, authors=(),
        published=None, added="2024-05-02T00:00:00Z",
        script="hant" if is_traditional(text) else "hans", blocks=tuple(blocks), mentions=(),
        story="s", lexicon="test",
    )  # fmt: skip


@pytest.fixture(scope="module")
def compared() -> list[tuple[float, float, Comparison]]:
    """Pairs with their 5-shingle Jaccard overlap and containment."""
    documents = {row["path"]: row for row in rows("reprint_docs_2020.jsonl")}
    pairs = [
        row
        for row in rows("reprint_pairs_2020.jsonl")
        if row["a"] in documents and row["b"] in documents
    ][::EVERY]
    assert len(pairs) > 500
    return [
        (
            float(row["jaccard5"]),
            float(row["containment5"]),
            compare(article(documents[row["a"]]), article(documents[row["b"]])),
        )
        for row in pairs
    ]


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def test_nothing_is_lost_and_what_is_kept_is_the_same(
    compared: list[tuple[float, float, Comparison]],
) -> None:
    for _, _, found in compared:
        for side, made in (("a", found.a), ("b", found.b)):
            spans = sorted(
                (span.block, span.start, span.end)
                for row in found.body
                if (span := getattr(row, side)) is not None
            )
            text = ["" for _ in made.blocks]
            for block, start, end in spans:
                assert start == len(text[block])
                text[block] += made.blocks[block].text[start:end]
            assert text == [block.text for block in made.blocks]
        for row in found.body:
            if row.a is None or row.b is None:
                continue
            a, b = found.a.text_of(row.a.block), found.b.text_of(row.b.block)
            for p in row.pieces:
                if p.kept:
                    mine = a[p.a_start : p.a_end], b[p.b_start : p.b_end]
                    assert zeros(letters(mine[0])) == zeros(letters(mine[1]))


def zeros(text: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", text)


def test_what_is_kept_agrees_with_shared_shingles(
    compared: list[tuple[float, float, Comparison]],
) -> None:
    """Two ways of measuring one thing: the share kept, and shingles in common."""
    kinds: Counter[str] = Counter()
    near = far = 0
    for jaccard, containment, found in compared:
        kinds.update(row.kind for row in found.body)
        kept = max(found.summary.kept, 1 - found.summary.new)
        near += jaccard >= 0.5
        if jaccard >= 0.5 and kept < 0.6:
            far += 1
        # Shingles also break at every change, so that they are the lower bound.
        assert kept >= containment - 0.25, (kept, containment, found.a.title)
    print(f"\n{len(compared)} pairs: {dict(kinds)}; {far} of {near} reprints kept less than .6")
    assert far <= 0.02 * near
    assert kinds["same"] > kinds["changed"] > kinds["moved"] > 0
