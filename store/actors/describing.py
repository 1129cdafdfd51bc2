"""Actors in a few words, for a person who changes them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from store.actors.changes import written
from store.actors.lexicon import Actor
from store.message import Message

DIFFERING = ("kind", "english", "role", "since", "until")
"""Fields that are told where they changed; each in a word."""


def described(actor: Actor) -> Message:
    """Who is meant, told apart from namesakes."""
    about = enumerated(Message(part) for part in (actor.id, actor.kind, actor.role) if part)
    return Message("{name} ({about})", name=actor.name, about=about)


def enumerated(parts: Iterable[Message]) -> Message:
    """One or several parts in a row."""
    return reduce(lambda one, other: Message("{one}, {other}", one=one, other=other), parts)


def difference(before: Actor, now: Actor) -> Message:
    """Who is meant, and what changed about it."""
    parts = []
    if before.name != now.name:
        parts.append(Message("was {name}", name=before.name))
    for field in DIFFERING:
        if getattr(before, field) != getattr(now, field):
            value = Message(getattr(now, field) or "taken away")
            parts.append(Message("{field} {value}", field=Message(field), value=value))
    old, new = ({a.text: written(a) for a in actor.aliases} for actor in (before, now))
    parts += [Message("+" + mark) for text, mark in new.items() if old.get(text) != mark]
    parts += [Message("-" + text) for text in old if text not in new]
    if not parts:
        return described(now)
    return Message("{actor}: {changes}", actor=described(now), changes=enumerated(parts))


def texts_of(actor: Actor) -> tuple[str, ...]:
    """Everything an actor is called, each once."""
    texts = (*(alias.text for alias in actor.aliases), actor.english)
    return tuple(dict.fromkeys(text for text in texts if text))
