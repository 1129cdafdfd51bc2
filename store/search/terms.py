"""Text as search terms: overlapping pairs of Han characters, and words.

A run of Han characters c1 c2 c3 becomes ``c1c2 c2c3 c3``: a run asked for is then a phrase of
its pairs, which matches exactly where the text holds those characters in a row, with no
segmentation to disagree about. Other letters and digits make words; between a word and the run
after it stands one more term, the word with the first character of the run (``9 9月 月``), for a
character alone would have to be asked for as the beginning of every pair that begins with it.
Everything is folded, so scripts, widths and cases find each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, zip_longest
from operator import add
from typing import NamedTuple

from store.article import Block
from store.folding import fold, is_han
from store.search.readings import runs

IN_TITLE = "ᵗ"
TITLE_ALONE = "ᵘ"
SYLLABLE = "ˈ"
"""Stands before each of two syllables that are one term: no letter of theirs, and one for FTS5. It
comes first, or the beginning of a word of the body would be looked for among them too."""
_HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(f"([{_HAN}]+)|((?:(?![{_HAN}])[^\\W_])+)")
_LETTER = f"[^\\W_{_HAN}]"
"""One character of a word."""
_BETWEEN = f"(?:(?![{_HAN}])[\\W_])"
"""One character that is of no term."""


class Terms(NamedTuple):
    """An article as terms, each text separated by spaces: what the index's columns hold.

    ``glyphs``: its distinct Han characters, which find a single one; those of the title stand a
    second time with ``IN_TITLE`` after them, and a third time with ``TITLE_ALONE`` where the body
    lacks them. ``sounds``: how the title is read, in pairs of
    syllables as its characters are.
    """

    body: str
    title: str
    glyphs: str
    sounds: str


NO_TERMS = Terms("", "", "", "")


def terms_of(title: str, blocks: Iterable[Block]) -> Terms:
    """The terms of an article; related links aren't searched."""
    text = "\n".join(b.text for b in blocks if b.kind != "related")
    body, in_body = _terms(fold(text))
    head, in_title = _terms(fold(title))
    # Sorted: an index of the same articles is then the same, whichever process made the terms.
    found = sorted(in_title | in_body)
    found += [c + IN_TITLE for c in sorted(in_title)]
    found += [c + TITLE_ALONE for c in sorted(in_title - in_body)]
    sounds = " ".join(term for run in runs(fold(title)) for term in _pairs(run))
    return Terms(" ".join(body), " ".join(head), " ".join(found), sounds)


def sound_phrase(syllables: Sequence[str]) -> str:
    """The terms that stand in a row where a title sounds so, two syllables at least."""
    return " ".join(_pairs(syllables)[:-1])


def _pairs(syllables: Sequence[str]) -> list[str]:
    pairs = zip_longest(syllables, syllables[1:], fillvalue="")
    return [f"{SYLLABLE}{first}{SYLLABLE}{second}" for first, second in pairs]


def index_terms(text: str) -> str:
    """The terms of ``text`` in order, separated by spaces."""
    return " ".join(_terms(fold(text))[0])


def pattern(text: str, *, prefix: bool) -> str:
    """A regular expression for where the terms of ``phrase`` stand, with the same ``prefix``.

    For folded text; "" where there is nothing to find. Of a word that goes on, it has the
    beginning that was asked for.
    """
    runs = [(match[0], match[1] is not None) for match in _RUN.finditer(fold(text))]
    if not runs:
        return ""
    (first, han), (last, ends_han) = runs[0], runs[-1]
    # Runs of one kind would be one run if nothing stood between them.
    written = [re.escape(first)]
    for (_, before), (run, after) in pairwise(runs):
        written.append(f"{_BETWEEN}{'+' if before == after else '*'}{re.escape(run)}")
    begins = "" if han else f"(?<!{_LETTER})"
    ends = "" if ends_han or (prefix and len(last) > 1) else f"(?!{_LETTER})"
    return begins + "".join(written) + ends


def _terms(folded: str) -> tuple[list[str], set[str]]:
    """The terms in order, and the Han characters among them."""
    out: list[str] = []
    characters: set[str] = set()
    before = ""
    for run, word in _RUN.findall(folded):
        if run:
            if before:
                out.append(before + run[0])
            out.extend(map(add, run, run[1:]))
            out.append(run[-1])
            characters.update(run)
        else:
            out.append(word)
        before = word
    return out, characters


def phrase(text: str, *, prefix: bool) -> tuple[list[str], bool]:
    """The terms that must stand in a row where ``text`` stands, and whether the last is open.

    An open last term may go on (``beij`` in ``beijing``; a Han character after a Han run and a
    mark). ``prefix`` says whether a last word may be open too. No terms: there is nothing to find.
    """
    terms, _ = _terms(folded := fold(text))
    if not terms:
        return [], False
    last = terms[-1]
    if not is_han(last[0]):
        return terms, prefix and len(last) > 1
    ends = [run or word for run, word in _RUN.findall(folded)][-2:]
    if len(ends[-1]) > 1 or (len(ends) > 1 and not is_han(ends[0][0])):
        # The run may go on in the text, so its last character is no term of its own there.
        return terms[:-1], False
    return terms, True
