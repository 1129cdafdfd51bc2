"""The terminal's pen: how text looks, and the shortest way from one look to another.

By the numbers of SGR (ECMA-48 8.3.117). No number's meaning depends on the terminal here: what
ends one attribute (22 to 29, 39, 49) is as old as what begins it, and a colour goes by its number
among xterm's 256 only where nobody has another one there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_ENDED_BY = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29"}
_ON_BLANKS = frozenset("4579")
"""Underlined, blinking, reverse, struck: seen where there is no letter."""
# A colour of 256 or of 16 million; else one number.
PARAMETER = re.compile(r"(?:38|48|58)[;:](?:5[;:]\d+|2(?:[;:]\d*){3})|\d+")

_STEPS = (0, 95, 135, 175, 215, 255)
_OFTEN_CHANGED = 22
"""Below are the person's own 16, and those that a family of colour schemes adds to them."""
_NUMBERED = {
    # xterm's cube of 6x6x6 and its 24 greys (256colres.h).
    **{
        f"2;{red};{green};{blue}": f"5;{16 + 36 * r + 6 * g + b}"
        for r, red in enumerate(_STEPS)
        for g, green in enumerate(_STEPS)
        for b, blue in enumerate(_STEPS)
        if 16 + 36 * r + 6 * g + b >= _OFTEN_CHANGED
    },
    **{f"2;{grey};{grey};{grey}": f"5;{232 + at}" for at, grey in enumerate(range(8, 248, 10))},
}

_FOREGROUND = re.compile(r"(?:3[0-8]|9[0-7])\b")
_BACKGROUND = re.compile(r"(?:4[0-8]|10[0-7])\b")


class Look(NamedTuple):
    """How text looks: ``""`` is the terminal's own colour.

    ``attributes``: other numbers, in order, whatever begins one. ``link``: where it leads (OSC 8).
    """

    foreground: str = ""
    background: str = ""
    attributes: tuple[str, ...] = ()
    link: str = ""

    @property
    def shows_on_blanks(self) -> bool:
        """Whether more than the background is seen where there is no letter."""
        return bool(_ON_BLANKS.intersection(self.attributes)) or not _ENDED_BY.keys() >= set(
            self.attributes
        )


PLAIN = Look()


@lru_cache(4096)
def look(parameters: str, link: str = "") -> Look:
    """What the parameters of SGR, one after the other, make of plain text that leads somewhere."""
    foreground = background = ""
    attributes: set[str] = set()
    for number in PARAMETER.findall(parameters):
        if number[2:3] == ";":
            number = number[:3] + _NUMBERED.get(number[3:], number[3:])
        if number == "0":
            foreground = background = ""
            attributes.clear()
        elif number == "39":
            foreground = ""
        elif number == "49":
            background = ""
        elif _FOREGROUND.match(number):
            foreground = number
        elif _BACKGROUND.match(number):
            background = number
        elif number in _ENDED_BY.values():
            attributes -= {begun for begun, end in _ENDED_BY.items() if end == number}
        else:
            attributes.add(number)
    return _one(Look(foreground, background, tuple(sorted(attributes)), link))


@lru_cache(4096)
def _one(same: Look) -> Look:
    """The first of all that are equal, so that comparing them is quick."""
    return same


@lru_cache(4096)
def unlinked(style: Look) -> Look:
    """A look that leads nowhere."""
    return _one(style._replace(link=""))


@lru_cache(4096)
def on_blanks(style: Look) -> Look:
    """What is left of a look where there is no letter."""
    return style if style.shows_on_blanks else _one(Look(background=style.background))


@lru_cache(4096)
def change(before: Look, after: Look) -> str:
    """The shortest sequence that makes the pen ``after``; the empty one if it is so already."""
    if before.link != after.link:
        # One id for all: they are told apart by address too, and the lines of a headline are one.
        begun_link = f"\x1b]8;{'id=1' if after.link else ''};{after.link}\x1b\\"
        return begun_link + change(before._replace(link=after.link), after)
    if before == after:
        return ""
    whole = [*after.attributes, *filter(None, after[:2])]
    ways = [";".join(["", *whole]) if whole else ""]
    gone = set(before.attributes) - set(after.attributes)
    if gone <= _ENDED_BY.keys():
        ends = sorted({_ENDED_BY[number] for number in gone})
        kept = [n for n in before.attributes if n not in gone and _ENDED_BY.get(n) not in ends]
        begun = [number for number in after.attributes if number not in kept]
        colours = [
            new or default
            for old, new, default in zip(before[:2], after[:2], ("39", "49"), strict=True)
            if old != new
        ]
        ways.append(";".join([*ends, *begun, *colours]))
    return f"\x1b[{min(ways, key=len)}m"


def anew(before: Look, after: Look) -> str:
    """The same for a terminal on which attributes end all at once."""
    if before == after:
        return ""
    return f"\x1b[{';'.join(['', *after.attributes, *filter(None, after[:2])])}m"


@lru_cache(4096)
def for_blanks(pen: Look, style: Look) -> Look:
    """The nearest look in which blanks are those of ``style``, which must be one of blanks."""
    if style.shows_on_blanks:
        return style
    kept = tuple(n for n in pen.attributes if n in _ENDED_BY and n not in _ON_BLANKS)
    near = _one(Look(pen.foreground, style.background, kept))
    return min((near, style), key=lambda wanted: len(change(pen, wanted)))
