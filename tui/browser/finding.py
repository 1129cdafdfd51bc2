"""Finding an entry among a few hundred by some of its words, by pinyin too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.article import ActorKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to choose: ``value`` is what choosing it means.

    ``label`` is shown, ``note`` before it and ``tail`` after it; an actor has a ``kind``. ``words``
    are what else it is found by.
    """

    label: str
    value: str
    note: str = ""
    words: str = ""
    tail: str = ""
    kind: ActorKind | None = None


def matching(entries: Iterable[Entry], typed: str) -> list[Entry]:
    """The entries that hold all words of ``typed``, those that begin with the first one first.

    A word is held as text, in either script, width and case, or as the pinyin or the initials of
    some of an entry's characters.
    """
    words = typed.split()
    found = [entry for entry in entries if holds(entry, words)]
    return sorted(found, key=lambda entry: _rank(entry, words[0])) if words else found


def holds(entry: Entry, words: Iterable[str]) -> bool:
    """Whether an entry holds all of the words, as ``matching`` has it."""
    return all(_rank(entry, word) < _NEVER for word in words)


_NEVER = 3


def _rank(entry: Entry, word: str) -> int:
    from store.folding import fold

    folded = fold(word)
    if fold(entry.label).startswith(folded):
        return 0
    if folded in fold(f"{entry.label} {entry.words} {entry.note}"):
        return 1
    if folded.isascii() and any(folded in sound for sound in _sounds(fold(entry.label))):
        return 2
    return _NEVER


@lru_cache(maxsize=1024)
def _sounds(folded: str) -> tuple[str, ...]:
    return tuple(_made(folded))


def _made(folded: str) -> Iterator[str]:
    # A table of its own, read when the first Latin word matches no text.
    from store.search.readings import runs

    for run in runs(folded):
        yield "".join(run)
        yield "".join(syllable[0] for syllable in run)
