"""Reading over a real SSH connection whose only program is ours."""

from __future__ import annotations

from pathlib import Path

from tests.pty.program import newest
from tests.pty.terminal import Terminal
from tests.ssh.server import Server
from tests.ssh.session import Session, marks_of, starred


def unread(terminal: Terminal) -> bool:
    """Whether the selected story is new to whoever looks."""
    return any(line.startswith((">N", " >N")) for line in terminal.lines())


def test_a_visit(server: Server, home: Path, store: Path) -> None:
    """Log in, read, search, mark, log out, all in keys."""
    with Session(server, home, "guest") as session:
        session.wait_for(newest(store))
        session.settle()
        first = session.text()
        assert session.press("down").frames == 1
        assert session.text() != first
        session.press("enter")
        session.press("pagedown")
        session.press("escape")
        session.press("s")
        session.wait(lambda: starred(session), "star")
        # What was opened is read, till it is marked unread.
        session.wait(lambda: not unread(session), "read article")
        session.press("m")
        session.wait(lambda: unread(session), "unread one")
        session.press("/")
        session.press("经")
        session.press("济")
        session.press("enter")
        session.wait(lambda: "经济" in session.lines()[0], "the query")
        program = session.program
        session.send("q")
        assert session.wait_end(20) == 0
        assert session.restored()
        program.wait(20)
        assert not session.processes()
    marks = marks_of(home, store, "guest")
    assert len(marks.starred) == 1
    assert not marks.starred & marks.read
    assert "经济" in marks.asked


def test_a_person_cannot_run_anything_else(server: Server, home: Path, store: Path) -> None:
    with Session(server, home, words=["id; echo escaped"]) as session:
        session.wait_for(newest(store))
        session.settle()
        assert "escaped" not in session.output
