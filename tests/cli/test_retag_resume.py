"""A retagging killed in the middle and begun again ends in the same store."""

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from store.archive import Archive
from store.day_file import Signature
from store.library import Library
from store.own_lexicon import Wish
from tests.cli.test_resume import FILES, contents, folder_of

KILLS = 3


def retag(store: Path) -> subprocess.Popen[bytes]:
    # Small batches, so that a kill finds some written and some not.
    program = (
        "import sys, store.retagging; from tui.cli import main;"
        "store.retagging.BATCH_ARTICLES = store.retagging.CHUNK = 20;"
        "main(['--store', sys.argv[1], 'retag', '--json'])"
    )
    command = [sys.executable, "-c", program, store]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def finished(retagger: subprocess.Popen[bytes]) -> dict[str, Any]:
    out, _ = retagger.communicate()
    assert retagger.returncode == 0
    report: dict[str, Any] = json.loads(out)
    return report


def signatures(store: Path) -> dict[str, Signature]:
    return Archive(store).days()


def answers(store: Path) -> list[object]:
    library = Library.open(store)
    counts = sorted(library.actors(limit=1000), key=lambda count: count.actor)
    found = [
        {h.id for h in library.rows(f'人:"{c.actor}"', stories=False).page(0, FILES)}
        for c in counts
        if c.actor[0] != "?"
    ]
    library.close()
    return [counts, found]


def test_killed_at_any_moment_and_begun_again(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "whole")
    folder = folder_of(tmp_path / "files")
    command = [sys.executable, "-m", "tui.cli", "add", folder, "--store", tmp_path / "whole"]
    subprocess.run(command, check=True, capture_output=True)
    library.revision()
    id = library.lexicon.add(Wish("港口消息", "media", ("港口",))).actor.id
    version = library.lexicon.read().version
    library.close()
    shutil.copytree(tmp_path / "whole", tmp_path / "killed")
    texts = [{**d, "mentions": 0, "lexicon": 0} for d in contents(tmp_path / "whole")]
    report = finished(retag(tmp_path / "whole"))
    assert report["retagged"] == FILES
    assert 0 < report["changed"] < FILES
    chance = random.Random()
    killed = 0
    for _ in range(KILLS):
        before = signatures(tmp_path / "killed")
        retagger = retag(tmp_path / "killed")
        while retagger.poll() is None and signatures(tmp_path / "killed") == before:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.2))
        retagger.kill()
        killed += retagger.wait() == -signal.SIGKILL
    assert killed
    left = sum(d["lexicon"] != version for d in contents(tmp_path / "killed"))
    assert left < FILES
    assert finished(retag(tmp_path / "killed"))["retagged"] == left
    assert finished(retag(tmp_path / "killed"))["retagged"] == 0
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")
    assert [{**d, "mentions": 0, "lexicon": 0} for d in contents(tmp_path / "killed")] == texts
    assert answers(tmp_path / "killed") == answers(tmp_path / "whole")
    assert any(m["actor"] == id for d in contents(tmp_path / "killed") for m in d["mentions"])
