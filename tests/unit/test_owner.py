"""lexicon.json: a TinyDB file that survives kills, foreign hands and two writers."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import orjson
import pytest
from tinydb import TinyDB

from store.actors import OWNERS_FILE as FILE
from store.actors.changes import Change
from store.actors.lexicon import Alias, load_lexicon
from store.actors.owner import changes_of, changing, newest, owners_version, store_lexicon
from store.errors import StoreError

ADDED = Change("w-lu", "person", "陆启明", (Alias("老陆"), Alias("陆", "tw", True)), english="Lu")


def put(store: Path, *changes: Change) -> None:
    with changing(store) as said:
        said.update({change.id: change for change in changes})


def test_without_a_file_it_is_the_built_in_lexicon(tmp_path: Path) -> None:
    assert store_lexicon(tmp_path / "none") == load_lexicon()
    assert owners_version(tmp_path) == load_lexicon().owners == ""


def test_stock_tinydb_opens_it_and_what_else_is_in_it_stays(tmp_path: Path) -> None:
    put(tmp_path, ADDED)
    with TinyDB(tmp_path / FILE, encoding="utf-8") as database:
        assert database.table("actors").all() == [
            {
                "id": "w-lu", "kind": "person", "name": "陆启明", "aliases": ["老陆", "陆@tw?"],
                "english": "Lu",
            }
        ]  # fmt: skip
        database.table("actors").update({"note": "the captain"})
        database.table("actors").insert({"id": "Q7747", "hidden": True})
        database.table("notes").insert({"mine": 1})
    put(tmp_path, Change("Q1065", role="x"))
    assert list(changes_of(tmp_path)) == ["w-lu", "Q7747", "Q1065"]
    with TinyDB(tmp_path / FILE, encoding="utf-8") as database:
        assert database.table("notes").all() == [{"mine": 1}]
        assert database.table("actors").all()[0]["note"] == "the captain"


def test_the_version_is_of_what_is_said_and_not_of_how_it_is_written(tmp_path: Path) -> None:
    put(tmp_path, ADDED)
    lexicon = store_lexicon(tmp_path)
    assert lexicon.version == f"{load_lexicon().version}-{owners_version(tmp_path)}"
    data = orjson.loads((tmp_path / FILE).read_bytes())
    (tmp_path / FILE).write_bytes(orjson.dumps(data, option=orjson.OPT_INDENT_2))
    assert newest(tmp_path, lexicon) is lexicon
    put(tmp_path, Change("Q7747", hidden=True))
    assert newest(tmp_path, lexicon) == store_lexicon(tmp_path) != lexicon
    with changing(tmp_path) as said:
        said.clear()
    assert newest(tmp_path, lexicon) == load_lexicon()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{", "not JSON"),
        ("[]", "no TinyDB table"),
        ('{"actors": []}', "no TinyDB table"),
        ('{"actors": {"7": 1}}', "document 7: not an object"),
        ('{"actors": {"7": {}}}', "document 7: id"),
        ('{"actors": {"7": {"id": "?x"}}}', "document 7: id: '\\?x'"),
        ('{"actors": {"7": {"id": "w-x", "kind": "people"}}}', "kind: none of person"),
        ('{"actors": {"7": {"id": "w-x", "name": ""}}}', "name: no name"),
        ('{"actors": {"7": {"id": "w-x", "name": "a\\u001b[31m"}}}', "name: a line end or"),
        ('{"actors": {"7": {"id": "w-x", "aliases": "老陆"}}}', "aliases: not a list"),
        ('{"actors": {"7": {"id": "w-x", "aliases": [1]}}}', "aliases: not a list of strings"),
        ('{"actors": {"7": {"id": "w-x", "aliases": ["a@b"]}}}', "aliases: after @"),
        ('{"actors": {"7": {"id": "w-x", "hidden": "no"}}}', "hidden: not a bool"),
        ('{"actors": {"7": {"id": "w-x", "since": "now"}}}', "since: 'now'"),
        ('{"actors": {"7": {"id": "w-x", "merged": 1}}}', "merged: not a str"),
        ('{"actors": {"1": {"id": "w-x"}, "2": {"id": "w-x"}}}', "document 2: id: w-x"),
    ],
)
def test_a_broken_file_is_named_and_never_written_over(
    tmp_path: Path, written: str, said: str
) -> None:
    path = tmp_path / FILE
    path.write_text(written, "utf-8")
    for use in (changes_of, store_lexicon, lambda store: put(store, ADDED)):
        with pytest.raises(StoreError, match=said) as caught:
            use(tmp_path)
        assert str(path) in str(caught.value)
    assert path.read_text("utf-8") == written


def _put_many(store: Path, first: int) -> None:
    for number in range(first, first + 25):
        put(store, Change(f"w-x{number}", "person", f"某人{number}"))


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_put_many, args=(tmp_path, n)) for n in (0, 100)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert set(changes_of(tmp_path)) == {f"w-x{n}" for n in (*range(25), *range(100, 125))}


def test_a_store_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        put(tmp_path / "file", ADDED)
