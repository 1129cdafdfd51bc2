"""The command line from outside: what it prints and how it ends."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import wenren

PAGE = """\
普京在北京会见习近平

2024年5月16日 10:30 来源：闻人通讯社

俄罗斯总统普京星期四抵达北京，与中国国家主席习近平会谈。双方谈到能源和粮食。

路透社报道说，会谈持续了两个小时。双方没有提到此前有争议的军售问题。
"""


def lines(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "page.txt").write_text(PAGE, "utf-8")
    store = str(folder / "store")
    done = wenren("add", "--store", store, str(folder / "page.txt"), "--json")
    assert lines(done) == [{"added": 1, "known": 0, "reprints": 0, "refused": []}]
    return store


def test_list_and_search_print_heads(store: str) -> None:
    for command in (["list"], ["search", "能源"], ["list", "人:普京", "源:闻人"]):
        (head,) = lines(wenren(*command, "--store", store, "--json"))
        assert list(head) == ["id", "title", "source", "published", "story", "reprints", "actors"]
        assert head["title"] == "普京在北京会见习近平"
        assert head["published"] == "2024-05-16T10:30:00+08:00"
        assert "习近平" in head["actors"]
    assert "普京在北京会见习近平" in wenren("list", "--store", store).stdout.decode()
    assert lines(wenren("search", "石油", "--json", "--store", store)) == []


def test_search_quotes_what_it_found_if_asked(store: str) -> None:
    printed = wenren("search", "糧食", "--excerpts", "--store", store).stdout.decode()
    assert printed.splitlines()[1].endswith("双方谈到能源和粮食。")
    (head,) = lines(wenren("search", "xjp", "--excerpts", "--json", "--store", store))
    assert (
        head["excerpt"]
        == "俄罗斯总统普京星期四抵达北京，与中国国家主席习近平会谈。双方谈到能源和粮食。"
    )


def test_show_prints_an_article_in_each_form(store: str) -> None:
    (head,) = lines(wenren("list", "--store", store, "--json"))
    (article,) = lines(wenren("show", head["id"], "--store", store, "--json"))
    assert article["source"] == "闻人通讯社"
    assert [b["kind"] for b in article["blocks"]] == ["paragraph", "paragraph"]
    for mention in article["mentions"]:
        at = mention["block"]
        text = article["title"] if at < 0 else article["blocks"][at]["text"]
        assert text[mention["start"] : mention["end"]]
    assert "弗拉基米尔·普京" in {m["name"] for m in article["mentions"]}
    assert "双方谈到能源和粮食" in wenren("show", head["id"][:6], "--store", store).stdout.decode()
    markdown = wenren("show", head["id"], "--markdown", "--store", store).stdout.decode()
    assert markdown.startswith("# 普京在北京会见习近平\n")


def test_tag_counts_code_points_of_the_input_as_given(tmp_path: Path) -> None:
    text = "\ufeff😀習近平\r\n\t會晤普丁。"
    (found,) = lines(wenren("tag", "--json", input=text.encode()))
    assert [(m["text"], m["kind"]) for m in found["mentions"]] == [
        ("習近平", "person"),
        ("普丁", "person"),
    ]
    for m in found["mentions"]:
        assert text[m["start"] : m["end"]] == m["text"]
    path = tmp_path / "text"
    path.write_text(text, "utf-8")
    assert lines(wenren("tag", str(path), "--json")) == [found]


def test_actors_and_a_dossier(store: str) -> None:
    counts = lines(wenren("actors", "--store", store, "--json"))
    assert {"俄罗斯", "中国", "习近平", "路透社"} <= {c["name"] for c in counts}
    assert all(c["articles"] == 1 and c["first"] == "2024-05-16" for c in counts)
    (dossier,) = lines(wenren("actors", "show", "Putin", "--store", store, "--json"))
    assert dossier["name"] == "弗拉基米尔·普京"
    assert dossier["months"] == [{"month": "2024-05", "articles": 1}]
    assert [d["day"] for d in dossier["days"]] == ["2024-05-16"]
    assert dossier["seen"][0]["text"] == "普京"
    assert [k["kind"] for k in dossier["kinds"]] == ["person"]
    printed = wenren("actors", "show", "Putin", "--store", store).stdout.decode()
    assert "named as: 普京 " in printed
    assert "2024-05 1" in printed


def test_suggestions_say_where_they_stand(tmp_path: Path) -> None:
    named = {
        "陆启明": "person",
        "$(touch x)'; ls": "organisation",
        "-甲社": "media",
        "小": "place",
    }
    documents = []
    for at, (name, kind) in enumerate(named.items()):
        text = f"昨天，{name}没有回答。"
        mention = {"block": 0, "start": 3, "end": 3 + len(name), "kind": kind, "name": name}
        if kind == "media":
            mention["name"] = "-甲\x1b\u202e社"
        documents.append(
            {
                "id": f"a{at}", "title": f"第{at}条", "source": "城北日报", "url": None,
                "authors": [], "published": "2024-05-16", "added": "2024-05-17T00:00:00Z",
                "script": "hans", "blocks": [{"kind": "paragraph", "text": text}],
                "mentions": [{**mention, "actor": None}], "story": f"a{at}", "lexicon": "x",
            }
        )  # fmt: skip
    store = str(tmp_path / "a store")
    lines_of = "\n".join(json.dumps(d) for d in documents).encode()
    assert wenren("add", "-", "--store", store, input=lines_of).returncode == 0
    found = lines(wenren("actors", "suggest", "--json", "--store", store))
    assert len(found) == 3
    for suggestion in found:
        (context,) = suggestion["contexts"]
        assert context["text"] == suggestion["name"]
        assert (context["before"], context["after"]) == ("昨天，", "没有回答。")
    done = wenren("actors", "suggest", "城北", "--limit", "1", "--store", store)
    assert (done.returncode, done.stdout) == (0, b"")
    printed = wenren("actors", "suggest", "--store", store).stdout.decode()
    assert "昨天，【陆启明】没有回答。" in printed
    assert "\x1b" not in printed
    assert "\u202e" not in printed


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["list", "日期:2023-99"], 2, "not a date: 2023-99"),
        (["list", "人物:普京"], 2, "did you mean 人:"),
        (["list", "--limit", "0"], 2, "limit"),
        (["show", "zzzz"], 1, "zzzz"),
        (["actors", "show", "查无此人"], 1, "查无此人"),
        (["tag", "/nowhere/at/all"], 1, "/nowhere/at/all"),
        (["add", "/nowhere/at/all"], 1, "/nowhere/at/all"),
    ],
)
def test_mistakes_are_one_line_and_a_code(
    store: str, arguments: Sequence[str], code: int, said: str
) -> None:
    done = wenren(*arguments, "--store", store)
    assert done.returncode == code, done.stderr.decode()
    assert said in done.stderr.decode()
    assert done.stdout == b""
    assert "Traceback" not in done.stderr.decode()


def test_no_store_at_a_named_place(tmp_path: Path) -> None:
    done = wenren("list", "--store", str(tmp_path / "none"))
    assert done.returncode == 3
    assert "none" in done.stderr.decode()


def test_refused_input_is_named_and_the_rest_added(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/good.txt").write_text(PAGE, "utf-8")
    (tmp_path / "in/empty.txt").write_bytes(b"")
    (tmp_path / "in/binary.txt").write_bytes(b"\x7fELF" + bytes(range(256)) * 20)
    done = wenren("add", str(tmp_path / "in"), "--store", str(tmp_path / "store"), "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["added"] == 1
    assert sorted(Path(r["input"]).name for r in report["refused"]) == ["binary.txt", "empty.txt"]
    assert all(r["reason"] for r in report["refused"])


def test_standard_input_is_a_page(tmp_path: Path) -> None:
    done = wenren("add", "-", "--store", str(tmp_path), "--source", "城北日报", input=PAGE.encode())
    assert done.returncode == 0, done.stderr.decode()
    (head,) = lines(wenren("list", "--store", str(tmp_path), "--json"))
    assert head["source"] == "城北日报"


def test_chinese_encodings_are_read_rightly(tmp_path: Path) -> None:
    traditional = PAGE.translate(
        str.maketrans(
            "会见习总统国与双谈报说两个时没议军题", "會見習總統國與雙談報說兩個時沒議軍題"
        )
    )
    (tmp_path / "gb.txt").write_bytes(PAGE.encode("gb18030"))
    (tmp_path / "big5.txt").write_bytes(traditional.encode("big5", "ignore"))
    store = str(tmp_path / "store")
    assert (
        wenren(
            "add", str(tmp_path / "gb.txt"), str(tmp_path / "big5.txt"), "--store", store
        ).returncode
        == 0
    )
    titles = {h["title"] for h in lines(wenren("list", "--store", store, "--json"))}
    assert titles == {"普京在北京会见习近平", "普京在北京會見習近平"}


def test_a_closed_pipe_is_no_error(store: str) -> None:
    command = f"{sys.executable} -m tui.cli list --store {store} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.stdout.strip() == b"0"
    assert done.stderr == b""


def test_an_encoding_that_cannot_carry_chinese_is_said(store: str) -> None:
    command = [sys.executable, "-m", "tui.cli", "list", "--store", store]
    done = subprocess.run(
        command, capture_output=True, check=False, env={"PYTHONIOENCODING": "latin1"}
    )
    assert done.returncode == 3
    assert b"latin1" in done.stderr or b"iso8859" in done.stderr
    assert done.stdout == b""
