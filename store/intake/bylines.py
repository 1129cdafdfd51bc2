"""Lines that speak about the article: when, from whom, by whom. Read, then left out of the body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo

from store.intake.dateline import CHINA, Stamp, find
from store.intake.lines import Line

LENGTH = 120
"""Longest line, in code points, that can be nothing but such notes."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What one such line says. ``labelled``: its date is called one (发布时间, 中国时间).

    ``original``: its address is said to be where the article comes from.
    """

    stamp: Stamp | None = None
    labelled: bool = False
    updated: bool = False
    source: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    original: bool = False


def read_notes(line: Line, now: datetime, zone: tzinfo = CHINA) -> Notes | None:
    """The notes of a line that holds nothing else, or None."""
    folded, text = line.folded, line.text
    if len(text) > LENGTH or "。" in text or "，" in text or not _HINT.search(folded):
        return None
    address = _URL.fullmatch(text)
    if address:
        return Notes(url=address["url"], original=_ORIGINAL.match(folded) is not None)
    stamp = find(text, now, zone)
    rest = list(folded)
    if stamp:
        _blank(rest, stamp.start, stamp.end)
    source: str | None = None
    authors: list[str] = []
    for match in _FIELD.finditer("".join(rest)):
        if match["origin"]:
            source = source or text[match.start("origin") : match.end("origin")]
        else:
            names = _names(text[match.start("people") : match.end("people")])
            if not names:
                return None
            authors += names if match["writer"] else ()
        _blank(rest, match.start(), match.end())
    left = "".join(rest)
    if _NOT_SAID.sub("", left):
        return None
    if stamp is None and left == folded:
        return None
    return Notes(
        stamp,
        _LABEL.search(folded) is not None,
        _UPDATED.search(folded) is not None,
        source,
        tuple(authors),
    )


def lead_authors(paragraph: str) -> tuple[str, ...]:
    """Who signs in brackets at the head of a first paragraph: （本台记者某某综合报道）."""
    match = _LEAD_AUTHOR.search(paragraph[:80])
    return (match["name"],) if match else ()


def lead_date(line: Line, now: datetime, zone: tzinfo = CHINA) -> tuple[str | None, Stamp] | None:
    """Source and full date of a bracket that opens a paragraph: 【某报2020年9月1日讯】."""
    match = _LEAD.match(line.folded)
    stamp = find(line.text[match.start(1) : match.end(1)], now, zone) if match else None
    if match is None or stamp is None or not stamp.dated:
        return None
    before = line.text[match.start(1) :][: stamp.start]
    name = _LEAD_NAME.match(before)
    if name is None and not match[1].endswith("讯"):
        return None
    return (name[1] if name else None), stamp


_HINT = re.compile(
    r"\d|[〇零一二三四五六七八九十]+[年月日]|时间|刚刚|昨|今|前|来源|作者|记者|编|译|文[:/]|http|发稿|撰"
)
_URL = re.compile(r"(?:[^\s:：]{1,16}[:：]\s*)?(?P<url>https?://\S{4,})", re.IGNORECASE)
_ORIGINAL = re.compile(r"(?:原文|来源|出处|原始|本文)[^:]{0,12}:")
_NAME = r"[a-z一-鿿㐀-䶿·•‧.]{2,24}+"
_FIELD = re.compile(
    r"(?:(?:文章|消息|新闻|信息|稿件)?来源|稿源|出处|转自|来自)\s*[:/]?\s*"
    r"(?P<origin>[^\s|/()\[\]【】;]{2,24})"
    r"|(?:(?P<writer>作者|撰文|撰稿人?|(?:特约|本台|本报|本网)?记者|通讯员|文)\s*[:/|]"
    r"|(?:责任编辑|执行编辑|责编|网编|编辑|编译|编审|译者|翻译|校对|审校|审核|监制|主编|制作|发稿|整理)"
    r"\s*[:/|]?)\s*"
    rf"(?P<people>{_NAME}(?:\s?[、,/&]\s?{_NAME}(?!\s*:)|\s{_NAME}(?!\s*[:/]))*)"
)
_PERSON = re.compile(r"[一-鿿㐀-䶿]{2,4}|[一-鿿㐀-䶿]+[·•‧][一-鿿㐀-䶿·•‧]+|[A-Za-z.]{2,24}")
_LABEL = re.compile(
    r"(?:发布|发表|发稿|刊登|刊发|出版|更新|修改|编辑|上传|播出)(?:时间|日期|于)?\s*:?\s*\d"
    r"|(?:时间|日期|更新)\s*:|[一-鿿]{2,4}时间"
)
_UPDATED = re.compile(r"更新|修改")
# What may stand in such a line beside the fields: labels, weekdays, counters, signs.
_NOT_SAID = re.compile(
    r"(?:首次|最后|最近|最新|本文)?(?:发布|发表|发稿|刊登|刊发|出版|更新|修改|编辑|上传|播出)(?:时间|日期|于)?"
    r"|[一-鿿]{2,4}时间|时间|日期|published|posted|updated|(?:周|星期|礼拜)[一二三四五六日天]|gmt|utc"
    r"|(?:阅读|浏览|点击|评论|热度|字数)(?:量|数|次数)?\s*:?\s*[\d,.万]*次?"
    r"|[^\w。？！?!…]|_"
)
_LEAD_AUTHOR = re.compile(
    r"[（(][^（()）]{0,12}[记記]者(?P<name>[一-鿿]{2,3}?)"
    r"(?:[综綜]合|[采採][访訪]|[编編][译譯]|[专專][题題]|[独獨]家)?(?:报导|报道|報導|報道)[)）]"
)
_LEAD = re.compile(r"[【\[(](?=[^】\])]{0,40}\d)([^】\])]{6,40})[】\])]")
_LEAD_NAME = re.compile(r"([A-Za-z一-鿿]{2,8}?)(?:北京时间|台北时间|记者.*|综合.*)?\s*\Z")


def _names(people: str) -> list[str]:
    parts = re.split(r"[、,，/&\s]+", people)
    return [name for name in parts if _PERSON.fullmatch(name)]


def _blank(chars: list[str], start: int, end: int) -> None:
    chars[start:end] = " " * (end - start)
