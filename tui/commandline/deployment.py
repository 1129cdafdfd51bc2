"""What a server's own files hold so that people log in and feeds are fetched, line by line."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from store.errors import RefusedError


@dataclass(frozen=True, slots=True)
class Deployment:
    """``program``: the words that start Wenren. ``readers``: the group of those who log in.

    ``writer``: the login that fetches and owns the store.
    """

    store: Path
    program: tuple[str, ...]
    readers: str
    writer: str


def program() -> tuple[str, ...]:
    """The words that start this very installation from anywhere."""
    script = Path(sys.executable).with_name("wenren")
    return (str(script),) if script.exists() else (sys.executable, "-P", "-m", "tui.cli")


def sshd(given: Deployment) -> Iterator[str]:
    """For ``sshd_config.d``. The only program is the browser, whatever a client asks for.

    ``WENREN_USER`` tells people of one login apart, in ``authorized_keys``. As a variable of a key,
    not as its ``command=``, it needs no trust in every line: one that lacks it still gets no shell.
    """
    browser = _line(shlex.join((*given.program, "--kiosk", "--store", str(given.store))))
    yield from (
        "# A variable that keys of a shared login may have, and nothing else (OpenSSH 7.8):",
        '#   environment="WENREN_USER=alice" ssh-ed25519 AAAA… alice',
        "PermitUserEnvironment WENREN_USER",
        "# What says how a terminal writes and colours. Never WENREN_*, XDG_*, TEXTUAL* or *.",
        "AcceptEnv LANG LC_* COLORTERM",
        "",
        f"Match Group {_line(given.readers)}",
        f"    ForceCommand {browser}",
        "    PermitTTY yes",
        "    DisableForwarding yes",
        "    AllowTcpForwarding no",
        "    AllowStreamLocalForwarding no",
        "    AllowAgentForwarding no",
        "    X11Forwarding no",
        "    PermitTunnel no",
        "    PermitUserRC no",
        "    # A line that went dead is given up after a minute and a half.",
        "    ClientAliveInterval 30",
        "    ClientAliveCountMax 3",
    )


def service(given: Deployment) -> Iterator[str]:
    """A systemd service that fetches once. Exit code 1 is a feed that was refused: no failure."""
    words = (*given.program, "--store", str(given.store), "fetch")
    yield from (
        "[Unit]",
        "Description=Fetch what is new in Wenren's feeds",
        "Wants=network-online.target",
        "After=network-online.target",
        "",
        "[Service]",
        "Type=oneshot",
        f"User={_line(given.writer)}",
        f"ExecStart={' '.join(map(_word, words))}",
        "SuccessExitStatus=1",
        "TimeoutStartSec=1h",
        "UMask=0022",
        "Nice=10",
        f"ReadWritePaths={_word(str(given.store))}",
        "ProtectSystem=strict",
        "ProtectHome=read-only",
        "PrivateTmp=yes",
        "PrivateDevices=yes",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectKernelTunables=yes",
        "ProtectKernelModules=yes",
        "ProtectKernelLogs=yes",
        "ProtectControlGroups=yes",
        "ProtectClock=yes",
        "ProtectHostname=yes",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
        "RestrictNamespaces=yes",
        "RestrictRealtime=yes",
        "RestrictSUIDSGID=yes",
        "LockPersonality=yes",
        "SystemCallArchitectures=native",
        "SystemCallFilter=@system-service",
    )


def timer(_: Deployment) -> Iterator[str]:
    """A systemd timer for the service of the same name."""
    yield from (
        "[Unit]",
        "Description=Fetch Wenren's feeds every half hour",
        "",
        "[Timer]",
        "OnCalendar=*:0/30",
        "RandomizedDelaySec=5min",
        "Persistent=yes",
        "",
        "[Install]",
        "WantedBy=timers.target",
    )


FILES: dict[str, tuple[str, Callable[[Deployment], Iterator[str]]]] = {
    "sshd": ("/etc/ssh/sshd_config.d/wenren.conf", sshd),
    "service": ("/etc/systemd/system/wenren-fetch.service", service),
    "timer": ("/etc/systemd/system/wenren-fetch.timer", timer),
}
"""What is printed, and where it goes."""


def _line(text: str) -> str:
    """Text that is to be part of one line. Raises ``RefusedError``."""
    if not text.isprintable():
        raise RefusedError(ascii(text), "can't stand in a configuration file")
    return text


def _word(text: str) -> str:
    """One word of a line of systemd's."""
    escaped = _line(text).replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if not escaped.replace("/", "").replace("-", "").isalnum() else escaped
