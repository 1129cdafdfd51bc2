"""Politeness: one connection to a host at a time, a pause between two requests, and no more of
them to a host that can't or won't answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from store.web.failures import Failure

SILENCES = 3
SILENT = 600.0
"""After so many addresses of a host in a row that brought no answer, it isn't asked for so many
seconds: a hundred pages of a dead host would otherwise cost a minute each."""


class Turns:
    """The turns of all threads at all hosts; ``delay`` in seconds.

    ``clock`` and ``wait`` are given, so that a test needn't spend the time.
    """

    def __init__(
        self, delay: float, clock: Callable[[], float], wait: Callable[[float], None]
    ) -> None:
        self._delay = delay
        self._clock = clock
        self._wait = wait
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str, *, at_once: bool = False) -> Iterator[None]:
        """Wait for this host's turn and hold it; ``at_once``: part of the request just made.

        Raises ``Failure`` for a host that isn't asked at the moment.
        """
        place = self._host(host)
        with place.lock:
            if (left := place.shut - self._clock()) > 0:
                raise Failure(place.why, retry_after=left)
            if not at_once and (pause := place.free - self._clock()) > 0:
                self._wait(pause)
            try:
                yield
            finally:
                self._free_in(place, self._delay)

    def postpone(self, host: str, seconds: float) -> None:
        """Nobody asks this host for anything in the next ``seconds``."""
        self._free_in(self._host(host), seconds)

    def shut(self, host: str, seconds: float) -> None:
        """The host wants to be left alone for longer than anybody would wait."""
        place = self._host(host)
        place.shut = self._clock() + seconds
        place.why = "the server asked a moment ago to be left alone"

    def answered(self, host: str) -> None:
        self._host(host).silences = 0

    def silent(self, host: str) -> None:
        """An address of the host brought no answer, however often it was tried."""
        place = self._host(host)
        place.silences += 1
        if place.silences >= SILENCES:
            place.shut = self._clock() + SILENT
            place.why = "the server hasn't answered several times in a row"

    def _free_in(self, place: _Host, seconds: float) -> None:
        place.free = max(place.free, self._clock() + seconds)

    def _host(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host, _Host())


class _Host:
    __slots__ = ("free", "lock", "shut", "silences", "why")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.free = self.shut = float("-inf")
        """When, by the clock, the next request may be made, and until when none is."""
        self.silences = 0
        self.why = ""
