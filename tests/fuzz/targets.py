"""What must hold of any bytes given to intake, and bytes of every form to begin from."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from store.article import BLOCK_KINDS, Article, Draft, article_id
from store.errors import RefusedError
from store.intake.dateline import CHINA
from store.intake.forms import Reading, read_bytes
from store.intake.hygiene import clean, clean_line

CORPUS = Path(__file__).with_name("corpus")
"""Inputs that once crashed or hung intake, or broke what ``check`` asserts; kept as tests."""

SEEDS = Path(__file__).with_name("seeds")
SUFFIXES = (".txt", ".html", ".md", ".jsonl", ".json", ".xml", ".gz", ".zip")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?")


def check(data: bytes) -> None:
    """Take in ``data``, its first byte choosing the file's name; raises if anything is wrong."""
    name = "a" + SUFFIXES[data[0] % len(SUFFIXES) if data else 0]
    for item in read_bytes(data[1:], name, Reading(NOW)):
        if isinstance(item, RefusedError):
            assert item.reason == clean_line(item.reason), item.reason
            continue
        _check_article(item)


def _check_article(item: Draft | Article) -> None:
    assert item.title == clean_line(item.title) != "", item.title
    # A headline alone is news where it says when, or where the rest is; or a store held it.
    assert item.blocks or item.published or item.url or isinstance(item, Article), item
    for block in item.blocks:
        assert block.kind in BLOCK_KINDS
        assert block.text.strip(), item
        assert block.text == clean(block.text), block.text
    for line in (item.source, item.url, *item.authors):
        assert line is None or line == clean_line(line) != "", line
    if item.published is not None:
        assert _DATE.fullmatch(item.published), item.published
        datetime.fromisoformat(item.published)
    if item.url:
        assert item.url.startswith(("http://", "https://")), item.url
    if isinstance(item, Draft):
        assert article_id(item).isalnum()


def seeds() -> Iterator[bytes]:
    """One good input of every form, each under its file name's number."""
    texts = {path.name: path.read_bytes() for path in sorted(SEEDS.iterdir())}
    for name, data in texts.items():
        yield bytes([SUFFIXES.index(Path(name).suffix)]) + data
    page = texts["page.html"].decode().replace("utf-8", "gb2312")
    yield bytes([SUFFIXES.index(".html")]) + page.encode("gb18030")
    yield bytes([SUFFIXES.index(".gz")]) + gzip.compress(texts["lines.jsonl"], mtime=0)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in texts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    yield bytes([SUFFIXES.index(".zip")]) + packed.getvalue()


def kept() -> Iterator[tuple[str, bytes]]:
    """The corpus: file name and bytes."""
    for path in sorted(CORPUS.glob("*")):
        if path.suffix == ".bin":
            yield path.name, path.read_bytes()
