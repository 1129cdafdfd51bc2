"""Articles of any number in our own sentences, with real actors' names in them.

The words are drawn by frequency from jieba's dictionary, so terms are as common and as rare as in
Chinese text, while the sentences mean nothing. Everything follows from the seed. About 900
characters an article, four in a hundred reprints of another, ten years of dates.
"""

from __future__ import annotations

import importlib.util
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import TypeVar

from store.actors.lexicon import Actor, Lexicon
from store.article import TITLE, Block, Draft, Mention, article_id

T = TypeVar("T")

START = datetime(2016, 1, 1, tzinfo=timezone(timedelta(hours=8)))
DAYS = 3653
PARAGRAPHS = 7
SENTENCES_EACH = 4
REPRINTS = 0.04
SOURCES = (
    *("远望通讯社", "海港日报", "城北晚报", "南岛新闻网", "环流周刊", "山前电讯", "晨星时报"),
    *("北岸广播", "大江财讯", "榕树新闻", "长桥观察", "西市快报"),
)
TITLES = (
    "{person}就{noun}{verb}{place}", "{place}{noun}{verb}{noun}", "{person}会见{person}谈{noun}",
    "{organisation}{verb}{noun}，{place}{adjective}", "{noun}{verb}后的{place}{noun}",
    "{place}{adjective}{noun}：{verb}与{verb}", "{person}：{noun}应当{verb}{noun}",
    "{noun}为何{verb}{noun}", "{organisation}与{place}{verb}{noun}",
)  # fmt: skip
SENTENCES = (
    "{person}{day}在{place}表示，{noun}的{noun}将{verb}{noun}，{adjective}的{noun}也会{verb}。",
    "{media}援引{organisation}的{noun}说，{place}的{noun}已经{verb}，{noun}{verb}了{number}。",
    "“{noun}不是{noun}，”{person}说，“{verb}{noun}之后，{noun}还要{verb}。”",
    "{noun}{verb}{noun}时，{adjective}的{noun}在{place}{verb}，{noun}与{noun}因此{verb}。",
    "据{organisation}统计，{noun}比去年{verb}{number}，其中{noun}占{number}。",
    "{adjective}的是，{noun}仍未{verb}{noun}，{person}和{person}对{noun}的看法{adjective}。",
    "在{place}，{noun}{verb}的{noun}引来{noun}，{verb}{noun}的{noun}{adjective}。",
    "{day}，{organisation}{verb}了{noun}的{noun}，{noun}、{noun}和{noun}都在{verb}之列。",
    "有{noun}认为，{verb}{noun}会让{noun}更{adjective}；也有{noun}担心{noun}{verb}。",
    "{noun}没有{verb}{noun}，只说{noun}{adjective}，{noun}正在{verb}。",
    "{noun}的{noun}{verb}以来，{noun}{verb}{noun}{number}，{noun}{adjective}。",
    "{noun}{verb}，{person}的{noun}与{organisation}的{noun}{verb}{noun}。",
    "这是{noun}首次{verb}，{noun}{verb}{noun}的{noun}{adjective}。",
    "{verb}与{verb}之间，{noun}选择了{noun}，而{noun}{verb}{noun}。",
    "{day}的{noun}上，{noun}被{verb}，{adjective}的{noun}{verb}{noun}。",
    "{noun}{verb}，{noun}{verb}，{noun}的{noun}{adjective}地{verb}着{noun}。",
)
_TAGS = {"n": "noun", "vn": "noun", "v": "verb", "a": "adjective"}
_PARTS = re.compile(r"[^{}]+")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff·]{2,}\Z")


@dataclass(frozen=True, slots=True)
class Sample:
    """A draft, the names put into it, and the id of the article it reprints."""

    draft: Draft
    mentions: tuple[Mention, ...]
    original: str | None = None


def samples(number: int, lexicon: Lexicon, seed: int = 1) -> Iterator[Sample]:
    """``number`` samples over ``DAYS`` days, earliest first."""
    writer = _Writer(lexicon, random.Random(seed))
    recent: list[Sample] = []
    for at in range(number):
        minutes = (at + writer.random.random()) * DAYS * 1440 / number
        moment = (START + timedelta(minutes=minutes)).isoformat(timespec="seconds")
        if recent and writer.random.random() < REPRINTS:
            yield writer.reprint(writer.random.choice(recent), moment)
        else:
            sample = writer.article(moment)
            recent = [*recent[-19:], sample]
            yield sample


