"""The 16 colours of common terminals as they come: what a 16-colour theme has to work with.

From xterm's and Linux's sources, Solarized's table, and the defaults of VS Code, GNOME Terminal
(its own scheme and Tango), Windows Terminal (Campbell) and macOS Terminal (Basic, Pro).
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.colour import Colour, colour
from tui.terminal import Background

_XTERM = (
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5"
    " 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
)
_LINUX = (
    "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa"
    " 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
)
_SOLARIZED = (
    "073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5"
    " 002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3"
)
_TANGO = (
    "2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf"
    " 555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec"
)
_GNOME = (
    "171421 c01c28 26a269 a2734c 12488b a347ba 2aa1b3 d0cfcc"
    " 5e5c64 f66151 33d17a e9ad0c 2a7bde c061cb 33c7de ffffff"
)
_VSCODE_DARK = (
    "000000 cd3131 0dbc79 e5e510 2472c8 bc3fbc 11a8cd e5e5e5"
    " 666666 f14c4c 23d18b f5f543 3b8eea d670d6 29b8db e5e5e5"
)
_VSCODE_LIGHT = (
    "000000 cd3131 107c10 949800 0451a5 bc05bc 0598bc 555555"
    " 666666 cd3131 14ce14 b5ba00 0451a5 bc05bc 0598bc a5a5a5"
)
_CAMPBELL = (
    "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc"
    " 767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2"
)
_MAC = (
    "000000 990000 00a600 999900 0000b2 b200b2 00a6b2 bfbfbf"
    " 666666 e50000 00d900 e5e500 0000ff e500e5 00e5e5 e5e5e5"
)


@dataclass(frozen=True, slots=True)
class Scheme:
    """``background``: as the browser takes it; None where it uses attributes alone."""

    name: str
    background: Background | None
    text: Colour
    ground: Colour
    colours: tuple[Colour, ...]


def _scheme(name: str, background: Background | None, text: str, ground: str, table: str) -> Scheme:
    return Scheme(name, background, colour(text), colour(ground), tuple(map(colour, table.split())))


SCHEMES = (
    _scheme("xterm", "light", "000000", "ffffff", _XTERM),
    _scheme("xterm -rv", "dark", "e5e5e5", "000000", _XTERM),
    _scheme("Linux console", "dark", "aaaaaa", "000000", _LINUX),
    _scheme("Solarized dark", None, "839496", "002b36", _SOLARIZED),
    _scheme("Solarized light", None, "657b83", "fdf6e3", _SOLARIZED),
    _scheme("VS Code dark", "dark", "cccccc", "1e1e1e", _VSCODE_DARK),
    _scheme("VS Code light", "light", "333333", "ffffff", _VSCODE_LIGHT),
    _scheme("Tango dark", "dark", "d3d7cf", "2e3436", _TANGO),
    _scheme("Tango light", "light", "2e3436", "eeeeec", _TANGO),
    _scheme("GNOME dark", "dark", "d0cfcc", "171421", _GNOME),
    _scheme("GNOME light", "light", "171421", "ffffff", _GNOME),
    _scheme("Campbell", "dark", "cccccc", "0c0c0c", _CAMPBELL),
    _scheme("macOS Basic", "light", "000000", "ffffff", _MAC),
    _scheme("macOS Pro", "dark", "f2f2f2", "000000", _MAC),
)
