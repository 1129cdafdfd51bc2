"""Dumps of real sites through intake: nothing of a body lost, little of the site left.

Floors for the figures that ``python -m tests.benchmarks.intake`` prints with the worst cases.
"""

from __future__ import annotations

import json
from functools import cache

import pytest

from store.article import article_id
from tests.benchmarks.intake import (
    DATA,
    SETS,
    Document,
    Losses,
    lines_of,
    losses,
    read,
    right,
    same,
    site_lines,
)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no real articles at {DATA}")


@cache
def measured(name: str) -> list[Losses]:
    documents = list(SETS[name]())
    for document in documents:
        document.lines = lines_of(document.text)
    site = site_lines(documents)
    return [losses(document, site[document.outlet]) for document in documents]


def kept(found: list[Losses]) -> float:
    return 1 - sum(x.lost for x in found) / sum(x.own for x in found)


def junk(found: list[Losses]) -> float:
    """The site's lines for each article."""
    return sum(len(x.junk) for x in found) / sum(len(x.document.drafts) for x in found)


def single(found: list[Losses]) -> list[Document]:
    return [x.document for x in found if len(x.document.drafts) == 1]


def test_pages_scraped_twice_become_the_same_article() -> None:
    rows = [
        json.loads(line) for line in (DATA / "dumps/rescrape_pairs.jsonl").open(encoding="utf-8")
    ]
    different = []
    for row in rows:
        old, new = (read(row[key].encode(), row["path"])[0] for key in ("raw_old", "raw_new"))
        if old != new or [article_id(d) for d in old] != [article_id(d) for d in new]:
            different.append(row["path"])
    # One page gained two paragraphs between the scrapes.
    assert len(different) <= 1, different


@pytest.mark.parametrize(
    ("name", "least_kept", "most_junk"),
    [
        ("dumps", 0.995, 0.08),
        ("posts", 0.99, 0.05),
        ("transcripts", 0.9999, 0.02),
        ("texts", 0.998, 0.2),
        ("labelled", 0.99, 0.02),
    ],
)
def test_bodies_are_whole_and_clean(name: str, least_kept: float, most_junk: float) -> None:
    found = measured(name)
    print(f"\n{name}: kept {kept(found):.4f}, the site's lines for each article {junk(found):.3f}")
    assert kept(found) >= least_kept
    assert junk(found) <= most_junk
    documents = single(found)
    # What is left are pages that hold a picture and no text.
    assert len(documents) >= 0.995 * len(found)
    assert sum(same(d.drafts[0].title, d.title or "") for d in documents) >= 0.97 * len(documents)


def test_dates_and_outlets_of_the_dumps() -> None:
    documents = single(measured("texts"))
    dated = [d for d in documents if d.published and d.drafts[0].published]
    wrong = [d for d in dated if not right(d.drafts[0].published, d.published)]
    print(f"\ndates: {len(wrong)} of {len(dated)} wrong")
    # The known dates of these few are those of posts embedded in the page.
    assert len(wrong) <= 0.002 * len(dated)
    for outlet, names in {
        "Epoch Times zh": {"大纪元"},
        "Sound of Hope": {"希望之声"},
        "Reuters zh": {"路透社"},
    }.items():
        found = [d.drafts[0].source for d in documents if d.outlet == outlet]
        assert sum(source in names for source in found) >= 0.93 * len(found), outlet
