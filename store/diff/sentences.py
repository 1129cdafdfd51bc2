"""Sentences of a text and the tokens they are compared by.

Two ways of writing the same sentence have the same tokens: script, width, case, spaces and most
punctuation don't count. What could change the sense does: letters, numbers as wholes, question,
exclamation and quotation marks, signs of money and per cent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from store.folding import fold

_QUOTES = "\"“”„‟〝〞〟「」『』‘’'`"
_STRONG = "?!%‰$€£¥￥" + _QUOTES
_OPENING = r"\s(\[{<《〈【〔〖"
# In folded text. A full stop of ASCII ends a sentence only behind a Han character or a closing
# mark: elsewhere it belongs to a number, an address or an abbreviation.
_END = re.compile(
    r"(?:[。!?;…]|\.{2,}|(?<=[\u3400-\u9fff”’」』\"')》])\.)+"
    r"[”’」』\"')\]}>》〉】〕〗]*\s*"
    r"|\n\s*"
)
_TOKEN = re.compile(
    rf"[{_OPENING}]{{0,8}}"
    r"(?P<core>(?:(?<![\w-])-)?[0-9]+(?:[.,:/-][0-9]+)*|[a-z]+(?:['’.&-][a-z]+)*"
    rf"|[^\W0-9a-z]|[{re.escape(_STRONG)}])"
    rf"(?:(?![{_OPENING}])[^\w{re.escape(_STRONG)}])*"
)
_LETTER = re.compile(r"\w")
_ZEROS = re.compile(r"(?<![0-9.])0+(?=[0-9])")


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a stretch of text is compared by.

    ``keys[i]`` is what counts of ``text[edges[i]:edges[i + 1]]``; the edges begin and end with the
    stretch's own, so that every character belongs to a token. A stretch without anything that
    counts is one token with an empty key.
    """

    keys: tuple[str, ...]
    edges: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.edges[0]

    @property
    def end(self) -> int:
        return self.edges[-1]

    def __add__(self, other: Tokens) -> Tokens:
        """This stretch and the one that follows it."""
        return Tokens(self.keys + other.keys, self.edges[:-1] + other.edges)


def sentences(text: str) -> list[Tokens]:
    """The sentences of a text, in order; together they are the whole text, in linear time."""
    folded = fold(text)
    return [_tokens(folded, start, end) for start, end in _spans(folded)]


def spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end."""
    return list(_spans(fold(text)))


def whole(text: str) -> Tokens:
    """A text as one stretch: a headline."""
    return _tokens(fold(text), 0, len(text))


def _spans(folded: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end; marks alone are no sentence and stay with the one before."""
    start = end = 0
    lettered = False
    for edge in (*(match.end() for match in _END.finditer(folded)), len(folded)):
        if _LETTER.search(folded, end, edge):
            if lettered:
                yield start, end
                start = end
            lettered = True
        end = edge
    if end > start:
        yield start, end


def _tokens(folded: str, start: int, end: int) -> Tokens:
    keys: list[str] = []
    edges: list[int] = []
    for match in _TOKEN.finditer(folded, start, end):
        core = match["core"]
        if core in _QUOTES:
            core = '"'
        elif core[-1].isdigit():
            core = _ZEROS.sub("", core.replace(",", ""))
        keys.append(core)
        edges.append(match.start())
    first, last = _quoted(keys)
    del keys[last:], edges[last:], keys[:first], edges[:first]
    if not keys:
        return Tokens(("",), (start, end))
    edges[0] = start
    edges.append(end)
    return Tokens(tuple(keys), tuple(edges))


def _quoted(keys: list[str]) -> tuple[int, int]:
    """The keys less the marks of a quotation that goes on beyond the sentence or is all of it.

    Where the marks stand then, by the full stop or by the next sentence, is a matter of style.
    """
    first, last = 0, len(keys)
    marks = keys.count('"')
    if marks % 2 and keys[0] == '"':
        first = 1
    elif marks % 2 and keys[-1] == '"':
        last -= 1
    elif marks == 2 < last and keys[0] == keys[-1] == '"':
        first, last = 1, last - 1
    return first, last
