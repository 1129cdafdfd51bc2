"""The body of an article: its lines to blocks, nothing of it lost.

Judged by form alone: how a line ends, what frames it, how far it stands from its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from store.article import Block, BlockKind
from store.folding import fold
from store.intake.captions import LENGTH as CAPTION_LENGTH
from store.intake.captions import is_caption, is_credited
from store.intake.habits import habits, key
from store.intake.lines import Line, ends_sentence, is_prose, is_title_like

HEADING_LENGTH = 30
RELATED_LENGTH = 60
ITEM_LENGTH = 120
"""Longest heading, title of a related article and list item, in code points: beyond
them a line is a paragraph."""

MARKED_HEADING = 80
"""Longest line, in code points, that is a heading because the markup says so."""

LEAD_LENGTH = 60
"""Longest line, in code points, that is only how the paragraph under it begins."""

LINK_LENGTH = 8
"""Shortest link between paragraphs that is a headline and not a way to somewhere."""

RELATED_COUNT = 12
"""Most titles taken after one head of a related list."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A line among its neighbours: blank lines before and after (None: the end)."""

    line: Line
    before: int
    after: int | None


def blocks(lines: Sequence[Line], title: str) -> tuple[Block, ...]:
    """The blocks of the lines under an article's head, furniture and repetitions left out."""
    places = _places(_unwrapped(lines), fold(title))
    layout = _layout(places)
    out: list[Block] = []
    captions: set[str] = set()
    related = 0  # titles still expected after a marker
    lead = ""  # a place dateline that waits for its paragraph
    prose = [n for n, p in enumerate(places) if is_prose(p.line)] or [0]
    for index, place in enumerate(places):
        line = place.line
        text = line.text
        marker = _related_marker(line)
        if marker is not None:
            if marker:
                out.append(Block("related", marker))
            related = RELATED_COUNT
            continue
        if related and len(text) <= RELATED_LENGTH and is_title_like(line) and not _is_list(line):
            out.append(Block("related", text))
            related -= 1
            continue
        related = 0
        if text in captions:
            continue
        if line.linked and not _is_list(line):
            # Above the first paragraph and below the last one, links lead around the site.
            if len(text) >= LINK_LENGTH and prose[0] < index < prose[-1]:
                out.append(Block("related", text))
            continue
        following = places[index + 1].line.text if index + 1 < len(places) else ""
        if _is_lead(line) and _joins(places[index + 1 : index + 7]):
            lead = _glued(lead, text)
        elif (
            line.kind == "caption"
            or is_caption(line)
            or (following and is_credited(line))
            or _stands_apart(places, index, layout)
            or _printed_twice(line, following)
        ):
            captions.add(text)
            out.append(Block("caption", text.lstrip("▲△▼▽")))
        elif line.kind and (kind := _marked(line)):
            out.append(Block(kind, text))
        elif text.startswith(">") and text.strip("> "):
            out.append(Block("quote", text.lstrip("> ")))
        elif _is_list(line) and _is_listed(places, index):
            out.append(Block("list", _BULLET.sub("", text)))
        elif heading := _heading(places, index):
            out.append(Block("heading", heading))
        else:
            out.append(Block("paragraph", _glued(lead, text)))
            lead = ""
    if lead:
        out.append(Block("paragraph", lead))
    return tuple(_with_something_under(out, places))


def _with_something_under(out: list[Block], places: Sequence[_Place]) -> list[Block]:
    """Without the headings of markup that have nothing but links under them."""
    marked = {place.line.text for place in places if place.line.kind == "heading"}
    end = len(out)
    while end and out[end - 1].kind in ("heading", "related"):
        end -= 1
    return out[:end] + [b for b in out[end:] if b.kind != "heading" or b.text not in marked]


def _marked(line: Line) -> BlockKind | None:
    """What the markup says the line is, where its form allows it; captions aside."""
    text = line.text
    if line.kind == "heading":
        return None if len(text) > MARKED_HEADING or is_prose(line) else "heading"
    if line.kind == "list":
        return "list" if len(text) <= ITEM_LENGTH else None
    return "quote" if line.kind == "quote" else None


