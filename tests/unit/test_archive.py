import json
import multiprocessing
import os
from dataclasses import replace
from pathlib import Path

import pytest
from tinydb import TinyDB

from store.archive import Archive
from store.article import Article, Block, Mention
from store.errors import StoreError
from tests.unit.test_article import ARTICLE


def article(number: int, day: str | None = "2024-05-16") -> Article:
    return replace(ARTICLE, id=f"id{number}", story=f"id{number}", published=day)


def put(store: Path, *articles: Article) -> Archive:
    archive = Archive(store)
    with archive.writing():
        archive.put(articles)
    return archive


def test_stock_tinydb_opens_a_day_file(tmp_path: Path) -> None:
    put(tmp_path, article(1), article(2))
    path = tmp_path / "articles/2024/2024-05-16.json"
    with TinyDB(path, encoding="utf-8") as database:
        titles = [d["id"] for d in database.table("articles").all()]
    assert titles == ["id1", "id2"]


def test_articles_lie_under_their_day_and_undated_ones_apart(tmp_path: Path) -> None:
    archive = put(tmp_path, article(1), article(2, "2023-01-02T23:00:00+08:00"), article(3, None))
    assert set(archive.days()) == {"2024-05-16", "2023-01-02", "undated"}
    assert (tmp_path / "articles/undated.json").is_file()
    found = archive.get("2023-01-02", "id2")
    assert found == article(2, "2023-01-02T23:00:00+08:00")


def test_a_batch_writes_each_touched_day_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store import day_storage

    written: list[str] = []
    real = day_storage.replace_file

    def spy(path: Path, data: bytes) -> None:
        written.append(path.name)
        real(path, data)

    monkeypatch.setattr(day_storage, "replace_file", spy)
    put(tmp_path, *(article(n, f"2024-05-{10 + n % 2}") for n in range(20)))
    assert sorted(written) == ["2024-05-10.json", "2024-05-11.json"]


def _put_many(store: Path, first: int) -> None:
    for number in range(first, first + 25):
        put(store, article(number))


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_put_many, args=(tmp_path, n)) for n in (0, 100)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    ids = {a.id for a in Archive(tmp_path).read("2024-05-16").articles}
    assert ids == {f"id{n}" for n in (*range(25), *range(100, 125))}


def test_a_corrupt_file_is_named_and_never_overwritten(tmp_path: Path) -> None:
    archive = put(tmp_path, article(1))
    path = archive.path("2024-05-16")
    path.write_bytes(path.read_bytes()[:50])
    day = archive.read("2024-05-16")
    assert day.articles == ()
    assert str(path) in str(day.damage[0])
    with pytest.raises(StoreError, match="2024-05-16"):
        put(tmp_path, article(2))
    assert len(path.read_bytes()) == 50


def test_a_broken_document_is_skipped_and_the_rest_read(tmp_path: Path) -> None:
    archive = put(tmp_path, article(1), article(2))
    path = archive.path("2024-05-16")
    data = json.loads(path.read_text("utf-8"))
    number = next(iter(data["articles"]))
    data["articles"][number]["blocks"] = 7
    path.write_text(json.dumps(data), "utf-8")
    day = archive.read("2024-05-16")
    assert len(day.articles) == 1
    assert f"document {number}: blocks" in str(day.damage[0])


def test_foreign_text_is_cleaned_and_its_shaky_mentions_dropped(tmp_path: Path) -> None:
    hostile = replace(
        article(1),
        title="\x1b]0;x\x07普京\u202e访华",
        blocks=(Block("paragraph", "\x9b31m红"),),
        source="源\x1b[1m",
        mentions=(Mention(-1, 6, 8, "person", None, "普京"),),
    )
    found = put(tmp_path, hostile).get("2024-05-16", "id1")
    assert found is not None
    text = found.title + found.blocks[0].text + (found.source or "")
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c == "\u202e" for c in text)
    assert found.mentions == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_store_is_a_clear_error(tmp_path: Path) -> None:
    put(tmp_path, article(1))
    (tmp_path / "articles/2024").chmod(0o500)
    with pytest.raises(StoreError, match="permission denied"):
        put(tmp_path, article(2))


def test_a_full_disk_is_a_clear_error_and_keeps_what_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = put(tmp_path, article(1))

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="disk is full"):
        put(tmp_path, article(2))
    monkeypatch.undo()
    assert [a.id for a in archive.read("2024-05-16").articles] == ["id1"]
    assert not list(tmp_path.rglob("*.tmp"))
