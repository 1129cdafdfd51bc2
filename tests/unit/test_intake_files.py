"""Files, folders and standard input: every input is read, or refused by name and the rest done."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from store.article import Block, Draft
from store.errors import RefusedError
from store.intake import forms, read
from store.intake.dateline import CHINA

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
PAGE = (
    "港口恢复通航\n\n2023年3月14日 05:45\n\n"
    "港务局说，第一批货船已于清晨离港，受阻一周的航线全面恢复。\n\n当地渔民在码头列队庆祝。\n"
)


def gather(*paths: str | Path, **options: Any) -> tuple[list[Draft], list[RefusedError]]:
    found = list(read(paths, now=NOW, **options))
    return (
        [item for item in found if isinstance(item, Draft)],
        [item for item in found if isinstance(item, RefusedError)],
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    return path


def test_a_file(page: Path) -> None:
    (draft,), refused = gather(page)
    assert (draft.title, draft.published) == ("港口恢复通航", "2023-03-14T05:45:00+08:00")
    assert not refused


def test_a_folder_in_order_hidden_and_foreign_files_passed_over(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "3", ".hidden.txt", ".git/4.txt", "picture.jpg", "x.css"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(PAGE.replace("港口", path.name), "utf-8")
    drafts, refused = gather(tmp_path)
    assert [d.title for d in drafts] == ["3恢复通航", "1.txt恢复通航", "2.txt恢复通航"]
    assert not refused


def test_a_named_file_is_tried_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / ".odd.jpg"
    path.write_text(PAGE, "utf-8")
    assert len(gather(path)[0]) == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
        (b"\x00\x01\x02", "binary"),
        (b"x" * (forms.LINE_SIZE + 1), "line longer"),
        ("字".encode() * 400_000, "no article"),
        (b"<!DOCTYPE html><html><body><p>x</p></body></html>", "no Chinese"),
        ('\n<div class="a">\n<div>\n<p>登录</p></div></div>'.encode(), "no article"),
        ("---\ntitle: 标题\ndate: 某日\n---\n\n正文在这里。\n".encode(), "date"),
        ("---\ntitles: 标题\n  : [\n---\n\n正文在这里。\n".encode(), "front matter"),
        (b"PK\x03\x04broken", "ZIP"),
        (b"\x1f\x8bbroken", "unpacked"),
        (b"Just an English sentence.\n\nAnother one.", "no Chinese"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_input_is_refused_by_name_and_the_rest_is_read(
    tmp_path: Path, page: Path, data: bytes, reason: str
) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(data)
    drafts, refused = gather(bad, page)
    assert len(drafts) == 1
    assert [r.input for r in refused] == [str(bad)]
    assert reason in refused[0].reason


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(forms.FILE_SIZE + 1)
    assert "larger than 64 MiB" in gather(path)[1][0].reason


def test_what_isn_t_there_or_isn_t_a_file(tmp_path: Path) -> None:
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone")
    _, refused = gather(tmp_path / "none", tmp_path, "https://example.org/a", "file:///a", "a\x00b")
    assert [r.reason.split(":")[0] for r in refused] == [
        "no such file or directory",
        "no such file or directory",
        "nothing is fetched here",
        "only http and https addresses are fetched",
        "embedded null byte",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission(page: Path) -> None:
    page.chmod(0)
    assert gather(page)[1][0].reason == "permission denied"


def test_an_error_of_the_disk_names_the_file(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", broken)
    _, (refused,) = gather(page)
    assert (refused.input, refused.reason) == (str(page), "input/output error")


def test_a_folder_that_holds_itself(page: Path) -> None:
    (page.parent / "loop").symlink_to(page.parent)
    assert len(gather(page.parent)[0]) == 1


def test_a_pipe_in_a_folder_doesn_t_block(page: Path) -> None:
    os.mkfifo(page.parent / "pipe")
    assert len(gather(page.parent)[0]) == 1


def test_names_on_disk_are_made_fit_to_print(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31m\udcff.txt"
    path.write_bytes(b"")
    (refused,) = gather(path)[1]
    assert "\x1b" not in refused.input
    refused.input.encode("utf-8")


def test_standard_input_in_any_charset() -> None:
    drafts, _ = gather("-", stdin=io.BytesIO(PAGE.encode("gb18030")), source="某报")
    assert [(d.title, d.source) for d in drafts] == [("港口恢复通航", "某报")]


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows: list[Any] = [
        {
            "title": "甲",
            "text": "第一段。\n\n第二段。",
            "source": "某报",
            "date": "2023年3月14日",
        },
        {"title": "乙", "body": "正文。", "url": "https://example.org/2", "authors": "王"},
        {"title": "丙", "blocks": [{"kind": "quote", "text": "引\x1b文"}], "authors": ["李四"]},
        {"text": "没有标题的正文。"},
        {"title": "丁", "text": "正文。", "published": "某日"},
        {"title": "戊", "html": "<p>正文在这里。</p>"},
        {"title": 5, "text": "正文。"},
        ["己"],
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join([*lines, "", "{broken", "null"]), "utf-8")
    drafts, refused = gather(path)
    assert drafts == [
        Draft(
            "甲",
            (Block("paragraph", "第一段。"), Block("paragraph", "第二段。")),
            source="某报",
            published="2023-03-14",
        ),
        Draft("乙", (Block("paragraph", "正文。"),), url="https://example.org/2", authors=("王",)),
        Draft("丙", (Block("quote", "引文"),), authors=("李四",)),
        Draft("戊", (Block("paragraph", "正文在这里。"),)),
    ]
    assert [r.input.rpartition(":")[2] for r in refused] == ["4", "5", "7", "8", "10", "11"]


def test_hygiene_alone_loads_no_parser() -> None:
    code = (
        "import sys, store.intake.hygiene;"
        "print([m for m in sys.modules if m.startswith('store.intake.') or m == 'tomllib'])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "['store.intake.hygiene']"
