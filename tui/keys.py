"""Which command a key stands for, and where.

Keys have Textual's names. A sequence of keys is a tuple of them.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal, TypeAlias

from store.errors import FieldError
from tui.commands import COMMANDS, TYPED, Command, Place
from tui.glyphs import ASCII, glyphs
from tui.language import say

Sequence: TypeAlias = tuple[str, ...]
Table: TypeAlias = Mapping[Place, Mapping[Sequence, Command]]

# What the punctuation keys of a Chinese input method give instead of the ASCII on their caps.
_PUNCTUATION = {
    "ideographic_comma": "slash",
    "left_black_lenticular_bracket": "left_square_bracket",
    "right_black_lenticular_bracket": "right_square_bracket",
    "left_double_angle_bracket": "less_than_sign",
    "right_double_angle_bracket": "greater_than_sign",
    "ideographic_full_stop": "full_stop",
    "left_single_quotation_mark": "apostrophe",
    "right_single_quotation_mark": "apostrophe",
    "middle_dot": "grave_accent",
    "fullwidth_yen_sign": "dollar_sign",
    "fullwidth_solidus": "slash",
}


_FRIENDLY = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}


@lru_cache(256)
def _named(char: str) -> str:
    """Textual's name of a printable character: Unicode's, but for a few. Slow to look up."""
    if char.isalnum():
        return char
    name = unicodedata.name(char, char).lower().replace("-", "_").replace(" ", "_")
    return _FRIENDLY.get(name, name)


_ASCII = {_named(char): char for char in string.punctuation}
_SHOWN = {
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "shift+tab": "shift-tab",
    "escape": "esc",
}
_NAMES = {
    **{shown.lower(): name for name, shown in _SHOWN.items()},
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "bs": "backspace",
}
_PLAIN = frozenset(
    ("tab", "enter", "space", "backspace", "delete", "insert", "home", "end", "escape", "up")
).union(("down", "left", "right", "pageup", "pagedown"), (f"f{n}" for n in range(1, 13)))


def plain(key: str) -> str:
    """The ASCII key that a key of a Chinese input method, or a full-width form, stands for."""
    if key in _PUNCTUATION:
        return _PUNCTUATION[key]
    if key.startswith("fullwidth_"):
        return key.removeprefix("fullwidth_")
    if len(key) == 1 and "！" <= key <= "～":
        return chr(ord(key) - 0xFEE0)
    return key


def table(commands: Iterable[Command]) -> Table:
    """What every sequence means in every place; what holds everywhere is under ``any``."""
    made: dict[Place, dict[Sequence, Command]] = {}
    for command in commands:
        for place in command.places:
            made.setdefault(place, {}).update((read(keys), command) for keys in command.keys)
    return made


def meaning(table: Table, place: Place, pressed: Sequence) -> Command | Literal["more"] | None:
    """The command of the keys pressed so far, ``more`` where they begin one, else None.

    The place's own commands come before those of everywhere.
    """
    for where in (place, "any"):
        if command := table.get(where, {}).get(pressed):
            return command
        if any(keys[: len(pressed)] == pressed for keys in table.get(where, {})):
            return "more"
    return None


def following(table: Table, place: Place, pressed: Sequence) -> list[tuple[Sequence, Command]]:
    """What may follow the keys pressed so far, and what it comes to."""
    found: dict[Sequence, Command] = {}
    for where in ("any", place):
        for keys, command in table.get(where, {}).items():
            if keys[: len(pressed)] == pressed:
                found[keys[len(pressed) :]] = command
    return list(found.items())


def shown(keys: Sequence) -> str:
    """A sequence as its keys stand on a keyboard, with spaces between."""
    return " ".join(_shown(key) for key in keys)


def _shown(key: str) -> str:
    named = _SHOWN.get(key) or _ASCII.get(key) or key.replace("ctrl+", "^")
    # The arrows, which have words for names.
    return key if glyphs() is ASCII and not named.isascii() else named


def read(text: str) -> Sequence:
    """The sequence that a person writes with spaces between its keys: ``g g``, ``ctrl+p``, ``esc``.

    Raises ``ValueError`` naming a key that is none.
    """
    sequence = tuple(_read(word) for word in text.split())
    if not sequence:
        raise FieldError("no key")
    return sequence


def _read(word: str) -> str:
    if len(word) == 1 and word not in _NAMES:
        return plain(_named(word))
    lower = word.lower()
    if len(word) == 2 and word[0] == "^":
        lower = "ctrl+" + lower[1]
    modifier, plus, key = lower.replace("-", "+").rpartition("+")
    if plus and modifier in ("ctrl", "shift", "alt", "ctrl+shift"):
        key = _NAMES.get(key, key)
        if key in _PLAIN or (len(key) == 1 and key.isascii() and key.isalnum()):
            return f"{modifier}+{key}"
    elif (name := _NAMES.get(lower, lower)) in _PLAIN:
        return name
    raise FieldError("no key is called {word}", word=word)


def told(command: Command) -> tuple[str, ...]:
    """The keys of a command as a person is told them."""
    if command.each and command.keys:
        return (command.each,)
    return tuple(shown(read(key)) for key in command.keys)


def footer(place: Place, commands: Iterable[Command] = COMMANDS) -> list[tuple[str, str]]:
    """Key and words for the footer while a pane has the keys, the pane's own commands first.

    Typing takes every printable key away from the commands of ``any``.
    """
    given = [c for c in commands if c.footer and c.keys]
    its = [c for c in given if place in c.places and place in (c.told_in or c.places)]
    if place not in TYPED:
        its += [c for c in given if "any" in c.places and place != "any"]
    return [(told(c)[0], say(c.footer)) for c in its if c.footer]
