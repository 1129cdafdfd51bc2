"""Excerpts: the line of an article that says best what a query asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from store.search.hits import Hit, Sought, in_block

if TYPE_CHECKING:
    from store.archive import Archive
    from store.article import Article
    from store.search.reader import Reader

_SENTENCE = re.compile("[。！？!?；;…\n]+[”’」』）)]*|(?<=[a-z])\\. ")
_CLAUSE = re.compile("[，、：,:—]+[”’」』）)]*| ")
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of an article's text in one line; ``hits`` are spans of ``text``."""

    text: str
    hits: tuple[tuple[int, int], ...] = ()


def excerpts(
    db: Reader, archive: Archive, ids: Iterable[str], wanted: Sequence[Sought], cells: int
) -> Iterator[tuple[str, Excerpt]]:
    """The excerpts of articles, day by day as their files are opened; see ``Library``."""
    days: dict[str, list[str]] = {}
    for id in ids:
        if row := db.one("SELECT day FROM head WHERE id = ?", (id,)):
            days.setdefault(row[0], []).append(id)
    for day, of_day in days.items():
        for article in archive.some(day, of_day):
            yield article.id, excerpt(article, wanted, cells)


def excerpt(article: Article, wanted: Sequence[Sought], cells: int) -> Excerpt:
    """The first place of the body with most of what is wanted close together, or its beginning.

    A caption is second best.
    """
    kinds = [(block.kind == "caption", at) for at, block in enumerate(article.blocks)]
    best = Excerpt("")
    most = 0
    for _, block in sorted(kinds):
        hits = in_block(article, block, wanted)
        text = article.blocks[block].text
        for start, end, said in _places(text, hits, cells):
            if said > most:
                most = said
                best = _around(text, start, end, [(hit.start, hit.end) for hit in hits], cells)
        if most == len(wanted):
            break
    if most:
        return best
    texts = [b.text for b in article.blocks if b.kind not in ("related", "caption")]
    return _around(next(filter(None, texts), ""), 0, 0, (), cells)


def _places(text: str, hits: Sequence[Hit], cells: int) -> Iterator[tuple[int, int, int]]:
    """From each hit to the last one near it that adds something; and how much is said there."""
    near = cells * 2 // 3
    for number, first in enumerate(hits):
        said, end = first.of, first.end
        for hit in hits[number + 1 :]:
            if hit.end - first.start > near or _cells(text[first.start : hit.end]) > near:
                break
            if not hit.of <= said:
                said, end = said | hit.of, hit.end
        yield first.start, end, len(said)


def _around(
    text: str, start: int, end: int, marks: Iterable[tuple[int, int]], cells: int
) -> Excerpt:
    """``text[start:end]`` with what stands around it, cut where a sentence or a clause is."""
    if len(text) <= cells and _cells(text) <= cells:
        left, right = 0, len(text)
    else:
        left, right = _cut_out(text, start, end, cells)
    while left < start and text[left].isspace():
        left += 1
    before = "" if _begins(text, left) else _CUT
    kept = text[left:right].rstrip()
    after = "" if right >= len(text) or _ends(kept) else _CUT
    by = len(before) - left
    inside = ((max(a, left), min(b, left + len(kept))) for a, b in marks)
    said = f"{before}{kept}{after}"
    return Excerpt(
        # One character for one: the marks still fit.
        "".join(" " if char.isspace() else char for char in said),
        tuple((a + by, b + by) for a, b in inside if a < b),
    )


def _cut_out(text: str, start: int, end: int, cells: int) -> tuple[int, int]:
    left, right = _reach(text, start, end, cells)
    left += _first_break(text[left:start]) if left else 0
    # What the left doesn't take is the right's.
    _, right = _reach(text, start, end, cells, left)
    if right < len(text):
        right = end + _last_break(text[end:right])
    return left, right


def _reach(
    text: str, start: int, end: int, cells: int, first: int | None = None
) -> tuple[int, int]:
    """How far a window of ``cells`` cells reaches with ``text[start:end]`` in its middle.

    ``first``: where it begins, if that is settled.
    """
    room = cells - _cells(text[start:end]) - 2
    if first is None:
        left = _back(text, start, room // 2)
        right = _on(text, end, room - _cells(text[left:start]))
        return _back(text, start, room - _cells(text[end:right])), right
    return first, _on(text, end, room - _cells(text[first:start]))


def _back(text: str, at: int, room: int) -> int:
    while at > 0 and (room := room - _width(text[at - 1])) >= 0:
        at -= 1
    return at


def _on(text: str, at: int, room: int) -> int:
    while at < len(text) and (room := room - _width(text[at])) >= 0:
        at += 1
    return at


def _first_break(context: str) -> int:
    """Where in what precedes the hits to begin: at a sentence, else at a clause near the cut."""
    if match := _SENTENCE.search(context):
        return match.end()
    match = _CLAUSE.search(context, 0, len(context) // 2)
    return match.end() if match else 0


def _last_break(context: str) -> int:
    """Where in what follows the hits to end: after a sentence, else after a clause near the cut."""
    for mark, least in ((_SENTENCE, len(context) // 2), (_CLAUSE, len(context) * 3 // 4)):
        if ends := [match.end() for match in mark.finditer(context, least)]:
            return ends[-1]
    return len(context)


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins there."""
    before = text[:at].rstrip(" \t\u3000")
    return not before or _ends(before)


def _ends(text: str) -> bool:
    """Whether a sentence ends with ``text``."""
    return bool(re.search(f"(?:{_SENTENCE.pattern}|\\.)$", text[-4:]))


def _cells(text: str) -> int:
    return sum(map(_width, text))


def _width(char: str) -> int:
    return 2 if east_asian_width(char) in "WF" else 1
