"""XML from strangers as text: cut at its root element, so that it can declare nothing."""

from __future__ import annotations

import html
import re

from store.errors import RefusedError
from store.message import Message

HEAD = 16_384
"""Code points before the root element; a real prologue has some hundred."""


def root_of(text: str, names: tuple[str, ...]) -> int | None:
    """Where the root element begins, if it is one of ``names``, whatever junk is before it."""
    pattern = rf"<(?:[\w.-]{{1,40}}:)?(?:{'|'.join(names)})(?=[\s/>])"
    found = re.compile(pattern).search(text, 0, HEAD)
    if found is None or is_html(text, found.start()):
        return None
    return found.start()


def is_html(text: str, end: int = HEAD) -> bool:
    """Whether a page of HTML begins before ``end``."""
    return _PAGE.search(text, 0, end) is not None


def from_root(text: str, name: str, names: tuple[str, ...], wanted: Message) -> str:
    """The document from its root element on, without characters that XML bars.

    Raises ``RefusedError`` under ``name`` for another root than ``names`` and for entity
    declarations; ``wanted`` says what was expected.
    """
    at = root_of(text, names)
    if at is None:
        raise RefusedError(
            name,
            "{found}, not {wanted}",
            found=Message("an HTML page") if is_html(text) else Message("some text"),
            wanted=wanted,
        )
    if "<!ENTITY" in text[:at]:
        raise RefusedError(name, "it declares XML entities, as entity bombs do")
    return _BARRED.sub("", text[at:])


def with_characters(text: str) -> str:
    """Text with HTML's entities, which XML doesn't know, as the characters they mean."""
    return _NAMED.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    meant = html.unescape(match[0])
    # What stands for a sign of markup stays an entity, and so does what nobody knows.
    return match[0] if set(meant) & set("<>&\"'") else meant


_PAGE = re.compile(r"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_BARRED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]+")
_NAMED = re.compile(r"&[A-Za-z][A-Za-z0-9]{1,31};")
