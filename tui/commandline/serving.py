"""``wenren server``: what is wrong where many people read, and the lines for such a set-up."""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from store.errors import StoreError, system
from tui.commandline.arguments import store_of
from tui.commandline.findings import Finding, of_store
from tui.commandline.printing import print_json, print_text, warn
from tui.language import reply

WRITER = "wenren"
"""The login that fetches, where there is none yet."""
_SIGNS = {"ok": "  ", "note": " -", "wrong": "!!"}
_KEPT = ("PATH", "LANG", "TERM", "COLORTERM", "WENREN_LANG", "WENREN_USER")


def check(options: Namespace) -> int:
    """One line a finding. 0: all is well; 1: something is wrong; 2: only root may look so."""
    store = store_of(options).absolute()
    login = _login(options.user) if options.user else None
    other = login is not None and login.pw_uid != os.geteuid()
    if other and os.geteuid():
        warn("--user {user}: only root can look as somebody else", user=options.user)
        return 2
    if options.user and login is None:
        # One of those who share this login.
        os.environ["WENREN_USER"] = options.user
    if login is not None and other:
        found = [*_sshd(login.pw_name), *_as(login, store)]
    else:
        found = [*_here(store, reader=bool(options.user))]
    for each in found:
        if options.json:
            told = {"level": each.level, "about": each.about, "said": each.said}
            print_json({**told, "do": each.do or None})
        else:
            do = f"  → {each.do}" if each.do else ""
            print_text(f"{_SIGNS[each.level]} {each.about}: {each.said}{do}".replace("\n", " "))
    return 1 if any(each.level == "wrong" for each in found) else 0


def lines(options: Namespace) -> int:
    """The lines of one file, or of all, each under the name of where it goes."""
    from tui.commandline.deployment import FILES, Deployment, program

    store = store_of(options).absolute()
    writer = options.writer or _owner(store) or WRITER
    given = Deployment(store, program(), options.readers, writer)
    for name in [options.file] if options.file else FILES:
        place, made = FILES[name]
        print_text(f"# {place}")
        for line in made(given):
            print_text(line)
    return 0


def _owner(store: Path) -> str | None:
    """Whose a store is, if it is anybody's but root's, who fetches nothing."""
    try:
        uid = store.stat().st_uid
        return pwd.getpwuid(uid).pw_name if uid else None
    except (OSError, KeyError):
        return None


def _login(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except (KeyError, ValueError):
        return None


def _sshd(login: str) -> Iterator[Finding]:
    from tui.commandline.sshd_findings import of_sshd

    return of_sshd(login)


def _here(store: Path, *, reader: bool) -> Iterator[Finding]:
    from store.condition import condition
    from tui.commandline.login_findings import of_login

    try:
        yield from of_store(store, condition(store), reader=reader)
    except (StoreError, OSError) as error:
        yield Finding("wrong", "store", _told(error), reply("wenren doctor says more"))
    yield from of_login(store)


def _as(login: pwd.struct_passwd, store: Path) -> Iterator[Finding]:
    """What a process of another login finds, with the environment of a fresh login."""
    kept = {name: os.environ[name] for name in os.environ if name.startswith("LC_")}
    kept |= {name: os.environ[name] for name in _KEPT if name in os.environ}
    who = {"HOME": login.pw_dir, "USER": login.pw_name, "LOGNAME": login.pw_name}
    path = os.pathsep.join(p for p in sys.path if p)
    words = [sys.executable, "-P", "-m", "tui.cli", "--store", str(store), "server", "check"]
    try:
        done = subprocess.run(
            [*words, "--json", "--user", login.pw_name],
            stdout=subprocess.PIPE,
            env={**kept, **who, "PYTHONPATH": path},
            cwd="/",
            user=login.pw_uid,
            group=login.pw_gid,
            extra_groups=os.getgrouplist(login.pw_name, login.pw_gid),
        )
        told = [json.loads(line) for line in done.stdout.splitlines()]
    except (OSError, ValueError) as error:
        told = [{"level": "wrong", "about": "version", "said": str(error), "do": None}]
    if not told:
        said = reply("{login} can't run {program}", login=login.pw_name, program=sys.executable)
        yield Finding("wrong", "version", said, reply("install it in /opt/wenren"))
    for each in told:
        yield Finding(each["level"], each["about"], each["said"], each["do"] or "")


def _told(error: StoreError | OSError) -> str:
    if isinstance(error, StoreError):
        return reply(error.message)
    return reply("{path}: {reason}", path=error.filename or "", reason=system(error))
