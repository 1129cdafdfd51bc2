"""Dates as a list has room for them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from tui.language import say

SHORT = 8
"""Cells of ``short``."""
CLOCK = 5
"""Cells of ``clock``."""
_CHINA = timezone(timedelta(hours=8))
_DAYS = "一二三四五六日"
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short(published: str | None, today: date) -> str:
    """Today's articles by the clock, this year's by the day, older ones by the date.

    ``published`` as in ``Article``. Eight cells at most, to be set flush right. Nothing relative:
    an open list must not change by itself.
    """
    if published is None:
        return ""
    day = published[:10]
    if day == today.isoformat() and len(published) > 10:
        return published[11:16]
    if day[:4] == f"{today.year:04}":
        return day[5:]
    return day[2:]


def full(published: str | None) -> str:
    """Day and time, as the source gave them."""
    if published is None:
        return ""
    return published[:10] + (" " + published[11:16] if len(published) > 10 else "")


def day(published: str | None) -> str | None:
    """The day in China, by which the days of a list follow each other whatever its sources."""
    return _in_china(published)[:10] if published else None


def clock(published: str | None) -> str:
    """The time of that day; "" where only the day is known."""
    return _in_china(published)[11:16] if published else ""


def heading(day: str | None, today: date) -> str:
    """A day (``YYYY-MM-DD``) above its articles."""
    if day is None:
        return say("没有日期", "No date")
    when = date.fromisoformat(day)
    year = when.year != today.year
    zh = f"{f'{when.year}年' if year else ''}{when.month}月{when.day}日 周{_DAYS[when.weekday()]}"
    en = f"{_WEEKDAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]}"
    return say(zh, f"{en} {when.year}" if year else en)


def _in_china(published: str) -> str:
    if len(published) <= 10 or published.endswith("+08:00"):
        return published
    moment = datetime.fromisoformat(published)
    return moment.astimezone(_CHINA).isoformat() if moment.tzinfo else published
