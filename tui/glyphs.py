"""The signs the browser's own chrome is drawn with, and their ASCII stand-ins.

For terminals whose fonts lack them or count them as two cells. The text of articles is never
changed.
"""

from __future__ import annotations

import os
from functools import cache
from typing import NamedTuple

from tui.wire import ambiguous
from tui.wire.capabilities import capabilities


class Glyphs(NamedTuple):
    """All are one cell wide but ``ellipsis``, and but for what a terminal thinks of them."""

    rule: str
    focused: str
    """The rule of the pane that has the keys."""
    beside: str
    """Between two panes."""
    bar: str
    levels: str
    """From the lowest bar to the highest."""
    times: str
    ellipsis: str
    none: str
    """Stands for what there is none of."""
    becomes: str


UNICODE = Glyphs("─", "━", "│", "▇", "▁▂▃▄▅▆▇█", "×", "…", "—", "→")
ASCII = Glyphs("-", "=", "|", "#", "._-~=+*#", "x", "...", "-", "->")


@cache
def glyphs() -> Glyphs:
    """ASCII where ``$WENREN_ASCII`` says so, where the terminal has no more, or has them in two
    cells."""
    if ambiguous.wide():
        return ASCII
    asked = os.environ.get("WENREN_ASCII", "").strip().lower()
    if asked:
        return UNICODE if asked in ("0", "no", "false") else ASCII
    return UNICODE if capabilities().unicode else ASCII


ambiguous.forgetting(glyphs.cache_clear)


def marks_shown(*, unread: bool, starred: bool) -> str:
    """The marks of a row: two cells in every terminal, and no colours."""
    return ("N" if unread else " ") + ("*" if starred else " ")
