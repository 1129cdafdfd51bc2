"""Terminal output taken apart into text and control sequences (ECMA-48, xterm's control strings).

The tests judge by this what a program wrote, so it is strict where terminals are lenient: any
byte is either printed text or belongs to exactly one control.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["text", "csi", "string", "escape", "c0", "c1"]

_TOKEN = re.compile(
    r"(?P<csi>\x1b\[[0-?]*[ -/]*[@-~])"
    r"|(?P<string>\x1b[\]PX^_].*?(?:\x07|\x1b\\))"
    r"|(?P<escape>\x1b[ -/]*[0-~])"
    r"|(?P<c1>[\x80-\x9f])"
    r"|(?P<c0>[\x00-\x1f\x7f])"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)",
    re.DOTALL,
)
_UNFINISHED = re.compile(
    r"\x1b(?:|\[[0-?]*[ -/]*|[\]PX^_](?:(?!\x07|\x1b\\).)*|[ -/]+)\Z", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Token:
    """A run of text or one control; ``string`` is OSC, DCS, SOS, PM or APC with its content."""

    kind: Kind
    raw: str

    @property
    def shape(self) -> str:
        """What kind of control this is, without its numbers: ``CSI ?h``, ``OSC 8``, ``C0 0d``."""
        if self.kind == "csi":
            return "CSI " + re.sub(r"[0-9;:]", "", self.raw[2:])
        if self.kind == "string":
            number = re.match(r"\d*", self.raw[2:])
            return f"{_STRINGS[self.raw[1]]} {number[0] if number else ''}"
        if self.kind == "escape":
            return f"ESC {self.raw[1:]}"
        return f"{self.kind.upper()} {ord(self.raw[0]):02x}"


_STRINGS = {"]": "OSC", "P": "DCS", "X": "SOS", "^": "PM", "_": "APC"}


def tokens(output: str) -> Iterator[Token]:
    """The tokens of ``output`` in order; joined they give it back."""
    for match in _TOKEN.finditer(output):
        yield Token(match.lastgroup, match[0])  # type: ignore[arg-type]


def controls(output: str) -> list[Token]:
    """The tokens that steer the terminal instead of being printed."""
    return [token for token in tokens(output) if token.kind != "text"]


def unfinished(output: str) -> int:
    """Where a control sequence begins that has not ended yet; ``len(output)`` if there is none."""
    match = _UNFINISHED.search(output)
    return match.start() if match else len(output)
