"""Names and pinyin as they are typed without an input method: spellings of one sound made one.

Tones (marks or digits), spaces, apostrophes and hyphens are put aside; ``ü`` and ``v`` are ``u``
after l and n. What is ambiguous stays so: ``xian`` is one syllable or two.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from store.folding import fold, is_han

_FINALS = """
- a ai an ang ao e ei en eng er o ou
b a ai an ang ao ei en eng i ian iao ie in ing o u
c a ai an ang ao e ei en eng i ong ou u uan ui un uo
ch a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo
d a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo
f a an ang ei en eng iao o ou u
g a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
h a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
j i ia ian iang iao ie in ing iong iu u uan ue un
k a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
l a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan ue un uo
m a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u
n a ai an ang ao e ei en eng i ia ian iang iao ie in ing iu ong ou u uan ue un uo
p a ai an ang ao ei en eng i ian iao ie in ing o ou u
q i ia ian iang iao ie in ing iong iu u uan ue un
r an ang ao e en eng i ong ou u ua uan ui un uo
s a ai an ang ao e ei en eng i ong ou u uan ui un uo
sh a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo
t a ai an ang ao e ei eng i ian iao ie ing ong ou u uan ui un uo
w a ai an ang ei en eng o u
x i ia ian iang iao ie in ing iong iu u uan ue un
y a an ang ao e i in ing o ong ou u uan ue un
z a ai an ang ao e ei en eng i ong ou u uan ui un uo
zh a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo
"""
SYLLABLES = frozenset(
    ("" if initial == "-" else initial) + final
    for initial, *finals in (line.split() for line in _FINALS.strip().split("\n"))
    for final in finals
)
"""Every syllable there is, without tones, ü as u."""
_BEGINNINGS = frozenset(s[:end] for s in SYLLABLES for end in range(1, len(s)))
_LONGEST = 6
SPELLINGS = 8
"""As many ways of cutting one text into syllables are told apart."""
LETTERS = 160
"""Longer texts are not looked at: nobody is called so, in pinyin with spaces either."""
_WORD = re.compile(r"[^\W_]+")
_TONED = re.compile(r"(?<=[a-z])[1-5](?![0-9])")
_UMLAUT = re.compile("(?<=[ln])v")
_VOWELS = re.compile("[aeiouy]+")
_DOUBLED = re.compile(r"(.)\1+")


class Spelling(NamedTuple):
    """``is_open``: of the last syllable only the beginning is there."""

    syllables: tuple[str, ...]
    is_open: bool


def spellings(text: str) -> list[Spelling]:
    """The ways to read ``text`` as pinyin, fewest syllables first; none if it isn't pinyin.

    Its last syllable may be only begun (``zhongm``), but not where all of it can be read whole.
    """
    folded = _folded(text)
    if not folded or len(folded) > LETTERS:
        return []
    chunks = [c for c in re.split(r"[\s'’‘`·-]+", _TONED.sub("'", folded)) if c]
    if not chunks or not all(c.isascii() and c.isalpha() for c in chunks):
        return []
    *firsts, last = chunks
    found: list[tuple[str, ...]] = [()]
    for chunk in firsts:
        found = [a + b for a in found for b in _whole(chunk)][:SPELLINGS]
    whole = [Spelling(a + b, False) for a in found for b in _whole(last)]
    begun = [] if whole else [Spelling(a + b, True) for a in found for b in _begun(last)]
    return sorted(whole or begun, key=lambda s: (len(s.syllables), s.syllables))[:SPELLINGS]


def latin_keys(text: str) -> list[str]:
    """What ``text``, if it is Latin, may be filed under: joined, without tones; else nothing."""
    folded = _folded(text)
    if len(folded) > LETTERS or any(is_han(char) for char in folded):
        return []
    as_written = "".join(_WORD.findall(fold(text)))
    untoned = "".join(_WORD.findall(_TONED.sub("", folded)))
    return [key for key in dict.fromkeys((as_written, untoned)) if key.isascii() and key]


def skeleton(word: str) -> str:
    """What is left of a foreign name however its vowels are spelt: its first letter, consonants.

    ``zelensky``, ``zelenskyy`` and ``zelianskiy`` have one. Begins with ``~``, as no word does.
    """
    return "~" + word[:1] + _DOUBLED.sub(r"\1", _VOWELS.sub("", word[1:]))


def is_near(typed: str, known: str) -> bool:
    """Whether a longer word is another one misspelt: one letter too many, too few, wrong or out
    of place, or, of the same skeleton, a third of the letters."""
    shorter, longer = sorted((len(typed), len(known)))
    if shorter < NEAR:
        return False
    apart = distance(typed, known)
    return apart <= 1 or (apart <= longer // 3 and skeleton(typed) == skeleton(known))


NEAR = 6
"""Letters of the shortest word that may be misspelt: a shorter one is as near to too many."""


def _folded(text: str) -> str:
    return _UMLAUT.sub("u", fold(unicodedata.normalize("NFC", text)).strip())


@lru_cache(4096)
def _whole(chunk: str) -> tuple[tuple[str, ...], ...]:
    """Every way to cut letters into syllables (at most ``SPELLINGS``)."""
    if not chunk:
        return ((),)
    found = [
        (chunk[:length], *rest)
        for length in range(min(_LONGEST, len(chunk)), 0, -1)
        if chunk[:length] in SYLLABLES
        for rest in _whole(chunk[length:])
        # Nobody writes mao'yi so that it reads ma-o-yi.
        if not (rest and rest[0] in "aoe" and chunk[: length + 1] in SYLLABLES)
    ]
    return tuple(found[:SPELLINGS])


def _begun(chunk: str) -> list[tuple[str, ...]]:
    return [
        (*first, chunk[at:])
        for at in range(max(0, len(chunk) - _LONGEST), len(chunk))
        if chunk[at:] in _BEGINNINGS
        for first in _whole(chunk[:at])
    ][:SPELLINGS]


def distance(a: str, b: str) -> int:
    """Letters to change, add, drop or swap with the next one to make one word the other."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
