"""The clocks that datelines name: 美东时间, GMT+8, UTC, EST."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache

CHINA = timezone(timedelta(hours=8))
SUFFIX = (
    r"(?:gmt|utc)(?:\s?[+\-−]\s?\d{1,2}(?::?[03]0)?)?|[+-]\d{4}"
    r"|(?:[ecmp][sd]t|hkt|sgt|bjt|jst|kst|bst|cet|cest)"
)
"""A zone as it stands after a folded time of day, as a pattern; ``stated`` says which it is."""


CLOCKS = (
    r"(?:中国|北京|台北|台湾|香港|本地|当地|格林[尼威]治(?:标准)?|世界标准|美东|美西|美国?[东西]部|[东西]部|华盛顿"
    r"|纽约|加州|洛杉矶|伦敦|英国|欧洲中部|巴黎|柏林|莫斯科|东京|日本|首尔|韩国|新加坡|悉尼)时间"
)
"""Whose clock a time of day is read from, as a pattern for folded text."""


def stated(folded: str, default: tzinfo) -> tzinfo:
    """The zone that a folded line names, else ``default``."""
    if "时间" in folded:
        if _CHINA.search(folded):
            return CHINA
        for pattern, name in _NAMED:
            if pattern.search(folded):
                return zone_named(name) or default
    after = _AFTER_CLOCK.search(folded)
    if after is None:
        return default
    sign = after["sign"] or after["mail"]
    if sign:
        hours, minutes = after["hours"] or after["hh"], after["minutes"] or after["mm"] or 0
        delta = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(delta if sign == "+" else -delta) if delta < _DAY else default
    if after["letters"]:
        return zone_named(_LETTERS[after["letters"]]) or default
    return UTC


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


_DAY = timedelta(hours=24)
_CHINA = re.compile(r"(?:中国|北京|台北|台湾|香港|本地)时间")
_NAMED = (
    (re.compile(r"格林[尼威]治|世界标准时间|协调世界时"), "UTC"),
    (re.compile(r"美东|美国东部|东部时间|华盛顿时间|纽约时间"), "America/New_York"),
    (re.compile(r"美西|美国西部|加州时间|洛杉矶时间"), "America/Los_Angeles"),
    (re.compile(r"伦敦时间|英国时间"), "Europe/London"),
    (re.compile(r"巴黎时间|柏林时间|欧洲中部时间"), "Europe/Paris"),
    (re.compile(r"东京时间|日本时间|首尔时间|韩国时间"), "Asia/Tokyo"),
)
# CST is China's time in Chinese news. A summer name means the clock on the wall of that day.
_LETTERS = {
    **dict.fromkeys(("cst", "bjt", "hkt", "sgt", "cdt"), "Asia/Shanghai"),
    **dict.fromkeys(("est", "edt"), "America/New_York"),
    **dict.fromkeys(("mst", "mdt"), "America/Denver"),
    **dict.fromkeys(("pst", "pdt"), "America/Los_Angeles"),
    **dict.fromkeys(("cet", "cest"), "Europe/Paris"),
    "bst": "Europe/London",
    **dict.fromkeys(("jst", "kst"), "Asia/Tokyo"),
}
_AFTER_CLOCK = re.compile(
    r"\b(?:gmt|utc)\s?(?P<sign>[+\-−])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>[03]0))?(?!\d)"
    r"|\b(?:gmt|utc)\b|\d:\d\d\s?(?P<mail>[+-])(?P<hh>\d\d)(?P<mm>[0-5]\d)(?!\d)"
    rf"|\d\d[\s(]*(?:[ap]m[\s(]*)?\b(?P<letters>{'|'.join(_LETTERS)})\b"
)
