"""Word boundaries of folded text, by jieba's dictionary with the lexicon's names in it.

Only what can be doubted is cut: a boundary that no dictionary word crosses is one. Where a
word does cross, jieba's most probable path (without its HMM) over that run of Han decides.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

import jieba

from store.actors.wordgrid import word_grid, word_table

# 60 million tokens were counted for jieba's dictionary; a name seen this often beats chance
# joins of its neighbours (君王+毅然) as well as words that merely begin inside it.
NAME_FREQUENCY = 3000
# Four characters hardly ever make a name by chance: 全国人大+代表 against 全国+人大代表.
LONG_NAME_FREQUENCY = 300_000


class Segmentation:
    """jieba's dictionary with ``names`` added and ``split`` (words to be cut apart) removed."""

    def __init__(self, names: Iterable[str], rare: Iterable[str], split: Iterable[str]) -> None:
        jieba.default_logger.setLevel(logging.WARNING)
        # An instance of our own, filled without initialize(): that would load (and so trust)
        # a marshal file anyone on a shared machine may have put in /tmp.
        self._tokenizer = jieba.Tokenizer()
        words, total = self._tokenizer.gen_pfdict(self._tokenizer.get_dict_file())
        for group, usual in ((rare, 3), (names, NAME_FREQUENCY)):
            for word in group:
                frequency = LONG_NAME_FREQUENCY if usual > 3 and len(word) > 3 else usual
                total += frequency
                words[word] = max(words.get(word) or 0, frequency)
                for end in range(1, len(word)):
                    words.setdefault(word[:end], 0)
        for word in split:
            if words.get(word):
                words[word] = 0
        self._tokenizer.FREQ, self._tokenizer.total = words, total
        self._tokenizer.initialized = True
        self.words: dict[str, int] = words
        self.table = word_table(words)

    def frequency(self, word: str) -> int:
        """How often the dictionary counts ``word``; 0 for what is no word."""
        return self.words.get(word) or 0

    def boundaries(self, sentence: str) -> frozenset[int]:
        """The word boundaries of a text on jieba's most probable path, without its HMM."""
        dag = self._tokenizer.get_DAG(sentence)
        route: dict[int, tuple[float, int]] = {}
        self._tokenizer.calc(sentence, dag, route)
        found = {0}
        at = 0
        while at < len(sentence):
            at = route[at][1] + 1
            found.add(at)
        return frozenset(found)


# What a dictionary word may add to a name without making another name of it. A longer rest is
# any word of the dictionary (美国+公司, 香港+市民) but for those that name a new thing.
_PEELED = frozenset("人市籍队府方式城氏在驻全前县省军")
_NAMING = re.compile(
    "大学|学院|中学|银行|日报|晚报|时报|电台|电视台|海峡|群岛|半岛|医院|机场|火车站|大厦|大桥|高原|盆地|平原|山脉|"
    "王朝|帝国|公国|化|型"
)


class Cuts:
    """The boundaries of one text, each Han run cut at most once and only when doubted."""

    def __init__(self, segmentation: Segmentation, text: str) -> None:
        self._segmentation = segmentation
        self._text = text
        self.grid = word_grid(text, segmentation.table)
        # As bytes: an item of an array takes Python several times as long.
        self._crossed = (self.grid.crosses > 0).tobytes() + b"\0"
        self._runs: dict[int, frozenset[int]] = {}

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
        return self._segmentation.frequency(rest) > 0 and not _NAMING.search(rest)

    def _run(self, position: int) -> frozenset[int]:
        """The boundaries around a crossed ``position``.

        Only the stretch between the nearest positions that no word crosses is cut: they are
        boundaries of every path, so the result is that of cutting the whole text.
        """
        found = self._runs.get(position)
        if found is None:
            start = self._crossed.rindex(b"\0", 0, position)
            end = self._crossed.index(b"\0", position)
            cuts = self._segmentation.boundaries(self._text[start:end])
            found = frozenset(start + cut for cut in cuts)
            self._runs.update(dict.fromkeys(range(start + 1, end), found))
        return found
