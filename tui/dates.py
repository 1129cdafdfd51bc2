"""Dates as a list has room for them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from tui.language import later, say

SHORT = 8
"""Cells of ``short``."""
CLOCK = 5
"""Cells of ``clock``."""
_CHINA = timezone(timedelta(hours=8))
_WEEKDAYS = (
    later("Mon"),
    later("Tue"),
    later("Wed"),
    later("Thu"),
    later("Fri"),
    later("Sat"),
    later("Sun"),
)
_MONTHS = (
    later("Jan"),
    later("Feb"),
    later("Mar"),
    later("Apr"),
    later("May"),
    later("Jun"),
    later("Jul"),
    later("Aug"),
    later("Sep"),
    later("Oct"),
    later("Nov"),
    later("Dec"),
)


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
        return say("No date")
    when = date.fromisoformat(day)
    year = when.year != today.year
    weekday, month = say(_WEEKDAYS[when.weekday()]), say(_MONTHS[when.month - 1])
    named = {"weekday": weekday, "day": when.day, "month": month, "year": when.year}
    if year:
        return say("{weekday} {day} {month} {year}", **named)
    return say("{weekday} {day} {month}", **named)


def _in_china(published: str) -> str:
    if len(published) <= 10 or published.endswith("+08:00"):
        return published
    moment = datetime.fromisoformat(published)
    return moment.astimezone(_CHINA).isoformat() if moment.tzinfo else published
