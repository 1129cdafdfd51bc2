"""The query language: text to tree, purely. Chinese and ASCII forms are equal, any width.

::

    query   = any
    any     = all { ("OR" | "或" | "|") all }
    all     = { ["-"] item }
    item    = "(" any ")" | field | actor | day | phrase | word
    field   = key ":" ( phrase | word )        key from KEYS; no space after the colon
    actor   = "@" ( phrase | word )
    day     = "今天" | "today" | "昨天" | "yesterday" | "本周" | "thisweek"
    phrase  = '"' … '"' | “ … ” | 「 … 」 | 『 … 』
    word    = anything else up to a space or a bracket

Every node knows its ``position``: the offset, in code points, where it begins in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Literal, TypeAlias

from store.errors import QueryError

Column: TypeAlias = Literal["title", "body"]


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text in title or body (``column`` None: in either); ``exact``: it was quoted."""

    text: str
    position: int
    column: Column | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor, by any of its names or its id."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet, by its name or a part of it."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Dates:
    """Published from ``first`` to ``last``, both included; None: no bound."""

    first: date | None
    last: date | None
    position: int


@dataclass(frozen=True, slots=True)
class Not:
    node: Node
    position: int


@dataclass(frozen=True, slots=True)
class All:
    """Every one of ``nodes``; no nodes: everything."""

    nodes: tuple[Node, ...]
    position: int = 0


@dataclass(frozen=True, slots=True)
class AnyOf:
    nodes: tuple[Node, ...]
    position: int = 0


Node: TypeAlias = Text | Actor | Source | Dates | Not | All | AnyOf

KEYS: dict[str, str] = {
    "人": "actor", "actor": "actor",
    "标题": "title", "title": "title",
    "正文": "body", "body": "body",
    "源": "source", "source": "source",
    "日期": "date", "date": "date",
    "近": "last", "last": "last",
}  # fmt: skip
"""Every key of a field, folded, and what it stands for."""

_QUOTES = {'"': '"', "＂": "＂", "“": "”", "”": "”", "「": "」", "『": "』"}
_OPEN = "(（"
_CLOSE = ")）"
_BAR = "|｜"
_MINUS = "-－﹣−"
_KEY = re.compile(r"([^\W\d_]{1,12})[:：](?!/)")
_DAYS = {
    "今天": "today", "today": "today",
    "昨天": "yesterday", "yesterday": "yesterday",
    "本周": "thisweek", "thisweek": "thisweek",
}  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?年?\Z")
_SPAN = re.compile(r"(\d{1,4})(天|日|周|星期|个月|月|年|d|w|m|y)\Z")
_UNIT_DAYS = {
    "天": 1, "日": 1, "d": 1, "周": 7, "星期": 7, "w": 7, "个月": 30, "月": 30, "m": 30,
    "年": 365, "y": 365,
}  # fmt: skip


def parse(text: str, *, today: date) -> Node:
    """The tree of a query; an empty query is ``All(())``.

    Raises ``QueryError`` with the position of what is to blame. ``today`` settles relative dates.
    """
    parser = _Parser(text, today)
    node = parser.any_of()
    if parser.at < len(text):
        raise QueryError("a closing bracket without an opening one", parser.at)
    return node


