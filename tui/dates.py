"""Dates as a list has room for them."""

from __future__ import annotations

from datetime import date

SHORT = 8
"""Cells of ``short``."""


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