def drafts(number: int, lexicon: Lexicon, seed: int = 1) -> Iterator[Draft]:
    """The same articles as their sources would give them."""
    return (sample.draft for sample in samples(number, lexicon, seed))


class _Writer:
    """Endless streams of words and of actors' ranks, the common ones often."""

    def __init__(self, lexicon: Lexicon, source: random.Random) -> None:
        self.random = source
        self.words = {slot: self._stream(*pool) for slot, pool in dictionary().items()}
        self.actors: dict[str, list[Actor]] = defaultdict(list)
        for actor in lexicon.actors:
            if _HAN_NAME.match(actor.name):
                self.actors[actor.kind].append(actor)
        self.ranks = {
            kind: self._stream(range(len(known)), [1 / (rank + 3) for rank in range(len(known))])
            for kind, known in self.actors.items()
        }

    def article(self, moment: str) -> Sample:
        # An article keeps to a few actors, so that some names stand together often.
        cast = {
            kind: [known[next(self.ranks[kind])] for _ in range(3)]
            for kind, known in self.actors.items()
        }
        title, mentions = self._fill([self.random.choice(TITLES)], cast, TITLE)
        blocks = []
        for number in range(self.random.randint(PARAGRAPHS - 2, PARAGRAPHS + 2)):
            text, named = self._fill(self.random.choices(SENTENCES, k=SENTENCES_EACH), cast, number)
            blocks.append(Block("paragraph", text))
            mentions += named
        source = self.random.choice(SOURCES)
        return Sample(Draft(title, tuple(blocks), source, published=moment), tuple(mentions))

    def reprint(self, of: Sample, moment: str) -> Sample:
        """The same story elsewhere, its last paragraph cut."""
        others = [source for source in SOURCES if source != of.draft.source]
        draft = replace(
            of.draft,
            source=self.random.choice(others),
            published=moment,
            blocks=of.draft.blocks[:-1],
        )
        kept = tuple(m for m in of.mentions if m.block < len(draft.blocks))
        return Sample(draft, kept, article_id(of.draft))

    def _fill(
        self, templates: Sequence[str], cast: dict[str, list[Actor]], block: int
    ) -> tuple[str, list[Mention]]:
        text = ""
        mentions = []
        for part in (part for template in templates for part in _parts(template)):
            if part in cast:
                actor = self.random.choice(cast[part])
                name = self._name(actor)
                span = (block, len(text), len(text) + len(name))
                mentions.append(Mention(*span, actor.kind, actor.id, actor.name))
                text += name
            elif part in self.words:
                text += next(self.words[part])
            elif part == "day":
                text += f"{self.random.randint(1, 12)}月{self.random.randint(1, 28)}日"
            elif part == "number":
                text += f"{self.random.randint(1, 999) / 10}%"
            else:
                text += part
        return text, mentions

    def _name(self, actor: Actor) -> str:
        names = [
            alias.text
            for alias in actor.aliases[:2]
            if not (alias.needs_context or alias.region) and _HAN_NAME.match(alias.text)
        ]
        return self.random.choice(names) if names else actor.name

    def _stream(self, values: Sequence[T], weights: Sequence[float]) -> Iterator[T]:
        while True:
            yield from self.random.choices(values, weights, k=10_000)


@cache
def _parts(template: str) -> tuple[str, ...]:
    return tuple(_PARTS.findall(template))


@cache
def dictionary() -> dict[str, tuple[list[str], list[float]]]:
    """Words of two to four characters by part of speech, with their frequencies."""
    found = importlib.util.find_spec("jieba")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("jieba")
    table = Path(found.submodule_search_locations[0]) / "dict.txt"
    words: dict[str, tuple[list[str], list[float]]] = defaultdict(lambda: ([], []))
    for line in table.read_text("utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        if tag in _TAGS and 2 <= len(word) <= 4 and _HAN_NAME.match(word):
            words[_TAGS[tag]][0].append(word)
            # Flattened, for the commonest words of the dictionary are those of fiction.
            words[_TAGS[tag]][1].append(int(frequency) ** 0.8)
    return words
