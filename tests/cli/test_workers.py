"""Adding much at once: worker processes change nothing but the time it takes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from store import preparing
from store.actors.changes import Change, with_changes
from store.actors.lexicon import load_lexicon
from store.article import Article, Block, Draft
from store.library import Library
from store.pipeline import CHUNK
from store.preparing import Preparer

NUMBER = 3 * CHUNK + 7


def draft(number: int) -> Draft:
    body = f"美国总统拜登和习近平第{number}次通话，谈到了{number * 7}件事。" + "双方都很满意。" * 3
    return Draft(
        f"第{number}次通话", (Block("paragraph", body),), "闻人通讯社", published="2024-05-01"
    )


def articles(library: Library) -> list[Article]:
    found = [library.article(head.id) for head in library.rows(stories=False).page(0, 10_000)]
    return [a for a in found if a]


def test_workers_prepare_what_this_process_would() -> None:
    drafts = [draft(n) for n in range(30)]
    with Preparer(load_lexicon()) as alone, Preparer(load_lexicon()) as helped:
        helped.start()
        futures = [helped.submit(drafts[at : at + 10]) for at in range(0, 30, 10)]
        got = [p for future in futures for p in future.result()]
        assert got == alone.submit(drafts).result()
    assert all(p.mentions for p in got)


def test_a_worker_tags_with_the_lexicon_it_was_given() -> None:
    changed = with_changes(load_lexicon(), [Change("w-x", "organisation", "谈到了")])
    drafts = [draft(n) for n in range(3)]
    with Preparer(changed) as preparer:
        preparer.start()
        found = preparer.submit(drafts).result()
    assert all("w-x" in {m.actor for m in p.mentions or ()} for p in found)


def test_a_worker_that_dies_costs_nothing() -> None:
    drafts = [draft(n) for n in range(10)]
    before = psutil.Process().children(recursive=True)
    with Preparer(load_lexicon()) as preparer:
        preparer.start()
        first = preparer.submit(drafts).result()
        for child in set(psutil.Process().children(recursive=True)).difference(before):
            child.kill()
        again = [preparer.submit(drafts) for _ in range(4)]
        assert [future.result() for future in again] == [first] * 4


def test_a_long_input_is_added_whole_and_in_order(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "store")
    drafts = [draft(n) for n in range(NUMBER)]
    report = library.add([*drafts, *drafts[:5]])
    assert (report.added, report.known) == (NUMBER, 5)
    assert {a.title for a in articles(library)} == {d.title for d in drafts}
    assert all(a.mentions and a.script == "hans" for a in articles(library))
    assert library.add(drafts).known == NUMBER


def test_the_workers_end_with_the_work(tmp_path: Path) -> None:
    before = psutil.Process().children()
    Library.open(tmp_path / "store").add(draft(n) for n in range(NUMBER))
    assert psutil.Process().children() == before


def test_no_worker_outlives_a_kill(tmp_path: Path) -> None:
    script = (
        "import sys; from store.library import Library;"
        "from tests.cli.test_workers import draft; from itertools import count;"
        "from pathlib import Path; Library.open(Path(sys.argv[1])).add(map(draft, count()))"
    )
    adder = subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "store")])
    try:
        process = psutil.Process(adder.pid)
        workers: list[psutil.Process] = []
        deadline = time.monotonic() + 30
        while len(workers) < 2 and time.monotonic() < deadline:
            there = process.children(recursive=True)
            workers = [c for c in there if preparing.__name__ in c.cmdline()]
            time.sleep(0.05)
        assert len(workers) > 1
    finally:
        os.kill(adder.pid, signal.SIGKILL)
        adder.wait()
    _, alive = psutil.wait_procs(workers, timeout=30)
    for worker in alive:
        worker.kill()
    assert not alive