class _Parser:
    """Recursive descent; ``at`` is the offset of the next character to read."""

    def __init__(self, text: str, today: date) -> None:
        self.text = text
        self.today = today
        self.at = 0

    def any_of(self) -> Node:
        start = self.at
        nodes = [self.all_of()]
        while self._take_or():
            nodes.append(self.all_of())
        if len(nodes) == 1:
            return nodes[0]
        for node in nodes:
            if isinstance(node, All) and not node.nodes:
                raise QueryError("nothing on one side of OR", node.position)
        return AnyOf(tuple(nodes), start)

    def all_of(self) -> Node:
        start = self.at
        nodes: list[Node] = []
        while True:
            self._skip_space()
            if self.at >= len(self.text) or self._here() in _CLOSE or self._peek_or():
                break
            nodes.append(self._signed())
        return nodes[0] if len(nodes) == 1 else All(tuple(nodes), start)

    def _signed(self) -> Node:
        start = self.at
        if self._here() in _MINUS and self.at + 1 < len(self.text):
            self.at += 1
            if self._here().isspace() or self._here() in _CLOSE:
                raise QueryError("nothing after the minus", start)
            return Not(self._item(), start)
        return self._item()

    def _item(self) -> Node:
        start = self.at
        if self._here() in _OPEN:
            self.at += 1
            node = self.any_of()
            if self.at >= len(self.text):
                raise QueryError("this bracket is never closed", start)
            self.at += 1
            if isinstance(node, All) and not node.nodes:
                raise QueryError("nothing in the brackets", start)
            return node
        if self._here() in "@＠":
            self.at += 1
            value, _ = self._value(start)
            return Actor(value, start)
        if match := _KEY.match(self.text, self.at):
            return self._field(match, start)
        value, quoted = self._value(start)
        if not quoted and (day := _DAYS.get(value.lower())):
            return self._day(day, start)
        return Text(value, start, exact=quoted)

    def _field(self, match: re.Match[str], start: int) -> Node:
        name = _narrow(match[1])
        key = KEYS.get(name)
        if key is None:
            near = get_close_matches(name, KEYS, n=1, cutoff=0.3)
            hint = f"did you mean {near[0]}: ?" if near else "the keys are " + " ".join(KEYS)
            raise QueryError(f"no key {match[1]}: — {hint}", start)
        self.at = match.end()
        value_at = self.at
        value, quoted = self._value(start)
        if key == "actor":
            return Actor(value, start)
        if key == "source":
            return Source(value, start)
        if key == "date":
            return self._dates(_narrow(value), start, value_at)
        if key == "last":
            return self._last(_narrow(value), start, value_at)
        return Text(value, start, "title" if key == "title" else "body", quoted)

    def _dates(self, value: str, start: int, at: int) -> Dates:
        if day := _DAYS.get(value):
            return self._day(day, start)
        first, dots, last = value.partition("..")
        if not dots:
            low, high = _period(value, at)
            return Dates(low, high, start)
        since = _period(first, at)[0] if first else None
        until = _period(last, at + len(first) + 2)[1] if last else None
        if since is None and until is None:
            raise QueryError("a range of dates needs a date", at)
        if since and until and since > until:
            raise QueryError("this range ends before it begins", at)
        return Dates(since, until, start)

    def _last(self, value: str, start: int, at: int) -> Dates:
        match = _SPAN.match(value)
        if not match:
            raise QueryError("not a span of time: write 7天, 2周, 3月, 7d", at)
        days = int(match[1]) * _UNIT_DAYS[match[2]]
        return Dates(self.today - timedelta(days=max(days - 1, 0)), self.today, start)

    def _day(self, day: str, start: int) -> Dates:
        if day == "today":
            return Dates(self.today, self.today, start)
        if day == "yesterday":
            before = self.today - timedelta(days=1)
            return Dates(before, before, start)
        return Dates(self.today - timedelta(days=self.today.weekday()), self.today, start)

    def _value(self, start: int) -> tuple[str, bool]:
        """The quoted phrase or bare word that begins here, and whether it was quoted."""
        if self.at >= len(self.text) or self._here().isspace():
            raise QueryError("nothing after this", start)
        opening = self._here()
        if closing := _QUOTES.get(opening):
            end = self._closing(opening, closing)
            if end < 0:
                raise QueryError("this quotation mark is never closed", self.at)
            value = self.text[self.at + 1 : end].strip()
            self.at = end + 1
            if not value:
                raise QueryError("nothing between the quotation marks", start)
            return value, True
        end = self.at
        while end < len(self.text) and not self._ends_word(self.text[end]):
            end += 1
        if end == self.at:
            raise QueryError("nothing after this", start)
        value = self.text[self.at : end]
        self.at = end
        return value, False

    def _closing(self, opening: str, closing: str) -> int:
        """Where the phrase ends; people close “ with a plain mark too."""
        ends = [self.text.find(mark, self.at + 1) for mark in {closing, '"', opening}]
        if closing in "」』":
            ends = [self.text.find(closing, self.at + 1)]
        elif opening == '"':
            ends.append(self.text.find("”", self.at + 1))
        found = [end for end in ends if end >= 0]
        return min(found) if found else -1

    @staticmethod
    def _ends_word(char: str) -> bool:
        return char.isspace() or char in _OPEN + _CLOSE + _BAR or char in _QUOTES

    def _here(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else " "

    def _skip_space(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _peek_or(self) -> int:
        """The length of an OR that stands here as a word of its own, else 0."""
        if self._here() in _BAR:
            return 1
        end = self.at
        while end < len(self.text) and not self._ends_word(self.text[end]):
            end += 1
        word = self.text[self.at : end]
        # Lower-case "or" is a word to be found; 或 inside a word is no operator.
        return end - self.at if word in ("OR", "或", "ＯＲ") else 0

    def _take_or(self) -> bool:
        length = self._peek_or()
        self.at += length
        return bool(length)


def _narrow(text: str) -> str:
    """Full-width letters, digits and marks to ASCII, lower case (length kept)."""
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text).lower()


def _period(value: str, at: int) -> tuple[date, date]:
    """First and last day of a year, a month or a day."""
    match = _DATE.match(value)
    try:
        if not match:
            raise ValueError
        year, month, day = int(match[1]), match[2], match[3]
        if day:
            exact = date(year, int(month), int(day))
            return exact, exact
        if month:
            first = date(year, int(month), 1)
            after = date(year + first.month // 12, first.month % 12 + 1, 1)
            return first, after - timedelta(days=1)
        return date(year, 1, 1), date(year, 12, 31)
    except (ValueError, OverflowError):
        raise QueryError(f"not a date: {value} — write 2023, 2023-03 or 2023-03-14", at) from None
