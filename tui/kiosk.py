"""Kiosk mode: what shuts the ways out that Textual, Python and the environment leave open.

``store.permission.kiosk`` says whether it holds; whoever starts something asks that.
"""

from __future__ import annotations

import os
import signal
import sys

from store.message import Message
from store.permission import KIOSK
from tui import SETTINGS

_STEERS = ("TEXTUAL", "WENREN_CONFIG", "XDG_CONFIG_")
"""Beginnings of variables that name files, programs or Python classes to be loaded. A client sends
what the server's ``AcceptEnv`` lets through."""
_COMMANDS = frozenset(("browse", "help", "keys"))


def enter() -> None:
    """Be a kiosk from now on; before Textual is imported, which reads its variables then."""
    os.environ[KIOSK] = "1"
    for name in list(os.environ):
        if name.startswith(_STEERS):
            del os.environ[name]
    os.environ.update(SETTINGS)
    sys.dont_write_bytecode = True
    # Till the terminal is raw, ^Z and ^\\ are signals: a shell before us would have the keys, and a
    # core file be left.
    for number in (signal.SIGTSTP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)


def refusal(command: str) -> Message:
    """Why a command isn't carried out in a kiosk; "" for one that only reads."""
    if command in _COMMANDS:
        return Message("")
    return Message("{command}: not in kiosk mode: only the browser runs", command=command)
