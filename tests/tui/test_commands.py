"""One table of commands: keys, panes, footer and help agree with it."""

from __future__ import annotations

import inspect
import string
from collections import Counter
from typing import get_args

import pytest
from textual.keys import _character_to_key

from store.search.forms import FORMS
from tests.readme import README, made
from tui import language
from tui.app import WenrenApp
from tui.commandline.helping import key_lines
from tui.commands import COMMANDS, PLACES, TYPED, Command, Place, at
from tui.keys import footer, meaning, plain, read, shown, table
from tui.language import in_chinese
from tui.palette import palette
from tui.panes.comparison import ComparisonPane
from tui.panes.dossier import DossierPane
from tui.panes.edit_line import EditInput
from tui.panes.facets import FacetsPane
from tui.panes.feeds import FeedsPane
from tui.panes.finder import FinderInput
from tui.panes.headlines import Headlines
from tui.panes.help import HelpPane, help_lines
from tui.panes.lines import Lines
from tui.panes.newsmakers import NewsmakersInput
from tui.panes.reader import Reader
from tui.panes.search import SearchInput
from tui.panes.searches import SearchesPane

OWNERS: dict[Place, type] = {
    "any": WenrenApp,
    "list": Headlines,
    "reader": Reader,
    "comparison": ComparisonPane,
    "dossier": DossierPane,
    "facets": FacetsPane,
    "searches": SearchesPane,
    "feeds": FeedsPane,
    "search": SearchInput,
    "line": EditInput,
    "help": HelpPane,
    "finder": FinderInput,
    "newsmakers": NewsmakersInput,
}


@pytest.mark.parametrize("place", OWNERS)
def test_every_command_is_obeyed(place: Place) -> None:
    for command in at(place):
        owner = WenrenApp if command.by_app or "any" in command.places else OWNERS[place]
        method = getattr(owner, command.method, None)
        assert method is not None, command.id
        assert "tui" in inspect.getmodule(method).__name__  # type: ignore[union-attr]


@pytest.mark.parametrize("place", OWNERS)
def test_no_key_has_two_meanings_in_one_place(place: Place) -> None:
    keys = Counter(read(key) for command in at(place) for key in command.keys)
    assert [key for key, times in keys.items() if times > 1] == []
    if place not in ("any", "help", *TYPED):
        # A pane's own key hides the app's.
        assert not set(keys) & {read(key) for command in at("any") for key in command.keys}


def test_a_chinese_input_method_may_stay_on() -> None:
    # What it gives for the key, and the key that is meant.
    for given, meant in zip("ｊＧ／？、【】：１￥", "jG/?/[]:1$", strict=True):
        assert plain(_character_to_key(given)) == _character_to_key(meant)
    assert plain("pagedown") == "pagedown"
    assert plain("经") == "经"


@pytest.mark.parametrize("char", string.ascii_letters + string.digits + string.punctuation)
def test_a_printable_key_is_read_as_textual_names_it(char: str) -> None:
    assert read(char) == (_character_to_key(char),)
    assert shown(read(char)) == char


def test_keys_are_read_as_they_are_shown() -> None:
    for command in COMMANDS:
        for key in command.keys:
            assert read(shown(read(key))) == read(key)
    assert read("g g") == ("g", "g")
    assert read("^p") == read("ctrl+p") == read("Ctrl-P") == ("ctrl+p",)
    assert read("PgDn esc") == ("pagedown", "escape")
    for wrong in ("", "strg+p", "ctrl+", "f13", "gg"):
        with pytest.raises(ValueError, match="key"):
            read(wrong)


def test_the_keys_of_a_pane_come_before_those_of_everywhere_and_sequences_are_waited_for() -> None:
    made = (
        Command("everywhere", ("x",), ("any",), "", ""),
        Command("here", ("x", "g g"), ("list",), "", ""),
    )
    keys = table(made)
    assert meaning(keys, "list", ("x",)) is made[1]
    assert meaning(keys, "reader", ("x",)) is made[0]
    assert meaning(keys, "list", ("g",)) == "more"
    assert meaning(keys, "list", ("g", "g")) is made[1]
    assert meaning(keys, "list", ("g", "x")) is None


def test_every_place_is_somebodys_and_has_a_name() -> None:
    assert set(OWNERS) == set(PLACES) == set(get_args(Place))


def test_ids_are_unique_and_say_something() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    assert all(command.does for command in COMMANDS)


def test_help_names_every_command() -> None:
    pane = HelpPane(palette("ansi"), COMMANDS)
    text = "\n".join("".join(s.text for s in line) for line in pane._text)
    for command in COMMANDS:
        assert command.label in text
        assert shown(read(command.keys[0])) in text


def test_readme_keys_and_help_tell_the_same() -> None:
    readme = README.read_text("utf-8")
    assert made(readme) == readme, "python -m tests.readme makes its tables anew"
    told = "\n".join(key_lines(COMMANDS))
    explained = [line.entry.value for line in help_lines(palette("ansi"), COMMANDS)]
    for command in COMMANDS:
        assert command.does in readme
        assert command.id in told
        assert explained.count(command.id) == 1


def test_help_has_the_query_language_from_its_table() -> None:
    pane = HelpPane(palette("ansi"), COMMANDS)
    text = "\n".join("".join(s.text for s in line) for line in pane._text)
    for form in FORMS:
        assert in_chinese(form.finds) in text
        assert all(way in text for way in form.shown)


@pytest.mark.parametrize("chinese", [True, False])
@pytest.mark.parametrize("place", PLACES)
def test_the_footer_has_at_80_columns_what_nobody_finds_otherwise(
    place: Place, chinese: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "chinese", lambda: chinese)
    from rich.cells import cell_len

    told = footer(place)
    last = ("?", language.say("help")) if place not in (*TYPED, "help", "any") else told[-1]
    needed = told[: told.index(last) + 1]
    assert sum(cell_len(key) + cell_len(label) + 3 for key, label in needed) <= 80


def test_lines_are_the_only_widgets_that_draw() -> None:
    assert all(issubclass(owner, Lines) for owner in (Headlines, Reader, DossierPane, HelpPane))
