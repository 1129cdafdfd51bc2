"""One table of commands: keys, panes, footer and help agree with it."""

from __future__ import annotations

import inspect
from collections import Counter

import pytest

from store.search.forms import FORMS
from tui.app import WenrenApp
from tui.commands import COMMANDS, Place, at, footer, full_width
from tui.palette import palette
from tui.panes.comparison import ComparisonPane
from tui.panes.dossier import DossierPane
from tui.panes.headlines import Headlines
from tui.panes.help import HelpPane
from tui.panes.lines import Lines
from tui.panes.reader import Reader
from tui.panes.search import SearchInput
from tui.panes.tags import TagInput

OWNERS: dict[Place, type] = {
    "any": WenrenApp,
    "list": Headlines,
    "reader": Reader,
    "comparison": ComparisonPane,
    "dossier": DossierPane,
    "search": SearchInput,
    "tags": TagInput,
    "help": HelpPane,
}


@pytest.mark.parametrize("place", OWNERS)
def test_every_command_is_obeyed(place: Place) -> None:
    for command in at(place):
        owner = OWNERS[place]
        name = command.action
        if name.startswith("app."):
            owner, name = WenrenApp, name.removeprefix("app.")
        method = getattr(owner, f"action_{name}", None)
        assert method is not None, command.id
        assert "tui" in inspect.getmodule(method).__name__  # type: ignore[union-attr]


@pytest.mark.parametrize("place", OWNERS)
def test_every_binding_is_a_command(place: Place) -> None:
    bound = {binding.key for binding in OWNERS[place].BINDINGS}  # type: ignore[attr-defined]
    assert bound == {key for command in at(place) for key in command.bindings}


@pytest.mark.parametrize("place", OWNERS)
def test_no_key_has_two_meanings_in_one_place(place: Place) -> None:
    keys = Counter(key for command in at(place) for key in command.bindings)
    assert [key for key, times in keys.items() if times > 1] == []
    if place == "list":
        # A pane's own key hides the app's.
        assert not set(keys) & {key for command in at("any") for key in command.bindings}


def test_full_width_forms() -> None:
    assert full_width("j") == "ｊ"
    assert full_width("G") == "Ｇ"
    assert full_width("slash") == "fullwidth_solidus"
    assert full_width("pagedown") is None
    assert full_width("ctrl+f") is None


def test_full_width_names_are_textuals() -> None:
    from textual.keys import _character_to_key

    for command in COMMANDS:
        for key in command.keys:
            char = {
                "slash": "／",
                "question_mark": "？",
                "left_square_bracket": "［",
                "right_square_bracket": "］",
            }.get(key)
            if char is None and len(key) == 1:
                char = chr(ord(key) + 0xFEE0)
            if char is not None:
                assert full_width(key) == _character_to_key(char)


def test_ids_are_unique_and_both_languages_say_something() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    assert all(command.zh and command.en for command in COMMANDS)


def test_help_names_every_command() -> None:
    pane = HelpPane(palette("ansi"))
    text = "\n".join("".join(s.text for s in line) for line in pane._text)
    for command in COMMANDS:
        assert command.label in text
        assert command.shown_keys()[0] in text


def test_help_has_the_query_language_from_its_table() -> None:
    pane = HelpPane(palette("ansi"))
    text = "\n".join("".join(s.text for s in line) for line in pane._text)
    for form in FORMS:
        assert form.zh in text
        assert all(way in text for way in form.shown)


@pytest.mark.parametrize("place", ["list", "reader", "comparison", "dossier", "search", "tags"])
def test_the_footer_fits_80_columns(place: Place) -> None:
    from rich.cells import cell_len

    assert sum(cell_len(key) + cell_len(label) + 3 for key, label in footer(place)) <= 80


def test_lines_are_the_only_widgets_that_draw() -> None:
    assert all(issubclass(owner, Lines) for owner in (Headlines, Reader, DossierPane, HelpPane))
