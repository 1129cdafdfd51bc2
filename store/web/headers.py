"""What is read from the headers of an answer, and what of it is fit to be kept and sent back."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_WAIT = 7 * 24 * 3600.0
"""The longest Retry-After taken at its word, in seconds."""

VALIDATOR = 500
"""Longest ETag and Last-Modified kept, in characters: they are stored and sent with every
request."""

_VALIDATOR = re.compile(rf"[\x20-\x7e]{{1,{VALIDATOR}}}")
_TOKEN = r"[a-z0-9!#$&^_.+-]{1,100}"
_TYPE = re.compile(rf"\s*({_TOKEN}/{_TOKEN})\s*(?:;|,|$)", re.IGNORECASE)
_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([a-z0-9_.:+-]{1,40})""", re.IGNORECASE)


def validator(value: str | None) -> str | None:
    """An ETag or a Last-Modified, None for one that could split a header or fill a store."""
    value = value.strip() if value else None
    return value if value and _VALIDATOR.fullmatch(value) else None


def content_type(value: str | None) -> tuple[str | None, str | None]:
    """The media type and the charset of a Content-Type header, in lower case."""
    text = (value or "")[:500]
    kind = _TYPE.match(text)
    charset = _CHARSET.search(text)
    return kind and kind[1].lower(), charset and charset[1].lower()


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """The seconds of a Retry-After header, given as a number or as a date."""
    text = (value or "").strip()[:50]
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(text)
        if at.tzinfo is None:
            at = at.replace(tzinfo=UTC)
        seconds = (at - (now or datetime.now(UTC))).total_seconds()
    except (ValueError, OverflowError, TypeError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)