def _places(lines: Sequence[Line], title: str) -> list[_Place]:
    """The lines that belong to the article, the gaps of what was left out added to the next."""
    kept: list[Line] = []
    is_furniture = habits().is_furniture
    gap = 0
    for index, line in enumerate(lines):
        gap = max(gap, line.gap)
        if (line.folded == title and index < 3) or is_furniture(line.folded):
            continue
        kept.append(replace(line, gap=gap) if gap != line.gap else line)
        gap = 0
    after: list[int | None] = [*(line.gap for line in kept[1:]), None]
    return [_Place(line, line.gap, gap) for line, gap in zip(kept, after, strict=False)]


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a page spaces its lines: ``usual`` blank lines part two paragraphs.

    ``telling``: wide blanks are rare. Where advertisements stood between all paragraphs they
    set nothing apart.
    """

    usual: int
    telling: bool

    def is_wide(self, gap: int) -> bool:
        return gap > 2 * self.usual + 1


def _layout(places: Sequence[_Place]) -> _Layout:
    gaps = sorted(place.before for place in places[1:])
    layout = _Layout(gaps[len(gaps) // 4] if gaps else 1, telling=True)
    wide = sum(map(layout.is_wide, gaps))
    return replace(layout, telling=wide <= max(3, len(gaps) // 4))


def _stands_apart(places: Sequence[_Place], index: int, layout: _Layout) -> bool:
    """Whether a short text is set off on both sides as a figure is, not as a paragraph.

    Figures lie deeper in a page than paragraphs, so their text comes out between wider blanks.
    What ends as a sentence must also be dated to the day, as the agencies' captions are.
    """
    line, before, after = places[index].line, places[index].before, places[index].after
    if len(line.text) > CAPTION_LENGTH or not layout.is_wide(before):
        return False
    if after is not None and after < 2 * layout.usual:
        return False
    if not ends_sentence(line.text):
        return layout.telling and is_title_like(line)
    return after is not None and after > layout.usual and _DAY.search(line.folded) is not None


def _printed_twice(line: Line, following: str) -> bool:
    return line.text == following and 10 <= len(line.text) <= CAPTION_LENGTH


def _related_marker(line: Line) -> str | None:
    """What follows a related-list head on its line, "" for the head alone, None for no head."""
    if len(line.text) > RELATED_LENGTH + 20:
        return None
    plain = key(line.folded)
    if plain in habits().related:
        return ""
    head = _LABELLED.match(line.folded)
    if head and key(head[1]) in habits().related:
        return line.text[head.end() :].strip()
    return None


def _joins(rest: Sequence[_Place]) -> bool:
    return any(is_prose(place.line) for place in rest)


def _is_lead(line: Line) -> bool:
    """Whether the line is only how a first paragraph begins: 华盛顿 —, 【某报2020年9月1日讯】."""
    return len(line.text) <= LEAD_LENGTH and (
        _PLACE.fullmatch(line.text) is not None or _BYLINE.fullmatch(line.folded) is not None
    )


def _glued(lead: str, text: str) -> str:
    return f"{lead} {text}" if lead[-1:] in _DASHES else lead + text


def _is_list(line: Line) -> bool:
    if len(line.text) > ITEM_LENGTH:
        return False
    return _BULLET.match(line.text) is not None or _NUMBER.match(line.folded) is not None


def _is_listed(places: Sequence[_Place], index: int) -> bool:
    """Whether a neighbour is an item too; an item alone is a paragraph that starts with a sign."""
    around = [*places[max(index - 1, 0) : index], *places[index + 1 : index + 2]]
    return any(_is_list(place.line) for place in around)


def _heading(places: Sequence[_Place], index: int) -> str:
    """The text of a heading, "" for another line.

    A heading is short, ends like a title and has prose under it. Two in a row are rather a list
    of names or verse, and stay paragraphs.
    """
    line = places[index].line
    marked = _MARKDOWN.fullmatch(line.text)
    if marked:
        return marked["words"] or marked["bold"]
    if len(line.text) > HEADING_LENGTH or not is_title_like(line) or index + 1 == len(places):
        return ""
    asks = line.text[-1] in "？?"
    if (
        (ends_sentence(line.text) and not asks)
        or line.text[-1] == "—"
        or _NO_HEADING.fullmatch(line.folded)
    ):
        return ""
    if asks and _SPOKEN.search(line.folded):
        return ""
    following = places[index + 1].line
    prose = len(following.text) > HEADING_LENGTH or ends_sentence(following.text)
    return line.text if prose or is_caption(following) else ""


def _unwrapped(lines: Sequence[Line]) -> Sequence[Line]:
    """Paragraphs that were broken at a fixed width, whole again; other lines as they are."""
    out: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if run and (line.gap or line.indented):
            out += _joined(run)
            run = []
        run.append(line)
    return out + _joined(run)


def _joined(run: list[Line]) -> list[Line]:
    if len(run) < 3:
        return run
    widths = [len(line.text) for line in run[:-1]]
    broken = sum(not ends_sentence(line.text) for line in run[:-1])
    full = max(widths)
    even = min(widths) >= full - 3 and len(run[-1].text) <= full + 1
    if not (12 <= full <= 90 and even and broken * 2 > len(widths)):
        return run
    text = run[0].text
    for line in run[1:]:
        latin = text[-1].isascii() and line.text[0].isascii()
        text += (" " if latin else "") + line.text
    return [Line(text, fold(text[:300]), run[0].gap, run[0].indented)]


_DAY = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日(?=.{0,60}图)")
_DASHES = tuple("—–―－-")
_PLACE = re.compile(r"[A-Za-z一-鿿·•‧ /、-]{2,16}?\s*[—–―－-]{1,2}")
_BYLINE = re.compile(
    r"【[^【】]{2,20}\d{1,2}日(?:专?电|讯)?】\s?(?:\([^()]{2,24}(?:报导|报道|编译)\))?"
    r"|\([^()]{0,12}记者[^()]{2,16}(?:报导|报道|编译|电)\)|[^\s,。:]{2,8}(?:消息|专?电|讯)\s?(?:\([^()]{2,12}\))?:"
)
_LABELLED = re.compile(r"[^\w]?([^:|]{2,10})[:|]\s*(?=\S)")
_BULLET = re.compile(r"[•●◆◇■□○▪◦‣∙]\s*|[·*–-]\s+")
_NUMBER = re.compile(r"\(?\d{1,2}(?:[、)]|\.(?!\d))\s*\S")
_MARKDOWN = re.compile(r"#{1,6}\s+(?P<words>\S.*?)[\s#]*|\*\*(?P<bold>[^*]+)\*\*")
_NO_HEADING = re.compile(r"[\d\s年月日时分:/.-]+|\(?[完终]\)?|\S")
_SPOKEN = re.compile(r"[,:，：]")
