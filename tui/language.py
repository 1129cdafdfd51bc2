"""The two languages of the interface."""

from __future__ import annotations

import os
from functools import cache


def say(zh: str, en: str) -> str:
    """The text in the interface's language."""
    return zh if chinese() else en


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
