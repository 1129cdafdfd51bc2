"""What may be meant to be typed in a query: keys, their values, actors, outlets and tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal, NamedTuple, TypeAlias

from store.folding import fold, is_han
from store.search import who
from store.search.forms import KEYS, SOUNDED, SOUNDS, VALUES
from store.search.reader import Reader
from store.search.spelling import latin_keys
from store.search.who import Candidate
from store.search.wording import field

Kind: TypeAlias = Literal["key", "value", "actor", "source", "tag", "asked", "saved"]
LIMIT = 10
BESIDE = 3
"""Outlets offered for a bare word, after the actors."""
TAGS = 2
"""Tags offered for a bare word, before the actors."""
SOUNDING = 3
"""Letters of a key's or a day's pinyin from which it is offered for a bare word."""
_KEY = re.compile(r"([^\W\d_]{1,12})[:：](?!/)")
_QUOTES = {'"': '"”', "＂": "＂", "“": '”"', "「": "」", "『": "』"}
_BETWEEN = " 　\t()（）|｜"
_MINUS = "-－﹣−"
_AT = ("@", "＠")
_DAYS = ("今天", "昨天", "本周")
_SPANS = ("7天", "30天", "3个月", "1年")
_ENGLISH = {"date": ("today", "yesterday", "thisweek"), "last": ("7d", "30d", "3m", "1y")}


@dataclass(frozen=True, slots=True)
class Completion:
    """``insert`` goes in the place of ``text[start:end]``, offsets in code points.

    ``name`` is what it stands for, ``hint`` how else that is typed or called, ``articles`` how many
    of this store name it (None: not counted). ``label`` is all of them in one line. One that was
    ``asked`` or ``saved`` is a whole query.
    """

    insert: str
    start: int
    end: int
    kind: Kind
    name: str
    hint: str = ""
    articles: int | None = None

    @property
    def label(self) -> str:
        counted = "" if self.articles is None else f"{self.articles:,} 篇"
        return " · ".join(part for part in (self.name, self.hint, counted) if part)


class _Item(NamedTuple):
    """The part of a query that the cursor is in: ``typed`` is its value up to the cursor."""

    start: int
    end: int
    prefix: str
    key: str | None
    typed: str


def complete(
    db: Reader, text: str, at: int, limit: int = LIMIT, tags: Mapping[str, int] | None = None
) -> list[Completion]:
    """What may be meant at the cursor ``at``, the likeliest first; nothing for a quoted phrase.

    ``tags``: those in use, and how many articles have each.
    """
    item = _item(text, max(0, min(at, len(text))))
    return list(islice(_offers(db, item, tags or {}), limit)) if item else []


def _offers(db: Reader, item: _Item, tags: Mapping[str, int]) -> Iterator[Completion]:
    if item.key == "actor":
        yield from _actors(db, item, item.prefix, LIMIT)
    elif item.key == "source":
        yield from _sources(db, item, item.prefix, LIMIT)
    elif item.key == "tag":
        yield from _tags(tags, item, item.prefix)
    elif item.key == "date":
        yield from _values(item, item.prefix, (*_DAYS, *_newest(db)), _ENGLISH["date"])
    elif item.key == "last":
        yield from _values(item, item.prefix, _SPANS, _ENGLISH["last"])
    elif item.key is not None and item.key in VALUES:
        chinese = [value for value in VALUES[item.key] if is_han(value[0])]
        english = [value for value in VALUES[item.key] if not is_han(value[0])]
        yield from _values(item, item.prefix, chinese, english)
    elif item.key is None:
        yield from _keys(item)
        if item.typed:
            yield from _values(item, "", _DAYS, _ENGLISH["date"])
            yield from islice(_tags(tags, item, "标签:"), TAGS)
            actors = list(_actors(db, item, "人:", LIMIT - BESIDE))
            yield from actors[:2]
            yield from _sounding(item)
            yield from actors[2:]
            yield from _sources(db, item, "源:", BESIDE)


def _keys(item: _Item) -> Iterator[Completion]:
    typed = fold(item.typed)
    for key in KEYS:
        # Who has typed nothing yet is shown the keys once, not in both languages.
        if key.startswith(typed) if typed else is_han(key[0]):
            yield _key(item, key)


def _key(item: _Item, key: str) -> Completion:
    other = next(k for k, v in KEYS.items() if v == KEYS[key] and k != key)
    return Completion(f"{key}:", item.start, item.end, "key", f"{key}:", f"{other}:")


def _sounding(item: _Item) -> Iterator[Completion]:
    """Keys and days by their pinyin, once enough of it is typed to be no name's beginning."""
    typed = item.typed.lower()
    if len(typed) < SOUNDING:
        return
    for word, sound in SOUNDS.items():
        if not sound.startswith(typed):
            continue
        if word in KEYS:
            yield _key(item, word)
        elif word in _DAYS:
            yield Completion(word, item.start, item.end, "value", word, sound)


