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
from store.intake.zones import CHINA

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
    year = 1 if match["year"] == "元" else _number(match["year"])
    return _written(_day(str(year + 1911), match["month"], match["day"]), match, zone)


def _yearless(match: re.Match[str], now: datetime, zone: tzinfo) -> str | None:
    for year in range(now.year, now.year - 9, -1):
        day = _date(year, _number(match["month"]), _number(match["day"]))
        if day and day <= now.date():
            return _written(day, match, zone)
    return None


def _day_only(match: re.Match[str], now: datetime, zone: tzinfo) -> str | None:
    year, month = now.year, now.month
    for _ in range(3):
        day = _date(year, month, _number(match["day"]))
        if day and day <= now.date():
            return day.isoformat()
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return None


def _relative_day(match: re.Match[str], now: datetime, zone: tzinfo) -> str | None:
    back = {"今": 0, "昨": 1, "前": 2, "大": 3}[match["day"][0]]
    return _written(now.date() - timedelta(days=back), match, zone)


def _ago(match: re.Match[str], now: datetime, zone: tzinfo) -> str | None:
    unit = match["unit"]
    count = 0.5 if match["count"] == "半" else float(_number(match["count"]))
    seconds = {"秒": 1, "分": 60, "小": 3600, "钟": 3600, "时": 3600}.get(unit[0])
    try:
        if seconds:
            moment = now - timedelta(seconds=count * seconds)
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


def _just_now(match: re.Match[str], now: datetime, zone: tzinfo) -> str | None:
    return now.replace(microsecond=0).isoformat()


_YEAR = r"(?<!\d)(?P<year>(?:19|20|21)\d\d|[一二][〇零一二三四五六七八九]{3})"
_MONTH_DAY = rf"(?P<month>\d{{1,2}}|{_HAN_DAY})\s*月\s*(?P<day>\d{{1,2}}|{_HAN_DAY})\s*[日号]?"
_MARKED = r"(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d/])"
_HAN_YEAR = r"(?P<year>\d{1,3}|元|[一二三四五六七八九十百〇零]{1,5})"
_ISO = re.compile(
    r"(?<!\d)(?P<year>(?:19|20|21)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)[t\s]\s?"
    r"(?P<hour2>\d\d):(?P<minute2>\d\d)(?::(?P<second2>\d\d)(?:[.,]\d{1,9})?)?"
    r"\s?(?:(?P<utc>z)\b|(?P<offset>[+-]\d\d:?\d\d)(?!\d))"
)
_AGO = re.compile(
    r"(?P<count>\d{1,4}|半|[一二两三四五六七八九十]{1,3})\s*个?半?"
    r"(?P<unit>秒|分钟?|小时|钟头|时|天|日|周|星期|礼拜|月|年)\s*(?:之|以)?前"
)
_DAY_ONLY = re.compile(
    rf"(?<![\d月])(?P<day>\d{{1,2}}|{_HAN_DAY})日(?=(?:专|综合|外)?(?:电|讯|报导|报道))"
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
    ("月", _form(rf"(?<![\d年]){_MONTH_DAY}"), _yearless),
    (
        "今昨前",
        re.compile(rf"(?P<day>今[天日]|昨[天日]|大?前天)(?:{_BETWEEN}{_clock('2')})?"),
        _relative_day,
    ),
    ("前", _AGO, _ago),
    ("刚", re.compile(r"刚刚|刚才"), _just_now),
    ("日", _DAY_ONLY, _day_only),
)


def _written(day: date | None, match: re.Match[str], zone: tzinfo) -> str | None:
    """``day`` with the clock that stands before or after it; a clock that can't be is left out."""
    if day is None:
        return None
    groups = match.groupdict()
    for tag in "21":
        hour_text = groups.get(f"hour{tag}")
        if hour_text is None:
            continue
        minute_text = groups.get(f"minute{tag}") or "0"
        half = groups.get(f"half{tag}") or groups.get(f"after{tag}") or ""
        hour = _hour(_number(hour_text), half)
        minute = 30 if minute_text == "半" else int(minute_text)
        second = int(groups.get(f"second{tag}") or 0)
        if hour > 23 or minute > 59 or second > 59:
            continue
        moment = datetime.combine(day, time(hour, minute, second), zone)
        return moment.isoformat()
    return day.isoformat()


def _hour(hour: int, half: str) -> int:
    if half in ("下午", "午后", "傍晚", "晚上", "晚间", "夜间", "深夜", "pm", "p.m."):
        # 下午12点 is noon; 晚上12点 is the end of the day, which no clock of that day shows.
        return hour + 12 if hour < 12 or half[0] in "晚夜深" else hour
    if half in ("中午", "正午"):
        return hour + 12 if hour < 3 else hour
    if half and hour == 12:
        return 0
    return hour


def _day(year: str, month: str, day: str) -> date | None:
    return _date(_number(year), _number(month), _number(day))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int:
    """A whole number: digits, Han digits in a row (二〇二三) or counted (一百一十二)."""
    if text.isdecimal():
        return int(text)
    if len(text) > 1 and not set(text) & set("十百"):
        return int("".join(_HAN_DIGITS[c] for c in text))
    total = digit = 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = int(_HAN_DIGITS[char])
    return total + digit


def _zone_of(folded: str, default: tzinfo) -> tzinfo:
    if "时间" in folded or "gmt" in folded or "utc" in folded:
        if re.search(r"(?:中国|北京|台北|台湾|香港|本地)时间", folded):
            return CHINA
        for pattern, name in _ZONES:
            if pattern.search(folded):
                return zone_named(name) or default
    return default


@cache
def zone_named(name: str) -> tzinfo | None:
    """The IANA zone ``name``; None where the machine has no zone data."""
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
