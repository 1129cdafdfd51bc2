"""What a terminal of a ``$TERM`` understands: what is sent to it, and what it may be asked.

By the names of terminals and not by terminfo, of which a server may have none for what its readers
bring. What isn't known to be old is taken for a terminal that skips what it doesn't understand, as
ECMA-48 asks of it; the older ones print the rest. By the manuals of DEC's VT100 and VT220, and
``console_codes(4)``.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache

# Patterns as text: they are for few terminals, and making one takes a while of the first frame.
_MODE = r"\x1b\[\?(\d+)([hl])"
_STRING = r"\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"
_QUESTION = r"\x1b\[(?:\?[\d;]*\$p|[<>=][\d;]*u|[?>=]?\d*[cn])"
_SWAPS = "1049"
_ERASED = "\x1b[H\x1b[J"
_ERASE_IN_COLOUR = ("xterm", "rxvt", "konsole", "gnome", "vte", "alacritty", "foot", "kitty")
"""What their names begin with."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """``modes``: the private modes that may be set, None for all. ``strings``: whether strings for
    the terminal itself (OSC) may be sent, and questions. ``swaps``: it has an alternate screen.

    ``erases``: ECH, which erases blanks; ``erases_in_colour``: and in the background that is set
    (``bce``). ``columns``: CHA, a move within a row. ``ends``: attributes end one by one, and not
    only all at once. ``colours``: 0, 16, or 256 where it may have more. ``unicode``: it has more
    signs than the 256 or 512 of a text console or the two sets of 94 of a VT.
    """

    modes: frozenset[str] | None = None
    strings: bool = True
    swaps: bool = True
    erases: bool = True
    erases_in_colour: bool = False
    columns: bool = True
    ends: bool = True
    colours: int = 256
    attributes: frozenset[str] | None = None
    """The numbers of SGR that aren't colours and that it knows; None for all."""
    unicode: bool = True

    def spoken(self, data: str) -> str:
        """What of ``data`` is said to it; a terminal with one screen has it cleared instead."""
        if not self.strings:
            data = re.sub(_QUESTION, "", re.sub(_STRING, "", data))
        return data if self.modes is None else re.sub(_MODE, self._mode, data)

    def _mode(self, found: re.Match[str]) -> str:
        if found[1] == _SWAPS and not self.swaps:
            return _ERASED
        return found[0] if self.modes is None or found[1] in self.modes else ""


_LINUX = Capabilities(
    # 1000: the console's own mouse, if a program gives it one.
    modes=frozenset({"7", "25", "1000"}),
    strings=False,
    swaps=False,
    erases_in_colour=True,
    colours=16,
    unicode=False,
)
_VT220 = Capabilities(
    modes=frozenset({"7", "25"}),
    strings=False,
    swaps=False,
    columns=False,
    colours=0,
    attributes=frozenset({"", "0", "1", "4", "5", "7", "22", "24", "25", "27"}),
    unicode=False,
)
_VT100 = Capabilities(
    modes=frozenset({"7"}),
    strings=False,
    swaps=False,
    erases=False,
    columns=False,
    ends=False,
    colours=0,
    attributes=frozenset({"", "0", "1", "4", "5", "7"}),
    unicode=False,
)
_CONSOLES = ("linux", "cons25", "sun", "eterm", "ansi")
_LEAST = ("dumb", "unknown")


def capabilities() -> Capabilities:
    """Of the terminal that ``$TERM`` names."""
    return of(os.environ.get("TERM", ""))


def no_colour() -> bool:
    """Whether the person wants no colour anywhere (https://no-color.org), or there is none."""
    return bool(os.environ.get("NO_COLOR")) or not capabilities().colours


@cache
def of(kind: str) -> Capabilities:
    if kind.startswith(_CONSOLES):
        return _LINUX
    if kind.startswith("vt") and kind[2:3].isdigit():
        return _VT220 if kind[2] in "2345" and kind[3:5].isdigit() and kind[4:] else _VT100
    if not kind or kind.startswith(_LEAST):
        return _VT100
    return Capabilities(erases_in_colour=kind.startswith(_ERASE_IN_COLOUR))
