"""Who is meant by a name or an id, in a lexicon with its owner's changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Literal, TypeAlias

from store.actors.changes import Change, merges, with_changes
from store.actors.describing import described, texts_of
from store.actors.lexicon import Actor, Lexicon, normalise
from store.errors import RefusedError
from store.message import Message

State: TypeAlias = Literal["listed", "hidden", "merged", "gone"]


class People:
    """The actors of a lexicon as changed, and those that its owner put out of sight."""

    def __init__(self, built_in: Lexicon, changes: Mapping[str, Change]) -> None:
        self.changes = dict(changes)
        self._built_in = built_in
        self.known = {actor.id: actor for actor in built_in.actors}
        lexicon = with_changes(built_in, self.changes.values())
        self.listed = {actor.id: actor for actor in lexicon.actors}

    @cached_property
    def everyone(self) -> dict[str, Actor]:
        """Each actor as it would be if nobody were hidden or merged."""
        if not any(change.hidden or change.merged for change in self.changes.values()):
            return self.listed
        alone = (replace(c, hidden=False, merged=None) for c in self.changes.values())
        lexicon = with_changes(self._built_in, alone)
        return {actor.id: actor for actor in lexicon.actors}

    @cached_property
    def ends(self) -> dict[str, str]:
        """The actor each merged one is part of."""
        return merges(self.changes, self.everyone)

    def find(self, name: str) -> Actor:
        """The one listed actor of that id or name; raises ``RefusedError``."""
        if name in self.listed:
            return self.listed[name]
        called = _called(name, self.listed.values())
        if not called:
            raise RefusedError(name, self._missing(name))
        return _only(name, called)

    def changed(self, name: str, among: Collection[str], missing: Message) -> str:
        """The id of the one actor of ``among`` of that id or name; ``missing``: there is none."""
        if name in among:
            return name
        called = _called(name, (a for id, a in self.everyone.items() if id in among))
        if not called:
            raise RefusedError(name, missing)
        return _only(name, called).id

    def state(self, id: str) -> State:
        if id not in self.everyone:
            return "gone"
        change = self.changes.get(id)
        if change and change.hidden:
            return "hidden"
        return "merged" if id in self.ends else "listed" if id in self.listed else "hidden"

    def _missing(self, name: str) -> Message:
        """Why nobody is called so, where that is the owner's doing."""
        away = {id: actor for id, actor in self.everyone.items() if id not in self.listed}
        for actor in [away[name]] if name in away else _called(name, away.values()):
            if self.state(actor.id) == "merged":
                end = self.ends[actor.id]
                return Message(
                    "merged into {end}; `wenren actors revert {id}` parts them",
                    end=end,
                    id=actor.id,
                )
            return Message("hidden; `wenren actors unhide {id}` brings it back", id=actor.id)
        return Message("nobody is called so")


def _called(name: str, actors: Iterable[Actor]) -> list[Actor]:
    """The actors of a name; canonical names count before other ones."""
    key = normalise(name).strip()
    there = list(actors)
    return [a for a in there if normalise(a.name) == key] or [
        a for a in there if key in map(normalise, texts_of(a))
    ]


def _only(name: str, called: list[Actor]) -> Actor:
    if len(called) > 1:
        who = "; ".join(map(described, called))
        raise RefusedError(
            name,
            "{called} actors are called so, say which by id: {who}",
            called=len(called),
            who=who,
        )
    return called[0]
