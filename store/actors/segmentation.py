"""Word boundaries of folded text, by jieba's dictionary with the lexicon's names in it.

Only what can be doubted is cut: a boundary that no dictionary word crosses is one. Where a
word does cross, jieba's most probable path (without its HMM) over that run of Han decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import log

from store.actors.dictionary import LONGEST, Dictionary, dictionary, jieba_words
from store.actors.wordgrid import word_grid

# 60 million tokens were counted for jieba's dictionary; a name seen this often beats chance
# joins of its neighbours (君王+毅然) as well as words that merely begin inside it.
NAME_FREQUENCY = 3000
# Four characters hardly ever make a name by chance: 全国人大+代表 against 全国+人大代表.
LONG_NAME_FREQUENCY = 300_000
RARE_FREQUENCY = 3


def with_names(names: Iterable[str], rare: Iterable[str], split: Iterable[str]) -> Dictionary:
    """jieba's dictionary with ``names`` added and ``split`` (words to be cut apart) removed.

    ``rare``: names that are hardly ever meant.
    """
    added = dict.fromkeys(rare, RARE_FREQUENCY)
    added |= {n: LONG_NAME_FREQUENCY if len(n) > 3 else NAME_FREQUENCY for n in names}
    return dictionary(jieba_words(), added, split)


# What a dictionary word may add to a name without making another name of it. A longer rest is
# any word of the dictionary (美国+公司, 香港+市民) but for those that name a new thing.
_PEELED = frozenset("人市籍队府方式城氏在驻全前县省军")
_NAMING = re.compile(
    "大学|学院|中学|银行|日报|晚报|时报|电台|电视台|海峡|群岛|半岛|医院|机场|火车站|大厦|大桥|高原|盆地|平原|山脉|"
    "王朝|帝国|公国|化|型"
)


class Cuts:
    """The boundaries of one text, each Han run cut at most once and only when doubted."""

    def __init__(self, known: Dictionary, text: str) -> None:
        self._known = known
        self._text = text
        self.grid = word_grid(text, known)
        # As bytes: an item of an array takes Python several times as long.
        self._crossed = (self.grid.crosses > 0).tobytes() + b"\0"
        self._runs: dict[int, frozenset[int]] = {}
        self._counts: list[tuple[int, dict[int, int]]] | None = None

    def at(self, position: int) -> bool:
        """Whether a word may begin or end at ``position``."""
        return not self._crossed[position] or position in self._run(position)

    def whole(self, start: int, end: int) -> bool:
        """Whether ``start:end`` is made of whole words, or of one after its name is peeled off."""
        return (self.at(start) or self._peels(start, start, end)) and (
            self.at(end) or self._peels(end, start, end)
        )

    def _peels(self, position: int, start: int, end: int) -> bool:
        """Whether the word across ``position`` is the name ``start:end`` and an ordinary word."""
        run = self._run(position)
        first = max(p for p in run if p < position)
        last = min(p for p in run if p > position)
        inner = first if position == end else last
        left, right = (first, position) if position == start else (position, last)
        rest = self._text[left:right]
        if not (inner in (start, end) or (end - inner == 1 and position == end)):
            return first <= start and last >= end and self._ordinary(rest)
        return self._ordinary(rest)

    def _ordinary(self, rest: str) -> bool:
        if len(rest) == 1:
            return rest in _PEELED
        return self._known.frequency(rest) > 0 and not _NAMING.search(rest)

    def _run(self, position: int) -> frozenset[int]:
        """The boundaries around a crossed ``position``.

        Only the stretch between the nearest positions that no word crosses is cut: they are
        boundaries of every path, so the result is that of cutting the whole text.
        """
        found = self._runs.get(position)
        if found is None:
            start = self._crossed.rindex(b"\0", 0, position)
            end = self._crossed.index(b"\0", position)
            found = self._cut(start, end)
            self._runs.update(dict.fromkeys(range(start + 1, end), found))
        return found

    def _cut(self, start: int, end: int) -> frozenset[int]:
        """The boundaries on jieba's most probable path over ``start:end``, without its HMM.

        Of two paths as probable the one with the longer word first, as in jieba.
        """
        best = 0.0
        ahead = {end: (best, end)}
        for at in range(end - 1, start - 1, -1):
            ahead[at] = max(
                (weight + ahead[stop][0], stop) for weight, stop in self._words_at(at, end)
            )
        found = {start}
        while start < end:
            start = ahead[start][1]
            found.add(start)
        return frozenset(found)

    def _words_at(self, at: int, end: int) -> list[tuple[float, int]]:
        """The words from ``at`` that end by ``end``: their weights and ends."""
        if self._counts is None:
            # Only few words are ever asked for: none of the others is weighed.
            self._counts = [
                (length, dict(zip(places.tolist(), counts.tolist(), strict=True)))
                for length, places, counts in self.grid.words
            ]
        total = self._known.total
        words = [
            (log(count) - total, at + length)
            for length, counts in self._counts
            if at + length <= end and (count := counts.get(at))
        ]
        for size in self._known.sizes.get(self._text[at : at + LONGEST], ()):
            count = self._known.others.get(self._text[at : at + size])
            if count and at + size <= end:
                words.append((log(count) - total, at + size))
        count = self._known.others.get(self._text[at])
        if count or not words:
            words.append((log(count or 1) - total, at + 1))
        return words
