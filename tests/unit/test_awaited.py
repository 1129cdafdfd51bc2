"""What a frame is put off for."""

from __future__ import annotations

import asyncio

import pytest

from tui.browser.awaited import Awaited


@pytest.fixture
def awaited(monkeypatch: pytest.MonkeyPatch) -> Awaited:
    # One that nobody waits for in vain, however busy the machine.
    monkeypatch.setattr("tui.browser.awaited.PATIENCE", 60)
    return Awaited()


async def begun(awaited: Awaited) -> asyncio.Task[bool]:
    """A frame that is put off."""
    frame = asyncio.create_task(awaited.soon())
    await asyncio.sleep(0)
    assert not frame.done()
    return frame


async def test_a_frame_waits_for_nothing_that_is_not_expected(awaited: Awaited) -> None:
    awaited.also("count")
    awaited.came("rows")
    assert not await awaited.soon()


async def test_each_frame_waits_for_its_group(awaited: Awaited) -> None:
    awaited.expect({"rows"}, {"offer"})
    awaited.also("count")
    frame = await begun(awaited)
    awaited.came("offer")
    awaited.came("rows")
    assert await frame
    frame = await begun(awaited)
    awaited.came("count")
    assert await frame
    assert not await awaited.soon()


async def test_what_came_already_is_not_waited_for_and_the_rest_is_the_next_frames(
    awaited: Awaited,
) -> None:
    awaited.expect({"rows"}, {"offer"})
    awaited.came("rows")
    assert not await awaited.soon()
    frame = await begun(awaited)
    awaited.came("offer")
    assert await frame


async def test_a_newer_wish_takes_the_place_of_the_older(awaited: Awaited) -> None:
    awaited.expect({"rows"})
    frame = await begun(awaited)
    awaited.expect({"offer"})
    awaited.came("rows")
    await asyncio.sleep(0)
    assert not frame.done()
    awaited.forget()
    assert await frame
    assert not await awaited.soon()


async def test_patience_ends(awaited: Awaited, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.browser.awaited.PATIENCE", 0.01)
    awaited.expect({"rows"}, {"offer"})
    assert await awaited.soon()
    # What was too late for its own frame has the next one, before what comes after it.
    awaited.came("rows")
    assert not await awaited.soon()
    assert await awaited.soon()
