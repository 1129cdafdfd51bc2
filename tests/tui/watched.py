"""What a process does to the world, told by Python's own audit events.

Run as a program it has a kiosk's browser, on a real store, obey what it reads: a JSON list of
visits, each a list of keys; ``paste:…`` is pasted, ``action:…`` an action of Textual's. It answers
with a line of JSON a visit.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

PROGRAMS = (
    *("subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork"),
    *("os.forkpty", "os.startfile", "pty.spawn", "webbrowser.open", "os.kill"),
    *("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"),
)
CHANGES = (
    *("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod"),
    *("os.chown", "os.truncate", "os.utime", "os.setxattr", "tempfile.mkstemp", "tempfile.mkdtemp"),
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Watch:
    """``did``: what was done outside of the folder ``own``; ``read``: every file opened."""

    def __init__(self, own: Path) -> None:
        self._own = str(own)
        self.did: list[str] = []
        self.read: list[str] = []
        # It can't be taken away again: hence a process of its own.
        sys.addaudithook(self._see)

    def take(self) -> list[str]:
        """What was done since it was last asked."""
        did, self.did = self.did, []
        return did

    def _see(self, event: str, args: tuple[Any, ...]) -> None:
        if event in PROGRAMS:
            self.did.append(f"{event} {args[:2]}")
        elif event in CHANGES and not self._is_own(args[0]):
            self.did.append(f"{event} {args[0]!r}")
        elif event == "open" and not isinstance(args[0], int):
            path, mode, flags = args
            self.read.append(os.fsdecode(path))
            writes = flags & _WRITES if mode is None else set(mode) & set("wax+")
            if writes and not self._is_own(path):
                self.did.append(f"open {path!r} {mode}")

    def _is_own(self, path: object) -> bool:
        if isinstance(path, int):
            # Of an open file.
            path = os.readlink(f"/proc/self/fd/{path}")  # noqa: PTH115
        return str(path) == os.devnull or os.path.abspath(str(path)).startswith(self._own)  # noqa: PTH100


async def visit(store: Path, keys: list[str]) -> list[list[str]]:
    """A visit to the browser; what it told at each key, till the one that ended it."""
    from textual import events

    from store.library import Library
    from tui.app import WenrenApp
    from tui.browser.setup import setup
    from tui.keys import read

    told: list[list[str]] = []
    app = WenrenApp(Library.at_hand(store), "", setup())
    tell = app.tell
    app.tell = lambda notice, *more: (told[-1].append(notice), tell(notice, *more))  # type: ignore
    async with app.run_test(size=(100, 30)) as pilot:
        told.append([])
        await pilot.pause()
        for key in keys:
            told.append([])
            if key.startswith("paste:"):
                if app.focused is not None:
                    app.focused.post_message(events.Paste(key.removeprefix("paste:")))
            elif key.startswith("action:"):
                await app.run_action(key.removeprefix("action:"))
            else:
                for word in key.split():
                    char = " " if word == "space" else word if len(word) == 1 else None
                    app.post_message(events.Key(read(word)[0], char))
                    while app.obeys and not app._exit:
                        await asyncio.sleep(0)
                    await pilot._wait_for_screen()
            # Not ``pause``, which waits for the processor too.
            await pilot._wait_for_screen()
            if app._exit:
                break
        else:
            await app.workers.wait_for_complete()
            await pilot.pause()
    return told[1:]


def main() -> None:
    store, state = map(Path, sys.argv[1:3])
    from tui import kiosk

    kiosk.enter()
    watch = Watch(state)
    secret = sys.argv[3]
    for keys in json.load(sys.stdin):
        told = asyncio.run(visit(store, keys))
        opened = [path for path in watch.read if secret in path]
        print(json.dumps({"told": told, "did": watch.take(), "opened": opened}))
        watch.read.clear()


if __name__ == "__main__":
    main()
