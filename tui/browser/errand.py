"""A command of ours in a process of its own, for a browser that goes on meanwhile.

It says on standard error what it would say to a person. Like ``store.tending`` it is at work as
long as its standard input is open; it then ends as on SIGTERM, so that nothing half done is left.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import IO

from tui.language import for_child

NICE = 5
"""Reading goes before."""
_ENDS = re.compile(rb"[\r\n]")


def run(words: Sequence[str], told: Callable[[str], None]) -> tuple[int, str]:
    """Carry out a command; its exit code, and the last line it had to say.

    ``told`` is called with every line, also those that are meant to be written over.
    """
    from subprocess import DEVNULL, PIPE, Popen

    from store.intake.hygiene import clean_line

    path = os.pathsep.join(p or "." for p in sys.path)
    environment = {
        **os.environ,
        "PYTHONPATH": path,
        "PYTHONUTF8": "1",
        "WENREN_PROGRESS": "1",
        **for_child(),
    }
    last = ""
    with Popen(
        [sys.executable, "-P", "-m", __name__, *words],
        stdin=PIPE,
        stdout=DEVNULL,
        stderr=PIPE,
        env=environment,
        # The terminal's signals are for the browser, with which it ends anyway.
        start_new_session=True,
    ) as process:
        assert process.stderr
        for line in _lines(process.stderr):
            if said := clean_line(line.replace(b"\x1b[K", b"").decode("utf-8", "replace")):
                last = said
                told(said)
        code = process.wait()
    return code, last.removeprefix("wenren: ")


def _lines(output: IO[bytes]) -> Iterator[bytes]:
    left = b""
    while some := os.read(output.fileno(), 1 << 16):
        *whole, left = _ENDS.split(left + some)
        yield from whole
    yield left


def _end_with_parent() -> None:
    while os.read(0, 1 << 16):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _end(*_: object) -> None:
    # Whoever has something to take away does so on the way out.
    raise SystemExit(128 + signal.SIGTERM)


def main() -> None:
    from tui import cli

    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(NICE)
    cli.main(sys.argv[1:])


if __name__ == "__main__":
    main()