def _tags(tags: Mapping[str, int], item: _Item, prefix: str) -> Iterator[Completion]:
    """The most used first."""
    typed = fold(item.typed)
    for tag, articles in sorted(tags.items(), key=lambda pair: (-pair[1], pair[0])):
        if fold(tag).startswith(typed) and (insert := field(prefix, tag)):
            yield Completion(insert, item.start, item.end, "tag", tag, "", articles)


def _values(
    item: _Item, prefix: str, values: Iterable[str], english: Iterable[str]
) -> Iterator[Completion]:
    typed = fold(item.typed)
    # The English ones for those who have begun to type one.
    for value in (*values, *english) if typed else values:
        begun = value.startswith(typed) or (prefix and SOUNDS.get(value, "").startswith(typed))
        if begun and value != typed:
            yield Completion(prefix + value, item.start, item.end, "value", value)


def _newest(db: Reader) -> list[str]:
    """The newest month and year of the store."""
    row = db.one("SELECT day FROM head ORDER BY rid DESC LIMIT 1")
    return [row[0][:7], row[0][:4]] if row and row[0][:1].isdigit() else []


def _actors(db: Reader, item: _Item, prefix: str, limit: int) -> Iterator[Completion]:
    whole = who.called(db, item.typed) if item.typed else None
    # A word of a name is no likelier than the beginning of another: te of Lai Ching-te.
    likely = [*whole.taken, *whole.others] if whole and whole.way != "part" else []
    likely += who.beginning(db, item.typed, limit)
    if not likely and (near := who.misspelt(db, item.typed)):
        likely = [*near.taken, *near.others]
    offered: set[str] = set()
    for aid in list(dict.fromkeys(likely)):
        if len(offered) == limit:
            return
        for candidate in who.candidates(db, (aid,)):
            insert = field(prefix, candidate.name) or field(prefix, candidate.actor)
            # All who bear one name are asked for by it at once.
            if insert and insert not in offered:
                offered.add(insert)
                hint, count = _hint(db, aid, candidate), candidate.articles
                yield Completion(insert, item.start, item.end, "actor", candidate.name, hint, count)


def _hint(db: Reader, aid: int, candidate: Candidate) -> str:
    """The initials of a Han name, what is short to type; of others the English name."""
    row = db.one("SELECT initials, coalesce(english, '') FROM actor WHERE aid = ?", (aid,))
    initials, english = row or ("", "")
    if all(map(is_han, candidate.name)):
        return initials
    return english if english != candidate.name else ""


def _sources(db: Reader, item: _Item, prefix: str, limit: int) -> Iterator[Completion]:
    folded = fold(item.typed)
    key = "".join(latin_keys(item.typed)[-1:])
    found = db.all(
        "SELECT name, sounds FROM source WHERE instr(folded, ?1) > 0"
        " OR ?2 > '' AND instr(sounds, '|' || ?2) > 0"
        " ORDER BY instr(folded, ?1) != 1, folded LIMIT ?3",
        (folded, key, limit),
    )
    for name, sounds in found:
        if insert := field(prefix, name):
            hint = sounds.rpartition("|")[2] if all(map(is_han, name)) else ""
            yield Completion(insert, item.start, item.end, "source", name, hint)


def _item(text: str, at: int) -> _Item | None:
    """The item of the query that the cursor is in or right behind; None for a phrase by itself.

    Read leniently: what is typed is seldom a whole query yet.
    """
    end = 0
    while True:
        start = end
        while start < at and text[start] in _BETWEEN:
            start += 1
        if start < at and text[start] in _MINUS:
            start += 1
        value, key, prefix = start, None, ""
        if text[start : start + 1] in _AT:
            value, key = start + 1, "actor"
        elif match := _KEY.match(text, start):
            name = fold(match[1])
            value, key = match.end(), KEYS.get(name, "no key")
            if sounded := SOUNDED.get(name):
                # It is no key, but whoever types it means one.
                key, prefix = KEYS[sounded], f"{sounded}:"
        first, last, end = _value(text, value)
        if at < value:
            # In the key: it is being written anew.
            return _Item(start, end, "", None, text[start:at])
        quoted = first > value
        if at <= last and not (quoted and key is None):
            return _Item(start, end, prefix or text[start:value], key, text[first:at])
        if at <= end:
            return None


def _value(text: str, start: int) -> tuple[int, int, int]:
    """Where the value that begins at ``start`` has its first character and ends, without its
    quotation marks and with them."""
    end = start
    if closing := _QUOTES.get(text[start : start + 1]):
        end += 1
        while end < len(text) and text[end] not in closing:
            end += 1
        return start + 1, end, min(end + 1, len(text))
    while end < len(text) and text[end] not in _BETWEEN and text[end] not in _QUOTES:
        end += 1
    return start, end, end
