"""A real OpenSSH server on the loopback, of one test's own: keys, port, configuration, log."""

from __future__ import annotations

import getpass
import os
import select
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

READY = b"Server listening"
_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
_PRIVILEGE_SEPARATION = Path("/run/sshd")
# The home is another than the account's: what its shell does at the beginning is no part of a test,
# and may leave something behind when a test kills it.
_CONFIG = """
Port {port}
ListenAddress {address}
SetEnv HOME={folder}
HostKey {folder}/host
AuthorizedKeysFile {folder}/reader.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
PermitUserRC no
PrintMotd no
AcceptEnv LANG LC_* WENREN_USER
MaxStartups 200
{more}
ForceCommand {command}
"""
_CLIENT = (
    "IdentitiesOnly=yes",
    "StrictHostKeyChecking=no",
    "UserKnownHostsFile=/dev/null",
    "LogLevel=ERROR",
    "BatchMode=yes",
    "SendEnv=LANG LC_*",
)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs as the process ``pid``; ``login`` is the client's command line."""

    login: tuple[str, ...]
    pid: int
    port: int

    def through(self, port: int) -> Server:
        """The same server, logged in to through another port of the same address."""
        login = (str(port) if word == str(self.port) else word for word in self.login)
        return replace(self, login=tuple(login), port=port)


def missing() -> str | None:
    """Why no server can be started here, or None."""
    for program in ("sshd", "ssh", "ssh-keygen"):
        if not shutil.which(program, path=_PATH):
            return f"{program} is not installed"
    if os.geteuid() == 0:
        try:
            _PRIVILEGE_SEPARATION.mkdir(mode=0o755, exist_ok=True)
        except OSError as error:
            return f"{_PRIVILEGE_SEPARATION}: {error.strerror}"
    return None


@contextmanager
def serving(
    folder: Path,
    command: str,
    *,
    address: str = "127.0.0.1",
    more: str = "",
    server_in: Sequence[str] = (),
    client_in: Sequence[str] = (),
) -> Iterator[Server]:
    """A server that runs ``command`` for whoever logs in, till the end of the block.

    ``more``: lines of its configuration. ``server_in``, ``client_in``: what either is started
    through, as in a network of its own, where nobody else has the port.
    """
    for name in ("host", "reader"):
        _run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)])
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = folder / "sshd_config"
    config.write_text(
        _CONFIG.format(address=address, port=port, folder=folder, command=command, more=more)
    )
    sshd = shutil.which("sshd", path=_PATH) or "sshd"
    process = subprocess.Popen(
        [*server_in, sshd, "-D", "-e", "-f", str(config)],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _wait_ready(process)
        options = [part for option in _CLIENT for part in ("-o", option)]
        login = (
            *(*client_in, "ssh", "-tt", "-F", os.devnull, *options, "-i", str(folder / "reader")),
            *("-p", str(port), f"{getpass.getuser()}@{address}"),
        )
        yield Server(login, process.pid, port)
    finally:
        process.terminate()
        process.wait()
        if process.stderr:
            process.stderr.close()


def _wait_ready(process: subprocess.Popen[bytes], seconds: float = 10) -> None:
    assert process.stderr is not None
    log = b""
    while READY not in log:
        ready = select.select([process.stderr], [], [], seconds)[0]
        data = os.read(process.stderr.fileno(), 4096) if ready else b""
        if not data:
            raise AssertionError(f"sshd did not start: {log.decode(errors='replace')}")
        log += data


def _run(argv: Sequence[str]) -> None:
    subprocess.run(argv, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
