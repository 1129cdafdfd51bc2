"""Intake measured on real pages: figures are printed (``-s``), floors are asserted."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from store.article import Draft
from store.folding import is_han
from store.intake import read
from store.intake.charset import decode
from store.intake.dateline import CHINA
from store.intake.hygiene import clean
from store.intake.markup import undo

SHARED = Path(os.environ.get("WENREN_SHARED", Path(__file__).parents[2].parent / "shared"))
DATA = SHARED / "data"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
MANGLED_GOLD = re.compile(r"[äåæèé][\x80-\xbf]")
"""Six pages came double-encoded; intake repairs them, their truth lost bytes and can't be used."""

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no real articles at {DATA}")


@dataclass(frozen=True, slots=True)
class Page:
    draft: Draft
    raw: str
    row: dict[str, Any]
    gold: dict[str, Any] | None


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    rows = [json.loads(line) for line in (DATA / "voa.jsonl").open(encoding="utf-8")]
    gold = {
        (row := json.loads(line))["url"]: row
        for line in (DATA / "voa_gold.jsonl").open(encoding="utf-8")
    }
    out = []
    for number, row in enumerate(rows):
        path = DATA / "voa" / f"{number:03}.txt"
        (draft,) = read([path], now=NOW)
        assert isinstance(draft, Draft), draft
        out.append(Page(draft, decode(path.read_bytes(), path.name), row, gold.get(row["url"])))
    return out


def bare(text: str) -> str:
    return re.sub(r"\s+", "", clean(text))


def test_the_seed_is_one_story_in_two_articles() -> None:
    first, second = read([DATA / "seeds"], now=NOW)
    assert isinstance(first, Draft)
    assert isinstance(second, Draft)
    assert (first.source, second.source) == ("美国之音", "民主中国")
    for draft in (first, second):
        assert draft.published == "2023-03-14T05:45:00+08:00"
        assert len(draft.title) == 24
    assert first.title == second.title
    assert first.blocks == second.blocks
    kinds = [block.kind for block in first.blocks]
    assert kinds == [
        "caption", *["paragraph"] * 9, "caption", *["paragraph"] * 8, "caption",
        "related", "related", *["paragraph"] * 5,
    ]  # fmt: skip
    related = [block.text for block in first.blocks if block.kind == "related"]
    assert [len(text) for text in related] == [23, 13]


def test_titles_and_dates(pages: list[Page]) -> None:
    assert len(pages) == 286
    for page in pages:
        assert bare(page.draft.title) == bare(page.row["title"])
        # The page shows no seconds.
        assert page.draft.published == page.row["published"][:17] + "00+08:00"


def test_paragraphs_and_captions_against_the_site_s_own_markup(pages: list[Page]) -> None:
    wanted = found = given = right = 0
    captions: Counter[str] = Counter()
    for page in pages:
        gold = page.gold
        if gold is None or MANGLED_GOLD.search("".join(gold["paragraphs"])):
            continue
        truth = [bare(text) for text in gold["paragraphs"]]
        mine = []
        for block in page.draft.blocks:
            if block.kind in ("paragraph", "heading", "list", "quote"):
                text = bare(block.text)
                for place in gold["dateline"]:
                    text = text.removeprefix(bare(place))
                mine.append(text)
        # The truth joins paragraphs where the site nests them, so texts are looked for within.
        wanted += len(truth)
        found += sum(text in "".join(mine) for text in truth)
        given += len(mine)
        right += sum(text in "".join(truth) for text in mine)
        true_captions = {bare(text) for text in gold["captions"]}
        my_captions = {bare(b.text) for b in page.draft.blocks if b.kind == "caption"}
        captions["hit"] += len(true_captions & my_captions)
        captions["missed"] += len(true_captions - my_captions)
        captions["false"] += len(my_captions - true_captions)
    recall, precision = found / wanted, right / given
    caption_recall = captions["hit"] / (captions["hit"] + captions["missed"])
    caption_precision = captions["hit"] / (captions["hit"] + captions["false"])
    print(f"\nparagraphs: recall {recall:.4f} precision {precision:.4f} of {wanted}")
    print(f"captions: recall {caption_recall:.3f} precision {caption_precision:.3f} {captions}")
    assert recall > 0.995
    assert precision > 0.99
    assert caption_precision > 0.95
    assert caption_recall > 0.8


def test_nothing_of_a_body_is_lost(pages: list[Page]) -> None:
    lost = total = 0
    for page in pages:
        raw = Counter(filter(is_han, clean(undo(clean(page.raw)))))
        texts = [page.draft.title, *(block.text for block in page.draft.blocks)]
        missing = raw - Counter(filter(is_han, "".join(texts)))
        # The head's own words: 最后更新, 年月日, and the heads of related lists.
        missing -= Counter("最后更新年月日图片汇集图片集")
        lost += missing.total()
        total += raw.total()
    print(f"\nHan characters outside any block: {lost} of {total}")
    # Nearly all of it is the navigation of one page that came with its whole HTML.
    assert lost < total / 1000
