"""Real articles in every form of file: each form gives the same articles."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from store.article import Article, Draft, article_id
from store.errors import RefusedError
from store.export import json_lines
from store.intake import read
from store.intake.dateline import CHINA
from store.intake.forms import Item
from store.library import Library
from tui.commandline.forms import post

SHARED = Path(os.environ.get("WENREN_SHARED", Path(__file__).parents[2].parent / "shared"))
DATA = SHARED / "data"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no real articles at {DATA}")


def drafts(items: Iterator[Item]) -> list[Draft]:
    found = list(items)
    assert not [i for i in found if isinstance(i, RefusedError)]
    return [i for i in found if isinstance(i, Draft)]


@pytest.fixture(scope="module")
def pages() -> list[Draft]:
    return drafts(read([DATA / "voa"], now=NOW))


@pytest.fixture(scope="module")
def articles(pages: list[Draft], tmp_path_factory: pytest.TempPathFactory) -> list[Article]:
    library = Library.open(tmp_path_factory.mktemp("store"))
    library.add(pages)
    return [a for a in library.articles() if isinstance(a, Article)]


def test_packed_pages_are_the_pages(pages: list[Draft]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, path in enumerate(sorted((DATA / "voa").iterdir())):
            data = path.read_bytes()
            archive.writestr(path.name, gzip.compress(data) if number % 3 == 0 else data)
    packed.seek(0)
    assert drafts(read(["-"], now=NOW, stdin=packed)) == pages


def test_posts_in_one_file_are_the_posts() -> None:
    folder = DATA / "dumps" / "posts"
    apart = drafts(read([folder], now=NOW))
    whole = "\n".join(path.read_text("utf-8") for path in sorted(folder.iterdir()))
    assert drafts(read(["-"], now=NOW, stdin=io.BytesIO(whole.encode()))) == apart
    assert len(apart) == len(list(folder.iterdir()))


def test_a_dump_in_json_lines_keeps_its_text_and_no_markup() -> None:
    path = DATA / "dumps" / "broadcast_transcripts.jsonl"
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    found = drafts(read([path], now=NOW))
    assert len(found) == len(rows)
    kept = said = 0
    for draft, row in zip(found, rows, strict=True):
        body = row["text"].partition("[查看原文]")[0]
        text = "".join(block.text for block in draft.blocks)
        assert "](http" not in text
        said += sum(map(str.isalnum, body))
        kept += sum(map(str.isalnum, text.partition("查看原文")[0]))
    print(f"{len(found)} items, {kept} of {said} letters kept")
    assert kept > 0.995 * said


def test_articles_come_back_from_json_lines_byte_for_byte(
    articles: list[Article], tmp_path: Path
) -> None:
    data = "".join(json_lines(articles)).encode()
    library = Library.open(tmp_path / "other")
    report = library.add(read(["-"], stdin=io.BytesIO(gzip.compress(data))))
    assert (report.added, report.refused) == (len(articles), ())
    back = [a for a in library.articles() if isinstance(a, Article)]
    assert "".join(json_lines(back)).encode() == data


def test_articles_come_back_from_markdown_under_their_ids(articles: list[Article]) -> None:
    text = "\n\n".join(map(post, articles))
    found = [i for i in read(["-"], stdin=io.BytesIO(text.encode())) if isinstance(i, Draft)]
    there = {a.id: a for a in articles}
    known = [d for d in found if article_id(d) in there]
    same = sum(d.blocks == there[article_id(d)].blocks for d in known)
    print(f"{len(known)} of {len(articles)} have their id, {same} every block as it was")
    assert len(known) > 0.97 * len(articles)
    assert same > 0.8 * len(articles)
