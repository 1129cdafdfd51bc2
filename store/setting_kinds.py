"""What may stand in a setting: numbers, switches, names, networks."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from store.message import Message


class Kind(NamedTuple):
    """What a setting may be: ``wanted`` in words; ``read`` raises ``ValueError`` for the rest."""

    wanted: Message
    read: Callable[[object], Any]


def number(least: float, most: float) -> Kind:
    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError
        if not (math.isfinite(value) and least <= value <= most):
            raise ValueError
        return float(value)

    return Kind(Message("a number from {least:g} to {most:g}", least=least, most=most), read)


def number_or_off(least: float, most: float) -> Kind:
    one = number(least, most)

    def read(value: object) -> float | Literal["off"]:
        return "off" if value == "off" else float(one.read(value))

    return Kind(Message('{number}, or "off"', number=one.wanted), read)


def _networks(value: object) -> bool | tuple[str, ...]:
    if isinstance(value, bool):
        return value
    if not isinstance(value, list):
        raise ValueError
    from ipaddress import ip_network

    return tuple(str(ip_network(text, strict=False)) for text in value if _is_text(text))


def whole(least: int, most: int) -> Kind:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError
        return value

    return Kind(Message("a whole number from {least} to {most}", least=least, most=most), read)


def choice(*names: str) -> Kind:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in names:
            raise ValueError
        return value

    return Kind(Message("one of {names}", names=", ".join(names)), read)


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _switch_or_auto(value: object) -> bool | Literal["auto"]:
    return "auto" if value == "auto" else _switch(value)


def _is_text(value: object) -> bool:
    if not isinstance(value, str):
        raise ValueError
    return True


SWITCH = Kind(Message("true or false"), _switch)
SWITCH_OR_AUTO = Kind(Message('"auto", true or false'), _switch_or_auto)
NETWORKS = Kind(Message('true, false or a list of networks such as "192.168.0.0/16"'), _networks)
