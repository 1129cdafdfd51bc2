"""A process of ours beside the browser (``store.child``): started, listened to, ended.

Listening is for a thread beside the loop, a daemon: no end of the program waits for it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from subprocess import Popen


def start(
    module: str, *words: str, listened: Literal["stdout", "stderr"] = "stdout", **environment: str
) -> Popen[bytes]:
    """Run a module, which can import what we can; its input is open as long as this process."""
    from subprocess import DEVNULL, PIPE, Popen

    path = os.pathsep.join(p or "." for p in sys.path)
    return Popen(
        [sys.executable, "-P", "-m", module, *words],
        stdin=PIPE,
        stdout=PIPE if listened == "stdout" else DEVNULL,
        stderr=PIPE if listened == "stderr" else DEVNULL,
        env={**os.environ, "PYTHONPATH": path, **environment},
        # The terminal's signals are for the browser, with which it ends anyway.
        start_new_session=True,
    )


def lines(process: Popen[bytes]) -> Iterator[Any]:
    """What a process says, read from JSON; a line that breaks off is none."""
    import orjson

    assert process.stdout
    for line in process.stdout:
        if line.endswith(b"\n"):
            yield orjson.loads(line)


class Child:
    """Has a module of the store's carry out orders: by one process at a time, none once ended."""

    def __init__(self, module: str) -> None:
        self.ended = False
        self._module = module
        self._lock = threading.Lock()
        self._process: Popen[bytes] | None = None

    def start(self, store: Path, order: object = None) -> Popen[bytes] | None:
        """Begin with an order, in place of the one before; None: it has ended."""
        from store.child import line

        with self._lock:
            if self.ended:
                return None
            self._kill()
            process = self._process = start(self._module, str(store))
        assert process.stdin
        # One that is killed meanwhile says nothing, and that will be seen.
        with suppress(OSError, ValueError):
            process.stdin.write(line(order))
            process.stdin.flush()
        return process

    def is_at(self, process: Popen[bytes]) -> bool:
        """Whether a process was not replaced by another, nor ended."""
        return process is self._process and not self.ended

    def stop(self) -> None:
        """Kill the process at work, and don't wait; what it has written stays."""
        with self._lock:
            if self._process is not None:
                self._process.kill()

    def end(self) -> None:
        """Stop for good."""
        with self._lock:
            self.ended = True
            self._kill()

    def let_go(self) -> None:
        """End for good, but have the process itself see to what it is to finish before it ends."""
        with self._lock:
            self.ended = True
            if self._process is not None and self._process.stdin is not None:
                with suppress(OSError):
                    self._process.stdin.close()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
