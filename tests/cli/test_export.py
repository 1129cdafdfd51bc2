"""``wenren export`` and what reads it back."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from store.article import Block, Draft
from store.library import Library
from tests.command_line import text_of, wenren

WENREN = [sys.executable, "-m", "tui.cli"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = Library.open(tmp_path_factory.mktemp("export") / "store")
    library.add(
        Draft(
            f"普京第{n}次会见习近平",
            (Block("paragraph", f"普京第{n}次会见了习近平，谈到{n * 3}件事。"),),
            "闻人通讯社",
            published=f"2024-05-0{n}",
        )
        for n in range(1, 8)
    )
    library.close()
    return library.path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "store"))


def run(store: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return text_of(wenren("--store", store, *words))


def test_there_and_back_byte_for_byte(store: Path, tmp_path: Path) -> None:
    # Twenty of one day: more than a minute has rows for in the index.
    rows = (
        {"title": f"第{n}号消息", "text": f"第{n}批货船离港。", "date": f"2024-05-0{n % 2 + 3}"}
        for n in range(40)
    )
    undated = ({"title": f"第{n}号通知", "text": f"第{n}批货船离港。"} for n in range(20))
    lines = "\n".join(json.dumps(row) for row in (*rows, *undated))
    wenren("--store", store, "add", "-", input=lines.encode())
    out = tmp_path / "all.jsonl"
    assert run(store, "export", "--output", str(out)).returncode == 0
    other = tmp_path / "other"
    assert json.loads(run(other, "add", str(out), "--json").stdout)["added"] == 67
    assert run(other, "export").stdout == out.read_text("utf-8")
    assert json.loads(run(store, "add", str(out), "--json").stdout)["known"] == 67
    assert run(store, "export").stdout == out.read_text("utf-8")
    part = tmp_path / "part"
    some = "".join(out.read_text("utf-8").splitlines(keepends=True)[::3])
    wenren("--store", part, "add", "-", input=some.encode())
    report = json.loads(run(part, "add", str(out), "--json").stdout)
    assert (report["added"], report["known"]) == (67 - 23, 23)
    assert run(part, "export").stdout == out.read_text("utf-8")


def test_in_the_order_of_the_list(store: Path) -> None:
    listed = [json.loads(line)["id"] for line in run(store, "list", "--json").stdout.splitlines()]
    exported = [json.loads(line)["id"] for line in run(store, "export").stdout.splitlines()]
    assert listed == exported


@pytest.mark.parametrize("query", ["排序:新", "排序:旧", "普京 排序:旧", "会见 sort:relevance"])
@pytest.mark.parametrize("form", ["jsonl", "markdown"])
def test_in_the_order_of_the_query(store: Path, query: str, form: str) -> None:
    more = json.dumps({"title": "会见是哪一天", "text": "没有日期。会见，会见，会见。"})
    wenren("--store", store, "add", "-", input=more.encode())
    listed = run(store, "list", "--json", query).stdout.splitlines()
    titles = [json.loads(line)["title"] for line in listed]
    exported = run(store, "export", "--format", form, query).stdout.splitlines()
    if form == "jsonl":
        assert [json.loads(line)["title"] for line in exported] == titles
    else:
        assert [line[2:] for line in exported if line.startswith("# ")] == titles


def test_the_oldest_first_are_in_one_order_in_every_store(store: Path, tmp_path: Path) -> None:
    # More of one minute than it has rows for, and some of the next.
    rows = [
        {"title": f"第{n}号消息", "text": f"第{n}批货船离港。", "date": f"2024-05-03 08:0{n % 2}"}
        for n in range(50)
    ]
    other = tmp_path / "other"
    for where, given in ((store, rows), (other, rows[::-1])):
        lines = "\n".join(map(json.dumps, given)).encode()
        wenren("--store", where, "add", "-", input=lines)
    query = "标题:消息 sort:oldest"
    first, second = (
        [json.loads(line) for line in run(where, "export", query).stdout.splitlines()]
        for where in (store, other)
    )
    assert [one["id"] for one in first] == [one["id"] for one in second]
    dates = [one["published"] for one in first]
    assert len(dates) == 50
    assert dates == sorted(dates)


def test_markdown_is_added_as_what_it_was(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.md"
    run(store, "export", "--format", "markdown", "--output", str(out))
    assert json.loads(run(store, "add", str(out), "--json").stdout)["known"] == 7


def test_only_what_a_query_finds(store: Path) -> None:
    lines = run(store, "export", "标题:第3次").stdout.splitlines()
    assert [json.loads(line)["title"] for line in lines] == ["普京第3次会见习近平"]


@pytest.mark.parametrize(
    ("form", "sign"), [("markdown", "\n# 普京"), ("csv", "article,"), ("graphml", "<graphml")]
)
def test_other_forms(store: Path, form: str, sign: str) -> None:
    done = run(store, "export", "--format", form)
    assert (done.returncode, done.stderr) == (0, "")
    assert sign in done.stdout


def test_a_file_that_can_t_be_written_is_named_and_the_old_one_stays(
    store: Path, tmp_path: Path
) -> None:
    done = run(store, "export", "--output", str(tmp_path / "none" / "a.jsonl"))
    assert done.returncode == 1
    assert "a.jsonl: no such file or directory" in done.stderr
    assert "Traceback" not in done.stderr
    old = tmp_path / "old.jsonl"
    old.write_text("old", "utf-8")
    assert run(store, "export", "标题:(", "--output", str(old)).returncode == 2
    assert old.read_text("utf-8") == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["old.jsonl", "store"]
    assert run(store, "export", "--output", str(tmp_path)).returncode == 1


def test_a_new_file_takes_no_place_of_another(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    assert run(store, "export", "--new", "--output", str(out)).returncode == 0
    whole = out.read_text("utf-8")
    done = run(store, "export", "--new", "--output", str(out), "标题:第3次")
    assert (done.returncode, done.stderr) == (1, f"wenren: {out}: is there already\n")
    assert out.read_text("utf-8") == whole
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jsonl", "store"]


def test_links_pipes_and_devices_stay_what_they_are(store: Path, tmp_path: Path) -> None:
    target, link, pipe = tmp_path / "target", tmp_path / "link", tmp_path / "pipe"
    target.write_text("old", "utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    assert run(store, "export", "--output", str(link)).returncode == 0
    assert link.is_symlink()
    whole = run(store, "export").stdout
    assert target.read_text("utf-8") == whole
    assert target.stat().st_mode & 0o777 == 0o640
    assert run(store, "export", "--output", "/dev/stdout").stdout == whole
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True) as reader:
        assert run(store, "export", "--output", str(pipe)).returncode == 0
        assert reader.communicate()[0] == whole
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_full_disk_is_said_in_one_line(store: Path) -> None:
    for words in (["export", "--output", "/dev/full"], ["export"], ["list"]):
        with Path("/dev/full").open("wb") as full:
            command = [*WENREN, "--store", store, *words]
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
        assert done.returncode == 1
        assert done.stderr.endswith(": the disk is full\n")
        assert done.stderr.count("\n") == 1


def test_an_article_that_can_t_be_read_is_named_and_the_rest_exported(store: Path) -> None:
    path = store / "articles" / "2024" / "2024-05-03.json"
    path.write_text("{", "utf-8")
    done = run(store, "export")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 6
    assert "2024-05-03.json" in done.stderr


def test_fields_of_other_names(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = {"标题": "港口恢复通航", "正文": "货船已于清晨离港。", "meta": {"日期": "2024年5月3日"}}
    path.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    maps = ["title=标题", "text=正文", "published=meta.日期"]
    words = [word for each in maps for word in ("--map", each)]
    assert run(tmp_path / "store", "add", str(path), *words).returncode == 0
    (line,) = run(tmp_path / "store", "export").stdout.splitlines()
    assert json.loads(line)["published"] == "2024-05-03"
    done = run(tmp_path / "store", "add", str(path), "--map", "text:正文")
    assert done.returncode == 2
    assert "text:正文" in done.stderr


def test_a_closed_stdout_is_no_traceback(store: Path) -> None:
    command = f"{sys.executable} -m tui.cli --store {store} export >&-"
    done = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")
