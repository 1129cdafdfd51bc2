"""What a store's owner says of actors, on top of the built-in lexicon.

A ``Change`` holds only what the owner said, so that a later built-in lexicon shows through. The
order in which changes were made plays no part: the same changes are the same lexicon.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from store.actors.lexicon import Actor, Alias, Lexicon, normalise, normalise_all
from store.article import ActorKind


@dataclass(frozen=True, slots=True)
class Change:
    """What is said of one actor; None where nothing is.

    ``aliases``: names besides the built-in ones; one of the same text takes the place of the
    built-in one and its marks. ``dropped``: names taken away. ``merged``: the id of the actor
    that this one is. An actor that isn't built in has a ``kind`` and a ``name`` here.
    """

    id: str
    kind: ActorKind | None = None
    name: str | None = None
    aliases: tuple[Alias, ...] = ()
    dropped: tuple[str, ...] = ()
    english: str | None = None
    role: str | None = None
    since: str | None = None
    until: str | None = None
    hidden: bool = False
    merged: str | None = None


def written(alias: Alias) -> str:
    """An alias as the tables write it: ``text@region?``."""
    region = f"@{alias.region}" if alias.region else ""
    return f"{alias.text}{region}{'?' * alias.needs_context}"


def to_json(change: Change) -> dict[str, Any]:
    """A change as ``lexicon.json`` holds it: only what is said."""
    said = {
        "id": change.id,
        "kind": change.kind,
        "name": change.name,
        "aliases": [written(alias) for alias in change.aliases] or None,
        "dropped": list(change.dropped) or None,
        "english": change.english,
        "role": change.role,
        "since": change.since,
        "until": change.until,
        "hidden": change.hidden or None,
        "merged": change.merged,
    }
    return {field: value for field, value in said.items() if value is not None}


def changes_version(changes: Iterable[Change]) -> str:
    """A short hash of what is said; empty where nothing is."""
    said = [to_json(change) for change in sorted(changes, key=_id)]
    return hashlib.sha256(orjson.dumps(said)).hexdigest()[:8] if said else ""


def with_changes(built_in: Lexicon, changes: Iterable[Change]) -> Lexicon:
    """The built-in lexicon as its owner wants it; itself where nothing is changed.

    An owner's name without a mark is that actor's, whoever else bears it.
    """
    said = {change.id: change for change in sorted(changes, key=_id)}
    if not said:
        return built_in
    known = {actor.id: actor for actor in built_in.actors}
    added = [c.id for c in said.values() if c.id not in known and c.kind and c.name]
    into = merges(said, known.keys() | set(added))
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for part, whole in into.items():
        parts[whole].append(part)
    changed: dict[str, Actor] = {}
    hidden: set[str] = set()
    claims: dict[str, str] = {}
    for id in [*added, *(known.keys() & (said.keys() | parts.keys()))]:
        if id in into:
            continue
        change = said.get(id)
        members = [_alone(known, said, part) for part in parts[id] if not said[part].hidden]
        actor = _joined(_alone(known, said, id), members, change)
        if change and change.hidden:
            hidden.update(_plain(actor))
            continue
        changed[id] = actor
        owned = {key for part in (id, *parts[id]) for key in owned_names(said.get(part))}
        for key in owned.intersection(_plain(actor)) if owned else ():
            claims[key] = min(id, claims.get(key, id))
    for part in into:
        if said[part].hidden:
            hidden.update(_plain(_alone(known, said, part)))
    for id in _bearers(built_in.actors, claims) - said.keys():
        changed.setdefault(id, known[id])
    for id, actor in changed.items():
        changed[id] = _yielding(actor, claims)
    # The added first: where two actors have one name, tables are read for the first.
    actors = [changed[id] for id in added if id in changed]
    actors += [changed.get(id, a) for id, a in known.items() if id in changed or id not in said]
    version = f"{built_in.version}-{changes_version(said.values())}"
    concerned = frozenset(changed.keys() | said.keys())
    return Lexicon(tuple(actors), version, frozenset(hidden), concerned)


def merges(said: Mapping[str, Change], there: Iterable[str]) -> dict[str, str]:
    """The actor each merged one ends up in, over any number of steps.

    A merge into nobody is none; of a circle, the smallest id stays.
    """
    known = set(there)
    step = {
        change.id: change.merged
        for change in said.values()
        if change.merged in known and change.id in known and change.merged != change.id
    }
    ends: dict[str, str] = {}
    for start in step:
        path: dict[str, None] = {}
        at = start
        while at in step and at not in path and at not in ends:
            path[at] = None
            at = step[at]
        if at in path:
            walked = list(path)
            end = min(walked[walked.index(at) :])
        else:
            end = ends.get(at, at)
        ends.update(dict.fromkeys(path, end))
    return {id: end for id, end in ends.items() if id != end}


def owned_names(change: Change | None) -> set[str]:
    """The unmarked names an owner gave an actor, normalised."""
    if change is None:
        return set()
    given = [*([Alias(change.name)] if change.name else []), *change.aliases]
    # Of one text the last counts, as in an actor's names.
    last = {normalise(alias.text): alias for alias in given}
    return {key for key, alias in last.items() if not alias.needs_context}


def _id(change: Change) -> str:
    return change.id


def _alone(known: Mapping[str, Actor], said: Mapping[str, Change], id: str) -> Actor:
    """One actor with what is said of it, whoever is merged into it."""
    base, change = known.get(id), said.get(id)
    if change is None:
        return known[id]
    kind = change.kind or (base.kind if base else None)
    name = change.name or (base.name if base else None)
    assert kind
    assert name

    def field(which: str) -> str:
        value: str | None = getattr(change, which)
        return value if value is not None else getattr(base, which) if base else ""

    own = ([Alias(change.name)] if change.name else []) + list(change.aliases)
    dropped = {normalise(text) for text in change.dropped}
    kept = [a for a in base.aliases if normalise(a.text) not in dropped] if base else []
    return Actor(
        id=id,
        kind=kind,
        name=name,
        aliases=_names(name, kept, own),
        english=field("english"),
        pinyin=base.pinyin if base and base.name == name else "",
        role=field("role"),
        since=field("since"),
        until=field("until"),
        source=base.source if base else "",
    )


def _joined(actor: Actor, parts: Iterable[Actor], change: Change | None) -> Actor:
    """An actor with the names of those merged into it."""
    for part in parts:
        dropped = {normalise(text) for text in change.dropped} if change else set()
        names = list(part.aliases)
        if actor.english and len(part.english) > 1 and part.english != actor.english:
            # Found by a search; in a text, a foreign word may as well mean something else.
            names.append(Alias(part.english, "", True))
        names = [a for a in names if normalise(a.text) not in dropped]
        mine = {normalise(a.text): a for a in actor.aliases}
        said = {normalise(a.text) for a in change.aliases} if change else set()
        for alias in names:
            key = normalise(alias.text)
            old = mine.get(key)
            if old is None:
                mine[key] = alias
            elif key not in said and not alias.needs_context:
                mine[key] = replace(old, needs_context=False)
        aliases = tuple(mine.values())
        actor = replace(actor, aliases=aliases, english=actor.english or part.english)
    return actor


def _names(name: str, kept: Iterable[Alias], own: Iterable[Alias]) -> tuple[Alias, ...]:
    """Built-in names and the owner's, each text once, the canonical name first."""
    found: dict[str, Alias] = {}
    for alias in kept:
        found.setdefault(normalise(alias.text), alias)
    for alias in own:
        found[normalise(alias.text)] = alias
    first = found.pop(normalise(name), Alias(name))
    return (replace(first, text=name), *found.values())


def _plain(actor: Actor) -> set[str]:
    return {normalise(alias.text) for alias in actor.aliases if not alias.needs_context}


def _bearers(actors: Iterable[Actor], names: Collection[str]) -> set[str]:
    """The ids of those who bear one of these names, which are normalised."""
    # Normalised, a text is as long as before: most needn't be.
    lengths = set(map(len, names))
    told = [(a.id, b.text) for a in actors for b in a.aliases if len(b.text) in lengths]
    found = normalise_all([text for _, text in told])
    return {id for (id, _), text in zip(told, found, strict=True) if text in names}


def _yielding(actor: Actor, claims: Mapping[str, str]) -> Actor:
    """An actor whose names count only in context where the owner gave them to another."""
    if not claims:
        return actor
    aliases = tuple(
        replace(alias, needs_context=True)
        if not alias.needs_context and claims.get(normalise(alias.text), actor.id) != actor.id
        else alias
        for alias in actor.aliases
    )
    return actor if aliases == actor.aliases else replace(actor, aliases=aliases)
