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


def article_written(article: Article, writing: Writing) -> Article:
    """An article to be read: its title and blocks rewritten, the offsets of its mentions true."""
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
        blocks=tuple(
            replace(block, text=rewritten(number, block.text))
            for number, block in enumerate(article.blocks)
        ),
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
