"""Every command of the browser, wherever it applies, on a store in which every text attacks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from store.amendment import Amended
from store.errands import Outcome, Progress
from store.library import Library
from tests.hostile.conftest import HOSTILE
from tests.hostile.stores import fill, mark
from tests.hostile.texts import mixed
from tests.hostile.wire import Wired, escaped, wired
from tui.commands import COMMANDS, PLACES, TYPED, Command, Place
from tui.keys import read

WAYS: dict[Place, tuple[str, ...]] = {
    "any": (),
    "list": (),
    "reader": ("open", "next-name"),
    "comparison": ("compare",),
    "dossier": ("open", "next-name", "open-name"),
    "facets": ("facets",),
    "searches": ("searches",),
    "feeds": ("feeds", "down", "down"),
    "search": ("search",),
    "line": ("tag",),
    "help": ("help",),
    "finder": ("palette",),
    "newsmakers": ("newsmakers",),
}
"""The commands that lead to each place, from the headlines."""
BY_ID = {command.id: command for command in COMMANDS}
SIZES = [(80, 24), (140, 40), (60, 20)]


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other programs, threads and machines have to say is as hostile; none is started."""
    said = Random(7)

    def run(words: Sequence[str], told: Callable[[str], None]) -> tuple[int, str]:
        told(mixed(said))
        return said.randrange(2), mixed(said)

    def words(errands: object, errand: object) -> list[Progress | Outcome]:
        refused = Outcome(refusals=2, refused=(mixed(said),), name=mixed(said), feeds=1)
        return [Progress("feeds", 1, 3), said.choice((Outcome(failed=mixed(said)), refused))]

    def ask(amender: object, wanted: object, then: Callable[[Amended], None]) -> None:
        then(Amended(refused=mixed(said)))

    monkeypatch.setattr("tui.browser.command_line.run", run)
    monkeypatch.setattr("tui.browser.errands.Errands.words", words)
    monkeypatch.setattr("tui.browser.amender.Amender.ask", ask)
    monkeypatch.setattr("tui.browser.opening.displays", lambda: False)


class Walk:
    """A person who goes through the browser and looks at all that the terminal is sent."""

    def __init__(self, app: Wired, pilot: Pilot[Any], random: Random) -> None:
        self.app, self._pilot, self._random = app, pilot, random

    async def settle(self) -> None:
        with suppress(WorkerCancelled):
            await self.app.workers.wait_for_complete()
        await self._pilot._wait_for_screen()
        while any(widget._pruning for widget in self.app.screen._nodes):
            await asyncio.sleep(0)

    async def obey(self, command: Command, key: int = 0) -> None:
        pressed = read(command.keys[key]) if command.each else ()
        await self.app.obey(command, self.app.focused, pressed)
        await self.settle()

    @property
    def place(self) -> Place:
        widget = self.app.focused
        return self.app.place_of(widget) if widget is not None else "any"

    async def back(self) -> None:
        """To the headlines, with nothing beside them."""
        for _ in range(12):
            leave = {"line": "cancel-line", "search": "cancel"}.get(self.place, "")
            if self.place in ("finder", "newsmakers"):
                leave = "cancel-entry"
            if self.place == "list" and self.app.side is None and not leave:
                return
            await self.obey(BY_ID[leave or "back"])

    async def go(self, place: Place) -> None:
        await self.back()
        for id in WAYS[place]:
            # The first article of a store need not name anybody, or be told twice.
            if self.applies(BY_ID[id]):
                await self.obey(BY_ID[id])

    def applies(self, command: Command) -> bool:
        return not {"any", self.place}.isdisjoint(command.places)

    async def type_hostile(self) -> None:
        """Into what is there to be typed in, and have it taken."""
        place = self.place
        self.app.focused.post_message(events.Paste(mixed(self._random)))  # type: ignore[union-attr]
        await self.settle()
        take = {"line": "accept-line", "search": "accept"}.get(place, "accept-entry")
        await self.obey(BY_ID[take])

    def look(self, what: str) -> None:
        found = escaped(self.app.written())
        assert not found, (what, found[:5])


async def walk(store: Path, size: tuple[int, int], seed: int, commands: Sequence[Command]) -> int:
    """Obey commands wherever each applies; returns how often one was."""
    done = 0
    async with wired(Library.at_hand(store), size) as (app, pilot):
        person = Walk(app, pilot, Random(seed))
        person.look("start")
        for place in PLACES:
            for command in commands:
                if place not in command.places:
                    continue
                if person.place != place:
                    await person.go(place)
                if place not in ("any", person.place):
                    continue
                person.look(f"on the way to {place}")
                await person.obey(command, person._random.randrange(len(command.keys)))
                person.look(f"{command.id} in {place}")
                if person.place in TYPED and person.place != place:
                    await person.type_hostile()
                    person.look(f"typed after {command.id} in {place}")
                done += 1
    return done


async def test_every_command_in_every_place(hostile: Path) -> None:
    done = await walk(hostile, SIZES[1], 1, COMMANDS)
    assert done == sum(len(command.places) for command in COMMANDS)


@given(st.integers(0, 1 << 32))
@given_settings(max_examples=2)
async def test_any_store_at_any_size(
    person: Path, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    random = Random(seed)
    store = tmp_path_factory.mktemp("any") / "store"
    fill(store, seed)
    mark(store, seed)
    size = random.choice(SIZES)
    await walk(store, size, seed, random.sample(COMMANDS, 12))


@pytest.mark.parametrize(
    "query", ["人:bad1", "第", "(", "人:", mixed(Random(5)).replace("\n", " ")]
)
async def test_a_search_that_was_filled_in(hostile: Path, query: str) -> None:
    async with wired(Library.at_hand(hostile), (140, 40), query=query) as (app, pilot):
        person = Walk(app, pilot, Random(1))
        for id in ("down", "next-hit", "search", "result-down", "complete", "older-query"):
            if person.applies(BY_ID[id]):
                await person.obey(BY_ID[id])
            person.look(id)


async def test_jumping_touring_and_what_is_empty(person: Path, tmp_path: Path) -> None:
    size = (100, 30)
    async with wired(Library.at_hand(tmp_path / HOSTILE), size, tour=True) as (app, pilot):
        walker = Walk(app, pilot, Random(1))
        walker.look("nothing, and a tour")
        for id in ("feeds", "facets", "searches", "newsmakers", "cancel-entry", "jump", "back"):
            if walker.applies(BY_ID[id]):
                await walker.obey(BY_ID[id])
            walker.look(id)
