"""Many people on one store at once, while it is added to."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path

from tests.budgets import PRIVATE_MEMORY
from tests.pty.program import environment, newest
from tests.pty.several import settle_all, wait_all
from tests.pty.test_living_store import PAGE, PAGES, add
from tests.pty.test_rebuilding import eventually
from tests.ssh.server import serving
from tests.ssh.session import Session, browser, marks_of, starred

SESSIONS = 20
PEOPLE = 16
"""So that some have two sessions."""


def test_twenty_read_while_two_writers_add(store: Path, home: Path, tmp_path: Path) -> None:
    own = tmp_path / "store"
    shutil.copytree(store, own)
    pages = [tmp_path / f"{title}.txt" for title in PAGES]
    for page in pages:
        page.write_text(PAGE.format(title=page.stem, body=PAGES[page.stem]), "utf-8")
    with serving(tmp_path, browser(home, own)) as server, ExitStack() as stack:
        sessions = [
            stack.enter_context(Session(server, home, f"reader-{number % PEOPLE}"))
            for number in range(SESSIONS)
        ]
        title = newest(own)
        wait_all(sessions, lambda t: title in t.text(), "a first frame")
        settle_all(sessions)
        writers = [add(own, page, environment(tmp_path)) for page in pages]
        for _ in range(3):
            for session in sessions:
                session.send("down")
            settle_all(sessions)
        for writer in writers:
            _, messages = writer.communicate()
            assert writer.returncode == 0, messages.decode()
        wait_all(sessions, lambda t: "2 篇新文章" in t.text(), "word of both articles")
        for session in sessions:
            session.send("r", "home")
        wait_all(sessions, lambda t: all(new in t.text() for new in PAGES), "both articles")
        settle_all(sessions)
        sessions[0].send("s")
        wait_all([sessions[0], sessions[PEOPLE]], starred, "the star")
        settle_all(sessions)
        assert not any(starred(session) for session in sessions[1:PEOPLE])
        private = [session.program.memory_full_info().uss for session in sessions]
        assert max(private) <= PRIVATE_MEMORY, private
        for session in sessions:
            session.send("q")
        assert [session.wait_end(60) for session in sessions] == [0] * SESSIONS
        assert all(session.restored() for session in sessions)
        assert not any("Traceback" in session.output for session in sessions)
        eventually(lambda: not any(session.processes() for session in sessions))
    assert len(marks_of(home, own, "reader-0").starred) == 1
