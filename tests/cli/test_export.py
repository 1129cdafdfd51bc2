"""``wenren export`` and what reads it back."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from store.article import Block, Draft
from store.library import Library

WENREN = [sys.executable, "-m", "tui.cli"]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    library = Library.open(tmp_path / "store")
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
    return tmp_path / "store"


def run(store: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*WENREN, "--store", store, *words], capture_output=True, text=True)


def test_there_and_back(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.jsonl"
    assert run(store, "export", "--output", str(out)).returncode == 0
    assert json.loads(run(tmp_path / "other", "add", str(out), "--json").stdout)["added"] == 7
    again = run(tmp_path / "other", "export").stdout
    assert sorted(again.splitlines()) == sorted(out.read_text("utf-8").splitlines())
    assert json.loads(run(store, "add", str(out), "--json").stdout)["known"] == 7


def test_only_what_a_query_finds(store: Path) -> None:
    lines = run(store, "export", "标题:第3次").stdout.splitlines()
    assert [json.loads(line)["title"] for line in lines] == ["普京第3次会见习近平"]


@pytest.mark.parametrize(
    ("form", "sign"), [("markdown", "# 普京"), ("csv", "article,"), ("graphml", "<graphml")]
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
