"""``wenren add`` on packed files, pipes, stores and folders."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import wenren

WENREN = [sys.executable, "-m", "tui.cli"]
PAGE = "{}恢复通航\n\n2023年3月14日 05:45\n\n港务局说，{}的第一批货船已于清晨离港。\n"


def add(store: Path, *words: str | Path, input: bytes = b"") -> tuple[dict[str, Any], int]:
    return read(wenren("--store", store, "add", "--json", *words, input=input))


def read(done: subprocess.CompletedProcess[bytes]) -> tuple[dict[str, Any], int]:
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    report: dict[str, Any] = json.loads(done.stdout)
    return report, done.returncode


def exported(store: Path) -> bytes:
    return wenren("--store", store, "export").stdout


def page(name: str) -> bytes:
    return PAGE.format(name, name).encode()


def rows(number: int) -> bytes:
    lines = ({"title": f"第{n}号消息", "text": f"第{n}批货船离港。"} for n in range(number))
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("一.txt", page("港口").decode())
        out.writestr("二.txt.gz", gzip.compress(page("机场")))
        out.writestr("坏.txt", b"\x00\x01")
        out.writestr("行.jsonl", rows(3))
        out.writestr("../../三.txt", page("车站"))
        out.writestr("图.jpg", b"\xff\xd8\xff")
    return path


def test_an_archive_of_every_form(tmp_path: Path, archive: Path) -> None:
    report, code = add(tmp_path / "store", archive)
    assert (report["added"], code) == (6, 1)
    assert [r["input"] for r in report["refused"]] == [f"{archive}/坏.txt"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.zip", "store"]


def test_from_a_pipe_too(tmp_path: Path, archive: Path) -> None:
    assert add(tmp_path / "1", "-", input=archive.read_bytes())[0]["added"] == 6
    assert add(tmp_path / "2", "-", input=gzip.compress(rows(5)))[0]["added"] == 5
    assert add(tmp_path / "3", "/dev/stdin", input=rows(5)) == (
        {"added": 5, "known": 0, "reprints": 0, "refused": []},
        0,
    )


def test_a_named_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=[rows(4)])
    writer.start()
    report, code = add(tmp_path / "store", pipe)
    writer.join()
    assert (report["added"], report["refused"], code) == (4, [], 0)


def test_standard_input_that_is_closed(tmp_path: Path) -> None:
    command = [*WENREN, "--store", tmp_path / "store", "add", "--json", "-"]
    done = subprocess.run(command, capture_output=True, preexec_fn=lambda: os.close(0))
    report, code = read(done)
    assert (report["refused"][0]["reason"], code) == ("standard input is closed", 1)


def test_a_whole_store_into_another_and_into_itself(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    add(one, "-", input=rows(5))
    (one / "feeds.json").write_text('{"feeds": {"1": {"url": "https://example.org/"}}}')
    assert add(other, one) == ({"added": 5, "known": 0, "reprints": 0, "refused": []}, 0)
    assert exported(other) == exported(one)
    assert add(one, one) == ({"added": 0, "known": 5, "reprints": 0, "refused": []}, 0)


def test_what_is_packed_and_can_t_be_read_is_named_and_not_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("a.7z", "b.tar", "c.rar", "d.tgz", "e.gz", "f.zip"):
        (folder / name).write_bytes(b"\x00\x01\x02")
    (folder / "g.jpg").write_bytes(b"\x00")
    report, code = add(tmp_path / "store", folder)
    assert [Path(r["input"]).name[0] for r in report["refused"]] == list("abcdef")
    assert code == 1


def test_a_broken_first_line_hides_nothing(tmp_path: Path) -> None:
    report, code = add(tmp_path / "store", "-", input=b"{broken\n" + rows(3))
    assert (report["added"], [r["input"] for r in report["refused"]], code) == (3, ["-:1"], 1)


def test_a_terminal_sees_how_far_it_is_and_a_pipe_doesn_t(tmp_path: Path) -> None:
    import pty

    for number in range(30):
        (tmp_path / f"{number}.txt").write_bytes(page(str(number)))
    ours, theirs = pty.openpty()
    command = [*WENREN, "--store", tmp_path / "store", "add", tmp_path, "--json"]
    done = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    seen = io.BytesIO()
    while True:
        try:
            seen.write(os.read(ours, 1 << 16))
        except OSError:
            break
    os.close(ours)
    assert json.loads(done.communicate()[0])["added"] == 30
    shown = seen.getvalue().decode()
    assert "% " in shown
    assert shown.endswith("\r\x1b[K")
    quiet = subprocess.run(command, capture_output=True)
    assert quiet.stderr == b""
