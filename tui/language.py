"""The languages of the interface, by gettext catalogues: the code is in English.

``locale/LANGUAGE/LC_MESSAGES/wenren.po`` is what translators edit; ``python -m
tests.tables.catalogue`` brings it and the ``.mo`` beside it in step with the code.
"""

from __future__ import annotations

import gettext
import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.traditional import Region

LOCALE = Path(__file__).with_name("locale")
DOMAIN = "wenren"
CHINESE = "zh_CN"


def say(message: str, **values: object) -> str:
    """A message in the interface's language, ``values`` in the places it names."""
    told = _catalogue().gettext(message)
    return told.format(**values) if values else told


def later(message: str) -> str:
    """A message that is said later: for what makes the catalogue to find it."""
    return message


def in_chinese(message: str) -> str:
    """A message in Chinese, whatever the interface's language."""
    return _chinese().gettext(message)


def _catalogue() -> gettext.NullTranslations:
    return _chinese() if chinese() else _english()


@cache
def _chinese() -> gettext.NullTranslations:
    simplified = gettext.translation(DOMAIN, LOCALE, [CHINESE])
    region = traditional_for()
    if region is None:
        return simplified
    from tui.traditional import Traditional

    return Traditional(simplified, region)


@cache
def _english() -> gettext.NullTranslations:
    return gettext.NullTranslations()


@cache
def chinese() -> bool:
    """Chinese unless ``$WENREN_LANG`` or the locale names another language.

    The C and POSIX locales name none.
    """
    for name in ("WENREN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            language = value.split(".")[0].split("_")[0].split("-")[0].lower()
            return language in ("zh", "c", "posix")
    return True


def traditional_for() -> Region | None:
    """The region for which Chinese is written in traditional characters, if it is.

    By the first of ``$WENREN_LANG`` and the locale that says more than the language.
    """
    for name in ("WENREN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        language, *more = re.split("[-_]", os.environ.get(name, "").split(".")[0].lower())
        if language and (more or language != "zh"):
            if language != "zh" or "hans" in more:
                return None
            if {"hk", "mo"} & {*more}:
                return "hk"
            return "tw" if {"tw", "hant"} & {*more} else None
    return None
