"""Texts that attack the terminal, and what betrays that one came through.

Every control sequence here carries one of ``MARKS``, which nothing else does: a control in the
output that holds a mark came from a text. As plain text the marks are harmless.
"""

from __future__ import annotations

import re

from tests.pty.sequences import controls, tokens

MARKS = ("PWNED", "31337", "UFdORUQ")
ATTACKS = {
    "osc-clipboard": "\x1b]52;c;UFdORUQ=\x07",
    "osc-title": "\x1b]0;PWNED\x1b\\",
    "osc-link": "\x1b]8;;http://PWNED/\x1b\\链\x1b]8;;\x1b\\",
    "csi": "\x1b[31337m\x1b[31337;1H\x1b[?31337h",
    "c1": "\x9b31337m\x9d0;PWNED\x9c\x90PWNED\x9c\x85",
    "dcs": "\x1bPPWNED\x1b\\\x1b_PWNED\x1b\\\x1b^PWNED\x1b\\\x1bXPWNED\x1b\\",
    "reset": "\x1bc\x1b7\x1b8\x1b(0",
    "unfinished": "\x1b]0;PWNED",
    "c0": "\x07\x08\x08\x0b\x0c\x0e\x0f\r\x00\x7f",
    "bidi": "\u202ePWNED\u202c\u2066\u2069\u200e\u061c",
    "invisible": "\u200b\u200c\u200d\u2060\ufeff\u00ad\U000e0041\ufff9",
    "marks": "界" + "\u0301\u0338" * 60,
}
MARKUP = "[bold red]PWNED[/] [@click=app.quit]PWNED[/] <b>&amp; $x"
LINK = re.compile(r"\x1b\]8;(?:;|id=1;(https?://[!-:<-~]+))\x1b\\")
"""A link as the browser makes it: what stands in an address can't act."""
# What the browser and the plain commands have a use for; Textual's own start and frames.
_VOCABULARY = frozenset(
    (
        *(
            "CSI m",
            "CSI H",
            "CSI G",
            "CSI J",
            "CSI K",
            "CSI X",
            "CSI ?h",
            "CSI ?l",
            "CSI ?$p",
            "CSI >u",
            "CSI <u",
        ),
        *("OSC 11", "OSC 22", "C0 0a", "C0 0d"),
    )
)
_QUESTIONS = frozenset(("\x1b[6n",))
"""What only the program itself asks, in this very form."""
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e01ef]|[\u0300-\u036f\u0e49\u1ab0\u20dd]{40}"
)


def betrayed(output: str) -> list[str]:
    """What in the output of a program came from a text and should not have come through."""
    found = [
        repr(token.raw[:60])
        for token in controls(output)
        if (token.shape not in _VOCABULARY or any(mark in token.raw for mark in MARKS))
        and not LINK.fullmatch(token.raw)
        and token.raw not in _QUESTIONS
    ]
    texts = "".join(t.raw for t in tokens(output) if t.kind == "text" or t.raw == "\n")
    return found + [repr(texts[max(m.start() - 5, 0) : m.end()]) for m in _UNSEEN.finditer(texts)]
