"""The languages of the interface, by gettext catalogues: the code is in English.

``locale/LANGUAGE/LC_MESSAGES/wenren.po`` is what translators edit; ``python -m
tests.tables.catalogue`` brings it and the ``.mo`` beside it in step with the code.
"""

from __future__ import annotations

import gettext
import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import WenrenError
from store.message import Message

if TYPE_CHECKING:
    from tui.traditional import Region

LOCALE = Path(__file__).with_name("locale")
DOMAIN = "wenren"
CHINESE = "zh_CN"


def say(message: str, /, **values: object) -> str:
    """A message in the interface's language, ``values`` in the places it names."""
    return _in(_catalogue(), message, values)


def reply(message: str, /, **values: object) -> str:
    """What a command has to say: English also where no language is named, for programs read it."""
    return _in(_chinese() if replies_in_chinese() else _english(), message, values)


def later(message: str) -> str:
    """A message that is said later: for what makes the catalogue to find it."""
    return message


def in_chinese(message: str) -> str:
    """A message in Chinese, whatever the interface's language."""
    return _chinese().gettext(message)


def _in(words: gettext.NullTranslations, message: str, values: dict[str, object]) -> str:
    """A message of one catalogue; what the store says brings values of its own."""
    if isinstance(message, Message):
        values = message.values | values
        message = message.template
    # What is said of nothing is the catalogue's own head.
    told = words.gettext(message) if message else ""
    if not values:
        return told
    return told.format(**{name: _value(words, value) for name, value in values.items()})


def _value(words: gettext.NullTranslations, value: object) -> object:
    if isinstance(value, WenrenError):
        value = value.message
    return _in(words, value, {}) if isinstance(value, Message) else value


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
    return _named() in ("zh", "")


@cache
def replies_in_chinese() -> bool:
    """Whether ``$WENREN_LANG`` or the locale names Chinese, and it can be written."""
    if _named() != "zh":
        return False
    try:
        "闻人".encode((sys.stderr and sys.stderr.encoding) or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def for_child() -> dict[str, str]:
    """What tells a command that the browser starts to reply in the browser's language."""
    return {"WENREN_LANG": "zh"} if chinese() and not replies_in_chinese() else {}


def _named() -> str:
    """The language that is named; "" for none."""
    for name in ("WENREN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            language = value.split(".")[0].split("_")[0].split("-")[0].lower()
            return "" if language in ("c", "posix") else language
    return ""


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
