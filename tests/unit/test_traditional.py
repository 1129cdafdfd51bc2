"""The interface in traditional characters, by the locale, as Taiwan and Hong Kong say it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from rich.cells import cell_len

from store.rewriting import traditional
from tests.tables.catalogue import messages
from tests.unit.test_catalogue import named
from tui import language
from tui.commands import COMMANDS
from tui.panes.help import KEYS
from tui.traditional import Region, Traditional, words

VARIABLES = ("WENREN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture
def locale(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.mark.parametrize(
    ("environment", "region"),
    [
        ({"LANG": "zh_TW.UTF-8"}, "tw"),
        ({"LANG": "zh_HK.UTF-8"}, "hk"),
        ({"LC_MESSAGES": "zh_MO", "LANG": "zh_CN.UTF-8"}, "hk"),
        ({"LC_ALL": "zh_Hant"}, "tw"),
        ({"LC_ALL": "zh-Hant-HK"}, "hk"),
        ({"LC_ALL": "zh_Hans_HK.UTF-8"}, None),
        ({"LANG": "zh_CN.UTF-8"}, None),
        ({"LANG": "C.UTF-8"}, None),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_TW.UTF-8"}, None),
        ({"WENREN_LANG": "zh", "LANG": "zh_TW.UTF-8"}, "tw"),
        ({"WENREN_LANG": "zh_CN", "LANG": "zh_TW.UTF-8"}, None),
        ({"WENREN_LANG": "zh_TW", "LANG": "en_US.UTF-8"}, "tw"),
        ({}, None),
    ],
)
def test_who_reads_traditional_characters(
    environment: dict[str, str], region: Region | None, locale: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        locale.setenv(name, value)
    assert language.traditional_for() == region


def catalogue(region: Region) -> Traditional:
    simplified = language._chinese()
    assert not isinstance(simplified, Traditional)
    return Traditional(simplified, region)


def test_messages_are_said_as_the_region_does() -> None:
    said, cantonese = catalogue("tw").gettext, catalogue("hk").gettext
    assert said("Headlines") == "頭條"
    assert said(" Find ") == " 搜尋 "
    reports = "No other report of this story."
    assert "報導" in said(reports)
    assert "報道" in cantonese(reports)


@pytest.mark.parametrize("region", ["tw", "hk"])
def test_all_is_said_with_the_same_places_and_in_80_columns(region: Region) -> None:
    told = catalogue(region)
    for message in messages():
        assert named(told.gettext(message)) <= named(message), message
    room = 80 - KEYS - 5
    assert [c.id for c in COMMANDS if cell_len(told.gettext(c.does)) > room] == []


def test_no_word_is_listed_that_its_characters_would_make() -> None:
    for word, form in words("tw").items():
        assert traditional().write(word) != form


def test_no_other_locale_loads_the_table() -> None:
    code = (
        "import sys; from tui.language import say; print(say('Headlines'));"
        " print('store.rewriting' in sys.modules)"
    )
    for lang, told in (("zh_CN.UTF-8", "头条\nFalse\n"), ("zh_TW.UTF-8", "頭條\nTrue\n")):
        environment = {"LC_ALL": lang, "PYTHONUTF8": "1"}
        run = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, check=True
        )
        assert run.stdout.decode() == told
