"""Whether an actor may have a name that others have: each check raises ``RefusedError``."""

from __future__ import annotations

from collections.abc import Mapping

from store.actors.changes import Change, owned_names
from store.actors.describing import described
from store.actors.lexicon import Actor, normalise
from store.actors.people import People
from store.article import ActorKind
from store.errors import RefusedError


def check_name(
    people: People, changes: Mapping[str, Change], name: str, kind: ActorKind, id: str
) -> None:
    """A canonical name may be another's only where that is something else altogether."""
    key = normalise(name)
    for actor in people.listed.values():
        same = (actor.kind == "person") == (kind == "person")
        if actor.id != id and same and key in _unmarked(actor):
            raise RefusedError(
                name,
                "{actor} is called so already; a namesake is named with a mark: '{name}?'",
                actor=described(actor),
                name=name,
            )
    check_owned(people, changes, name, id)


def check_owned(people: People, changes: Mapping[str, Change], name: str, id: str) -> None:
    """No text can be given to two actors without a mark."""
    key = normalise(name)
    ends = people.ends
    for other in changes.values():
        end = ends.get(other.id, other.id)
        who = people.listed.get(end)
        if who and end not in (id, ends.get(id)) and key in owned_names(other):
            raise RefusedError(
                name,
                "you gave this name to {who}; '{name}?' counts in context",
                who=described(who),
                name=name,
            )


def check_hidden(people: People, name: str, kind: ActorKind) -> None:
    """Who was hidden is not made again."""
    for id, actor in people.everyone.items():
        if id in people.listed or people.state(id) != "hidden":
            continue
        if normalise(actor.name) == normalise(name) and actor.kind == kind:
            raise RefusedError(
                name,
                "{actor} is hidden; `wenren actors unhide {id}` brings it back",
                actor=described(actor),
                id=id,
            )


def _unmarked(actor: Actor) -> set[str]:
    return {normalise(alias.text) for alias in actor.aliases if not alias.needs_context}
