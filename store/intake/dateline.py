"""When a page says it was published: Chinese datelines of any form to RFC 3339.

No library reads them right (clock before the date, Republic years, Han numerals), and all of
them guess where they should say nothing. Pure: the time of adding comes in as ``now``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from store.folding import fold
from store.intake import clock, zones
from store.intake.clock import NUMBER, number

CHINA = zones.CHINA
"""The zone of a dateline that names none."""

LONGEST = 200
"""Code points looked at: a dateline stands at the head of its line."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date found in a line: ``published`` as in ``Draft``; ``start``/``end`` in code points.

    ``dated``: the line writes a full calendar date, not one relative to the time of adding.
    """

    published: str
    start: int
    end: int
    dated: bool

    @property
    def timed(self) -> bool:
        """Whether a time of day was given."""
        return len(self.published) > 10


def parse(text: str, now: datetime, zone: tzinfo = CHINA) -> str | None:
    """The first date in ``text`` as RFC 3339, or ``YYYY-MM-DD`` where no time is given."""
    stamp = find(text, now, zone)
    return stamp.published if stamp else None


def find(text: str, now: datetime, zone: tzinfo = CHINA) -> Stamp | None:
    """The first date in ``text`` and where it stands; None when there is none or it can't be.

    ``now`` (aware) anchors relative and yearless dates, which are taken as the nearest past.
    A zone named in the text goes before ``zone``.
    """
    if len(text) < 2:
        return None
    folded = fold(text[:LONGEST])
    for needs, pattern, read in _FORMS:
        if not any(sign in folded for sign in needs):
            continue
        match = pattern.search(folded)
        if match is None:
            continue
        stated = zones.stated(folded, zone)
        published = read(match, now.astimezone(stated), stated)
        if published is None:
            return None
        dated = read in _DATED
        end = match.start() + len(match[0].rstrip())
        return Stamp(published, match.start(), end, dated)
    return None


_WEEKDAY = r"(?:周|星期|礼拜)[一二三四五六日天]"
_BETWEEN = (
    rf"[\s,|/\-–—·()\[\]t]{{0,6}}(?:(?:{_WEEKDAY}|(?<=[(\[])[一二三四五六日](?=[)\]]))[\s,|)\]]{{0,4}})?"
    r"(?:(?:[一-龥]{2,8}时间|gmt|utc|at):?\s*)?"
)
_BEFORE = rf"(?:{clock.pattern('1')}[\s,|/\-–—]{{1,6}}(?:(?:{_WEEKDAY})\s*)?)?"
_ZONE = rf"(?:\s?[(\[]?(?:{zones.SUFFIX})(?![a-z\d])[)\]]?)?"
_AFTER = rf"(?:{_BETWEEN}{clock.pattern('2')}{_ZONE})?(?:\s*[(\[]?{_WEEKDAY}[)\]]?)?"


def _form(body: str) -> re.Pattern[str]:
    return re.compile(_BEFORE + body + _AFTER)


def _iso(match: re.Match[str], now: datetime, zone: tzinfo) -> str | None:
    offset = match["offset"]
    if offset:
        hours, minutes = int(offset[1:3]), int(offset[-2:])
        delta = timedelta(hours=hours, minutes=minutes)
        if delta >= timedelta(hours=24):
            return None
        zone = timezone(-delta if offset[0] == "-" else delta)
    elif match["utc"]:
        zone = UTC
    return _written(_day(match["year"], match["month"], match["day"]), match, zone)


def _calendar(match: re.Match[str], now: datetime, zone: tzinfo) -> str | None:
    return _written(_day(match["year"], match["month"], match["day"]), match, zone)


def _republic(match: re.Match[str], now: datetime, zone: tzinfo) -> str | None:
    # Year 1 of the Republic of China is 1912.
    year = 1 if match["year"] == "元" else number(match["year"])
    return _written(_day(str(year + 1911), match["month"], match["day"]), match, zone)


def _yearless(match: re.Match[str], now: datetime, zone: tzinfo) -> str | None:
    for year in range(now.year, now.year - 9, -1):
        day = _date(year, number(match["month"]), number(match["day"]))
        if day and day <= now.date():
            return _written(day, match, zone)
    return None


def _day_only(match: re.Match[str], now: datetime, zone: tzinfo) -> str | None:
    year, month = now.year, now.month
    for _ in range(3):
        day = _date(year, month, number(match["day"]))
        if day and day <= now.date():
            return day.isoformat()
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return None


def _relative_day(match: re.Match[str], now: datetime, zone: tzinfo) -> str | None:
    back = {"今": 0, "昨": 1, "前": 2, "大": 3}[match["day"][0]]
    # 今早, 昨晚: the clock that follows says it too.
    return _written(now.date() - timedelta(days=back), match, zone)


def _ago(match: re.Match[str], now: datetime, zone: tzinfo) -> str | None:
    unit = _UNITS.get(match["unit"], match["unit"])
    given = match["count"]
    count = 0.5 if given == "半" else 1.0 if given[0] == "a" else float(number(given))
    seconds = {"秒": 1, "分": 60, "小": 3600, "钟": 3600, "时": 3600}.get(unit[0])
    try:
        if seconds:
            moment = now - timedelta(hours=int(match["hours"] or 0), seconds=count * seconds)
            return moment.replace(microsecond=0).isoformat()
        days = {"天": 1, "日": 1, "周": 7, "星": 7, "礼": 7}.get(unit[0])
        if days:
            return (now.date() - timedelta(days=int(count * days))).isoformat()
        months = int(count * (12 if unit == "年" else 1))
        year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
        # 31 May minus a month is 30 April.
        days_tried = (_date(year, month + 1, now.day - back) for back in range(4))
        return next((day.isoformat() for day in days_tried if day), None)
    except OverflowError:
        return None


def _english(match: re.Match[str], now: datetime, zone: tzinfo) -> str | None:
    month = 1 + _MONTHS.index(match["month"][:3])
    return _written(_date(int(match["year"]), month, int(match["day"])), match, zone)


def _year_last(match: re.Match[str], now: datetime, zone: tzinfo) -> str | None:
    """03/14/2023 or 14/03/2023: the weekday beside it decides, else only one of them can be."""
    year, one, other = int(match["year"]), int(match["one"]), int(match["other"])
    days = {day for day in (_date(year, one, other), _date(year, other, one)) if day}
    beside = _WEEKDAY_NAME.search(match.string)
    if len(days) > 1 and beside:
        days = {day for day in days if day.weekday() == _WEEKDAYS.index(beside[1])}
    return _written(days.pop(), match, zone) if len(days) == 1 else None


def _just_now(match: re.Match[str], now: datetime, zone: tzinfo) -> str | None:
    return now.replace(microsecond=0).isoformat()


_YEAR = r"(?<!\d)(?P<year>(?:19|20|21)\d\d|[一二][〇零○一二三四五六七八九]{3})"
_MONTH_DAY = rf"(?P<month>\d{{1,2}}|{NUMBER})\s*月\s*(?P<day>\d{{1,2}}|{NUMBER})\s*[日号]?"
_MARKED = r"(?P<mark>[-/.])\s?(?P<month>\d{1,2})(?P=mark)\s?(?P<day>\d{1,2})(?![\d/])"
_HAN_YEAR = r"(?P<year>\d{1,3}|元|[一二三四五六七八九十百〇零○]{1,5})"
_ISO = re.compile(
    r"(?<!\d)(?P<year>(?:19|20|21)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)[t\s]\s?"
    r"(?P<hour2>\d\d):(?P<minute2>\d\d)(?::(?P<second2>\d\d)(?:[.,]\d{1,9})?)?"
    r"\s?(?:(?P<utc>z)\b|(?P<offset>[+-]\d\d:?\d\d)(?!\d))"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    r"\b(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_ENGLISH_YEAR = r"(?P<year>(?:19|20|21)\d\d)(?!\d)"
_WEEKDAYS = "一二三四五六日"
_WEEKDAY_NAME = re.compile(r"(?:周|星期|礼拜)([一二三四五六日])")
_AGO = re.compile(
    r"(?:(?P<hours>\d{1,2})\s*(?:小时|钟头)\s*)?"
    r"(?P<count>\d{1,4}|半|[一二两三四五六七八九十]{1,3})\s*个?半?"
    r"(?P<unit>秒|分钟?|小时|钟头|时|天|日|周|星期|礼拜|月|年)\s*(?:之|以)?前"
)
_AGO_ENGLISH = re.compile(
    r"\b(?P<hours>)(?P<count>\d{1,3}|an?)\s(?P<unit>sec|min|hour|hr|day|week|month|year)[a-z]{0,4}\s?ago"
)
_UNITS = {"sec": "秒", "min": "分", "hour": "时", "hr": "时", "day": "天", "week": "周"} | {
    "month": "月", "year": "年",
}  # fmt: skip
_DAY_ONLY = re.compile(
    rf"(?<![\d月])(?P<day>\d{{1,2}}|{NUMBER})日(?=(?:专|综合|外)?(?:电|讯|报导|报道))"
)
_Reader = Callable[[re.Match[str], datetime, tzinfo], str | None]
# The signs of which a text must hold one; the pattern; its reading. The fuller form goes first,
# since each is also found inside the one before it.
_FORMS: tuple[tuple[str, re.Pattern[str], _Reader], ...] = (
    ("-", _ISO, _iso),
    ("年", _form(rf"{_YEAR}\s*年\s*{_MONTH_DAY}"), _calendar),
    ("-/.", _form(rf"(?<!\d)(?P<year>(?:19|20|21)\d\d){_MARKED}"), _calendar),
    ("年", _form(rf"民国\s*{_HAN_YEAR}\s*年\s*{_MONTH_DAY}"), _republic),
    ("年", _form(rf"(?<![\d月])(?P<year>1\d\d)\s*年\s*{_MONTH_DAY}"), _republic),
    ("-/.", _form(rf"(?<![\d/.-])(?P<year>1\d\d){_MARKED}"), _republic),
    (
        "jfmasond",
        _form(rf"{_MONTH_NAME}\s?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s?{_ENGLISH_YEAR}"),
        _english,
    ),
    (
        "jfmasond",
        _form(rf"(?<!\d)(?P<day>\d{{1,2}})[\s-]{_MONTH_NAME},?[\s-]{_ENGLISH_YEAR}"),
        _english,
    ),
    ("/", _form(rf"(?<![\d/])(?P<one>\d\d)/(?P<other>\d\d)/{_ENGLISH_YEAR}"), _year_last),
    ("月", _form(rf"(?<![\d年]){_MONTH_DAY}"), _yearless),
    (
        "今昨前",
        re.compile(
            rf"(?P<day>今[天日]|昨[天日]|大?前天|[今昨](?=[早晨晚夜])|(?<!\w)前日)"
            rf"(?:{_BETWEEN}{clock.pattern('2')})?"
        ),
        _relative_day,
    ),
    ("前", _AGO, _ago),
    ("g", _AGO_ENGLISH, _ago),
    ("刚前", re.compile(r"刚刚|刚才|[几数](?:秒|分)钟?前"), _just_now),
    ("日", _DAY_ONLY, _day_only),
)


_DATED = (_iso, _calendar, _republic, _english, _year_last)


def _written(day: date | None, match: re.Match[str], zone: tzinfo) -> str | None:
    """``day`` with the clock that stands before or after it; a clock that can't be is left out."""
    if day is None:
        return None
    for tag in "21":
        time = clock.read(match, tag)
        if time is not None:
            return datetime.combine(day, time, zone).isoformat()
    return day.isoformat()


def _day(year: str, month: str, day: str) -> date | None:
    return _date(number(year), number(month), number(day))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
