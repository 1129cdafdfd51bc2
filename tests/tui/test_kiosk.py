"""A kiosk: every command there is does as it is marked, and nothing leads out."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from textual.app import App

from store.feeds.subscribing import subscribe
from store.feeds.subscriptions import Subscription
from tests.benchmarks.generate import build
from tests.tui.test_browser import browser, press, shown
from tui.commands import COMMANDS, Place
from tui.keys import read

SECRET = "SECRET-FILE"
TOLD = "这里只读"
TO: dict[Place, tuple[str, ...]] = {
    "any": (),
    "list": (),
    "reader": ("enter", "tab"),
    "comparison": ("/", "paste:is:reprinted", "enter", "d"),
    "dossier": ("enter", "tab", "enter"),
    "facets": ("f",),
    "searches": ("S", "enter", "L"),
    "feeds": ("F",),
    "search": ("/", "x"),
    "line": ("t", "x"),
    "help": ("?",),
    "finder": (":", "x"),
    "newsmakers": ("a",),
}
"""The keys that lead to each place."""
STEPS = 300
"""Keys of a random walk."""


class Kiosk(NamedTuple):
    """A store and a person's folders, outside of which nothing may change."""

    root: Path

    @property
    def store(self) -> Path:
        return self.root / "store"

    @property
    def state(self) -> Path:
        return self.root / "home" / ".local" / "state" / "wenren"

    def visits(self, visits: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
        """What the visits of a process of its own did (``tests.tui.watched``)."""
        home = self.root / "home"
        kept = ("PATH", "PYTHONPATH", "LC_ALL")
        env = {name: os.environ[name] for name in kept if name in os.environ}
        env |= {"HOME": str(home), "LANG": "zh_CN.UTF-8", "PYTHONPATH": os.pathsep.join(sys.path)}
        words = [sys.executable, "-m", "tests.tui.watched"]
        done = subprocess.run(
            [*words, str(self.store), str(self.state), SECRET],
            input=json.dumps(visits).encode(),
            stdout=subprocess.PIPE,
            env=env,
            cwd=self.root / "cwd",
            check=True,
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    def outside(self) -> dict[str, tuple[int, int, int]]:
        """Every file but the person's state, as it is."""
        found = (path for path in self.root.rglob("*") if self.state not in (path, *path.parents))
        ways = set(self.state.parents)
        stats = ((path, path.stat()) for path in found if path not in ways)
        return {str(path): (s.st_size, s.st_mtime_ns, s.st_ino) for path, s in stats}


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Kiosk:
    root = tmp_path_factory.mktemp("kiosk")
    for name in ("home/.config/wenren", "home/.local/state", "cwd"):
        (root / name).mkdir(parents=True)
    made = Kiosk(root)
    build(made.store, 60)
    subscribe(made.store, Subscription("http://news.example/f", "远望"))
    (root / "home" / SECRET).write_text("普京说了什么")
    return made


AND_BACK = ("enter", *("esc",) * 4)
"""What a command asks is agreed to; then back to where one was."""


def test_every_command_does_as_it_is_marked(kiosk: Kiosk) -> None:
    """Each from the place where it applies, those of one place in one visit."""
    visits: dict[Place, list[str]] = {}
    pressed: dict[str, tuple[Place, int]] = {}
    for command in sorted(COMMANDS, key=lambda command: command.id == "quit"):
        place = command.places[0]
        keys = visits.setdefault(place, [])
        keys += TO[place]
        pressed[command.id] = (place, len(keys))
        keys += [command.keys[0], *AND_BACK]
    before = kiosk.outside()
    done = dict(zip(visits, kiosk.visits(list(visits.values())), strict=True))
    assert {place: visit["did"] for place, visit in done.items() if visit["did"]} == {}
    assert kiosk.outside() == before
    told = {id: done[place]["told"][at] for id, (place, at) in pressed.items()}
    for command in COMMANDS:
        barred = any(TOLD in notice for notice in told[command.id])
        assert barred is not command.kiosk, (command.id, told[command.id])
    # The marks are kept all the same.
    assert [path.name for path in kiosk.state.rglob("*.jsonl")]


def test_no_walk_leads_out(kiosk: Kiosk) -> None:
    chance = random.Random(20261130)
    keys = [key for command in COMMANDS for key in command.keys if command.id != "quit"]
    path = str(kiosk.root / "home" / SECRET)
    typed = [f"paste:{path}", f"paste:file://{path}", "enter", "x m", "ctrl+z", "ctrl+\\"]
    pool = [key for key in (*keys, *typed * 4) if _is_key(key)]
    before = kiosk.outside()
    actions = [name.removeprefix("action_") for name in dir(App) if name.startswith("action_")]
    ways = [f"action:{prefix}{name}" for name in actions for prefix in ("", "app.")]
    walks = [chance.choices(pool, k=STEPS), [way for way in ways if not way.endswith("quit")]]
    for keys, visit in zip(walks, kiosk.visits(walks), strict=True):
        assert visit["did"] == visit["opened"] == [], keys[:10]
    assert kiosk.outside() == before


def _is_key(key: str) -> bool:
    if key.startswith("paste:"):
        return True
    try:
        return bool(read(key))
    except ValueError:
        return False


async def test_what_is_not_there_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENREN_KIOSK", "1")
    gone = [command for command in COMMANDS if not command.kiosk]
    async with browser() as (app, pilot):
        assert not set(gone) & set(app.commands)
        assert ("A", "添加") not in app.footer.keys
        await press(pilot, "question_mark")
        assert app.help is not None
        text = "\n".join("".join(s.text for s in line) for line in app.help._text)
        for command in gone:
            assert command.id in ("rename-feed", "amend-rename") or command.label not in text
        await press(pilot, "escape", "colon", *"opml")
        assert "没有" in shown(app)
