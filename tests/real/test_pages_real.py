"""Pages of HTML as sites serve them: floors are asserted, ``tests.benchmarks.extraction`` says
how other extractors fare on the same pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from store.article import Draft
from store.intake.charset import decode
from store.intake.page import draft_of_page
from tests.benchmarks.extraction import DATA, NOW, TRUTH, digest, overlap

GOLD = DATA / "html_gold.json"
pytestmark = pytest.mark.skipif(not GOLD.is_file(), reason=f"no real pages at {DATA}")


@dataclass(frozen=True, slots=True)
class Page:
    html: str
    draft: Draft
    gold: str
    truth: dict[str, str]


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    rows: list[dict[str, Any]] = json.loads(GOLD.read_text("utf-8"))
    truth = json.loads(TRUTH.read_text("utf-8"))
    out = []
    for row in rows:
        html = decode((DATA / "html" / row["copy"]).read_bytes(), row["copy"])
        draft = draft_of_page(html, row["copy"], NOW)
        out.append(Page(html, draft, row["gold"], truth[row["copy"]]))
    return out


def test_titles_and_days(pages: list[Page]) -> None:
    assert len(pages) == 30
    for page in pages:
        assert digest(page.draft.title) == page.truth["title"], page.draft.title
        assert (page.draft.published or "")[:10] == page.truth["date"][:10], page.draft.title


def test_bodies(pages: list[Page]) -> None:
    figures = []
    for page in pages:
        body = "\n".join(b.text for b in page.draft.blocks if b.kind != "related")
        figures.append(overlap(body, page.gold))
    precision, recall, f1 = (sum(f[at] for f in figures) / len(figures) for at in range(3))
    print(f"\nbodies: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
    assert f1 > 0.975
    assert min(f[2] for f in figures) > 0.8


def test_any_encoding_gives_the_same_page(pages: list[Page]) -> None:
    for page in pages[::6]:
        for encoding in ("gb18030", "utf-16"):
            assert decode(page.html.encode(encoding), "page", "utf-8") == page.html
