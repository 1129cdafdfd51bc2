"""Writing a text in the other script to be read: one character for one, so that offsets hold.

To simplified by the table of ``store.folding``; to traditional, where one character may stand for
several (发: 發, 髮), by words, the longest first. Forms are those of Taiwan; a region's own words
stay what they are. Nothing rewritten is ever stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from store.folding import is_traditional, simplify

if TYPE_CHECKING:
    from store.article import Article, Script
    from store.diff.comparison import Comparison, Row
    from store.diff.naming import Name

Writing: TypeAlias = Literal["original", "simplified", "traditional"]
WRITINGS: tuple[Writing, ...] = get_args(Writing)
_SURNAMES = frozenset("于余范郁岳涂")
"""Surnames that keep the form which stands for another character elsewhere (於, 餘, 範 …)."""


class Writer:
    """Writes by words and characters, each of them as long as what stands for it."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = {word: form for word, form in words.items() if len(word) > 1}
        self._chars = {ord(char): form for char, form in words.items() if len(char) == 1}
        sizes: dict[str, set[int]] = {}
        for word in self._words:
            sizes.setdefault(word[0], set()).add(len(word))
        self._sizes = {char: sorted(found, reverse=True) for char, found in sizes.items()}

    def knows(self, word: str) -> bool:
        """Whether a word of several characters has a form of its own."""
        return word in self._words

    def write(self, text: str) -> str:
        """``text`` rewritten; at every place the longest word that begins there is taken."""
        parts: list[str] = []
        done = at = 0
        while at < len(text):
            for size in self._sizes.get(text[at], ()):
                form = self._words.get(text[at : at + size])
                if form is not None:
                    parts += (text[done:at].translate(self._chars), form)
                    at = done = at + size
                    break
            else:
                at += 1
        parts.append(text[done:].translate(self._chars))
        return "".join(parts)


def written(text: str, writing: Writing, script: Script | None = None) -> str:
    """A text as it is to be read; ``script``: its own, judged by itself if that isn't known."""
    if writing == "simplified":
        return simplify(text)
    if writing == "original" or script == "hant" or (script is None and is_traditional(text)):
        return text
    return traditional().write(text)


@lru_cache(maxsize=1024)
def line_written(text: str, writing: Writing) -> str:
    """``written`` for lines that are drawn again and again."""
    return written(text, writing)


@lru_cache(maxsize=1024)
def name_written(name: str, writing: Writing) -> str:
    """A name by itself, of somebody or something; where it isn't known, its surname is kept."""
    found = written(name, writing)
    if writing == "traditional" and name[:1] in _SURNAMES and 2 <= len(name) <= 4:
        return found if traditional().knows(name) else name[0] + found[1:]
    return found


def article_written(article: Article, writing: Writing) -> Article:
    """An article to be read: its text, source and authors rewritten, all offsets true."""
    if writing == "original":
        return article
    from store.article import TITLE

    surnames: dict[int, list[int]] = {}
    for mention in article.mentions if writing == "traditional" else ():
        if mention.kind == "person" and 2 <= mention.end - mention.start <= 4:
            surnames.setdefault(mention.block, []).append(mention.start)

    def rewritten(block: int, text: str) -> str:
        found = written(text, writing, article.script)
        kept = [at for at in surnames.get(block, ()) if text[at : at + 1] in _SURNAMES]
        if not kept:
            return found
        chars = list(found)
        for at in kept:
            chars[at : at + 1] = text[at : at + 1]
        return "".join(chars)

    return replace(
        article,
        title=rewritten(TITLE, article.title),
        source=article.source and name_written(article.source, writing),
        authors=tuple(name_written(author, writing) for author in article.authors),
        blocks=tuple(
            replace(block, text=rewritten(number, block.text))
            for number, block in enumerate(article.blocks)
        ),
    )


def comparison_written(comparison: Comparison, writing: Writing) -> Comparison:
    """A comparison to be read: both articles rewritten, and the names that are told of."""
    if writing == "original":
        return comparison

    def names(found: tuple[Name, ...]) -> tuple[Name, ...]:
        return tuple(replace(one, name=name_written(one.name, writing)) for one in found)

    def rows(found: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(replace(r, lost=names(r.lost), gained=names(r.gained)) for r in found)

    return replace(
        comparison,
        a=article_written(comparison.a, writing),
        b=article_written(comparison.b, writing),
        head=tuple(
            replace(h, a=h.a and name_written(h.a, writing), b=h.b and name_written(h.b, writing))
            for h in comparison.head
        ),
        body=rows(comparison.body),
        captions=rows(comparison.captions),
        lost=names(comparison.lost),
        gained=names(comparison.gained),
    )


@cache
def traditional() -> Writer:
    """What writes simplified text in traditional characters."""
    text = Path(__file__).with_name("data").joinpath("simplified.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    forms = " ".join(lines).split()
    # Simplified in one go; a form that gives its word itself is told by its sign.
    words = simplify(" ".join(forms)).split()
    return Writer(
        {
            form.partition("=")[0] if "=" in form else word: form.rpartition("=")[2]
            for form, word in zip(forms, words, strict=True)
        }
    )
