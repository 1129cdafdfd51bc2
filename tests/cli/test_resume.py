"""A long input killed in the middle and given again ends in the same store."""

import json
import random
import signal
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

FILES = 300
KILLS = 3
SUBJECTS = ("港口", "机场", "车站", "学校", "医院", "剧院", "工厂", "农场", "渔场", "矿山", "公园")


def folder_of(path: Path) -> Path:
    """Files of which every third reprints the one before it."""
    chance = random.Random(7)
    path.mkdir()
    body = ""
    for number, subject in enumerate(islice(cycle(SUBJECTS), FILES)):
        if number % 3 != 1:
            words = (f"{subject}第{chance.randrange(10**9)}号说明称情况正在好转" for _ in range(12))
            body = "。\n\n".join(words) + "。\n"
        text = f"{subject}消息之{number}\n\n2024年5月{number % 28 + 1}日 08:30\n\n{body}"
        (path / f"{number:04}.txt").write_text(text, "utf-8")
    return path


def add(store: Path, folder: Path) -> subprocess.Popen[bytes]:
    # Small batches, so that a kill finds some written and some not.
    program = (
        "import sys, store.adding; from tui.cli import main; store.adding.BATCH_ARTICLES = 40;"
        "main(['--store', sys.argv[1], 'add', sys.argv[2]])"
    )
    command = [sys.executable, "-c", program, store, folder]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def contents(store: Path) -> list[dict[str, Any]]:
    """Every document of every day file, but for when it was added."""
    found = []
    for path in sorted((store / "articles").rglob("*.json")):
        for document in json.loads(path.read_bytes())["articles"].values():
            del document["added"]
            found.append(document)
    return sorted(found, key=lambda d: str(d["id"]))


def stories(store: Path) -> set[frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for document in contents(store):
        groups.setdefault(document.pop("story"), set()).add(document["id"])
    return {frozenset(group) for group in groups.values()}


def test_killed_at_any_moment_and_run_again(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "files")
    started = time.monotonic()
    assert add(tmp_path / "whole", folder).wait() == 0
    taken = time.monotonic() - started
    chance = random.Random()
    killed = 0
    for _ in range(KILLS):
        adder = add(tmp_path / "killed", folder)
        time.sleep(chance.uniform(0.2, 0.7) * taken)
        adder.kill()
        killed += adder.wait() == -signal.SIGKILL
    assert killed
    assert add(tmp_path / "killed", folder).wait() == 0
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")
    assert stories(tmp_path / "killed") == stories(tmp_path / "whole")
    assert len(stories(tmp_path / "whole")) < FILES
