"""``wenren diff`` from outside."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from store.article import Block, Draft
from store.library import Library
from tests import command_line
from tests.command_line import text_of

BODY = (
    "渡轮公司星期五宣布，往返海港与远望岛的渡船全部停航。码头上的告示说，大风还要刮三天。",
    "岛上的学校照常上课。商店老板李女士说：“面粉还够用两个星期，大家都不着急。”"
    "邮局的职员每天把信件送到码头旁的仓库，等渡船开了再一起运走；急需的药品由货船捎来，"
    "船长每次都要在海上多走四个小时。往年这个时候也有停航，最长的一次是十一天。",
    "联合国的一位官员当天也在岛上，他的会谈改在电话里举行。",
    "气象台预计，风力会在下星期一减弱，渡船最早在那天下午恢复。",
)
COPY = (
    "【本报讯】渡轮公司星期六宣布，往返海港与远望岛的渡船全部停航。",
    BODY[1],
    "当天也在岛上的普京改在电话里会谈。",
    BODY[3] + "本台记者没有见到船长。",
)
OTHER = "图书馆把开放时间延长到晚上十点，新添的阅览室有一百二十个座位，读者要先在网上预约。" * 3


def draft(title: str, source: str, *texts: str, day: int = 1) -> Draft:
    blocks = tuple(Block("paragraph", text) for text in texts)
    return Draft(title, blocks, source, published=f"2024-05-0{day}")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("diff") / "store"
    drafts = [
        draft("渡船停航三天", "远望报", *BODY),
        draft("大风：渡船停航三天", "海港新闻", *COPY, day=2),
        draft("图书馆延长开放", "远望报", OTHER, day=3),
    ]
    assert Library.open(path).add(drafts).added == 3
    return path


@pytest.fixture(scope="module")
def ids(store: Path) -> dict[str, str]:
    """The articles' ids by source and day."""
    heads = Library.open(store).rows(stories=False).page(0, 9)
    return {(head.published or "")[-1]: head.id for head in heads}


def wenren(*arguments: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    return text_of(command_line.wenren(*arguments, **env))


def test_the_plain_form_is_by_sentence_with_marks(store: Path, ids: dict[str, str]) -> None:
    done = wenren("diff", ids["1"], ids["2"][:8], "--store", store)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert said[:2] == [
        "1  远望报  2024-05-01  渡船停航三天",
        "2  海港新闻  2024-05-02  大风：渡船停航三天",
    ]
    assert "标题：{+大风：+}渡船停航三天" in said
    assert "少了的名字：联合国" in said
    assert "多了的名字：弗拉基米尔·普京" in said
    assert "~ {+【本报讯】+}渡轮公司星期[-五-]{+六+}宣布，往返海港与远望岛的渡船全部停航。" in said
    assert "- 码头上的告示说，大风还要刮三天。" in said
    assert "+ 本台记者没有见到船长。" in said
    assert "  … 5 句相同" in said
    assert "\x1b" not in done.stdout


def test_the_other_way_round(store: Path, ids: dict[str, str]) -> None:
    said = wenren("diff", ids["2"], ids["1"], "--store", store).stdout.splitlines()
    assert "多了的名字：联合国" in said
    assert "- 本台记者没有见到船长。" in said


@pytest.mark.parametrize("one", ["1", "2"])
def test_one_id_is_compared_within_its_story(store: Path, ids: dict[str, str], one: str) -> None:
    alone = wenren("diff", ids[one], "--store", store)
    assert alone.returncode == 0, alone.stderr
    assert alone.stdout == wenren("diff", ids["1"], ids["2"], "--store", store).stdout


def test_json_is_one_object_whose_offsets_hold(store: Path, ids: dict[str, str]) -> None:
    done = wenren("diff", ids["1"], ids["2"], "--json", "--store", store)
    (line,) = done.stdout.splitlines()
    found: dict[str, Any] = json.loads(line)
    assert list(found) == [
        "a", "b", "unchanged", "script_differs", "summary", "head", "names_dropped",
        "names_added", "title", "sentences", "captions",
    ]  # fmt: skip
    assert (found["a"]["id"], found["b"]["id"]) == (ids["1"], ids["2"])
    assert found["summary"]["dropped"] >= 1
    assert [n["name"] for n in found["names_added"]] == ["弗拉基米尔·普京"]
    assert {h["field"] for h in found["head"]} == {"source", "published"}
    kinds = {row["kind"] for row in found["sentences"]}
    assert kinds == {"same", "changed", "dropped", "added"}
    for row in found["sentences"]:
        for side, texts in (("a", BODY), ("b", COPY)):
            span = row[side]
            if span is not None:
                text = texts[span["block"]]
                assert text[span["start"] : span["end"]] == span["text"]
                assert "".join(text[slice(*p[side])] for p in row["pieces"]) == span["text"]


def test_an_article_and_itself(store: Path, ids: dict[str, str]) -> None:
    done = wenren("diff", ids["1"], ids["1"], "--store", store)
    assert "都一样" in done.stdout
    assert "[-" not in done.stdout


def test_in_english(store: Path, ids: dict[str, str]) -> None:
    said = wenren("diff", ids["1"], ids["2"], "--store", store, WENREN_LANG="en").stdout
    assert "Names dropped: 联合国" in said
    assert "… 5 the same" in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["zzzz", "zzzz"], 1, "wenren: zzzz: no article has this id"),
        (["{1}", "zzzz"], 1, "wenren: zzzz: no article has this id"),
        (["{3}"], 1, "no other article tells this story"),
        ([], 2, "ID"),
        (["{1}", "{2}", "{3}"], 2, "usage"),
    ],
)
def test_mistakes_are_told(
    store: Path, ids: dict[str, str], arguments: list[str], code: int, said: str
) -> None:
    words = [ids[word[1]] if word[0] == "{" else word for word in arguments]
    done = wenren("diff", *words, "--store", store)
    assert done.returncode == code
    assert said in done.stderr
    assert done.stdout == ""
    assert code == 2 or len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("no_color", ["", "1"])
def test_a_terminal_gets_colours_beside_the_marks(
    store: Path, ids: dict[str, str], no_color: str
) -> None:
    command = [sys.executable, "-m", "tui.cli", "diff", ids["1"], ids["2"], "--store", str(store)]
    said = b"".join(on_a_terminal(command, {"NO_COLOR": no_color, "TERM": "xterm"})).decode()
    assert "[-五-]" in said
    assert ("\x1b[31m[-五-]\x1b[m\x1b[32m{+六+}\x1b[m" in said) == (no_color == "")
    assert ("\x1b" in said) == (no_color == "")


def on_a_terminal(command: list[str], env: dict[str, str]) -> Iterator[bytes]:
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=theirs, env={**os.environ, **env}):
        os.close(theirs)
        with suppress(OSError):
            while said := os.read(ours, 1 << 16):
                yield said
    os.close(ours)
