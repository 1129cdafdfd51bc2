"""What text is encoded in, where the locale names an encoding that Python could not set.

A server seldom has the locale that a reader's ``ssh`` sends along. Python then falls back on the C
locale and on UTF-8, which a terminal of GBK would show as other characters.
"""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

_UTF8 = codecs.lookup("utf-8").name


def settle(words: Sequence[str]) -> list[str]:
    """Have text written as the locale says; the words of a command line, read so too."""
    encoding = _unset()
    if encoding is None:
        return list(words)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=encoding)
    return [_read(word, encoding) for word in words]


def carries_chinese(encoding: str) -> bool:
    try:
        "闻聞".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def is_utf8(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name == _UTF8
    except LookupError:
        return False


def _unset() -> str | None:
    """The encoding that the locale names, if Python took UTF-8 instead without being told so."""
    if os.environ.get("PYTHONIOENCODING") or os.environ.get("PYTHONUTF8") == "1":
        return None
    named = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "")
    charset = named.partition(".")[2].partition("@")[0]
    try:
        encoding = codecs.lookup(charset).name if charset else _UTF8
    except LookupError:
        return None
    return encoding if encoding != _UTF8 and sys.flags.utf8_mode else None


def _read(word: str, encoding: str) -> str:
    try:
        return os.fsencode(word).decode(encoding) if not word.isascii() else word
    except UnicodeDecodeError:
        return word
