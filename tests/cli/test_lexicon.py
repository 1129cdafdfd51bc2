"""The owner's lexicon from outside: commands, what they print and how they end."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from store.archive import Archive
from tests.cli.test_commands_printed import lines
from tests.command_line import wenren

PAGE = """\
陆启明在北京会见习近平

2024年5月16日 10:30 来源：闻人通讯社

船长陆启明星期四抵达北京，与中国国家主席习近平会谈。陆启明没有谈到能源。

路透社报道说，陆启明是第一位到访的船长。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lexicon")
    (folder / "page.txt").write_text(PAGE, "utf-8")
    assert wenren("add", "--store", folder / "store", folder / "page.txt").returncode == 0
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> str:
    shutil.copy(made / "page.txt", tmp_path)
    return str(shutil.copytree(made / "store", tmp_path / "store"))


def mentions(store: str) -> list[dict[str, Any]]:
    (head,) = lines(wenren("list", "--store", store, "--json"))
    (article,) = lines(wenren("show", head["id"], "--store", store, "--json"))
    found: list[dict[str, Any]] = article["mentions"]
    return found


def test_from_a_suggestion_to_a_dossier(store: str) -> None:
    printed = wenren("actors", "suggest", "--store", store).stdout.decode()
    assert "    wenren actors add 陆启明 --kind person\n" in printed
    (suggested, *_) = lines(wenren("actors", "suggest", "--json", "--store", store))
    assert (suggested["name"], suggested["kind"], suggested["aliases"]) == ("陆启明", "person", [])
    wish = ["--kind", "person", "--alias", "老陆", "--english", "Lu Qiming", "--role", "船长"]
    done = wenren("actors", "add", "陆启明", *wish, "--store", store, "--json")
    (actor,) = lines(done)
    assert actor == {
        "id": actor["id"], "kind": "person", "name": "陆启明", "aliases": ["老陆"],
        "english": "Lu Qiming", "role": "船长", "since": None, "until": None, "state": "listed",
    }  # fmt: skip
    said = done.stderr.decode()
    assert said.count("\n") == 1
    assert "1 article holds its names: `wenren retag`" in said
    printed = wenren("actors", "show", "lu qiming", "--store", store).stdout.decode()
    assert "船长\nalso: Lu Qiming, 老陆\n0 mentions" in printed
    assert not [m for m in mentions(store) if m["actor"] == actor["id"]]
    (report,) = lines(wenren("retag", "--store", store, "--json"))
    assert report == {"retagged": 1, "changed": 1, "refused": []}
    assert len([m for m in mentions(store) if m["actor"] == actor["id"]]) == 4
    (dossier,) = lines(wenren("actors", "show", "陸啟明", "--store", store, "--json"))
    assert (dossier["actor"], dossier["mentions"]) == (actor["id"], 4)
    done = wenren("retag", "--store", store)
    assert done.stderr.decode() == "0 articles retagged, 0 of them changed\n"
    text = "老陆在北京。".encode()
    (found,) = lines(wenren("tag", "--json", "--store", store, input=text))
    assert found["mentions"][0]["actor"] == actor["id"]
    (found,) = lines(wenren("tag", "--json", "--store", f"{store}-none", input=text))
    assert actor["id"] not in [m["actor"] for m in found["mentions"]]


def test_a_life_of_changes(store: str) -> None:
    def actors(*words: str) -> dict[str, Any]:
        (actor,) = lines(wenren("actors", *words, "--store", store, "--json"))
        return actor

    id = actors("add", "陆启明", "--kind", "person")["id"]
    edited = actors("edit", "陆启明", "--name", "陆其明", "--remove-alias", "陆启明")
    assert (edited["id"], edited["name"], edited["aliases"]) == (id, "陆其明", [])
    assert actors("edit", id, "--role", "船长", "--since", "2024-05")["since"] == "2024-05"
    assert actors("edit", id, "--role", "")["role"] is None
    assert actors("hide", "陆其明")["state"] == "hidden"
    assert actors("unhide", "陆其明")["state"] == "listed"
    merged = actors("merge", "陆其明", "路透社", "习近平")
    assert "陆其明" in merged["aliases"]
    assert "路透社" in merged["aliases"]
    changes = lines(wenren("actors", "changes", "--store", store, "--json"))
    assert [(c["name"], c["state"], c["built_in"]) for c in changes] == [
        ("陆其明", "merged", False), ("路透社", "merged", True),
    ]  # fmt: skip
    assert changes[1]["changed"] == {"merged": merged["id"]}
    printed = wenren("actors", "changes", "--store", store).stdout.decode().splitlines()
    assert [line.split(":")[0] for line in printed] == [f"into {merged['id']}"] * 2
    wenren("retag", "--store", store)
    assert "路透社" not in {m["name"] for m in mentions(store)}
    assert actors("revert", "路透社")["state"] == "listed"
    assert actors("revert", id)["state"] == "gone"
    assert lines(wenren("actors", "changes", "--store", store, "--json")) == []
    wenren("retag", "--store", store)
    assert "路透社" in {m["name"] for m in mentions(store)}
    with TinyDB(Path(store) / "lexicon.json", encoding="utf-8") as database:
        assert database.table("actors").all() == []


