"""What the store says to a person: English that can be said in another language."""

from __future__ import annotations

import re
from typing import Any


class Message(str):
    """An English sentence, made of a format string and what that names.

    ``template`` is what catalogues translate; among ``values`` may be messages, and errors that
    carry one. Without values nothing is formatted: braces then stand for themselves.
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, /, **values: object) -> Message:
        if isinstance(template, Message) and not values:
            return template
        message = super().__new__(cls, template.format(**values) if values else template)
        message.template = str(template)
        message.values = values
        return message

    def __deepcopy__(self, memo: object) -> Message:
        return self


def packed(message: str) -> Any:
    """A message for another process: a text, or a template and its values."""
    if isinstance(message, Message) and message.values:
        values = {name: _plain(value) for name, value in message.values.items()}
        return {"template": message.template, "values": values}
    return str(message)


def unpacked(document: Any) -> Message:
    """What ``packed`` made, of a process that is trusted: a template can ask for much."""
    if isinstance(document, dict):
        values = {
            name: unpacked(value) if isinstance(value, dict) else value
            for name, value in document["values"].items()
        }
        return Message(document["template"], **values)
    return Message(document)


def kept(message: Message) -> str | None:
    """What is kept beside a message's words, so that it can be recalled; None if they will do."""
    from json import dumps

    return dumps(packed(message), ensure_ascii=False) if message.values else None


def recalled(words: str, beside: str | None) -> Message:
    """A message of its words and what ``kept`` made of it; the words alone where that is not it.

    Whoever wrote it: only templates that name their values plainly are filled.
    """
    from json import loads

    try:
        document = loads(beside or '""')
        message = unpacked(document) if _is_plain(document) else Message("")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Message(words)
    return message if message == words else Message(words)


_TEMPLATE = re.compile(r"(?:[^{}]|\{[a-z_]+(?:!r|:[,.a-z\d]{1,4})?\})*")


def _is_plain(document: Any) -> bool:
    if not isinstance(document, dict):
        return isinstance(document, str | int | float)
    inner = all(map(_is_plain, document["values"].values()))
    return inner and _TEMPLATE.fullmatch(document["template"]) is not None


def _plain(value: object) -> Any:
    value = getattr(value, "message", value)
    if isinstance(value, Message):
        return packed(value)
    return value if isinstance(value, int | float) else str(value)
