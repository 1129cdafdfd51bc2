"""The owner's door to the lexicon of a store: changes that are kept, shown and taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from store.actors import OWNERS_FILE
from store.actors.changes import Change, to_json
from store.actors.editing import Done, Editor, Wish
from store.actors.lexicon import Actor, Lexicon, load_lexicon
from store.actors.owner import changes_of, changing, from_json, store_lexicon
from store.actors.people import People, State
from store.archive import Archive
from store.errors import RefusedError, StoreError
from store.message import Message, packed, unpacked
from store.reading import by_day
from store.search import schema
from store.search.found import open_rows
from store.search.healing import writing
from store.search.match import compile_query
from store.search.reader import Reader
from store.search.rows import Rows
from store.search.tree import AnyOf, Text

__all__ = ["Changed", "Edited", "OwnLexicon", "Wish"]

_Said: TypeAlias = Mapping[str, Change | None]


@dataclass(frozen=True, slots=True)
class Edited:
    """A change that was made; what is said of an actor ``before`` and ``after``, by id.

    ``said``: in words. ``actor``: as it is now, or was before it went. ``articles``: how many hold
    one of its names; None, and why, where the index could not be brought in step (``behind``).
    """

    said: Message
    actor: Actor
    state: State
    before: _Said
    after: _Said
    articles: int | None = None
    behind: str = ""
    names: tuple[str, ...] = ()
    """Every name, before or now, that a text may tell the actor by."""

    def to_json(self) -> dict[str, Any]:
        """What ``OwnLexicon.made`` needs to have it again, to be undone in another process."""
        sides = {"before": self.before, "after": self.after}
        told = {side: {id: c and to_json(c) for id, c in s.items()} for side, s in sides.items()}
        return {"said": packed(self.said), "actor": self.actor.id, **told}


@dataclass(frozen=True, slots=True)
class Changed:
    """What the owner said of one actor, who that is now, and who it was as built in."""

    change: Change
    state: State
    actor: Actor | None
    built_in: Actor | None


class OwnLexicon:
    """The lexicon of the store at ``path``; ``seen`` is told when its index was changed.

    Each change is in ``lexicon.json`` and in the index, where names are looked up, when its method
    returns; in the articles with the next ``retag``. Methods raise ``RefusedError`` for what can't
    be done, and ``StoreError``.
    """

    def __init__(self, path: Path, seen: Callable[[], object] = lambda: None) -> None:
        self.path = path
        self._seen = seen

    def read(self) -> Lexicon:
        """All of it, as changed."""
        return store_lexicon(self.path)

    def hidden(self) -> frozenset[str]:
        """The names, normalised, that are not to be found; cheap where nothing was changed."""
        return self.read().hidden if (self.path / OWNERS_FILE).exists() else frozenset()

    def changes(self) -> list[Changed]:
        """What its owner changed, in the order in which each actor was first changed."""
        said = changes_of(self.path)
        people = People(load_lexicon(), said)
        return [
            Changed(change, people.state(id), people.everyone.get(id), people.known.get(id))
            for id, change in said.items()
        ]

    def find(self, name: str) -> Actor:
        """The one actor of that name or id."""
        return People(load_lexicon(), changes_of(self.path)).find(name)

    def add(self, wish: Wish, id: str | None = None) -> Edited:
        """A new actor; ``wish`` has its name and kind."""
        return self._edit(lambda editor: editor.add(wish, id))

    def edit(self, who: str, wish: Wish) -> Edited:
        """An actor as the wish says."""
        return self._edit(lambda editor: editor.edit(who, wish))

    def hide(self, who: str) -> Edited:
        """An actor is not to be found any more."""
        return self._edit(lambda editor: editor.hide(who))

    def unhide(self, who: str) -> Edited:
        """A hidden actor is there again."""
        return self._edit(lambda editor: editor.unhide(who))

    def merge(self, whom: Sequence[str], into: str) -> Edited:
        """Several actors are one: ``into``."""
        return self._edit(lambda editor: editor.merge(whom, into))

    def revert(self, who: str) -> Edited:
        """All that was ever changed about one actor is taken back."""
        return self._edit(lambda editor: editor.revert(who))

    def made(self, told: Mapping[str, Any]) -> Edited:
        """A change that was made, from its JSON form.

        Raises ``RefusedError`` where its actor is gone, ``ValueError`` for another form.
        """
        people = People(load_lexicon(), changes_of(self.path))
        actor = people.everyone.get(told["actor"])
        if actor is None:
            raise RefusedError(told["actor"], "gone by now; nothing is undone")
        before, after = (
            {id: from_json(change) if change else None for id, change in told[side].items()}
            for side in ("before", "after")
        )
        return Edited(unpacked(told["said"]), actor, people.state(actor.id), before, after)

    def undo(self, edited: Edited) -> Edited:
        """Take back one change, unless it was changed again; what is undone can be undone."""

        def put_back(editor: Editor) -> Done:
            if any(editor.changes.get(id) != said for id, said in edited.after.items()):
                raise RefusedError(edited.actor.name, "changed again since; nothing is undone")
            for id, said in edited.before.items():
                if said is None:
                    del editor.changes[id]
                else:
                    editor.changes[id] = said
            people = People(editor.built_in, editor.changes)
            actor = people.everyone.get(edited.actor.id, edited.actor)
            names = tuple(a.text for a in (*actor.aliases, *edited.actor.aliases))
            undone = Message("undone: {what}", what=edited.said)
            return Done(undone, actor, people.state(actor.id), names)

        return self._edit(put_back)

    def _edit(self, work: Callable[[Editor], Done]) -> Edited:
        with changing(self.path) as changes:
            before = dict(changes)
            done = work(Editor(load_lexicon(), changes))
            after = dict(changes)
        touched = [id for id in {**before, **after} if before.get(id) != after.get(id)]
        articles, behind = None, ""
        try:
            articles = self._follow(done.names)
        except StoreError as error:
            # The change itself is kept; the next process that writes the index takes it in.
            behind = str(error)
        return Edited(
            said=done.said,
            actor=done.actor,
            state=done.state,
            before={id: before.get(id) for id in touched},
            after={id: after.get(id) for id in touched},
            articles=articles,
            behind=behind,
            names=done.names,
        )

    def holding(self, names: Iterable[str]) -> dict[str, set[str]]:
        """The ids of the articles that hold one of ``names``, by the day file they are in."""
        with self._rows(names) as (reader, rows):
            return by_day(reader, rows)

    def _follow(self, names: Sequence[str]) -> int:
        """Bring the index in step; how many articles hold one of ``names``."""
        with writing(self.path, Archive(self.path), self.read()):
            pass
        self._seen()
        with self._rows(names) as (_, rows):
            return rows.total()

    @contextmanager
    def _rows(self, names: Iterable[str]) -> Iterator[tuple[Reader, Rows]]:
        reader = Reader(schema.current(self.path / "index"))
        try:
            # One character is in half of all articles, and of a dash there is nothing to find.
            telling = [n for n in names if len(n) > 1 and any(c.isalnum() for c in n)]
            wanted = AnyOf(tuple(Text(name, 0, exact=True) for name in telling))
            yield reader, open_rows(reader, compile_query(wanted, reader), stories=False)
        finally:
            reader.close()