def test_any_other_first_word_is_a_query(store: str) -> None:
    every = wenren("actors", "--store", store).stdout
    assert every
    for words in (
        ["能源"], ["list", "能源"], ["--limit", "99", "能源"], ["人:习近平"], ["list"],
    ):  # fmt: skip
        assert wenren("actors", *words, "--store", store).stdout == every, words
    assert len(wenren("actors", "--limit", "1", "能源", "--store", store).stdout.splitlines()) == 1
    assert wenren("actors", "石油", "--store", store).stdout == b""
    first = wenren("--store", store, "actors", "--json", "show", "习近平")
    assert lines(first) == lines(wenren("actors", "show", "习近平", "--json", "--store", store))
    for command in (["actors", "--help"], ["actors", "merge", "--help"], ["retag", "--help"]):
        assert b"usage: wenren" in wenren(*command).stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["add", "陆启明"], 2, "--kind"),
        (["add", "陆启明", "--kind", "captain"], 2, "captain"),
        (["add", "习近平", "--kind", "person"], 1, "is called so already"),
        (["add", "", "--kind", "person"], 1, "an empty name"),
        (["add", "\x1b]0;x\x07陆", "--kind", "person"], 1, "control character"),
        (["add", "陆\n启明", "--kind", "person"], 1, "line end"),
        (["add", "陆启明", "--kind", "person", "--since", "May"], 1, "'May' is not YYYY"),
        (["add", "陆启明", "--kind", "person", "--id", "../x"], 1, "neither Q"),
        (["edit", "查无此人", "--role", "x"], 1, "nobody is called so"),
        (["edit", "习近平"], 1, "nothing to change"),
        (["edit", "习近平", "--alias", "老习?", "--alias", "习近平"], 1, "its names already"),
        (["edit", "习近平", "--remove-alias", "习近平"], 1, "the name itself"),
        (["merge", "习近平"], 2, "INTO"),
        (["merge", "习近平", "习近平"], 1, "into itself"),
        (["unhide", "习近平"], 1, "no hidden actor"),
        (["show"], 2, "NAME"),
    ],
)  # fmt: skip
def test_mistakes_are_one_line_and_a_code(
    tmp_path: Path, words: Sequence[str], code: int, said: str
) -> None:
    done = wenren("actors", *words, "--store", str(tmp_path))
    assert done.returncode == code, done.stderr.decode()
    assert said in done.stderr.decode()
    assert done.stdout == b""
    assert not set(done.stderr) & {0x1B, 0x07}
    assert code == 2 or done.stderr.count(b"\n") == 1
    assert not (tmp_path / "lexicon.json").exists()


