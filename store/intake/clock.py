"""Times of day and numbers as Chinese datelines write them: 下午三點半, 十一时五分, 5:45 PM."""

from __future__ import annotations

import re
from datetime import time

_HAN_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": "0", "○": "0", "两": "2",
}  # fmt: skip
_HALF = (
    "凌晨|清晨|早上|早晨|早间|上午|中午|正午|下午|午后|午间|傍晚|晚上|晚间|夜间|夜里|深夜"
    r"|am|pm|a\.m\.|p\.m\."
)
_EVENING = frozenset("晚夜深")
_AFTERNOON = frozenset(("下午", "午后", "傍晚", "pm", "p.m."))
_NOON = frozenset(("中午", "正午", "午间"))
NUMBER = r"[一二三四五六七八九十]{1,3}"
"""A Han number to 99, as a pattern."""


def pattern(tag: str) -> str:
    """A time of day in folded text, its groups' names ending in ``tag``."""
    return (
        rf"(?:(?P<half{tag}>{_HALF}|[早晨晚夜](?=\s*[\d一二两三四五六七八九十]))\s*)?"
        rf"(?P<hour{tag}>\d{{1,2}}|[一二两三四五六七八九十]{{1,3}}(?=[点时]))"
        rf"\s*(?:[:点时]\s*(?P<minute{tag}>\d{{2}}|半|(?<=[点时])\d(?=分)"
        rf"|(?<=[点时])[零〇○]?{NUMBER}(?=分))"
        rf"(?:\s*[:分]\s*(?P<second{tag}>\d{{2}})(?:\.\d{{1,9}})?)?\s*[分秒]?|[点时]整?)"
        rf"(?:\s*(?P<after{tag}>{_HALF}))?"
    )


def read(match: re.Match[str], tag: str) -> time | None:
    """The time of day that ``pattern(tag)`` found; None for one that no clock shows."""
    groups = match.groupdict()
    if groups.get(f"hour{tag}") is None:
        return None
    written = groups.get(f"minute{tag}") or "0"
    half = groups.get(f"half{tag}") or groups.get(f"after{tag}") or ""
    hour = _hour(number(groups[f"hour{tag}"]), half)
    minute = 30 if written == "半" else number(written.lstrip("零〇○") or "0")
    second = int(groups.get(f"second{tag}") or 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def number(text: str) -> int:
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


def _hour(hour: int, half: str) -> int:
    """The hour of a day of 24; one past it for 晚上12点, which no clock of that day shows."""
    if half in _AFTERNOON:
        return hour + 12 if hour < 12 else hour
    if half and half[0] in _EVENING:
        return hour + 12 if 5 <= hour <= 12 else hour  # 深夜2点 is after midnight
    if half in _NOON:
        return hour + 12 if hour < 3 else hour
    if half and hour == 12:
        return 0
    return hour
