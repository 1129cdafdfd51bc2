"""The query language: text to tree, purely. Chinese and ASCII forms are equal, any width.

::

    query   = any
    any     = all { ("OR" | "或" | "|") all }
    all     = { ["-"] item | sort }
    item    = "(" any ")" | field | actor | named | phrase | word
    field   = key ":" ( phrase | word )        no space after the colon
    sort    = ("排序" | "sort") ":" word       of the whole query, wherever it stands; once
    actor   = "@" ( phrase | word )
    named   = a word of WORDS, such as 今天 or 未读, that isn't quoted
    phrase  = '"' … '"' | “ … ” | 「 … 」 | 『 … 』
    word    = anything else up to a space, a bracket, a bar or a quotation mark
    key     = a name of KEYS; one that has VALUES takes no others

KEYS, VALUES and WORDS are those of ``store.search.forms``, in either script and any width. "OR" is
of capitals and, like "或", a word of its own.
"""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches

from store.errors import QueryError
from store.folding import fold
from store.search.forms import KEYS, SOUNDED, WORDS
from store.search.periods import day
from store.search.tree import (
    Actor,
    All,
    AnyOf,
    Dates,
    Marked,
    Node,
    Not,
    Order,
    Query,
    Reprinted,
    Source,
    Tagged,
    Text,
)
from store.search.values import dates, missing, nothing_after, one_of

_QUOTES = {'"': '"', "＂": "＂", "“": "”", "”": "”", "「": "」", "『": "』"}
_OPEN = "(（"
_CLOSE = ")）"
_BAR = "|｜"
_MINUS = "-－﹣−"
_KEY = re.compile(r"([^\W\d_]{1,12})[:：](?!/)")


def parse(text: str, *, today: date) -> Query:
    """The tree of a query; that of an empty one is ``All(())``.

    Raises ``QueryError`` with the position of what is to blame, ``UnfinishedQueryError`` where more
    text may mend it. ``today`` settles relative dates.
    """
    parser = _Parser(text, today)
    node = parser.any_of()
    if parser.at < len(text):
        raise QueryError("a closing bracket without an opening one", parser.at)
    return Query(node, parser.order or "newest")


def items(text: str, *, today: date) -> list[tuple[int, int]]:
    """Where the items begin and end all of which a query asks for; an OR is one as a whole.

    An order is an item too. Raises ``QueryError``.
    """
    parser = _Parser(text, today)
    found: list[tuple[int, int]] = []
    while True:
        parser.skip_space()
        if parser.at >= len(text):
            return found
        start = parser.at
        if parser.take_or():
            return [(0, len(text))]
        parser.signed()
        found.append((start, parser.at))


def orders(text: str, *, today: date) -> list[tuple[int, int]]:
    """Where a query says in which order its answer comes, from and to. Raises ``QueryError``."""
    parser = _Parser(text, today)
    parser.any_of()
    return parser.orders


