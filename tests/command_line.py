"""The command line as a process of its own that has everything loaded.

``python -m tui.cli add`` takes a second and a half to load the lexicon and make the tagger, and
some three hundred tests start a command. So one process does that once and forks a child for each
command. The child has its own pipes, environment and exit code, and nothing of what the one before
it did; only how Python itself starts is left out. Whatever that matters to (closed descriptors,
encodings, what is imported) starts ``python -m tui.cli``.
"""

from __future__ import annotations

import atexit
import gc
import os
import pickle
import pty
import select
import signal
import socket
import struct
import subprocess
import sys
import termios
import traceback
import tty
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from subprocess import CompletedProcess
from typing import TYPE_CHECKING, NamedTuple, NoReturn

if TYPE_CHECKING:
    from tests.faults.aims import Kill

_LENGTH = struct.Struct("!I")


class _Command(NamedTuple):
    arguments: tuple[str, ...]
    environment: dict[str, str]
    folder: str
    kill: tuple[int, bool, float | None] | None = None
    settings: tuple[tuple[str, str, object], ...] = ()
    plain: bool = False


def wenren(*arguments: str | Path, input: bytes = b"", **env: str) -> CompletedProcess[bytes]:
    """Run one command to its end; ``env`` is set in its environment."""
    return _run_to_its_end(_command(arguments, env), input)


def killed(
    *arguments: str | Path, kill: Kill, settings: Sequence[tuple[str, str, object]], **env: str
) -> CompletedProcess[bytes]:
    """Run one command till it is killed, or ends; ``settings``: modules, names in them, values."""
    command = _command(arguments, env)
    return _run_to_its_end(command._replace(kill=tuple(kill), settings=tuple(settings)))


def wenren_plain(*arguments: str | Path, **env: str) -> CompletedProcess[bytes]:
    """Run one command to its end, bound by the modes of files even if root runs the tests."""
    return _run_to_its_end(_command(arguments, env)._replace(plain=True))


def _command(arguments: Sequence[str | Path], env: Mapping[str, str]) -> _Command:
    return _Command(tuple(map(str, arguments)), {**os.environ, **env}, str(Path.cwd()))


def _run_to_its_end(command: _Command, input: bytes = b"") -> CompletedProcess[bytes]:
    theirs, ours = zip(os.pipe(), reversed(os.pipe()), reversed(os.pipe()), strict=True)
    server = _server()
    try:
        _send(server, command, theirs)
    finally:
        for descriptor in theirs:
            os.close(descriptor)
    with ThreadPoolExecutor(3) as threads:
        threads.submit(_write, ours[0], input)
        out, err = (future.result() for future in [threads.submit(_read, fd) for fd in ours[1:]])
    (code,) = struct.unpack("!i", server.recv(4, socket.MSG_WAITALL))
    return CompletedProcess(command.arguments, code, out, err)


def text_of(done: CompletedProcess[bytes]) -> CompletedProcess[str]:
    """The same, what it printed read as text."""
    out, err = done.stdout.decode(), done.stderr.decode()
    return CompletedProcess(done.args, done.returncode, out, err)


def on_terminal(*arguments: str | Path, input: bytes = b"", **env: str) -> tuple[int, str]:
    """Run one command on a terminal, which gives it ``input`` and echoes nothing; its exit code,
    and what the terminal was sent."""
    command = _command(arguments, env)
    master, slave = pty.openpty()
    tty.setraw(slave, termios.TCSANOW)
    modes = termios.tcgetattr(slave)
    # What ends the input is a key here.
    modes[tty.LFLAG] |= termios.ICANON
    modes[tty.CC][termios.VEOF] = b"\x04"
    termios.tcsetattr(slave, termios.TCSANOW, modes)
    server, theirs = _server(), (slave, os.dup(slave), os.dup(slave))
    try:
        _send(server, command, theirs)
    finally:
        for descriptor in theirs:
            os.close(descriptor)
    os.write(master, input + b"\x04\x04")
    sent = b"".join(iter(partial(_read_some, master), b""))
    os.close(master)
    (code,) = struct.unpack("!i", server.recv(4, socket.MSG_WAITALL))
    return code, sent.decode("utf-8", "replace")


def _read_some(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # Linux: nobody is on the other side.
        return b""


def _write(descriptor: int, data: bytes) -> None:
    try:
        with open(descriptor, "wb") as pipe:
            pipe.write(data)
    except BrokenPipeError:
        pass


def _read(descriptor: int) -> bytes:
    with open(descriptor, "rb") as pipe:
        return pipe.read()


@cache
def _server() -> socket.socket:
    ours, theirs = socket.socketpair()
    root = str(Path(__file__).parents[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.command_line", str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        cwd=root,
        # What is done to the group of the tests' process isn't done to it.
        start_new_session=True,
    )
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def _send(server: socket.socket, command: _Command, descriptors: Sequence[int]) -> None:
    data = pickle.dumps(tuple(command))
    socket.send_fds(server, [_LENGTH.pack(len(data))], descriptors)
    server.sendall(data)


def serve(asked: socket.socket) -> None:
    """Fork a child for each command that is asked for, till nobody is there to ask."""
    while True:
        head, descriptors, *_ = socket.recv_fds(asked, _LENGTH.size, 3)
        if not head:
            return
        data = asked.recv(*_LENGTH.unpack(head), socket.MSG_WAITALL)
        command = _Command(*pickle.loads(data))
        child = os.fork()
        if not child:
            asked.close()
            _run(command, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        if command.kill and command.kill[2] is not None:
            _kill_after(command.kill[2], child)
        _, status = os.waitpid(child, 0)
        asked.sendall(struct.pack("!i", os.waitstatus_to_exitcode(status)))


def _kill_after(seconds: float, child: int) -> None:
    ended = os.pidfd_open(child)
    if not select.select([ended], [], [], seconds)[0]:
        os.kill(child, signal.SIGKILL)
    os.close(ended)


def _run(command: _Command, descriptors: Sequence[int]) -> NoReturn:
    from tests.faults import aims, rights
    from tui.cli import main

    code: object = 1
    try:
        for number, descriptor in enumerate(descriptors):
            os.dup2(descriptor, number)
            os.close(descriptor)
        os.chdir(command.folder)
        os.environ.clear()
        os.environ.update(command.environment)
        sys.stdin = open(0, encoding="utf-8", errors="surrogateescape")  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape")  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115
        for module, name, value in command.settings:
            setattr(sys.modules[module], name, value)
        if command.plain:
            rights.give_up_overrides()
        if command.kill:
            aims.take_aim(aims.Kill(*command.kill))
        main(command.arguments)
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        if command.kill and not command.kill[0]:
            print(aims.told(), file=sys.stderr)
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))


def _load() -> None:
    """Load and make what commands need, as far as no environment has a say in it."""
    import importlib
    import pkgutil

    import store
    from store.actors.lexicon import load_lexicon
    from store.article import Block, Draft
    from store.preparing import Preparer
    from store.search import schema
    from tests import begun
    from tui import commandline

    for module in pkgutil.walk_packages(store.__path__, "store."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for module in pkgutil.walk_packages(commandline.__path__, "tui.commandline."):
        importlib.import_module(module.name)
    with Preparer(load_lexicon()) as preparer:
        preparer.submit([Draft("普京会见习近平", (Block("paragraph", "会谈。"),))]).result()
    begun.empty()
    schema.open_to_write = begun.open_to_write
    os.fsync = lambda _: None  # type: ignore[assignment]
    gc.freeze()


if __name__ == "__main__":
    _load()
    serve(socket.socket(fileno=int(sys.argv[1])))
