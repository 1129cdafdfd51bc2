"""What commands say in both languages: refusals, usage errors, summaries, the doctor's report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import command_line
from tests.command_line import text_of

ENGLISH = {"LANG": "en_US.UTF-8", "LC_ALL": "", "WENREN_LANG": ""}
CHINESE = {"LANG": "zh_CN.UTF-8", "LC_ALL": "", "WENREN_LANG": ""}
NOBODYS = {"LANG": "C.UTF-8", "LC_ALL": "", "WENREN_LANG": ""}


def said(*arguments: str, store: Path, env: dict[str, str], code: int) -> tuple[str, str]:
    """What a command printed, and what it said beside that."""
    done = text_of(command_line.wenren(*arguments, "--store", store, **env))
    assert done.returncode == code, done.stderr
    return done.stdout, done.stderr.replace(str(store), "STORE")


@pytest.mark.parametrize(
    ("arguments", "code", "english", "chinese"),
    [
        (
            ["add", "nothing.txt"],
            1,
            "wenren: nothing.txt: no such file or directory\n"
            "0 added (0 reprints), 0 known, 1 refused\n",
            "wenren: nothing.txt: 没有这个文件或文件夹\n"
            "加了 0 篇（转载 0 篇），已有 0 篇，拒收 1 个\n",
        ),
        (
            ["feeds", "add", "ftp://x"],
            1,
            "wenren: ftp://x: not an http or https address\n",
            "wenren: ftp://x: 不是 http 或 https 网址\n",
        ),
        (
            ["doctor"],
            3,
            "wenren: STORE: no store here\n",
            "wenren: STORE: 这里没有库\n",
        ),
        (
            ["list", "(习近平"],
            2,
            "wenren: query: this bracket is never closed (at character 1)\n",
            "wenren: 搜索：这个括号没有关上（第 1 字）\n",
        ),
    ],
)
def test_a_refusal_is_said_in_the_language_that_is_named(
    arguments: list[str],
    code: int,
    english: str,
    chinese: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    for env, words in ((ENGLISH, english), (NOBODYS, english), (CHINESE, chinese)):
        store = tmp_path / env["LANG"]
        if code == 2:
            store.mkdir()
        assert said(*arguments, store=store, env=env, code=code) == ("", words)


def test_usage_is_said_in_the_language_that_is_named(tmp_path: Path) -> None:
    for env, usage, words in (
        (ENGLISH, "usage: ", "wenren show: error: the following arguments are required: ID\n"),
        (NOBODYS, "usage: ", "wenren show: error: the following arguments are required: ID\n"),
        (CHINESE, "用法：", "wenren show: 出错：缺少参数：ID\n"),
    ):
        _, error = said("show", store=tmp_path, env=env, code=2)
        assert error.startswith(usage)
        assert error.endswith(words)


def test_what_programs_read_is_english_in_any_language(tmp_path: Path) -> None:
    missing = str(tmp_path / "nothing.txt")
    shown, _ = said("add", missing, "--json", store=tmp_path / "s", env=CHINESE, code=1)
    refused = [{"input": missing, "reason": "no such file or directory"}]
    assert json.loads(shown) == {"added": 0, "known": 0, "reprints": 0, "refused": refused}


def test_the_doctors_report_is_for_a_person(tmp_path: Path) -> None:
    day = tmp_path / "articles" / "2024" / "2024-01-02.json"
    day.parent.mkdir(parents=True)
    day.write_text("{}", "utf-8")
    for env, reason, words in (
        (ENGLISH, 'no TinyDB table "articles"', "sets aside what is broken"),
        (CHINESE, "没有 TinyDB 表“articles”", "把损坏的移开"),
    ):
        shown, error = said("doctor", store=tmp_path, env=env, code=1)
        assert f"{day}: {reason}\n" in shown
        assert words in error
        shown, _ = said("doctor", "--json", store=tmp_path, env=env, code=1)
        first = json.loads(shown.splitlines()[0])
        assert first == {"path": str(day), "reason": 'no TinyDB table "articles"', "done": None}


def test_an_article_added_is_counted_and_a_change_of_the_lexicon_told(tmp_path: Path) -> None:
    store, text = tmp_path / "s", tmp_path / "a.txt"
    text.write_text("河堤完工\n\n河堤昨天完工，工程师张三丰某说，比计划早了两个月。\n", "utf-8")
    _, error = said("add", str(text), store=store, env=CHINESE, code=0)
    assert error == "加了 1 篇（转载 0 篇），已有 0 篇，拒收 0 个\n"
    add = ["actors", "add", "张三丰某", "--kind", "person", "--id", "w-a"]
    _, error = said(*add, store=store, env=CHINESE, code=0)
    assert error.startswith("已加入 张三丰某（w-a，人物）；1 篇有它的名字"), error
    _, error = said(*add, store=store, env=CHINESE, code=1)
    assert error == "wenren: w-a: 这个编号已有别人用了\n"
    _, error = said(*add, store=store, env=ENGLISH, code=1)
    assert error == "wenren: w-a: another actor has this id\n"


def test_the_settings_say_it_where_the_environment_does_not(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    around = NOBODYS | {"WENREN_CONFIG": str(config)}

    def told(**more: str) -> str:
        return said("list", store=tmp_path / "none", env=around | more, code=3)[1]

    config.write_text('[browser]\nlanguage = "zh_TW"\n', "utf-8")
    assert told() == "wenren: STORE: 這裡沒有庫\n"
    assert told(WENREN_LANG="en") == "wenren: STORE: no store here\n"
    config.write_text("language = ", "utf-8")
    assert told() == "wenren: STORE: no store here\n"
