"""Jumping by letters: which there are, where they stand, and where they lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from store.article import counted_as
from tests.tui.fake_library import FakeLibrary
from tests.tui.test_browser import browser, dossier, press, selected, shown
from tui.hints import LETTERS, hints, with_hints

SIZES = [(80, 24), (200, 50)]


@given(st.integers(0, 700))
def test_no_hint_begins_another_and_none_is_longer_than_it_must_be(count: int) -> None:
    found = hints(count)
    assert len(set(found)) == len(found) == min(count, 26 * 26)
    assert not any(a != b and b.startswith(a) for a in found for b in found if len(a) == 1)
    assert max(map(len, found), default=1) == (1 if count <= 26 else 2)
    assert found[:9] == list(LETTERS[:9])[:count] or count > 26 * 17


@given(st.text("京a。 ", min_size=1, max_size=12), st.lists(st.integers(0, 20), max_size=3))
def test_a_hint_moves_nothing(text: str, cells: list[int]) -> None:
    at = [(cell, "fj") for cell in sorted(set(cells)) if cell + 2 <= cell_len(text)]
    drawn = "".join(s.text for s in with_hints([Segment(text)], at, Style(bold=True)))
    assert cell_len(drawn) == cell_len(text)
    if at:
        assert "fj" in drawn


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["'", "’", "＇"])
async def test_a_letter_opens_the_dossier_of_a_name_in_sight(
    size: tuple[int, int], key: str
) -> None:
    async with browser(size=size) as (app, pilot):
        await press(pilot, "tab", "escape")
        before = shown(app)
        await press(pilot, key)
        names = dict.fromkeys(counted_as(m) for _, m in app.reader.in_sight())
        assert list(app.reader.hints) == list(names)
        after = shown(app)
        for one, other in zip(before.split("\n"), after.split("\n"), strict=True):
            assert cell_len(one) == cell_len(other) or "esc" in other
        assert after != before
        wanted, hint = list(app.reader.hints.items())[1]
        await press(pilot, hint.upper() if key == "'" else hint)
        assert app.focused is dossier(app)
        assert dossier(app).shown == wanted
        assert not app.reader.hints
        await press(pilot, "escape")
        assert app.focused is app.reader
        assert counted_as(app.reader.names[app.reader.chosen or 0]) == wanted


@pytest.mark.parametrize("key", ["escape", "9", "'", "ctrl+c"])
async def test_any_other_key_leaves_and_is_forgotten(key: str) -> None:
    async with browser() as (app, pilot):
        await press(pilot, "tab")
        before, chosen = shown(app), app.reader.chosen
        await press(pilot, "'")
        assert "到那里" in shown(app)
        await press(pilot, key)
        assert shown(app) == before
        assert app.reader.chosen == chosen
        assert app.is_running


async def test_a_letter_opens_a_headline_in_sight() -> None:
    async with browser(FakeLibrary(100)) as (app, pilot):
        await press(pilot, "G", "'")
        id, hint = list(app.headlines.hints.items())[3]
        assert len(app.headlines.hints) == app.headlines.stories
        await press(pilot, hint)
        assert selected(app) == id
        assert app.focused is app.reader
        assert app.reader.article is not None
        assert app.reader.article.id == id


async def test_where_there_are_many_some_letters_begin_two() -> None:
    async with browser(FakeLibrary(100), (200, 50)) as (app, pilot):
        await press(pilot, "'")
        id, hint = list(app.headlines.hints.items())[-1]
        assert len(hint) == 2
        await press(pilot, hint[0])
        assert {h[0] for h in app.headlines.hints.values()} == {hint[0]}
        await press(pilot, hint[1])
        assert selected(app) == id


async def test_a_letter_opens_a_row_of_a_pane_at_the_side() -> None:
    async with browser() as (app, pilot):
        await press(pilot, "tab", "enter")
        first = dossier(app).shown
        await press(pilot, "'")
        target, hint = list(dossier(app).hints.items())[1]
        assert target[0] == "actor"  # type: ignore[index]
        await press(pilot, hint)
        assert dossier(app).shown == target[1] != first  # type: ignore[index]


async def test_what_has_nothing_in_sight_says_so_and_a_click_leaves() -> None:
    async with browser(FakeLibrary(0)) as (app, pilot):
        await press(pilot, "'")
        assert "没有可跳去的" in shown(app)
    async with browser(size=(120, 40)) as (app, pilot):
        await press(pilot, "'")
        await pilot.click(app.reader)
        assert app.focused is app.reader
        assert not app.headlines.hints
