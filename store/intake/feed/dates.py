"""When an entry of a feed was published: RFC 822, RFC 3339, or however the site writes dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from store.intake.dateline import parse

AHEAD = timedelta(days=1)
"""How far after the time of adding a date may lie; one beyond it is wrong."""

FIRST_YEAR = 1971
"""Dates before it are what programs write for none."""


def published(written: Iterable[str], now: datetime, zone: tzinfo) -> str | None:
    """The first of the dates that can be, as in ``Draft``; ``zone`` for one that names none."""
    for text in written:
        stamp = _mail_date(text, zone) or _counted(text) or parse(text, now, zone)
        if stamp and _can_be(stamp, now):
            return stamp
    return None


_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", re.IGNORECASE)
_OFFSET = re.compile(r"[+-]\d\d:?\d\d\s*\Z|\b(?P<name>[A-Z]{1,4})\b(?=\s*(?:\d{4})?\s*\Z)")
# What these letters mean in a Chinese feed: CST is China's time there, not Chicago's.
_EASTERN = {"CST": 8, "BJT": 8, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9}


def _mail_date(text: str, zone: tzinfo) -> str | None:
    """A date of RFC 822, or as C and Java print one."""
    from email.utils import parsedate_tz

    text = text[:100]
    if not _MONTH.search(text):
        return None
    stated = _OFFSET.search(text)
    hours = _EASTERN.get(stated["name"] or "") if stated else None
    if stated and hours:
        text = text[: stated.start()] + text[stated.end() :]
    try:
        fields = parsedate_tz(text)
        if fields is None:
            return None
        if stated:
            seconds = hours * 3600 if hours else fields[9] or 0
            zone = timezone(timedelta(seconds=seconds))
        return datetime(*fields[:6], tzinfo=zone).isoformat()
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _counted(text: str) -> str | None:
    """Seconds or milliseconds since 1970."""
    digits = text.strip()
    if len(digits) not in (10, 13) or not (digits.isascii() and digits.isdecimal()):
        return None
    return datetime.fromtimestamp(int(digits[:10]), UTC).isoformat()


def _can_be(stamp: str, now: datetime) -> bool:
    if int(stamp[:4]) < FIRST_YEAR:
        return False
    if len(stamp) == 10:
        return stamp <= (now + AHEAD).date().isoformat()
    return datetime.fromisoformat(stamp) <= now + AHEAD
