"""What is well and what is wrong with a login that is to read: its locale, terminal, folders."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from store import __version__
from store.errors import StoreError
from tui.commandline.findings import Finding, space
from tui.language import reply

UTF8 = "LANG=C.UTF-8"


def of_login(store: Path) -> Iterator[Finding]:
    """Of whoever runs this."""
    told = f"wenren {__version__}, Python {platform.python_version()}, {sys.prefix}"
    yield Finding("ok", "version", told)
    if shut := _shut(Path(sys.executable)):
        said = reply("{folder} is closed to other logins, and Wenren lies in it", folder=shut)
        yield Finding("wrong", "version", said, reply("install it in /opt/wenren"))
    yield from _writing()
    yield from _terminal()
    yield from _state(store)


def _shut(program: Path) -> Path | None:
    """A folder on the way to a program that not everybody may pass."""
    ways = (program.absolute(), program.resolve())
    folders = (folder for way in ways for folder in way.parents)
    return next((f for f in folders if not f.stat().st_mode & stat.S_IXOTH), None)


def _writing() -> Iterator[Finding]:
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    name = next((os.environ[name] for name in names if os.environ.get(name)), "")
    try:
        locale.setlocale(locale.LC_CTYPE, "")
    except locale.Error:
        said = reply("the locale {name} isn't installed", name=name)
        yield Finding("wrong", "locale", said, f"locale-gen {name.split()[0]}; {UTF8}")
        return
    encoding = locale.nl_langinfo(locale.CODESET)
    plain = encoding.lower().replace("-", "")
    told = f"{name or 'C'} ({encoding}), {reply('output in {it}', it=sys.stdout.encoding)}"
    if plain in ("utf8", "gb18030"):
        yield Finding("ok", "locale", told)
    else:
        yield Finding("wrong", "locale", reply("{it} can't carry Chinese", it=told), UTF8)


def _terminal() -> Iterator[Finding]:
    term = os.environ.get("TERM", "")
    if not (sys.stdin and sys.stdin.isatty()):
        yield Finding("note", "terminal", reply("none here: run it in one to have it looked at"))
    elif term in ("", "dumb"):
        said = reply("TERM is {term}: the browser can't place text", term=term or '""')
        yield Finding("wrong", "terminal", said, "ssh -t; TERM=xterm-256color")
    elif not _is_known(term):
        said = reply("terminfo doesn't know {term}; Wenren does without, others don't", term=term)
        yield Finding("note", "terminal", said, "apt install ncurses-term")
    else:
        yield Finding("ok", "terminal", f"TERM={term}")


def _is_known(term: str) -> bool:
    try:
        import curses
    except ImportError:
        return True
    try:
        curses.setupterm(term, fd=sys.stdin.fileno())
    except (curses.error, UnicodeError):
        return False
    return True


def _state(store: Path) -> Iterator[Finding]:
    from platformdirs import user_state_path

    from store.journals import journal_of
    from store.person import person

    folder = user_state_path("wenren")
    there = next(path for path in (folder, *folder.parents) if path.exists())
    kept = reply("the marks of {person} in {folder}", person=unquote(person()), folder=folder)
    if not os.access(there, os.W_OK | os.X_OK):
        said = reply("{kept}: can't be written", kept=kept)
        yield Finding("wrong", "marks", said, reply("give the login a home of its own"))
        return
    try:
        problem = journal_of(store).problem
    except StoreError as error:
        problem = error.message
    if problem:
        yield Finding("wrong", "marks", reply(problem), "wenren doctor")
    else:
        named = reply(" ($WENREN_USER)") if os.environ.get("WENREN_USER") else ""
        yield Finding("ok", "marks", kept + named)
    yield space("marks", there, shutil.disk_usage(there).free)
