"""A person's own keys: ``keys.toml`` beside the settings.

One line a command: ``star = "s"``, ``home = ["g g", "home"]``, ``copy = []`` for none. A command
that is named has those keys and no others; a key that another command had is taken from it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from store.errors import StoreError, system
from store.message import Message
from tui import keys
from tui.commands import COMMANDS, Command, Place

SIZE = 1 << 20
"""Largest file read, in bytes."""


def keymap_path() -> Path:
    """``keys.toml`` beside ``$WENREN_CONFIG``, else the person's."""
    from store.person import configured

    named = os.environ.get("WENREN_CONFIG")
    return Path(named).with_name("keys.toml") if named else configured("keys.toml")


def commands(path: Path | None = None) -> tuple[Command, ...]:
    """The commands with the keys of a file, by default the person's.

    Raises ``StoreError`` for a file that can't be read or that holds a mistake, naming its line.
    """
    path = path or keymap_path()
    try:
        with path.open("rb") as file:
            text = file.read(SIZE).decode("utf-8-sig")
    except FileNotFoundError:
        return COMMANDS
    except OSError as error:
        raise StoreError("{path}: {reason}", path=path, reason=system(error)) from error
    except UnicodeDecodeError as error:
        raise StoreError("{path}: not UTF-8", path=path) from error
    # Most have no file, and the browser looks for one before its first frame.
    import tomllib

    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StoreError("{path}: not TOML: {error}", path=path, error=error) from error
    except RecursionError as error:
        raise StoreError("{path}: not TOML: nested too deeply", path=path) from error
    return _rebound(path, text, given)


def _rebound(path: Path, text: str, given: dict[str, Any]) -> tuple[Command, ...]:
    known = {command.id: command for command in COMMANDS}
    chosen: dict[str, tuple[str, ...]] = {}
    for name, value in given.items():
        where = Message(str(path))
        if line := _line(text, name):
            where = Message("{path}, line {line}", path=path, line=line)
        if name not in known:
            near = get_close_matches(name[:100], known, 1, 0.4)
            if near:
                raise StoreError(
                    "{where}: no command is called {name!r}; {near} is",
                    where=where,
                    name=name[:100],
                    near=near[0],
                )
            raise StoreError("{where}: no command is called {name!r}", where=where, name=name[:100])
        wanted = [value] if isinstance(value, str) else value
        if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
            raise StoreError(
                "{where}: {name} must be a key or a list of keys", where=where, name=name
            )
        try:
            for one in wanted:
                keys.read(one)
        except ValueError as error:
            raise StoreError(
                "{where}: {name}: {error}", where=where, name=name, error=error
            ) from None
        chosen[name] = tuple(wanted)
        for other, theirs in chosen.items():
            clash = _clash(known[name], wanted, known[other], theirs) if other != name else None
            if clash:
                raise StoreError(
                    "{where}: {name} can't have {clash}: {other} has it on line {line}",
                    where=where,
                    name=name,
                    clash=clash,
                    other=other,
                    line=_line(text, other),
                )
    return tuple(_with(command, chosen, known) for command in COMMANDS)


def _with(
    command: Command, chosen: dict[str, tuple[str, ...]], known: dict[str, Command]
) -> Command:
    """A command with the keys chosen for it, or with those of its own that nobody took."""
    if command.id in chosen:
        return replace(command, keys=chosen[command.id])
    left = tuple(
        key
        for key in command.keys
        if not any(_clash(command, [key], known[o], taken) for o, taken in chosen.items())
    )
    return command if left == command.keys else replace(command, keys=left)


def _clash(one: Command, its: Sequence[str], other: Command, theirs: Sequence[str]) -> str | None:
    """A key of ``one`` that ``other`` has in the same place, or that begins one of its own."""
    if not _meet(one.places, other.places):
        return None
    for key in its:
        mine = keys.read(key)
        for their in map(keys.read, theirs):
            shorter = min(len(mine), len(their))
            if mine[:shorter] == their[:shorter]:
                return key
    return None


def _meet(one: tuple[Place, ...], other: tuple[Place, ...]) -> bool:
    return bool(set(one) & set(other))


def _line(text: str, name: str) -> int:
    """The line, from 1, on which a name is given a value; 0 where that isn't plain."""
    wanted = re.compile(rf"""\s*["']?{re.escape(name)}["']?\s*=""")
    return next((n for n, line in enumerate(text.splitlines(), 1) if wanted.match(line)), 0)
