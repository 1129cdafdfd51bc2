"""What many people cost one server, all logged in by SSH to this machine's own OpenSSH.

python -m tests.benchmarks.ssh --sizes 10000 --sessions 20 50 100

From login to the newest headline, beside newsboat and beside ``true`` under the same sshd; what a
key takes on the wire, with compression and without; how many sessions are held, the memory of
each, and whether they all answer. ``--store``: a store of one's own, which is only read.
"""

from __future__ import annotations

import argparse
import os
import shlex
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

from store.library import Library
from tests.benchmarks import actions, generate, newsboat
from tests.benchmarks.first_frame import shown, until
from tests.benchmarks.key_down import SIZES
from tests.benchmarks.measure import interleaved, ms, options, print_table, quantile, ratio
from tests.budgets import PRIVATE_MEMORY
from tests.pty.program import WENREN, newest
from tests.ssh.relay import relaying
from tests.ssh.server import Server, missing, serving
from tests.ssh.session import Session, browser

ACTIONS = ("down in the list", *actions.ACTIONS)
AT_ONCE = 5
"""Logins under way while sessions are opened."""
BUDGET = PRIVATE_MEMORY >> 20
_LOGIN = "ssh, and `true`"


def logged_in(
    server: Server, home: Path, what: str, marks: Sequence[str], keys: Sequence[str] = ()
) -> float:
    """Seconds from login till the last of ``marks`` was sent, a key typed after the others."""
    with Session(server, home, "newcomer", words=[what]) as session:
        until(session, marks[0])
        for key, mark in zip(keys, marks[1:], strict=True):
            session.send(key)
            until(session, mark)
        took = session.arrived - session.started
    ended(session)
    return took


def ended(session: Session) -> None:
    """Newsboat gives up where another one has its cache."""
    while session.processes():
        time.sleep(0.01)


def done(server: Server, home: Path) -> float:
    """Seconds from login till ``true`` has run."""
    with Session(server, home, words=["true"]) as session:
        while not session.at_end:
            session.read(5)
        return session.arrived - session.started


def logins(
    server: Server, home: Path, store: Path, cache: Path | None
) -> dict[str, Callable[[], float]]:
    title = newest(store)
    ways: dict[str, Callable[[], float]] = {
        _LOGIN: partial(done, server, home),
        "Wenren": partial(logged_in, server, home, "wenren", [title]),
        "Wenren, without ssh": partial(shown, (*WENREN, "--store", store), [title]),
    }
    if cache:
        marks = [newsboat.FEED, newsboat.newest(cache)]
        ways["newsboat, its feeds"] = partial(logged_in, server, home, "newsboat", marks[:1])
        ways["newsboat, its articles"] = partial(
            logged_in, server, home, "newsboat", marks, ["enter"]
        )
    return ways


def print_logins(title: str, ways: dict[str, Callable[[], float]], runs: int) -> None:
    times = interleaved(runs, ways)
    floor = times[_LOGIN].median
    print_table(
        f"{title}, ms, of {runs} interleaved runs",
        ("", "median", "p95", "above `true`", "ratio"),
        [
            (name, ms(t.median), ms(t.p95), ms(t.median - floor) if "without" not in name else "",
             ratio(t.median, floor))
            for name, t in times.items()
        ],
    )  # fmt: skip


@contextmanager
def held(server: Server, home: Path, title: str) -> Iterator[Callable[[int], list[Session]]]:
    """What opens as many more sessions as are wanted, each a person's own, and returns all."""
    with ExitStack() as stack:
        sessions: list[Session] = []

        def hold(number: int) -> list[Session]:
            while len(sessions) < number:
                begun = [
                    stack.enter_context(Session(server, home, f"reader-{at}"))
                    for at in range(len(sessions), min(number, len(sessions) + AT_ONCE))
                ]
                for session in begun:
                    until(session, title)
                    session.settle()
                sessions.extend(begun)
            return sessions

        yield hold


def answering(session: Session) -> float:
    """Seconds till a key is answered."""
    began = time.perf_counter()
    session.press("down", seconds=60)
    return session.arrived - began


def row_of(sessions: Sequence[Session]) -> tuple[str, ...]:
    """What so many sessions take, measured."""
    times = [answering(session) for session in sessions]
    memory = [session.program.memory_full_info() for session in sessions]
    links = statistics.median(session.link.memory_full_info().uss for session in sessions)
    uss, pss = [m.uss for m in memory], [m.pss for m in memory]
    figures = (statistics.median(uss), max(uss), statistics.median(pss), max(pss), links, sum(pss))
    return (
        *(f"{len(sessions)}", f"{len(times)}", ms(statistics.median(times))),
        *(ms(quantile(times, 0.95)), *(f"{size / (1 << 20):,.1f}" for size in figures)),
    )