def test_whom_no_article_names(store: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    printed = {
        wenren("actors", "show", "Putin", "--store", where).stdout.decode()
        for where in (store, str(tmp_path / "empty"))
    }
    (dossier,) = printed
    assert "also: Vladimir Putin, 普京" in dossier
    assert "0 mentions in 0 articles" in dossier
    assert wenren("actors", "hide", "普京", "--store", store).returncode == 0
    done = wenren("actors", "show", "普京", "--store", store)
    assert done.returncode == 1
    assert "hidden; `wenren actors unhide" in done.stderr.decode()


def test_namesakes_are_told_apart_by_id(store: str) -> None:
    ids = [
        lines(wenren("actors", "add", name, "--kind", "person", "--store", store, "--json"))[0][
            "id"
        ]
        for name in ("陆启明", "陆启明?")
    ]
    done = wenren("actors", "hide", "陆启明", "--store", store)
    assert done.returncode == 1
    assert all(id in done.stderr.decode() for id in ids)
    assert wenren("actors", "hide", ids[1], "--store", store).returncode == 0


def test_the_command_for_a_strange_name_is_safe_and_works(store: str, tmp_path: Path) -> None:
    from tui.commandline.suggesting import command

    for name in ("$(touch x)'; ls", "-甲社", "K & Söhne", "鲍勃·伍德沃德"):
        words = shlex.split(command(name, "organisation"))
        assert words[:3] == ["wenren", "actors", "add"]
        done = wenren(*words[1:3], "--store", store, "--json", *words[3:])
        assert lines(done)[0]["name"] == name


def test_a_broken_lexicon_is_named_and_nothing_is_lost(store: str, tmp_path: Path) -> None:
    path = Path(store) / "lexicon.json"
    broken = '{"actors": {"1": {"id": "w-x", "kind": "captain"}}}'
    path.write_text(broken)
    for words in (
        ["actors", "hide", "习近平"], ["actors", "changes"], ["retag"], ["reindex"], ["tag", "-"],
        ["add", str(tmp_path / "page.txt")],
    ):  # fmt: skip
        done = wenren(*words, "--store", store, input=b"x")
        assert done.returncode == 3, words
        said = done.stderr.decode().splitlines()
        assert all("Traceback" not in line for line in said)
        assert f"{path}: document 1: kind: none of" in said[-1]
    done = wenren("list", "--store", store)
    assert done.returncode == 0
    assert "陆启明在北京" in done.stdout.decode()
    assert "the index is behind" in done.stderr.decode()
    assert path.read_text() == broken


def test_a_foreign_lexicon_puts_nothing_on_the_terminal(store: str) -> None:
    path = Path(store) / "lexicon.json"
    role = "船\u202e长\x9b31m"
    path.write_text(json.dumps({"actors": {"1": {"id": "Q1", "name": "a\x1b[31mb", "role": role}}}))
    done = wenren("actors", "changes", "--store", store)
    assert done.returncode == 3
    path.write_text(
        json.dumps({"actors": {"1": {"id": "w-x", "kind": "person", "name": "陆\u202e启明"}}})
    )
    done = wenren("actors", "changes", "--store", store)
    assert done.stdout.decode() == "added: 陆启明 (w-x, person)\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_store_that_may_only_be_read(store: str) -> None:
    assert wenren("actors", "hide", "习近平", "--store", store).returncode == 0
    for path in [Path(store), *Path(store).rglob("*")]:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        for words in (["actors", "unhide", "习近平"], ["retag"]):
            done = wenren(*words, "--store", store)
            assert done.returncode == 3
            assert "permission denied" in done.stderr.decode()
        assert wenren("actors", "changes", "--store", store).returncode == 0
        assert wenren("actors", "--store", store).returncode == 0
    finally:
        for path in [Path(store), *Path(store).rglob("*")]:
            path.chmod(0o700)


def test_two_processes_change_it_at_once(tmp_path: Path) -> None:
    program = (
        "import sys; from tui.cli import run\n"
        "for n in range(3): run(['actors', 'add', f'{sys.argv[2]}某人{n}', '--kind', 'person',"
        " '--store', sys.argv[1]])"
    )
    store = str(tmp_path / "store")
    running = [
        subprocess.Popen([sys.executable, "-c", program, store, who], stderr=subprocess.DEVNULL)
        for who in ("甲", "乙")
    ]
    assert [process.wait() for process in running] == [0, 0]
    changes = lines(wenren("actors", "changes", "--store", store, "--json"))
    assert {c["name"] for c in changes} == {f"{who}某人{n}" for who in "甲乙" for n in range(3)}


def test_others_may_add_while_names_are_found_anew(store: str, tmp_path: Path) -> None:
    assert wenren("actors", "hide", "习近平", "--store", store).returncode == 0
    (tmp_path / "more").mkdir()
    for n in range(30):
        text = PAGE.replace("能源", f"第{n * 7919}号能源").replace("16日", f"{n % 28 + 1}日")
        (tmp_path / f"more/{n}.txt").write_text(text.replace("陆启明在", f"陆启明{n}次在"), "utf-8")
    command = [sys.executable, "-m", "tui.cli"]
    running = [
        subprocess.Popen([*command, *words, "--store", store], stderr=subprocess.PIPE)
        for words in (["retag"], ["add", str(tmp_path / "more")], ["retag", "--all"])
    ]
    for process in running:
        _, said = process.communicate()
        assert process.returncode == 0, said
    assert lines(wenren("retag", "--store", store, "--json"))[0]["retagged"] == 0
    archive = Archive(Path(store))
    found = [a for day in archive.days() for a in archive.read(day).articles]
    assert len(found) == 31
    assert not [m for a in found for m in a.mentions if m.name == "习近平"]
