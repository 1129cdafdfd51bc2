"""The demo store's pages go through the real intake, so they must come out of it whole."""

from __future__ import annotations

import re
from datetime import date, timedelta
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import pytest

from store.article import Draft, article_id
from store.errors import RefusedError
from store.folding import is_traditional
from store.intake import read
from store.intake.hygiene import clean
from store.stories import compare, sketch, unpack

PAGES = Path(str(files("store").joinpath("demo/pages")))
DATELINE = re.compile(
    r"^(?:发布时间|最後更新|中国时间|\d{4}[-年])[^。]*\d\d:\d\d[^。]*$", re.MULTILINE
)
OUTLETS = {"闻人通讯社", "城北日报", "海港晚報", "远望周刊", "南島新聞網"}


@pytest.fixture(scope="module")
def drafts() -> list[Draft]:
    items = list(read([PAGES]))
    assert [i for i in items if isinstance(i, RefusedError)] == []
    return [i for i in items if isinstance(i, Draft)]


def body(draft: Draft) -> str:
    return "".join(b.text for b in draft.blocks)


def day(draft: Draft) -> date:
    return date.fromisoformat((draft.published or "")[:10])


def test_every_article_of_every_page_is_there(drafts: list[Draft]) -> None:
    datelines = sum(
        len(DATELINE.findall(p.read_text("utf-8"))) for p in sorted(PAGES.glob("*.txt"))
    )
    assert datelines == len(drafts) >= 36
    assert len({article_id(d) for d in drafts}) == len(drafts)


def test_every_article_says_what_a_reader_needs(drafts: list[Draft]) -> None:
    for draft in drafts:
        assert 8 <= len(draft.title) <= 40, draft.title
        assert draft.source in OUTLETS, draft.title
        assert re.fullmatch(r"202[2-6]-\d\d-\d\dT\d\d:\d\d:00\+08:00", draft.published or "")
        paragraphs = [b for b in draft.blocks if b.kind == "paragraph"]
        assert 3 <= len(paragraphs) <= 8, draft.title
        assert all(b.text[-1] in "。：？！”」" for b in paragraphs), draft.title
    assert {d.source for d in drafts} == OUTLETS


def test_what_only_the_page_carried_is_gone(drafts: list[Draft]) -> None:
    for draft in drafts:
        for text in (draft.title, *(b.text for b in draft.blocks)):
            assert clean(text) == text
            assert not re.search(r"\.example|<br|评论区|評論區|请同时参阅|請同時參閱|\n", text)
        assert len(set(draft.blocks)) == len(draft.blocks), draft.title


def test_captions_headings_and_related_links_keep_their_kind(drafts: list[Draft]) -> None:
    kinds = dict.fromkeys(("caption", "heading", "related", "list", "quote"), 0)
    for block in (b for d in drafts for b in d.blocks):
        if block.kind in kinds:
            kinds[block.kind] += 1
    assert kinds == {"caption": 17, "heading": 4, "related": 12, "list": 4, "quote": 1}


def test_both_scripts_are_there(drafts: list[Draft]) -> None:
    traditional = {d.source for d in drafts if is_traditional(d.title + body(d))}
    assert traditional == {"海港晚報", "南島新聞網"}


def test_reprints_are_found_and_nothing_else_is(drafts: list[Draft]) -> None:
    told = [(d, unpack(sketch(d.blocks))) for d in drafts]
    pairs = [(a, b) for (a, x), (b, y) in combinations(told, 2) if compare(x, y)]
    assert all(a.source != b.source for a, b in pairs)
    apart = [abs(day(a) - day(b)) for a, b in pairs]
    assert max(apart) <= timedelta(days=1)
    assert len(pairs) == 12  # nine stories told twice, one told three times
