"""The gazetteer: every alias of the lexicon, found in a text where it is a whole word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from store.actors.codes import codes_of, passing, sieve, slots
from store.actors.dictionary import LENGTHS, LONGEST
from store.actors.lexicon import HYPHEN, Actor, Lexicon, normalise_all
from store.actors.segmentation import Cuts, with_names
from store.actors.shortforms import split_words
from store.folding import is_han


@dataclass(frozen=True, slots=True)
class Entry:
    """What one folded alias may mean: plainly (``sure``) or in context (``maybe``).

    ``upper``: an abbreviation, found in capitals only. ``outlet``: it names a news outlet.
    """

    sure: Actor | None
    maybe: tuple[Actor, ...]
    upper: bool
    outlet: bool


# A Latin name next to another Latin word is a piece of a longer name (USS America, Fox News).
_LATIN_BEFORE = re.compile(r"[a-z0-9]['’.&]?[ \-/_]\Z")
_LATIN_AFTER = re.compile(r"['’]?[ \-/_][a-z]|[@.]\w")
# 阿曼 in 阿曼达·克鲁兹: transliteration characters on to the dot of a longer name.
_FORENAME = re.compile(
    "[阿埃艾安奥巴白班邦保鲍贝本比彼波伯博布查茨达戴丹道德登迪丁杜多厄尔法菲费芬弗福夫盖戈格古哈汉豪赫亨霍基吉加贾"
    "简杰捷金卡凯坎康考科克肯库拉莱赖兰朗劳勒雷蕾里利立莉连列林琳隆卢鲁伦罗洛马玛迈麦曼芒梅门蒙米密姆娜纳内尼涅诺"
    "欧帕派潘庞佩彭皮珀普奇齐乔切琼瑞萨赛桑瑟森沙尚绍舍什史斯丝苏塔泰坦汤唐特提廷图托瓦万旺威韦维魏温沃乌西希锡"
    "夏肖谢辛雅亚扬耶叶伊因英尤约泽扎詹朱兹佐]{1,5}·"
)


class Gazetteer:
    """The aliases of a lexicon by their folded text, and the dictionary that bounds them.

    ``characters`` are the aliases of one character, which no word boundary can guard.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._sure: dict[str, Actor] = {}
        self._maybe: dict[str, list[Actor]] = {}
        self._upper: set[str] = set()
        self._entries: dict[str, Entry] = {}
        self.characters: list[tuple[str, Actor]] = []
        names = [(alias, actor) for actor in lexicon.actors for alias in actor.aliases]
        keys = normalise_all([alias.text for alias, _ in names])
        for key, (alias, actor) in zip(keys, names, strict=True):
            if len(key) == 1:
                self.characters.append((key, actor))
            elif alias.needs_context:
                self._maybe.setdefault(key, []).append(actor)
            else:
                self._sure.setdefault(key, actor)
            if len(key) < 6 and alias.text.isascii() and alias.text.isupper():
                self._upper.add(key)
        sure, maybe = self._sure, self._maybe
        # Long names are looked for where their first characters stand.
        sizes: dict[str, set[int]] = defaultdict(set)
        heads: dict[int, set[str]] = defaultdict(set)
        for key in sure.keys() | maybe.keys():
            heads[min(len(key), LONGEST)].add(key[:LONGEST])
            if len(key) > LONGEST:
                sizes[key[:LONGEST]].add(len(key))
        self._longer = {head: tuple(sorted(n, reverse=True)) for head, n in sizes.items()}
        self._sieve = sieve()
        for length in LENGTHS:
            self._sieve[slots(codes_of(heads[length], length))] = True
        self.dictionary = with_names(
            names=[key for key in sure if is_han(key[0])],
            rare=[key for key in maybe if key not in sure and is_han(key[0])],
            split=split_words() - sure.keys(),
        )

    def entry(self, key: str) -> Entry | None:
        """What a folded alias may mean; None for what is none."""
        found = self._entries.get(key)
        if found is None and (key in self._sure or key in self._maybe):
            sure = self._sure.get(key)
            found = self._entries[key] = Entry(
                sure,
                tuple(self._maybe.get(key, ())),
                key in self._upper,
                sure is not None and sure.kind == "media",
            )
        return found

    def find(self, text: str, folded: str, cuts: Cuts) -> Iterator[tuple[int, int, Entry]]:
        """``start, end, entry`` of every alias that stands as a word, in order, longest first.

        ``folded`` is ``text`` folded, with even dots; ``cuts`` are its word boundaries.
        """
        joined = HYPHEN.sub("·", folded) if "-" in folded or "–" in folded else folded
        known = self.entry
        longer = self._longer
        for start, length in passing(joined, LENGTHS, self._sieve):
            sizes: tuple[int, ...] = (length,)
            if length == LONGEST:
                sizes = (*longer.get(joined[start : start + length], ()), length)
            for size in sizes:
                end = start + size
                entry = known(joined[start:end])
                if entry is None or end > len(folded):
                    continue
                if entry.upper and not text[start:end].isupper():
                    continue
                if _stands(folded, start, end, entry, cuts):
                    yield start, end, entry


def _stands(folded: str, start: int, end: int, entry: Entry, cuts: Cuts) -> bool:
    """Whether a name at ``start:end`` is a whole word there, not a piece of another name."""
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    if before == "·" or (after == "·" and is_han(folded[end - 1])):
        return False
    if not is_han(folded[start]):
        if before.isascii() and before.isalnum():
            return False
        if not entry.outlet and _LATIN_BEFORE.search(folded, max(0, start - 3), start):
            return False
    if not is_han(folded[end - 1]):
        if after.isascii() and after.isalnum():
            return False
        return entry.outlet or _LATIN_AFTER.match(folded, end) is None
    if "·" not in folded[start:end] and _FORENAME.match(folded, end):
        return False
    return cuts.whole(start, end)
