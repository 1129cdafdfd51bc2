"""Changing the lexicon as its owner: what may be done, and what is refused and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, TypeVar

from store.actors.changes import Change, with_changes, written
from store.actors.describing import described, difference, enumerated, texts_of
from store.actors.lexicon import Actor, Alias, Lexicon, normalise
from store.actors.namesakes import check_hidden, check_name, check_owned
from store.actors.naming import (
    local_id,
    read_alias,
    read_id,
    read_name,
    read_note,
    read_time,
)
from store.actors.people import People, State
from store.article import ActorKind
from store.errors import RefusedError, said
from store.message import Message

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wish:
    """What an actor shall be; None and empty: as it is. Empty texts take away what was there.

    ``aliases`` and ``name`` may be marked as in the tables.
    """

    name: str | None = None
    kind: ActorKind | None = None
    aliases: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    english: str | None = None
    role: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of it: ``actor`` as it is now, or was before it went; ``said`` in words.

    ``names``: every name, before or now, that a text may tell it by.
    """

    said: Message
    actor: Actor
    state: State
    names: tuple[str, ...]


class Editor:
    """A lexicon and its owner's changes by id, which are changed in place.

    Every method raises ``RefusedError`` and then has changed nothing.
    """

    def __init__(self, built_in: Lexicon, changes: dict[str, Change]) -> None:
        self.built_in = built_in
        self.changes = changes
        self.people = People(built_in, changes)

    def add(self, wish: Wish, id: str | None = None) -> Done:
        """A new actor, of ``wish.name`` and ``wish.kind``."""
        given = wish.name or ""
        assert wish.kind
        alias = _read(given, read_alias, given)
        name = _read(given, read_name, alias.text)
        marked = [written(alias)] if alias.needs_context or alias.region else []
        if id is not None:
            id = _read(id, read_id, id)
            if id in self.people.known or id in self.changes:
                raise RefusedError(id, "another actor has this id")
        change = Change(id or self._free_id(wish.kind, name), wish.kind, name)
        change = self._with_aliases(change, None, [*marked, *wish.aliases])
        change = self._with_notes(change, wish)
        check_hidden(self.people, name, wish.kind)
        if not any(normalise(a.text) == normalise(name) for a in change.aliases if a.needs_context):
            check_name(self.people, self.changes, name, wish.kind, change.id)
        taken = self._take(change)
        actor = self.people.listed[change.id]
        said = Message("added {actor}{taken}", actor=described(actor), taken=taken)
        return Done(said, actor, "listed", texts_of(actor))

    def edit(self, who: str, wish: Wish) -> Done:
        """An actor as the wish says."""
        actor = self.people.find(who)
        base = self.people.known.get(actor.id)
        old = self.changes.get(actor.id, Change(actor.id))
        change = self._with_notes(old, wish)
        if wish.kind is not None:
            change = replace(change, kind=_said(wish.kind, base, "kind"))
        if wish.name is not None:
            change = self._renamed(change, actor, wish.name, wish.remove)
        change = self._with_aliases(change, actor, wish.aliases)
        for text in wish.remove:
            change = self._without(change, actor, text)
        if change == old:
            raise RefusedError(
                who, "nothing to change: {actor} is so already", actor=described(actor)
            )
        if change.name != old.name and change.name:
            marked = {normalise(a.text) for a in change.aliases if a.needs_context}
            if normalise(change.name) not in marked:
                check_name(
                    self.people, self.changes, change.name, change.kind or actor.kind, actor.id
                )
        taken = self._take(change)
        now = self.people.listed[actor.id]
        names = tuple(dict.fromkeys((*texts_of(actor), *texts_of(now))))
        said = Message("changed {actor}{taken}", actor=difference(actor, now), taken=taken)
        return Done(said, now, "listed", names)

    def hide(self, who: str) -> Done:
        """An actor is not to be found any more."""
        actor = self.people.find(who)
        old = self.changes.get(actor.id, Change(actor.id))
        self._take(replace(old, hidden=True))
        said = Message("hid {actor}", actor=described(actor))
        return Done(said, actor, "hidden", texts_of(actor))

    def unhide(self, who: str) -> Done:
        """A hidden actor is there again."""
        missing = Message("no hidden actor is called so; see `wenren actors changes`")
        hidden = [change.id for change in self.changes.values() if change.hidden]
        id = self.people.changed(who, hidden, missing)
        actor = self.people.everyone.get(id) or _unknown(id)
        self._take(replace(self.changes[id], hidden=False))
        said = Message("unhid {actor}", actor=described(actor))
        return Done(said, actor, self.people.state(id), texts_of(actor))

    def merge(self, whom: Sequence[str], into: str) -> Done:
        """Several actors are one: all names of theirs are those of ``into``."""
        whole = self.people.find(into)
        parts = list({actor.id: actor for actor in map(self.people.find, whom)}.values())
        if any(part.id == whole.id for part in parts):
            raise RefusedError(into, "an actor can't be merged into itself")
        for part in parts:
            old = self.changes.get(part.id, Change(part.id))
            self._take(replace(old, merged=whole.id))
        who = enumerated(map(described, parts))
        now = self.people.listed[whole.id]
        names = tuple(dict.fromkeys(text for part in parts for text in texts_of(part)))
        said = Message("merged {who} into {into}", who=who, into=described(now))
        return Done(said, now, "listed", names)

    def revert(self, who: str) -> Done:
        """All that was changed about one actor is taken back; one that was added is gone."""
        missing = Message("no changed actor is called so; see `wenren actors changes`")
        id = self.people.changed(who, self.changes, missing)
        before = self.people.everyone.get(id) or _unknown(id)
        del self.changes[id]
        self.people = People(self.built_in, self.changes)
        now = self.people.listed.get(id, before)
        said = Message("took back all changes of {actor}", actor=described(now))
        names = tuple(dict.fromkeys((*texts_of(before), *texts_of(now))))
        return Done(said, now, self.people.state(id), names)

    def _take(self, change: Change) -> Message:
        """Make a change; says whose names an actor has taken by it."""
        before = self.people.listed
        if change == Change(change.id):
            self.changes.pop(change.id, None)
        else:
            self.changes[change.id] = change
        self.people = People(self.built_in, self.changes)
        lost = [
            Message("; {name} no longer means {actor}", name=alias.text, actor=described(actor))
            for id, actor in before.items()
            if id != change.id and id in self.people.listed
            for alias, now in zip(actor.aliases, self.people.listed[id].aliases, strict=False)
            if now.needs_context and not alias.needs_context and alias.text == now.text
        ]
        return reduce(
            lambda one, other: Message("{one}{other}", one=one, other=other), lost, Message("")
        )

    def _with_notes(self, change: Change, wish: Wish) -> Change:
        base = self.people.known.get(change.id)
        told: dict[str, Any] = {}
        for field, read in _NOTES.items():
            text = getattr(wish, field)
            if text is not None:
                told[field] = _said(_read(text, read, text), base, field) or None
                if base and getattr(base, field) and not text:
                    told[field] = ""
        return replace(change, **told)

    def _with_aliases(self, change: Change, actor: Actor | None, texts: Iterable[str]) -> Change:
        base = self.people.known.get(change.id)
        built_in = {normalise(a.text): a for a in base.aliases} if base else {}
        there = {normalise(a.text): a for a in actor.aliases} if actor else {}
        for text in texts:
            alias = _read(text, read_alias, text)
            key = normalise(alias.text)
            own = {normalise(a.text): a for a in change.aliases}
            old = own.get(key) or there.get(key)
            if old is None and change.name and key == normalise(change.name):
                old = Alias(change.name)
            if old and (old.region, old.needs_context) == (alias.region, alias.needs_context):
                raise RefusedError(text, "it is one of its names already")
            if not alias.needs_context:
                check_owned(self.people, self.changes, alias.text, change.id)
            own.pop(key, None)
            if built_in.get(key) != alias:
                own[key] = alias
            dropped = tuple(t for t in change.dropped if normalise(t) != key)
            change = replace(change, aliases=tuple(own.values()), dropped=dropped)
        return change

    def _without(self, change: Change, actor: Actor, text: str) -> Change:
        key = normalise(_read(text, read_alias, text).text)
        if key not in {normalise(a.text) for a in actor.aliases}:
            raise RefusedError(text, "{actor} has no such name", actor=described(actor))
        name = change.name or self.people.known[actor.id].name
        if key == normalise(name):
            raise RefusedError(text, "it is the name itself; --name gives it another")
        own = tuple(a for a in change.aliases if normalise(a.text) != key)
        change = replace(change, aliases=own)
        # The name may be built in as well, or that of an actor which is merged into this one.
        left = with_changes(self.built_in, {**self.changes, change.id: change}.values())
        now = next(a for a in left.actors if a.id == actor.id)
        if key in {normalise(a.text) for a in now.aliases}:
            bare = next(a.text for a in now.aliases if normalise(a.text) == key)
            change = replace(change, dropped=(*change.dropped, bare))
        return change

    def _renamed(self, change: Change, actor: Actor, given: str, remove: Sequence[str]) -> Change:
        alias = _read(given, read_alias, given)
        name = _read(given, read_name, alias.text)
        base = self.people.known.get(change.id)
        own = {normalise(a.text): a for a in change.aliases}
        before = normalise(actor.name)
        built_in = {normalise(a.text) for a in base.aliases} if base else set()
        going = {normalise(text) for text in remove}
        if change.name and before not in {normalise(name), *own, *built_in, *going}:
            # Texts that bear the old name still mean this actor.
            own[before] = replace(actor.aliases[0], needs_context=False)
        if alias.needs_context:
            own[normalise(name)] = alias
        dropped = tuple(text for text in change.dropped if normalise(text) != normalise(name))
        kept = None if base and base.name == name else name
        return replace(change, name=kept, aliases=tuple(own.values()), dropped=dropped)

    def _free_id(self, kind: ActorKind, name: str) -> str:
        first = id = local_id(kind, name)
        number = 1
        while id in self.people.known or id in self.changes:
            number += 1
            id = f"{first}-{number}"
        return id


_NOTES: dict[str, Callable[[str], str]] = {
    "english": read_note,
    "role": read_note,
    "since": read_time,
    "until": read_time,
}


def _read(input: str, read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except ValueError as error:
        raise RefusedError(input or Message("an empty name"), said(error)) from error


def _and(one: Message, other: Message) -> Message:
    return Message("{one}{other}", one=one, other=other)


def _said(value: Any, base: Actor | None, field: str) -> Any:
    """A value as a change holds it: None where it is the built-in one."""
    return None if base and getattr(base, field) == value else value


def _unknown(id: str) -> Actor:
    """An actor that was built in when it was changed, and isn't any more."""
    return Actor(id, "organisation", id, (Alias(id),), "", "", "", "", "", "")
