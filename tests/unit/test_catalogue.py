"""The interface's catalogue: everything is said in Chinese, and means the same places."""

from __future__ import annotations

from string import Formatter

import pytest
from rich.cells import cell_len

from tests.tables.catalogue import MO, PO, as_mo, catalogue, messages
from tui import language
from tui.commands import COMMANDS
from tui.language import in_chinese, say
from tui.panes.help import KEYS


def named(text: str) -> set[str]:
    """The places of a message; braces that stand for themselves hold no identifier."""
    found = {name for _, name, _, _ in Formatter().parse(text) if name}
    return {name for name in found if name.isascii() and name.isidentifier()}


def test_no_message_is_missing_and_none_is_left_over() -> None:
    told = {message.id: message.string for message in catalogue() if message.id}
    assert told.keys() == messages().keys(), "python -m tests.tables.catalogue"
    assert [message for message, chinese in told.items() if not chinese] == []


def test_what_is_compiled_is_what_was_translated() -> None:
    assert MO.read_bytes() == as_mo(catalogue()), "python -m tests.tables.catalogue"
    assert "fuzzy" not in PO.read_text("utf-8")


def test_a_translation_names_nothing_that_the_message_does_not() -> None:
    for message in messages():
        assert named(in_chinese(message)) <= named(message), message


def test_nothing_overflows_80_columns() -> None:
    room = 80 - KEYS - 5
    wide = [
        told
        for command in COMMANDS
        for told in (command.does, in_chinese(command.does))
        if cell_len(told) > room
    ]
    assert wide == []


def test_a_message_is_said_in_the_interfaces_language(monkeypatch: pytest.MonkeyPatch) -> None:
    assert say("{total:,} stories", total=1204) == "1,204 篇"
    monkeypatch.setattr(language, "chinese", lambda: False)
    assert say("{total:,} stories", total=1204) == "1,204 stories"
    assert say("nobody would say this") == "nobody would say this"


@pytest.mark.parametrize(
    ("environment", "chinese"),
    [
        ({"WENREN_LANG": "en"}, False),
        ({"WENREN_LANG": "zh", "LANG": "en_US.UTF-8"}, True),
        ({"LANG": "zh_TW.UTF-8"}, True),
        ({"LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "C.UTF-8"}, True),
        ({}, True),
    ],
)
def test_whose_language_it_is(
    environment: dict[str, str], chinese: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("WENREN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    language.chinese.cache_clear()
    try:
        assert language.chinese() == chinese
    finally:
        monkeypatch.undo()
        language.chinese.cache_clear()
