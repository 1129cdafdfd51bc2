"""Lines that speak about the article: when, from whom, by whom. Read, then left out of the body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo

from store.folding import fold
from store.intake.dateline import CHINA, Stamp, find
from store.intake.habits import habits
from store.intake.lines import Line
from store.intake.zones import CLOCKS, SUFFIX

LENGTH = 120
"""Longest line, in code points, that can be nothing but such notes."""

LEAD_LENGTH = 80
"""Code points of a first paragraph in which it may be signed."""


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
    credit = _CREDIT.fullmatch(text) if len(text) <= LENGTH else None
    if credit:
        return Notes(source=credit["outlet"], url=credit["url"], original=credit["url"] is not None)
    if len(text) > LENGTH or "。" in text or "，" in text or not _HINT.search(folded):
        return None
    address = _URL.fullmatch(text)
    if address:
        return _address(line, address)
    stamps = _stamps(text, now, zone)
    rest = list(folded)
    for each in stamps:
        _blank(rest, each.start, each.end)
    source: str | None = None
    authors: list[str] = []
    for match in _FIELD.finditer("".join(rest)):
        if match["origin"]:
            source = source or text[match.start("origin") : match.end("origin")]
        else:
            group = "reporter" if match["reporter"] else "people"
            names = _names(text[match.start(group) : match.end(group)])
            if not names:
                return None
            authors += names if match["writer"] or match["reporter"] else ()
            source = source or habits().known(match["employer"])
        _blank(rest, match.start(), match.end())
    left = "".join(rest)
    if _NOT_SAID.sub("", left):
        return None
    if not stamps and left == folded:
        return None
    # Where two dates are given, what is said before the first one is said of it.
    said = folded[: stamps[0].start] if len(stamps) > 1 else folded
    return Notes(
        stamps[0] if stamps else None,
        _LABEL.search(folded) is not None,
        _UPDATED.search(said) is not None,
        source,
        tuple(authors),
    )


def lead_authors(paragraph: str) -> tuple[str, ...]:
    """Who signs in brackets at the head of a first paragraph: （本台记者某某综合报道）."""
    match = _LEAD_AUTHOR.match(fold(paragraph[:LEAD_LENGTH]))
    return (
        tuple(_names(paragraph[match.start("reporter") : match.end("reporter")])) if match else ()
    )


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


# 文章来自「某报」：, then the title there, its address or nothing.
_CREDIT = re.compile(
    r"(?:文章|原文|本文|内容)?(?:[来來]自|[来來]源于?|原[创創]为?|[转轉]自|[转轉][载載]自|[选選]自|摘自|首[发發]于|原[载載]于?)"
    r"[^「【《“]{0,6}[「【《“](?P<outlet>[^「」【】《》“”。，]{2,20})[」】》”]"
    r"(?:\s*[:：|]\s*(?:~~)?(?:(?P<url>https?://[^\s/~]{4,}/[^\s~]+)|[^。]{0,80}?)(?:~~)?)?"
)
_HINT = re.compile(
    r"\d|[〇零一二三四五六七八九十]+[年月日]|时间|刚刚|昨|今|前|来源|作者|记者|编|译|文\s?[:/|]|http|发稿|撰|整理|转[自载]|稿源|出处"
)
_URL = re.compile(
    r"(?:(?P<label>[^\s:：]{1,16})[:：]\s*)?(?P<url>https?://[^\s/]{4,}/\S+)", re.IGNORECASE
)
_ADDRESS = re.compile(r"原|来源|出处|本文|链接|地址|网址|转|摘|自|url|link|from|source|via")
_ORIGINAL = re.compile(r"(?:原文|来源|出处|原始|本文)[^:]{0,12}:")
_NAME = r"[a-z一-鿿㐀-䶿·•‧.]{2,24}+"
_HAN_NAME = r"[一-鿿㐀-䶿]{2,4}?"
_REPORTER = (
    rf"记者\s?(?P<reporter>{_HAN_NAME}(?:[、,]\s?{_HAN_NAME}){{0,4}}?|[a-z][a-z .]{{2,30}}?)\s?"
    r"(?:/\s?[一-鿿]{2,6}?|香港|台北|台湾|北京|上海|东京|首尔|伦敦|巴黎|柏林|华盛顿|华府|纽约|洛杉矶|旧金山|悉尼|墨尔本|多伦多|温哥华)?"
    r"(?:综合|采访|专题|独家|现场|联合)?(?:\s*(?:报导|报道|编译|专访|撰文|撰稿|电)|(?=\s*(?:[/)]|责编|责任编辑|网编|编辑)))"
)
_FIELD = re.compile(
    r"(?:(?:文章|消息|新闻|信息|稿件)?来源|稿源|出处|转自|来自)\s*[:/]?\s*"
    r"《?(?P<origin>(?:(?!责任?编|编辑|有删节)[^\s|/()\[\]【】;《》]){2,24})》?(?:有删节)?"
    rf"|(?:特约|本台|本报|本网|(?P<employer>[^\W\d_]{{2,10}}?)(?:特约|特派|英文|驻.{{2,4}})?)?{_REPORTER}"
    r"|(?:(?P<writer>作者|撰文|撰稿人?|采写|(?:特约|本台|本报|本网|实习|见习)?记者|通讯员|文)\s*[:/|]"
    r"|(?:责任编辑|执行编辑|实习编辑|值班编辑|责编|网编|美编|编辑|编译|编审|编导|译者|翻译|校对|审校|审核|监制"
    r"|主编|制作|发稿|文字整理|整理|实习生|供稿|来稿)\s*[:/|]?)\s*"
    rf"(?P<people>{_NAME}(?:\s?[、,/&]\s?{_NAME}(?!\s*:)|\s{_NAME}(?!\s*[:/]))*)"
)
_PERSON = re.compile(
    r"[一-鿿㐀-䶿]{2,4}|[一-鿿㐀-䶿]+[·•‧][一-鿿㐀-䶿·•‧]+|[A-Za-z.]{2,24}(?: [A-Za-z.]{1,24}){0,3}"
)
_BETWEEN_NAMES = re.compile(r"\s*[、,，/&]\s*|(?<![A-Za-z.])\s+|\s+(?![A-Za-z.])")
_LABEL = re.compile(
    r"(?:发布|发表|发稿|刊登|刊发|出版|更新|修改|编辑|上传|播出)(?:时间|日期|于)?\s*:?\s*\d"
    rf"|(?:^|\W)(?:时间|日期|更新)\s*:|{CLOCKS}"
)
_UPDATED = re.compile(r"更新|修改")
# What may stand in such a line beside the fields: labels, weekdays, counters, signs.
_NOT_SAID = re.compile(
    r"(?:首次|最后|最近|最新|本文)?(?:发布|发表|发稿|刊登|刊发|出版|更新|修改|编辑|上传|播出)(?:时间|日期|于)?"
    rf"|{CLOCKS}"
    r"|时间|日期|(?:周|星期|礼拜)[一二三四五六日天]"
    r"|\b(?:published|posted|updated|(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|at|on)\b"
    rf"|\b(?:{SUFFIX})\b"
    r"|(?:阅读|浏览|点击|评论|热度|字数)(?:量|数|次数)?\s*:?\s*[\d,.万]*次?"
    r"|[^\w。？！?!…]|_"
)
_LEAD_AUTHOR = re.compile(rf"[^(]{{0,40}}\([^()]{{0,12}}{_REPORTER}[/)]")
_LEAD = re.compile(r"[【\[(](?=[^】\])]{0,40}\d)([^】\])]{6,40})[】\])]")
_LEAD_NAME = re.compile(r"([A-Za-z一-鿿]{2,8}?)(?:北京时间|台北时间|记者.*|综合.*)?\s*\Z")


def _stamps(text: str, now: datetime, zone: tzinfo) -> list[Stamp]:
    """The dates of a line, two at most: when it was published, when it was changed."""
    first = find(text, now, zone)
    if first is None:
        return []
    second = find(" " * first.end + text[first.end :], now, zone)
    return [first, second] if second and second.dated else [first]


def _address(line: Line, match: re.Match[str]) -> Notes | None:
    """The address of a line with nothing else: of the article, unless another label says what."""
    label = line.folded[match.start("label") : match.end("label")] if match["label"] else ""
    if label and not _ADDRESS.search(label):
        return None
    return Notes(url=match["url"], original=_ORIGINAL.match(line.folded) is not None)


def _names(people: str) -> list[str]:
    return [name for name in _BETWEEN_NAMES.split(people.strip()) if _PERSON.fullmatch(name)]


def _blank(chars: list[str], start: int, end: int) -> None:
    chars[start:end] = " " * (end - start)
