"""The tour as a machine of its own: commands in, the next line out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.browser.tour import STEPS, Tour
from tui.commands import COMMANDS

WAY = ["search", "accept", "next-name", "open-name", "back", "star", "palette", "accept-entry"]


def walked(*commands: str) -> Tour | None:
    tour: Tour | None = Tour()
    for command in commands:
        assert tour is not None
        tour = tour.after(command)
    return tour


def test_the_way_it_tells_leads_through_it() -> None:
    for steps in range(len(STEPS)):
        assert walked(*WAY[:steps]) == Tour(steps)
    assert walked(*WAY) is None


def test_a_search_that_is_cancelled_is_asked_for_again() -> None:
    assert walked("search", "cancel") == Tour(0)


@pytest.mark.parametrize("at", [0, 1, 2, 3, 5, 6, 7])
def test_escape_leaves_it_where_nothing_asks_for_it(at: int) -> None:
    assert Tour(at).after("back") is None


@given(st.lists(st.sampled_from([c.id for c in COMMANDS if c.id != "back"]), max_size=60))
def test_no_other_command_ends_it_early_or_leads_astray(commands: list[str]) -> None:
    tour: Tour | None = Tour()
    for command in commands:
        before, tour = tour, tour.after(command) if tour else None
        if before is not None and before.at < len(STEPS) - 1:
            assert tour is not None
            assert abs(tour.at - before.at) <= 1


@pytest.mark.parametrize("language", ["zh_CN.UTF-8", "en_US.UTF-8"])
def test_every_step_names_its_keys_and_fits(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.cells import cell_len

    from tui import language as languages

    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", language)
    getattr(languages.chinese, "cache_clear", lambda: None)()
    try:
        texts = [Tour(at).text(COMMANDS) for at in range(len(STEPS))]
    finally:
        getattr(languages.chinese, "cache_clear", lambda: None)()
    assert all("{" not in text and cell_len(text) <= 79 for text in texts)
    assert "/" in texts[0]
    assert "tab" in texts[2]


def test_its_commands_exist() -> None:
    known = {command.id for command in COMMANDS}
    assert all(step.done | step.back_at <= known for step in STEPS)
