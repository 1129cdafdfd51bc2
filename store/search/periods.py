"""Days, months, years and spans of time, as people write them in a query. Purely."""

from __future__ import annotations

import re
from datetime import date, timedelta
from difflib import get_close_matches
from typing import TypeAlias

from store.errors import QueryError
from store.search.forms import DAYS

Period: TypeAlias = tuple[date | None, date | None]
"""First and last day, both included; None: no bound."""

_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?年?\Z")
_SPAN = re.compile(r"(\d{1,4})(天|日|周|星期|个月|月|年|d|w|m|y)\Z")
_BEGUN_SPAN = re.compile(r"\d{1,4}[星个]?\Z")
_BEGUN = re.compile(r"[\d./年月日-]+\Z")
_RESTS = (*map(str, range(32)), "99", "999", "9999", ".", ".9999")
"""What makes a day, a month, a year or a range of the beginning of one, if anything does: of
years the last, for a range mustn't end before it begins."""
_UNIT_DAYS = {
    "天": 1, "日": 1, "d": 1, "周": 7, "星期": 7, "w": 7, "个月": 30, "月": 30, "m": 30,
    "年": 365, "y": 365,
}  # fmt: skip


def period(value: str, today: date, at: int) -> Period:
    """What ``日期:`` takes: a day by name, a year, month or day, or a range of them.

    ``value`` is of half width and stands at ``at``. Raises ``QueryError``.
    """
    if named := DAYS.get(value):
        return day(named, today)
    first, dots, last = value.partition("..")
    if not dots:
        return _days_of(value, at)
    since = _days_of(first, at)[0] if first else None
    until = _days_of(last, at + len(first) + 2)[1] if last else None
    if since is None and until is None:
        raise QueryError("a range of dates needs a date", at)
    if since and until and since > until:
        raise QueryError("this range ends before it begins", at)
    return since, until


def span(value: str, today: date, at: int) -> Period:
    """What ``近:`` takes: so many days, weeks, months or years, today included."""
    match = _SPAN.match(value)
    if not match:
        raise QueryError("not a span of time: write 7天, 2周, 3月, 7d", at)
    days = int(match[1]) * _UNIT_DAYS[match[2]]
    return today - timedelta(days=max(days - 1, 0)), today


def begun(value: str, today: date) -> int | None:
    """How much of a value, from its beginning, is a period, if more text may make it one."""
    if not any(name.startswith(value) for name in DAYS):
        rests = _RESTS if _BEGUN.match(value) else ()
        if not any(_is_period(value + rest, today) for rest in rests):
            return None
    return next((n for n in range(len(value), 0, -1) if _is_period(value[:n], today)), 0)


def begun_span(value: str) -> int | None:
    """The same for ``span``, nothing of which is one before it is whole."""
    return 0 if _BEGUN_SPAN.match(value) else None


def _is_period(value: str, today: date) -> bool:
    try:
        period(value, today, 0)
    except QueryError:
        return False
    return True


def day(named: str, today: date) -> Period:
    """A day by the name that ``DAYS`` gives it."""
    if named == "yesterday":
        before = today - timedelta(days=1)
        return before, before
    if named == "thisweek":
        return today - timedelta(days=today.weekday()), today
    return today, today


def _days_of(value: str, at: int) -> tuple[date, date]:
    """First and last day of a year, a month or a day."""
    match = _DATE.match(value)
    try:
        if not match:
            raise ValueError
        year, month, number = int(match[1]), match[2], match[3]
        if number:
            exact = date(year, int(month), int(number))
            return exact, exact
        if month:
            first = date(year, int(month), 1)
            after = date(year + first.month // 12, first.month % 12 + 1, 1)
            return first, after - timedelta(days=1)
        return date(year, 1, 1), date(year, 12, 31)
    except (ValueError, OverflowError):
        near = get_close_matches(value, DAYS, n=1, cutoff=0.5)
        if near:
            raise QueryError(
                "not a date: {value} — did you mean {meant}?", at, value=value, meant=near[0]
            ) from None
        raise QueryError(
            "not a date: {value} — write 2023, 2023-03 or 2023-03-14", at, value=value
        ) from None
