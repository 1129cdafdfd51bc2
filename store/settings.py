"""The settings of a person: ``config.toml``, read when a command needs one of them.

A setting is a field of a section, and the field's kind says what may stand in the file. A mistake
in the file is said, never passed over: a misspelt ``private_addresses`` would otherwise look set.
"""

from __future__ import annotations

import os
import re
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, NamedTuple

from store.errors import StoreError, system
from store.intake.hygiene import clean_line
from store.message import Message
from store.person import configured
from store.rewriting import WRITINGS, Writing
from store.setting_kinds import (
    NETWORKS,
    SWITCH,
    SWITCH_OR_AUTO,
    Kind,
    choice,
    number,
    number_or_off,
    whole,
)

SIZE = 1 << 20
"""Largest file read, in bytes."""
DWELL = 1.0
"""Seconds after which an article that somebody turned to usually counts as read."""


def _setting(default: Any, kind: Kind) -> Any:
    return field(default=default, metadata={"kind": kind})


@dataclass(frozen=True, slots=True)
class Fetch:
    """How the web is asked: section ``[fetch]``.

    ``private_addresses``: whether machines that aren't on the public internet may be reached, or
    which networks of them. Behind a proxy that gives every name an address of its own
    ("fake IP"), that network has to stand here: usually ``["198.18.0.0/15"]``.
    ``delay``: seconds between two requests to one host. ``timeout``: seconds for one address, all
    told. ``size``: MiB of one answer, unpacked.
    """

    private_addresses: bool | tuple[str, ...] = _setting(False, NETWORKS)
    delay: float = _setting(1.0, number(0, 3600))
    timeout: float = _setting(60.0, number(1, 3600))
    size: float = _setting(16.0, number(0.01, 1024))


THEMES = ("ansi", "ansi-dark", "ansi-light", "dark", "light", "high-dark", "high-light", "mono")


@dataclass(frozen=True, slots=True)
class Browser:
    """How the browser looks: section ``[browser]``.

    ``density``: lines of a headline; ``auto``: two where the list quotes what was searched for.
    ``language``: of the interface, by the locale if ``auto``; so is the script of ``zh``.
    ``theme``: its colours. ``ascii``: whether its rules, bars and signs are ASCII; without, only
    on terminals that are known to have no others. ``wide``: whether characters of ambiguous width
    (“ ” … —) take two cells; the terminal is asked if ``auto``. ``links``: whether titles and
    addresses are links of the terminal; never on those that are known to print them.
    """

    language: str = _setting("auto", choice("auto", "zh", "zh_CN", "zh_TW", "zh_HK", "en"))
    theme: str = _setting("ansi", choice(*THEMES))
    ascii: bool = _setting(False, SWITCH)
    wide: bool | Literal["auto"] = _setting("auto", SWITCH_OR_AUTO)
    links: bool = _setting(True, SWITCH)
    density: str = _setting("auto", choice("auto", "one", "two"))


@dataclass(frozen=True, slots=True)
class Reading:
    """How an article is set: section ``[reader]``.

    ``measure``: Han characters of the widest line. ``paragraphs``: what tells one from the next,
    two Han of ``indent`` or a ``blank`` line. ``gap``: whether Han and Latin are set apart where
    the source doesn't. ``script``: how texts are written when the browser opens. ``read_after``:
    seconds after which an article that somebody turned to counts as read; "off": only by key.
    """

    measure: int = _setting(40, whole(20, 60))
    paragraphs: str = _setting("blank", choice("blank", "indent"))
    gap: bool = _setting(True, SWITCH)
    script: Writing = _setting("original", choice(*WRITINGS))  # noqa: RUF009
    read_after: float | Literal["off"] = _setting(DWELL, number_or_off(0, 3600))


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, one field a section."""

    fetch: Fetch = field(default_factory=Fetch)
    browser: Browser = field(default_factory=Browser)
    reader: Reading = field(default_factory=Reading)


class Setting(NamedTuple):
    """One setting as it stands; ``place``: where the person's file gives it, None if it doesn't."""

    section: str
    name: str
    value: Any
    wanted: Message
    place: str | None


def settings_path() -> Path:
    """``$WENREN_CONFIG``, else the person's ``config.toml``."""
    named = os.environ.get("WENREN_CONFIG")
    return Path(named) if named else configured("config.toml")


