"""``wenren config``: every setting, its value, and where that comes from."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, TypeAlias

from tui.commandline.printing import print_json, print_text
from tui.language import reply

PATHS = ("store", "config", "keys")
"""Settings that name something on the disk."""
Origin: TypeAlias = Literal["option", "environment", "file", "default"]


@dataclass(frozen=True, slots=True)
class Setting:
    """``name``: ``section.key``, or a word for what has no place in the file.

    ``place``: the option, the variable, or the file and line.
    """

    name: str
    value: Any
    origin: Origin
    place: str = ""
    wanted: str = ""


def config(options: Namespace) -> int:
    for line in _json(options) if options.json else ():
        print_json(line)
    for text in () if options.json else _lines(options):
        print_text(text)
    return 0


def _json(options: Namespace) -> Iterator[dict[str, Any]]:
    for setting in (*around(options), *in_file()):
        yield {
            "setting": setting.name,
            "value": setting.value,
            "from": setting.origin,
            "place": setting.place or None,
        }


def _lines(options: Namespace) -> Iterator[str]:
    """For a person; what is printed could stand in ``config.toml`` as it is."""
    for setting in around(options):
        missing = setting.name in PATHS and not Path(setting.value).exists()
        place = setting.place or reply("default")
        told = reply("{place}, nothing there yet", place=place) if missing else place
        yield f"# {setting.name}: {setting.value}  ({told})"
    for section, settings in groupby(in_file(), key=lambda s: s.name.partition(".")[0]):
        yield ""
        yield f"[{section}]"
        for setting in settings:
            key = setting.name.partition(".")[2]
            told = f"{setting.place or reply('default')}; {reply(setting.wanted)}"
            yield f"{key} = {json.dumps(setting.value, ensure_ascii=False)}  # {told}"


def around(options: Namespace) -> Iterator[Setting]:
    """What isn't in the file: where things are, and what the environment says."""
    from store.settings import settings_path
    from tui.commandline.arguments import store_of
    from tui.keymap import keymap_path

    named = getattr(options, "store", None) is not None
    yield Setting(
        "store",
        str(store_of(options)),
        "option" if named else _origin("WENREN_STORE"),
        "--store" if named else _variable("WENREN_STORE"),
    )
    for name, path in (("config", settings_path()), ("keys", keymap_path())):
        yield Setting(name, str(path), _origin("WENREN_CONFIG"), _variable("WENREN_CONFIG"))
    for name in ("WENREN_USER", "WENREN_THEME", "WENREN_WIDE", "NO_COLOR"):
        if value := os.environ.get(name):
            word = name.removeprefix("WENREN_").lower().replace("_", "-")
            yield Setting(word, value, "environment", f"${name}")


def in_file(path: Path | None = None) -> list[Setting]:
    """The settings of ``config.toml``. Raises ``StoreError`` for a mistake in it."""
    from store.settings import every_setting

    return [
        Setting(
            f"{each.section}.{each.name}",
            list(each.value) if isinstance(each.value, tuple) else each.value,
            "file" if each.place else "default",
            each.place or "",
            each.wanted,
        )
        for each in every_setting(path)
    ]


def _origin(variable: str) -> Origin:
    return "environment" if os.environ.get(variable) else "default"


def _variable(name: str) -> str:
    return f"${name}" if os.environ.get(name) else ""
