"""Text as search terms: overlapping pairs of Han characters, and words.

A run of Han characters c1 c2 c3 becomes ``c1c2 c2c3 c3``: a run asked for is then a phrase of
its pairs, which matches exactly where the text holds those characters in a row, with no
segmentation to disagree about. Other letters and digits make words. Everything is folded, so
scripts, widths and cases find each other.
"""

from __future__ import annotations

import re
from operator import add

from store.folding import fold

IN_TITLE = "ᵗ"
_HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(f"([{_HAN}]+)|((?:(?![{_HAN}])[^\\W_])+)")


def index_terms(text: str) -> str:
    """The terms of ``text`` in order, separated by spaces, as they go into the index."""
    out: list[str] = []
    for match in _RUN.finditer(fold(text)):
        run = match[0]
        if match[1]:
            out.extend(map(add, run, run[1:]))
            out.append(run[-1])
        else:
            out.append(run)
    return " ".join(out)


def glyphs(title: str, body: str) -> str:
    """The distinct Han characters of an article, separated by spaces: what finds a single one.

    Those of the title stand a second time with ``IN_TITLE`` after them.
    """
    in_title = _characters(title)
    return " ".join([*(in_title | _characters(body)), *(c + IN_TITLE for c in in_title)])


def phrase(text: str, *, prefix: bool) -> tuple[list[str], bool]:
    """The terms that must stand in a row where ``text`` stands, and whether the last is open.

    An open last term may go on (``beij`` in ``beijing``; a Han character after a word).
    ``prefix`` says whether a last word may be open too. No terms: there is nothing to find.
    """
    runs = [(match[0], match[1] is not None) for match in _RUN.finditer(fold(text))]
    terms: list[str] = []
    for run, han in runs:
        if han:
            terms.extend(map(add, run, run[1:]))
            terms.append(run[-1])
        else:
            terms.append(run)
    if not runs:
        return [], False
    last, han = runs[-1]
    if not han:
        return terms, prefix and len(last) > 1
    if len(last) > 1:
        # The run may go on in the text, so its last character is no term of its own there.
        return terms[:-1], False
    return terms, True


def _characters(text: str) -> set[str]:
    return {c for match in _RUN.finditer(fold(text)) for c in match[1] or ""}