def cost(
    server: Server,
    home: Path,
    program: actions.Program,
    what: str,
    size: tuple[int, int],
    runs: int,
    *,
    compress: bool,
) -> dict[str, tuple[float, float, float]]:
    """Bytes of each action, medians: to the terminal, and on the wire to the client and back."""
    taken: dict[str, list[tuple[int, int, int]]] = {action: [] for action in ACTIONS}
    keys = (("down",), *program.keys)
    with (
        relaying(server.port) as relay,
        Session(
            server.through(relay.port),
            home,
            f"counted-{what}",
            options=["-C"] if compress else [],
            words=[what],
            cols=size[0],
            rows=size[1],
        ) as session,
    ):
        for at, mark in enumerate(program.marks):
            until(session, mark)
            session.settle()
            if at < len(program.before):
                session.press(program.before[at])
        for _ in range(runs):
            for action, typed in zip(ACTIONS, keys, strict=True):
                sent = len(session.received), relay.down, relay.up
                for key in typed:
                    session.send(key)
                    session.settle()
                now = len(session.received), relay.down, relay.up
                taken[action].append(tuple(b - a for a, b in zip(sent, now, strict=True)))
    ended(session)
    return {
        action: tuple(statistics.median(part) for part in zip(*costs, strict=True))
        for action, costs in taken.items()
    }


def print_costs(server: Server, home: Path, store: Path, folder: Path, runs: int) -> None:
    programs = actions.programs(store, folder)
    told = {"Wenren": "wenren", "newsboat": "newsboat"}
    for size in SIZES:
        columns: list[dict[str, tuple[float, float, float]]] = []
        heads = [""]
        for name, what in told.items():
            if name not in programs:
                continue
            plain, packed = (
                cost(server, home, programs[name], what, size, runs, compress=compress)
                for compress in (False, True)
            )
            heads += [f"{name}", "wire", "wire -C", "back"]
            columns.append(
                {a: (plain[a][0], plain[a][1], packed[a][1], plain[a][2]) for a in ACTIONS}
            )
        rows = [
            (action, *(f"{figure:,.0f}" for column in columns for figure in column[action]))
            for action in ACTIONS
        ]
        print_table(
            f"Bytes an action over ssh, {size[0]}x{size[1]}, medians of {runs}: to the terminal;"
            " on the wire, without and with compression; and from the client",
            heads,
            rows,
        )


def measure(store: Path, folder: Path, given: argparse.Namespace) -> None:
    with closing(Library.open(store)) as library:
        print(f"\n{library.rows(stories=False).total():,} articles")
    cache = newsboat.cached(store, folder) if newsboat.installed() else None
    if cache is None:
        print("newsboat is not installed (apt-get install newsboat): nothing to compare with")
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        other = f"exec {shlex.join(newsboat.command(cache))}" if cache else "exec false"
        command = (
            f"case $SSH_ORIGINAL_COMMAND in true) exec true;; newsboat) {other};;"
            f" *) {browser(home, store)};; esac"
        )
        with serving(home, command) as server:
            ways = logins(server, home, store, cache)
            print_logins("From login to what is first read", ways, given.runs)
            print_costs(server, home, store, folder, given.runs)
            title = newest(store)
            rows = []
            with held(server, home, title) as hold:
                for number in sorted({given.others, *given.sessions}):
                    sessions = hold(number)
                    if number == given.others:
                        print_logins(f"The same while {number} others are on", ways, given.runs)
                    if number in given.sessions:
                        rows.append(row_of(sessions))
            print_table(
                f"Sessions held, their keys' answers in ms, MiB each ({os.cpu_count()} processors)",
                (
                    *(
                        "sessions",
                        "answer",
                        "median",
                        "p95",
                        f"USS (<= {BUDGET})",
                        "most",
                        "PSS",
                        "most",
                    ),
                    *("its sshd", "PSS of all"),
                ),
                rows,
            )


def main() -> None:
    parser = options(__doc__ or "", runs=9, sizes=(10_000,))
    parser.add_argument("--store", type=Path, help="instead of generated ones")
    parser.add_argument("--sessions", type=int, nargs="+", default=[20, 50, 100], metavar="N")
    parser.add_argument("--others", type=int, default=20, help="who are on while one logs in")
    given = parser.parse_args()
    if reason := missing():
        parser.exit(1, f"{reason}\n")
    given.stores.mkdir(parents=True, exist_ok=True)
    stores = (
        [given.store] if given.store else (generate.cached(s, given.stores) for s in given.sizes)
    )
    for store in stores:
        measure(store.resolve(), given.stores, given)


if __name__ == "__main__":
    main()
