"""The interface's catalogue: everything is said in Chinese, and means the same places."""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext
from pathlib import Path
from string import Formatter

import pytest
from rich.cells import cell_len

from tests.tables.catalogue import MO, PO, ROOT, as_mo, calls, catalogue, messages, told
from tui import language
from tui.cli import every_command
from tui.commandline.arguments import speak
from tui.commands import COMMANDS
from tui.language import in_chinese, reply, say
from tui.panes.help import KEYS

_PERCENT = re.compile(r"%(?:\(\w+\))?[rsd%]")


def code() -> Iterator[tuple[Path, ast.AST]]:
    for path in sorted([*(ROOT / "tui").rglob("*.py"), *(ROOT / "store").rglob("*.py")]):
        yield path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A parser and those of its commands, at any depth."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from parsers(each)


@contextmanager
def speaking(wanted: str, monkeypatch: pytest.MonkeyPatch, **environment: str) -> Iterator[None]:
    """The environment of somebody who reads a language; "": of nobody yet."""
    caches = (language.chinese, language.replies_in_chinese)
    for name in ("WENREN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"WENREN_LANG": wanted} if wanted else environment).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(argparse, "_", gettext)
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), "utf-8"))
    for cached in caches:
        cached.cache_clear()
    try:
        speak()
        yield
    finally:
        monkeypatch.undo()
        for cached in caches:
            cached.cache_clear()


def named(text: str) -> set[str]:
    """The places of a message; braces that stand for themselves hold no identifier."""
    found = {name for _, name, _, _ in Formatter().parse(text) if name}
    return {name for name in found if name.isascii() and name.isidentifier()}


def test_no_message_is_missing_and_none_is_left_over() -> None:
    known = {message.id: message.string for message in catalogue() if message.id}
    assert known.keys() == messages().keys(), "python -m tests.tables.catalogue"
    assert [message for message, chinese in known.items() if not chinese] == []


def test_what_is_compiled_is_what_was_translated() -> None:
    assert MO.read_bytes() == as_mo(catalogue()), "python -m tests.tables.catalogue"
    assert "fuzzy" not in PO.read_text("utf-8")


def test_a_translation_names_nothing_that_the_message_does_not() -> None:
    for message in messages():
        assert named(in_chinese(message)) <= named(message), message
        # argparse fills its own in with %.
        assert set(_PERCENT.findall(in_chinese(message))) <= set(_PERCENT.findall(message)), message


def test_every_message_is_a_literal_and_is_given_the_values_it_names() -> None:
    for path, tree in code():
        for call in calls(tree):
            for message in told(call):
                where = f"{path}:{call.lineno}"
                assert not isinstance(message, ast.JoinedStr), f"{where}: can't be translated"
                if isinstance(message, ast.Constant) and call.keywords:
                    given = {keyword.arg for keyword in call.keywords}
                    assert None in given or named(message.value) <= given, where


@pytest.mark.parametrize("tongue", ["en", "zh"])
def test_no_help_is_wider_than_the_terminal(tongue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with speaking(tongue, monkeypatch):
        for parser in parsers(every_command()[0]):
            shown = parser.format_help()
            assert max(map(cell_len, shown.splitlines())) <= 80, shown
            if tongue == "zh":
                # Commands of ours to type, and nothing else, are words in a row.
                ours = re.sub(r"wenren( [a-z]+)*", "", shown)
                assert not re.search(r"[a-z]{2,} [a-z]{2,}", ours), shown


def test_nothing_overflows_80_columns() -> None:
    room = 80 - KEYS - 5
    wide = [
        does
        for command in COMMANDS
        for does in (command.does, in_chinese(command.does))
        if cell_len(does) > room
    ]
    assert wide == []


def test_a_message_is_said_in_the_interfaces_language(monkeypatch: pytest.MonkeyPatch) -> None:
    assert say("{total:,} stories", total=1204) == "1,204 篇"
    monkeypatch.setattr(language, "chinese", lambda: False)
    assert say("{total:,} stories", total=1204) == "1,204 stories"
    assert say("nobody would say this") == "nobody would say this"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"WENREN_LANG": "zh", "LANG": "en_US.UTF-8"}, True),
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        # Programs read what commands say there.
        ({"LANG": "C.UTF-8"}, False),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, False),
        ({}, False),
    ],
)
def test_in_which_language_commands_reply(
    environment: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with speaking("", monkeypatch, **environment):
        assert language.replies_in_chinese() == expected
        assert reply("{count} in all", count=1) == "1 in all"
        assert reply("nothing is wrong") == ("一切正常" if expected else "nothing is wrong")
        assert ("WENREN_LANG" in language.for_child()) == (language.chinese() and not expected)


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
