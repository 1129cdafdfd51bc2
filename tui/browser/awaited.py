"""What belongs into the next frame and is still being fetched, so that it comes in one."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic

PATIENCE = 0.1
"""Seconds a frame is put off at most: a person doesn't notice."""


class Awaited:
    """What the frames that come next are put off for, by name, one group for each frame."""

    def __init__(self) -> None:
        self._groups: list[set[str]] = []
        self._changed = asyncio.Event()

    def expect(self, *groups: set[str]) -> None:
        """Put the next frame off for the first group, the one after it for the second."""
        self._groups = [set(group) for group in groups]
        self._changed.set()

    def also(self, name: str) -> None:
        """Put the last of the frames that are put off, if any is, off for this too."""
        if self._groups:
            self._groups[-1].add(name)

    def came(self, name: str) -> None:
        """It is there, or won't come."""
        for group in self._groups:
            group.discard(name)
        self._changed.set()

    def forget(self) -> None:
        """Put nothing off any more."""
        self.expect()

    async def soon(self) -> bool:
        """Wait for what belongs into the next frame, no longer than ``PATIENCE``; whether one had
        to."""
        waited, end = False, monotonic() + PATIENCE
        while self._groups and self._groups[0] and (left := end - monotonic()) > 0:
            waited = True
            self._changed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), left)
        if self._groups and not self._groups[0]:
            del self._groups[0]
        return waited
