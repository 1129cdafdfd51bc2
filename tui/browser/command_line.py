"""A command of ours in a process of its own, for a browser that goes on meanwhile.

It says on standard error what it would say to a person, and not in JSON as ``store.child`` does.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from typing import IO

from tui.browser.child import start
from tui.language import for_child

_ENDS = re.compile(rb"[\r\n]")


def run(words: Sequence[str], told: Callable[[str], None]) -> tuple[int, str]:
    """Carry out a command; its exit code, and the last line it had to say.

    ``told`` is called with every line, also those that are meant to be written over.
    """
    from store.intake.hygiene import clean_line

    environment = {"PYTHONUTF8": "1", "WENREN_PROGRESS": "1", **for_child()}
    last = ""
    with start("tui.commandline.beside", *words, listened="stderr", **environment) as process:
        assert process.stderr
        for line in _lines(process.stderr):
            if said := clean_line(line.replace(b"\x1b[K", b"").decode("utf-8", "replace")):
                last = said
                told(said)
        code = process.wait()
    return code, last.removeprefix("wenren: ")


def _lines(output: IO[bytes]) -> Iterator[bytes]:
    left = b""
    while some := os.read(output.fileno(), 1 << 16):
        *whole, left = _ENDS.split(left + some)
        yield from whole
    yield left
