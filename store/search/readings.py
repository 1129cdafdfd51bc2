"""How Chinese text sounds: the syllables of its characters, by the table ``data/readings.txt``.

Only what writes an index needs this. Syllables have no tones, and ü is u.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_HAN = re.compile("[〇\u4e00-\u9fff]+")
_SURNAMES = (
    "单=shan 仇=qiu 解=xie 曾=zeng 查=zha 任=ren 华=hua 区=ou 员=yun 冼=xian 洗=xian 朴=piao "
    "缪=miao 纪=ji 宁=ning 尉=wei 种=chong 秘=bi 繁=po 折=she 祭=zhai 黑=he 盛=sheng 应=ying "
    "葛=ge 藏=zang 句=gou 能=nai 召=shao 逄=pang 车=che 过=guo 贾=jia 晁=chao 瞿=qu 佴=nai "
    "阚=kan 薄=bo 都=du 那=na 强=qiang 相=xiang 谌=chen 沈=shen 石=shi 乐=yue/le 覃=qin/tan "
    "盖=ge/gai 翟=zhai/di 牟=mou/mu 隗=wei/kui 郗=chi/xi 尉迟=yu,chi 万俟=mo,qi 单于=chan,yu "
    "长孙=zhang,sun 澹台=tan,tai"
)
"""How a person's surname is read where that isn't the character's usual reading, or may not be."""
_LONGEST_NAME = 4
"""Longer names of persons are foreign ones, or groups: they begin with no surname."""


class _Table(NamedTuple):
    characters: dict[str, str]
    words: dict[str, tuple[str, ...]]
    lengths: dict[str, tuple[int, ...]]  # of the words by their first character, longest first
    surnames: dict[str, tuple[tuple[str, ...], ...]]


def runs(folded: str) -> list[tuple[str, ...]]:
    """The syllables of each run of characters whose reading is known."""
    return [_read(run) for run in _HAN.findall(folded)]


def name_readings(folded: str, *, person: bool) -> list[tuple[str, ...]]:
    """The ways a name is read, syllable by syllable, what isn't Han left out.

    Several where a surname has two readings; none where there is nothing to read.
    """
    usual = tuple(syllable for run in runs(folded) for syllable in run)
    if not usual:
        return []
    if person and len(folded) <= _LONGEST_NAME and len(usual) == len(folded):
        surnames = _table().surnames
        for length in (2, 1):
            if length < len(folded) and (heads := surnames.get(folded[:length])):
                return [head + _read(folded[length:]) for head in heads]
    return [usual]


def _read(run: str) -> tuple[str, ...]:
    characters, words, lengths, _ = _table()
    syllables: list[str] = []
    at = 0
    while at < len(run):
        for length in lengths.get(run[at], ()):
            if told := words.get(run[at : at + length]):
                syllables += told
                at += length
                break
        else:
            if syllable := characters.get(run[at]):
                syllables.append(syllable)
            at += 1
    return tuple(syllables)


@cache
def _table() -> _Table:
    path = Path(__file__).parent.parent.joinpath("data", "readings.txt")
    usual, _, told = path.read_text("utf-8").partition("\n\n")
    characters = {
        char: syllable
        for syllable, _, chars in (line.partition(" ") for line in usual.split("\n"))
        if syllable != "#"
        for char in chars
    }
    words = {
        word: tuple(read.split())
        for word, _, read in (line.partition(" ") for line in told.splitlines())
    }
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[0], set()).add(len(word))
    surnames = {
        name: tuple(tuple(reading.split(",")) for reading in readings.split("/"))
        for name, _, readings in (pair.partition("=") for pair in _SURNAMES.split())
    }
    longest_first = {char: tuple(sorted(found, reverse=True)) for char, found in lengths.items()}
    return _Table(characters, words, longest_first, surnames)