class _Parser:
    """Recursive descent; ``at`` is the offset of the next character to read."""

    def __init__(self, text: str, today: date) -> None:
        self.text = text
        self.today = today
        self.at = 0
        self.order: Order | None = None
        self.orders: list[tuple[int, int]] = []
        """Where the order is said, from and to."""

    def any_of(self) -> Node:
        start = self.at
        nodes = [self.all_of()]
        ors: list[tuple[int, int]] = []
        while length := self._peek_or():
            ors.append((self.at, self.at + length))
            self.at += length
            nodes.append(self.all_of())
        if not ors:
            return nodes[0]
        empty = [n for n, node in enumerate(nodes) if isinstance(node, All) and not node.nodes]
        if empty:
            at, end = ors[-1]
            # At the end of the text it may still be the beginning of a word, as of ORF.
            spared = 2 if end == len(self.text) and self.text[at] not in _BAR else 1
            ended = self.at == len(self.text) and empty[0] >= len(nodes) - spared
            place, kept = nodes[empty[0]].position, at if ended else None
            raise missing("nothing on one side of OR", place, "or", kept)
        return AnyOf(tuple(nodes), start)

    def all_of(self) -> Node:
        start = self.at
        nodes: list[Node] = []
        while True:
            self.skip_space()
            if self.at >= len(self.text) or self._here() in _CLOSE or self._peek_or():
                break
            node = self.signed()
            if node is not None:
                nodes.append(node)
        return nodes[0] if len(nodes) == 1 else All(tuple(nodes), start)

    def signed(self) -> Node | None:
        """The next item; None if it was the order of the answer."""
        start = self.at
        if self._here() in _MINUS:
            self.at += 1
            if self._here().isspace() or self._here() in _CLOSE + _BAR:
                kept = start if self.at == len(self.text) else None
                raise missing("nothing after the minus", start, "minus", kept)
            node = self._item()
            if node is None:
                raise QueryError("an order can't be barred", start)
            return Not(node, start)
        return self._item()

    def _item(self) -> Node | None:
        start = self.at
        if self._here() in _OPEN:
            self.at += 1
            node = self.any_of()
            if self.at >= len(self.text):
                raise missing("this bracket is never closed", start, "bracket", start)
            self.at += 1
            if isinstance(node, All) and not node.nodes:
                raise QueryError("nothing in the brackets", start)
            return node
        if self._here() in "@＠":
            self.at += 1
            value, _ = self._value(start, "actor", self.text[start])
            return Actor(value, start)
        if match := _KEY.match(self.text, self.at):
            return self._field(match, start)
        value, quoted = self._value(start)
        if not quoted and (word := WORDS.get(fold(value))):
            key, meant = word
            return _is(meant, start) if key == "is" else Dates(*day(meant, self.today), start)
        return Text(value, start, exact=quoted)

    def _field(self, match: re.Match[str], start: int) -> Node | None:
        name = fold(match[1])
        key = KEYS.get(name)
        if key is None:
            near = get_close_matches(name, (*KEYS, *SOUNDED), n=1, cutoff=0.3)
            if not near:
                every = " ".join(KEYS)
                raise QueryError(
                    "no key {key}: — the keys are {keys}", start, key=match[1], keys=every
                )
            meant = SOUNDED.get(near[0], near[0])
            raise QueryError(
                "no key {key}: — did you mean {meant}: ?", start, key=match[1], meant=meant
            )
        self.at = match.end()
        value_at = self.at
        value, quoted = self._value(start, key, f"{match[1]}:")
        plain = fold(value)
        begun = start if self.at == len(self.text) and not quoted else None
        match key:
            case "actor":
                return Actor(value, start)
            case "source":
                return Source(value, start)
            case "tag":
                return Tagged(value, start)
            case "date" | "last":
                days = dates(key, match[1], plain, value_at, begun, self.today)
                return Dates(*days, start)
            case "is" | "sort":
                one = one_of(key, match[1], plain, value_at, begun)
                if key == "is":
                    return _is(one, start)
                self._sort(one, start)
                self.orders.append((start, self.at))
                return None
        return Text(value, start, "title" if key == "title" else "body", quoted)

    def _sort(self, meant: str, start: int) -> None:
        order: Order = "relevance" if meant == "relevance" else "newest"
        order = "oldest" if meant == "oldest" else order
        if self.order not in (None, order):
            raise QueryError("two orders: it is already {order}", start, order=self.order or "")
        self.order = order

    def _value(self, start: int, key: str = "", typed: str = "") -> tuple[str, bool]:
        """The quoted phrase or bare word here, behind ``key`` if any, and whether it was quoted."""
        opening = self._here()
        if closing := _QUOTES.get(opening):
            end = self._closing(opening, closing)
            if end < 0:
                raise missing("this quotation mark is never closed", self.at, "quotes", start)
            value = self.text[self.at + 1 : end].strip()
            self.at = end + 1
            if not value:
                raise QueryError("nothing between the quotation marks", start)
            return value, True
        end = self.at
        while end < len(self.text) and not self._ends_word(self.text[end]):
            end += 1
        if end == self.at:
            raise nothing_after(key, typed, start, ended=end == len(self.text))
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

    def skip_space(self) -> None:
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

    def take_or(self) -> bool:
        length = self._peek_or()
        self.at += length
        return bool(length)


def _is(meant: str, position: int) -> Node:
    match meant:
        case "reprinted":
            return Reprinted(position)
        case "starred":
            return Marked("starred", position)
        case "read":
            return Marked("read", position)
        case _:
            return Not(Marked("read", position), position)