def settings(path: Path | None = None) -> Settings:
    """The settings of a file, by default the person's; without a file there, what is usual.

    Raises ``StoreError`` for a file that can't be read or that holds a mistake, naming its line.
    """
    path = path or settings_path()
    text = _text(path)
    return _read(path, text, _tables(path, text))


def every_setting(path: Path | None = None) -> list[Setting]:
    """Every setting of a file, by default the person's, and where it stands there.

    Raises ``StoreError`` as ``settings`` does.
    """
    path = path or settings_path()
    text = _text(path)
    tables = _tables(path, text)
    read = _read(path, text, tables)
    return [
        Setting(
            section.name,
            setting.name,
            getattr(values, setting.name),
            setting.metadata["kind"].wanted,
            _place(path, text, section.name, setting.name)
            if setting.name in tables.get(section.name, ())
            else None,
        )
        for section in fields(Settings)
        for values in (getattr(read, section.name),)
        for setting in fields(values)
    ]


def _tables(path: Path, text: str) -> dict[str, Any]:
    if not text:
        return {}
    # Most have no file, and the browser reads the settings before its first frame.
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StoreError(
            "{path}: not TOML: {error}", path=path, error=clean_line(str(error))
        ) from error
    except RecursionError as error:
        raise StoreError("{path}: not TOML: nested too deeply", path=path) from error


def _read(path: Path, text: str, tables: dict[str, Any]) -> Settings:
    sections = {section.name: section for section in fields(Settings)}
    made = {}
    for name, table in tables.items():
        _check_name(path, text, "", name, sections)
        if not isinstance(table, dict):
            raise StoreError(
                "{place}: {name} must be a section [{name}]",
                place=_place(path, text, "", name),
                name=name,
            )
        made[name] = _section(path, text, sections[name], table)
    return Settings(**made)


def _section(path: Path, text: str, section: Field[Any], table: dict[str, object]) -> Any:
    assert section.default_factory is not MISSING
    known = {setting.name: setting for setting in fields(section.default_factory())}
    values = {}
    for key, value in table.items():
        _check_name(path, text, section.name, key, known)
        kind: Kind = known[key].metadata["kind"]
        try:
            values[key] = kind.read(value)
        except ValueError:
            place = _place(path, text, section.name, key)
            raise StoreError(
                "{place}: {key} must be {wanted}", place=place, key=key, wanted=kind.wanted
            ) from None
    return section.default_factory(**values)


def _check_name(
    path: Path, text: str, section: str, name: str, known: dict[str, Field[Any]]
) -> None:
    if name in known:
        return
    from difflib import get_close_matches

    what = Message("setting in [{section}]", section=section) if section else Message("section")
    near = get_close_matches(name[:100], known, 1, 0.5) or sorted(known)
    place = _place(path, text, section, name)
    raise StoreError(
        "{place}: no {what} is called {name}; {near} is",
        place=place,
        what=what,
        name=clean_line(name)[:100],
        near=near[0],
    )


def _place(path: Path, text: str, section: str, name: str) -> Message:
    """The file, and the line where ``name`` is given a value or begins a section, if it's plain."""
    inside = ""
    for row, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([\w-]+)", line):
            inside = header[1]
            if not section and inside == name:
                return Message("{path}, line {line}", path=path, line=row)
        elif found := re.match(r"""\s*["']?([\w-]+)["']?\s*[.=]""", line):
            dotted = re.match(rf"\s*{re.escape(section)}\s*\.\s*{re.escape(name)}\b", line)
            if (inside == section and found[1] == name) or (section and not inside and dotted):
                return Message("{path}, line {line}", path=path, line=row)
    return Message(str(path))


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(SIZE + 1)
        if len(data) > SIZE:
            raise StoreError("{path}: larger than {size} MiB", path=path, size=SIZE >> 20)
        return data.decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise StoreError("{path}: {reason}", path=path, reason=system(error)) from error
    except UnicodeDecodeError as error:
        raise StoreError("{path}: not UTF-8", path=path) from error
