"""What sshd lets a login do, as it says itself: only the browser, if it is for readers."""

from __future__ import annotations

import fnmatch
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping

from tui.commandline.findings import Finding
from tui.language import reply

_CLOSED = {
    "allowtcpforwarding": "no",
    "allowstreamlocalforwarding": "no",
    "allowagentforwarding": "no",
    "x11forwarding": "no",
    "permittunnel": "no",
    "permituserrc": "no",
}
_STEERING = ("WENREN_USER", "WENREN_KIOSK", "WENREN_CONFIG", "XDG_STATE_HOME", "PYTHONPATH")
_LINES = "wenren server lines sshd"


def of_sshd(login: str) -> Iterator[Finding]:
    """Of the configuration for a login; nothing where there is no sshd that could be asked."""
    sshd = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if sshd is None:
        return
    asked = [sshd, "-T", "-C", f"user={login},host=localhost,addr=127.0.0.1"]
    done = subprocess.run(
        asked, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["?"]
        yield Finding("note", "sshd", reply("it doesn't say: {why}", why=lines[-1]), "sshd -t")
        return
    told: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        name, _, value = line.partition(" ")
        told.setdefault(name.lower(), []).append(value)
    yield from of_settings(login, told)


def of_settings(login: str, told: Mapping[str, list[str]]) -> Iterator[Finding]:
    """Of what ``sshd -T`` prints: each setting in lower case with its values."""
    forced = " ".join(told.get("forcecommand", []))
    if forced in ("", "none"):
        said = reply("{login} gets a shell: no ForceCommand", login=login)
        yield Finding("note", "sshd", said, _LINES)
        return
    if "--kiosk" not in forced.split():
        said = reply("no --kiosk for {login}: {forced}", login=login, forced=forced)
        yield Finding("wrong", "sshd", said, _LINES)
        return
    left = [
        f"{name} {value}"
        for name, wanted in _CLOSED.items()
        for value in told.get(name, [])
        if value.lower() != wanted
    ]
    accepted = [p for value in told.get("acceptenv", []) for p in value.split()]
    left += [
        f"acceptenv {pattern}"
        for pattern in accepted
        if any(fnmatch.fnmatchcase(name, pattern) for name in _STEERING)
    ]
    if told.get("permituserenvironment", ["no"])[0].lower() == "yes":
        left.append("permituserenvironment yes")
    if told.get("permittty", ["yes"])[0].lower() != "yes":
        left.append("permittty no")
    if left:
        said = reply("{login} is left more than reading: {left}", login=login, left=", ".join(left))
        yield Finding("wrong", "sshd", said, _LINES)
    else:
        yield Finding("ok", "sshd", reply("{login} gets the browser and nothing else", login=login))
