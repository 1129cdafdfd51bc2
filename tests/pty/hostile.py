"""Articles that attack the terminal, put into a store past every gate, and what betrays them.

Every control sequence here carries one of ``MARKS``, which nothing else does: a control in the
output that holds a mark came from an article. As plain text the marks are harmless.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

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
_LINK = re.compile(r"\x1b\]8;(?:;|id=1;https?://[!-~]+)\x1b\\")
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
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]|[\u0300-\u036f]{40}"
)


def betrayed(output: str) -> list[str]:
    """What in the output of a program came from an article and should not have come through."""
    found = [
        repr(token.raw[:60])
        for token in controls(output)
        if (token.shape not in _VOCABULARY or any(mark in token.raw for mark in MARKS))
        and not _LINK.fullmatch(token.raw)
    ]
    texts = "".join(token.raw for token in tokens(output) if token.kind == "text")
    return found + [repr(texts[max(m.start() - 5, 0) : m.end()]) for m in _UNSEEN.finditer(texts)]


def documents() -> list[dict[str, object]]:
    """Two articles for every attack and for markup.

    One is attacked in every field a person sees; the other only in the name of an actor, since
    offsets that cleaning moved make a store forget an article's names.
    """
    attacks = list(enumerate((*ATTACKS.values(), MARKUP)))
    return [
        document
        for number, text in attacks
        for document in (_attacked(number, text), _misnamed(number, text))
    ]


def write_store(folder: Path) -> None:
    """A day file as a stranger would hand it over."""
    day = folder / "articles/2024/2024-01-02.json"
    day.parent.mkdir(parents=True)
    table = {str(number): document for number, document in enumerate(documents(), 1)}
    day.write_text(json.dumps({"articles": table}), "utf-8")


def _attacked(number: int, bad: str) -> dict[str, object]:
    kinds = ("paragraph", "heading", "caption", "quote", "list", "related")
    return {
        "id": f"hostile{number}",
        "title": f"第{number}号{bad}标题",
        "source": f"来源{bad}社",
        "url": f"http://example.org/{bad}",
        "authors": [f"作者{bad}"],
        "published": f"2024-01-02T{23 - number:02}:30:00+08:00",
        "added": "2024-01-02T00:00:00Z",
        "script": "hans",
        "blocks": [{"kind": kind, "text": f"{kind}前{bad}后{bad}。"} for kind in kinds],
        "mentions": [],
        "story": f"hostile{number}",
        "lexicon": "",
    }


def _misnamed(number: int, bad: str) -> dict[str, object]:
    mention = {"block": 0, "start": 5, "end": 7, "kind": "person"}
    return {
        **_attacked(number, ""),
        "id": f"misnamed{number}",
        "story": f"misnamed{number}",
        "published": f"2024-01-02T{23 - number:02}:00:00+08:00",
        "blocks": [{"kind": "paragraph", "text": f"俄罗斯总统普京第{number}次说，会谈很有成果。"}],
        "mentions": [{**mention, "actor": f"bad{number}", "name": f"名{bad}字"}],
    }
