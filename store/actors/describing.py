"""Actors in a few words, for a person who changes them."""

from __future__ import annotations

from store.actors.changes import written
from store.actors.lexicon import Actor


def described(actor: Actor) -> str:
    """Who is meant, told apart from namesakes."""
    about = ", ".join(part for part in (actor.id, actor.kind, actor.role) if part)
    return f"{actor.name} ({about})"


def difference(before: Actor, now: Actor) -> str:
    """Who is meant, and what changed about it."""
    parts = []
    if before.name != now.name:
        parts.append(f"was {before.name}")
    for field in ("kind", "english", "role", "since", "until"):
        if getattr(before, field) != getattr(now, field):
            parts.append(f"{field} {getattr(now, field) or 'taken away'}")
    old, new = ({a.text: written(a) for a in actor.aliases} for actor in (before, now))
    parts += [f"+{mark}" for text, mark in new.items() if old.get(text) != mark]
    parts += [f"-{text}" for text in old if text not in new]
    return f"{described(now)}: {', '.join(parts)}" if parts else described(now)


def texts_of(actor: Actor) -> tuple[str, ...]:
    """Everything an actor is called, each once."""
    texts = (*(alias.text for alias in actor.aliases), actor.english)
    return tuple(dict.fromkeys(text for text in texts if text))
