"""Every article set at many widths: nothing lost, nothing too wide, no mark where it mustn't be."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from store.article import Article, Block
from store.intake import read
from store.settings import Reading
from tests.tui.fake_library import make_article
from tests.unit.test_typesetting import check_set
from tests.unit.test_typography import may_end
from tui.typesetting import set_article
from tui.units import NOT_AT_END, NOT_AT_START

SHARED = Path(os.environ.get("WENREN_SHARED", Path(__file__).parents[2].parent / "shared"))
DATA = SHARED / "data"
REPRINTS = DATA / "reprints" / "reprint_docs_2020.jsonl"
pytestmark = pytest.mark.skipif(not REPRINTS.is_file(), reason=f"no articles: {REPRINTS}")
WIDTHS = range(2, 121)
EACH = 2
"""Widths an article is set at; the next article takes the next ones."""
EVERY = 100
"""Of the reprints, one in so many."""


def articles() -> Iterator[Article]:
    usual = make_article(0)
    for draft in read([DATA / "seeds", DATA / "voa"]):
        assert not isinstance(draft, Exception)
        yield replace(usual, title=draft.title, blocks=draft.blocks, mentions=())
    with REPRINTS.open(encoding="utf-8") as lines:
        for line in itertools.islice(lines, 0, None, EVERY):
            found = json.loads(line)
            blocks = tuple(
                Block("paragraph", text) for text in found["text"].split("\n") if text.strip()
            )
            yield replace(usual, title=found["title"], blocks=blocks, mentions=())


def test_articles_are_set_whole_within_the_pane_and_by_the_rules() -> None:
    widths = itertools.cycle(WIDTHS)
    readings = itertools.cycle((Reading(measure=60), Reading(60, "indent", gap=False)))
    count = 0
    for article in articles():
        for width, reading in zip(itertools.islice(widths, EACH), readings, strict=False):
            found = set_article(article, (), width, reading, unfolded=True)
            check_set(article, width, found)
            for above, below in itertools.pairwise(found):
                if above.block is None or above.block != below.block:
                    continue
                one, other = above.line, below.line
                text = article.text_of(above.block)
                if "\n" in text[one.end : other.start] or not one.text or not other.text:
                    continue
                if one.text[-1] in NOT_AT_END or other.text[0] in NOT_AT_START:
                    # Only where nothing that was on the line could have gone to the next.
                    ends = range(one.start + 1, one.end)
                    assert not any(may_end(text, end) for end in ends), (width, one.text)
        count += 1
    assert count > 300
