"""However a session is lost, nothing of it is left running and no mark is lost."""

from __future__ import annotations

import fcntl
import struct
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import psutil  # type: ignore[import-untyped]
import pytest

from tests.pty.program import newest
from tests.pty.terminal import KEYS
from tests.pty.test_rebuilding import eventually
from tests.ssh import network
from tests.ssh.server import Server, serving
from tests.ssh.session import Session, browser, marks_of, starred
from tests.web.server import Exchange
from tests.web.server import serving as web_serving

BURNT = 1.5
"""Seconds of a processor that a session may use to notice its end, and to end."""
STUCK = 25
"""Frames asked for in vain, after which a program is taken to wait till somebody reads."""
WAKING = 1 << 10
"""Bytes that are no frame."""


@pytest.fixture(scope="module")
def deaf(store: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose sessions are begun with hangups ignored, and may ask this machine's web."""
    folder = tmp_path_factory.mktemp("deaf")
    settings = folder / "config.toml"
    settings.write_text("[fetch]\nprivate_addresses = true\n")
    before = f"trap '' HUP; export WENREN_CONFIG={settings}; "
    with serving(folder, before + browser(home, store)) as server:
        yield server


def begin(session: Session, store: Path) -> None:
    """Wait for the first frame, and star the first article."""
    session.wait_for(newest(store))
    session.settle()
    session.press("s")
    session.wait(lambda: starred(session), "star")


def clog(session: Session, reader: psutil.Process) -> None:
    """Stop what reads, and have the program paint till it can't any more."""
    reader.suspend()
    program = session.program
    with open(f"/proc/{program.pid}/fd/0", "rb") as terminal:  # noqa: PTH123
        before, still, cols = (0.0, 0), 0, 0
        while still < STUCK:
            cols = (cols + 1) % 20
            size = struct.pack("HHHH", 50, 180 + cols, 0, 0)
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)
            time.sleep(0.02)
            # A signal itself is a byte to the program's loop.
            now = _seconds(program), program.io_counters().write_chars // WAKING
            before, still = now, still + 1 if now == before else 0


class Drop(NamedTuple):
    """What is done to a session: first, and then to lose it."""

    lose: Callable[[Session], object]
    first: Callable[[Session], object] = lambda _: None


DROPS = {
    "client killed": Drop(lambda session: session.process.kill()),
    "terminal closed": Drop(lambda session: session.hang_up()),
    "server's process killed": Drop(lambda session: session.link.kill()),
    "server's process stopped and killed while the program paints": Drop(
        lambda session: session.link.kill(), lambda session: clog(session, session.link)
    ),
}


@contextmanager
def losing(*sessions: Session) -> Iterator[None]:
    """Sessions that are lost in this block: nothing of them is left, nor was busy till then."""
    programs = [session.program for session in sessions]
    begun = {program: _seconds(program) for program in programs}
    used = dict(begun)
    yield
    for session, program in zip(sessions, programs, strict=True):
        eventually(lambda p=program: not _note(p, used), 60)
        eventually(lambda s=session: not s.processes(), 60)
    assert max(used[program] - begun[program] for program in programs) <= BURNT, used


def _note(program: psutil.Process, used: dict[psutil.Process, float]) -> bool:
    """Whether a program is still there, and if so what it has used by now."""
    with suppress(psutil.NoSuchProcess):
        used[program] = _seconds(program)
        return program.status() != psutil.STATUS_ZOMBIE
    return False


@pytest.mark.parametrize("drop", DROPS)
def test_a_drop(server: Server, deaf: Server, home: Path, store: Path, drop: str) -> None:
    """With hangups told, and with hangups ignored."""
    users = {f"{drop}, told": server, f"{drop}, deaf": deaf}
    with ExitStack() as stack:
        sessions = [stack.enter_context(Session(at, home, user)) for user, at in users.items()]
        for session in sessions:
            begin(session, store)
            DROPS[drop].first(session)
        with losing(*sessions):
            for session in sessions:
                DROPS[drop].lose(session)
    for user in users:
        assert len(marks_of(home, store, user).starred) == 1, user


def test_a_client_that_reads_no_more_and_is_killed(deaf: Server, home: Path, store: Path) -> None:
    with Session(deaf, home, "stopped") as session:
        begin(session, store)
        clog(session, psutil.Process(session.pid))
        with losing(session):
            session.process.kill()
    assert len(marks_of(home, store, "stopped").starred) == 1


def test_told_to_end_while_nobody_reads(server: Server, home: Path, store: Path) -> None:
    with Session(server, home, "unread") as session:
        begin(session, store)
        clog(session, session.link)
        with losing(session):
            session.program.terminate()
    assert len(marks_of(home, store, "unread").starred) == 1


def test_a_drop_before_the_first_frame(server: Server, deaf: Server, home: Path) -> None:
    for at in (server, deaf):
        with Session(at, home) as session:
            eventually(lambda session=session: bool(session.processes()))
            with losing(session):
                session.process.kill()


def test_a_drop_takes_the_children_along(deaf: Server, home: Path, store: Path) -> None:
    def hang(exchange: Exchange) -> None:
        exchange.wait()

    with web_serving({"/f": hang}) as web, Session(deaf, home, "adding") as session:
        begin(session, store)
        session.press("A")
        session.write(f"\x1b[200~{web.url('/f')}\x1b[201~{KEYS['enter']}".encode())
        eventually(lambda: bool(web.asked("/f")), 60)
        assert len(session.processes()) == 2
        with losing(session):
            session.process.kill()
    assert len(marks_of(home, store, "adding").starred) == 1


def test_a_link_that_is_cut(home: Path, store: Path, tmp_path: Path) -> None:
    if reason := network.missing():
        pytest.skip(reason)
    with (
        network.connected() as hosts,
        serving(
            tmp_path,
            "trap '' HUP; " + browser(home, store),
            address=network.ADDRESS,
            more="ClientAliveInterval 1\nClientAliveCountMax 2",
            server_in=hosts.server,
            client_in=hosts.client,
        ) as server,
        Session(server, home, "cut") as session,
    ):
        begin(session, store)
        with losing(session):
            hosts.cut()
        # Nobody has told the client.
        assert session.process.poll() is None
    assert len(marks_of(home, store, "cut").starred) == 1


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
