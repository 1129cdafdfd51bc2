"""What is typed ahead goes to whoever has the keys when its turn has come."""

from __future__ import annotations

import pytest
from textual import events

from tests.tui.test_browser import browser, settle
from tui.app import WenrenApp

NAMES = {"/": "slash", "\x1b": "escape", ":": "colon"}


def type_ahead(app: WenrenApp, text: str) -> None:
    """All of a text before the app can do anything with the first of it."""
    for char in text:
        named = NAMES.get(char, char)
        app.post_message(events.Key(named, char if char.isprintable() else None))


async def test_a_line_has_what_follows_the_key_that_opens_it() -> None:
    async with browser() as (app, pilot):
        type_ahead(app, "/普京")
        await settle(pilot)
        assert app.search is not None
        assert app.search.input.value == "普京"


async def test_a_paste_waits_for_its_turn_too() -> None:
    async with browser() as (app, pilot):
        type_ahead(app, "/")
        app.post_message(events.Paste("普京 石油"))
        type_ahead(app, "x")
        await settle(pilot)
        assert app.search is not None
        assert app.search.input.value == "普京 石油x"


@pytest.mark.parametrize("keys", ["/普\x1b", "?\x1b", ":x\x1b", "a\x1b", "/\x1b/\x1b?\x1b:\x1b"])
async def test_there_and_back(keys: str) -> None:
    async with browser() as (app, pilot):
        type_ahead(app, keys + "j")
        await settle(pilot)
        assert app.focused is app.headlines
        assert app.headlines.index == 1


async def test_the_end_ends_it() -> None:
    async with browser() as (app, pilot):
        type_ahead(app, "qjjj/普京")
        await settle(pilot)
        assert app._exit
