"""A file of several posts, each with its front matter: where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

FIELDS = 60
"""Most lines of front matter that a post in the middle of a file is known by."""

_START = re.compile(
    r"(?:\A\s*|(?<=\n))---[ \t]*\n"
    rf"(?=(?P<fields>(?:[\w-]{{1,40}}[ \t]*:.*\n|[ \t]+\S.*\n|-[ \t].*\n|#.*\n){{1,{FIELDS}}})"
    r"---[ \t]*(?:\n|\Z))"
)
_TITLE = re.compile(r"^title[ \t]*:", re.MULTILINE | re.IGNORECASE)


def posts(text: str, name: str) -> Iterator[tuple[str, str]]:
    """Each post of decoded text with its name: ``name:line`` where there are several.

    A rule begins a post if fields with a title stand under it and a rule under these; a rule in a
    post's own text is followed by prose.
    """
    starts = [m.start() for m in _START.finditer(text) if _TITLE.search(m["fields"])]
    if len(starts) < 2:
        yield name, text
        return
    line = 1
    for start, end in pairwise([0, *starts[1:], len(text)]):
        yield f"{name}:{line}", text[start:end]
        line += text.count("\n", start, end)
