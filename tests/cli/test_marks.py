"""Marks and saved searches from outside: what is printed, kept and refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from store.library import Library
from tests import command_line
from tests.command_line import text_of
from tests.unit.test_library import BODY, draft


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = Library.open(tmp_path_factory.mktemp("marks") / "store")
    library.add([draft(1, BODY, title="普京会见代表团"), *(draft(n) for n in range(2, 12))])
    library.close()
    return library.path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "store"))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def wenren(
    state: Path, *arguments: str, input: str = "", user: str = "reader"
) -> CompletedProcess[str]:
    env = {"XDG_STATE_HOME": str(state), "WENREN_USER": user, "WENREN_LANG": "en"}
    return text_of(command_line.wenren(*arguments, input=input.encode(), **env))


def told(done: CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def files(folder: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_marking_by_a_query(store: Path, state: Path) -> None:
    at = ("--store", str(store))
    before = files(store / "articles")
    assert told(wenren(state, "mark", "read", "人:普京", "--json", *at)) == [
        {"found": 1, "changed": 1}
    ]
    assert told(wenren(state, "mark", "read", "新闻 OR 普京", "--json", *at)) == [
        {"found": 11, "changed": 10}
    ]
    assert told(wenren(state, "list", "is:unread", "--json", *at)) == []
    done = wenren(state, "mark", "unread", "标题:第3号", *at)
    assert done.stderr == "1 article marked unread\n"
    done = wenren(state, "mark", "star", "标题:第3号", "OR", "标题:普京", *at)
    assert done.stderr == "2 articles starred\n"
    done = wenren(state, "mark", "star", "标题:第3号", *at)
    assert done.stderr == "0 articles starred, 1 were already\n"
    printed = wenren(state, "list", *at).stdout.splitlines()
    marked = {line.split("  ")[-1]: line.split("  ", 1)[1][:2] for line in printed}
    assert marked["第3号新闻"] == "N*"
    assert marked["普京会见代表团"] == " *"
    assert marked["第4号新闻"] == "  "
    titles = [h["title"] for h in told(wenren(state, "list", "星标 -未读", "--json", *at))]
    assert titles == ["普京会见代表团"]
    assert files(store / "articles") == before
    assert told(wenren(state, "list", "星标", "--json", *at, user="somebody else")) == []


def test_tags(store: Path, state: Path) -> None:
    at = ("--store", str(store))
    assert wenren(state, "mark", "tag", "to do", "普京", *at).stderr == "1 article tagged\n"
    assert len(told(wenren(state, "list", 'tag:"TO DO"', "--json", *at))) == 1
    assert len(told(wenren(state, "list", "-标签:“to do”", "--json", *at))) == 10
    assert wenren(state, "mark", "untag", "To Do", "", *at).returncode == 0
    assert told(wenren(state, "list", 'tag:"to do"', "--json", *at)) == []
    done = wenren(state, "mark", "tag", " \x1b ", "普京", *at)
    assert (done.returncode, "needs a name" in done.stderr) == (1, True)


def test_saved_searches(store: Path, state: Path, tmp_path: Path) -> None:
    at = ("--store", str(store))
    for name, query in (("俄国", "人:普京"), ("全部", "新闻 OR 普京"), ("早的", "新闻 排序:旧")):
        assert wenren(state, "searches", "save", name, query, *at).returncode == 0
    assert wenren(state, "searches", "move", "早的", "1", *at).returncode == 0
    assert wenren(state, "mark", "read", "普京", *at).returncode == 0
    assert told(wenren(state, "searches", "list", "--json", *at)) == [
        {"name": "早的", "query": "新闻 排序:旧", "unread": 10},
        {"name": "俄国", "query": "人:普京", "unread": 0},
        {"name": "全部", "query": "新闻 OR 普京", "unread": 10},
    ]
    toml = wenren(state, "searches", "export", *at).stdout
    assert toml.count("[[searches]]") == 3
    assert wenren(state, "searches", "remove", "全部", *at).returncode == 0
    path = tmp_path / "searches.toml"
    path.write_text(toml, "utf-8")
    assert told(wenren(state, "searches", "import", str(path), "--json", *at)) == [
        {"saved": 3, "refused": []}
    ]
    listed = [s["name"] for s in told(wenren(state, "searches", "--json", *at))]
    assert listed == ["早的", "俄国", "全部"]
    bad = '[[searches]]\nname = "坏"\nquery = "人:"\n[[searches]]\nname = "好"\nquery = "好"\n'
    done = wenren(state, "searches", "import", "-", *at, input=bad)
    assert (done.returncode, "坏: nothing after this" in done.stderr) == (1, True)
    assert "好" in wenren(state, "searches", *at).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["mark", "read", "人:"], 2, "nothing after"),
        (["mark", "read"], 2, "QUERY"),
        (["mark", "seen", "x"], 2, "seen"),
        (["list", "is:unred"], 2, "did you mean is:unread"),
        (["list", "排序:久"], 2, "no 排序:久"),
        (["list", "源:闻人通迅社"], 2, "did you mean 闻人通讯社"),
        (["searches", "save", "x", "(未读"], 2, "never closed"),
        (["searches", "remove", "没有"], 1, "no search was saved"),
        (["searches", "import", "/nowhere"], 1, "no such file"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    store: Path, state: Path, arguments: list[str], code: int, said: str
) -> None:
    done = wenren(state, *arguments, "--store", str(store))
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr


def test_help_query_has_every_form(state: Path) -> None:
    from store.search.forms import FORMS

    printed = wenren(state, "help", "query").stdout
    for form in FORMS:
        assert form.finds in printed
        assert all(way in printed for way in form.shown)


def test_a_journal_that_cannot_be_read_is_said_and_kept(store: Path, state: Path) -> None:
    at = ("--store", str(store))
    wenren(state, "mark", "read", "普京", *at)
    (path,) = state.rglob("reader.jsonl")
    whole = path.read_bytes()
    later = whole.replace(b'"version":1', b'"version":2')
    path.write_bytes(later)
    done = wenren(state, "list", *at)
    assert (done.returncode, "later version" in done.stderr) == (0, True)
    done = wenren(state, "mark", "star", "普京", *at)
    assert (done.returncode, "later version" in done.stderr) == (3, True)
    assert path.read_bytes() == later


def test_marks_follow_a_store_that_is_moved(store: Path, state: Path, tmp_path: Path) -> None:
    wenren(state, "mark", "read", "普京", "--store", str(store))
    moved = store.rename(tmp_path / "elsewhere")
    found = told(wenren(state, "list", "已读", "--json", "--store", str(moved)))
    assert [h["title"] for h in found] == ["普京会见代表团"]
