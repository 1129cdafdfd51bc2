"""What one person has read, starred, tagged, saved and asked of a store, and changes as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from store.errors import RefusedError
from store.folding import fold
from store.intake.hygiene import clean_line
from store.message import Message

Do: TypeAlias = Literal["read", "unread", "star", "unstar", "tag", "untag", "searches", "asked"]
_OPPOSITE: dict[Do, Do] = {
    "read": "unread",
    "unread": "read",
    "star": "unstar",
    "unstar": "star",
    "tag": "untag",
    "untag": "tag",
}
LONGEST = 200
"""Characters of a tag, of the name of a search and, tenfold, of its query."""
ASKED = 100
"""Queries that are remembered; the oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A search that was saved under a name."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: what is done to the articles ``ids``; ``searches``: all of them, in order;
    ``asked``: queries that were asked, the newest last.

    ``instead``: the searches that those of an undo are put in place of; what became of others
    since stays. No journal has it.
    """

    do: Do
    ids: tuple[str, ...] = ()
    tag: str = ""
    searches: tuple[Saved, ...] = ()
    asked: tuple[str, ...] = ()
    instead: tuple[Saved, ...] | None = None


class Made(NamedTuple):
    """What a change came to, and what takes it back; what was asked stays so."""

    done: Entry
    undo: Entry | None


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks, as ids of articles; some may be of articles that the store no longer has.

    ``tags``: each as it was first written, and the articles that have it. ``asked``: the latest
    queries, newest first, none twice.
    """

    read: frozenset[str] = frozenset()
    starred: frozenset[str] = frozenset()
    tags: Mapping[str, frozenset[str]] = field(default_factory=dict)
    searches: tuple[Saved, ...] = ()
    asked: tuple[str, ...] = ()

    def tagged(self, tag: str) -> frozenset[str]:
        """The articles that have a tag, in whatever script, width or case it is written."""
        wanted = fold(tag)
        return next((ids for name, ids in self.tags.items() if fold(name) == wanted), frozenset())

    def tags_of(self, id: str) -> tuple[str, ...]:
        return tuple(tag for tag, ids in self.tags.items() if id in ids)

    def entries(self) -> Iterator[Entry]:
        """The fewest changes that make these marks."""
        if self.read:
            yield Entry("read", tuple(self.read))
        if self.starred:
            yield Entry("star", tuple(self.starred))
        for tag, ids in self.tags.items():
            yield Entry("tag", tuple(ids), tag)
        if self.searches:
            yield Entry("searches", searches=self.searches)
        if self.asked:
            yield Entry("asked", asked=self.asked[::-1])


class Building:
    """Marks that change by entries; what ``marks`` returned stays as it was."""

    def __init__(self) -> None:
        self._sets: dict[str, set[str]] = {}
        self._frozen: dict[str, frozenset[str]] = {}
        self._names: dict[str, str] = {}
        """Tags as first written, by their folded form."""
        self._searches: tuple[Saved, ...] = ()
        self._asked: tuple[str, ...] = ()
        self._marks: Marks | None = None

    def clear(self) -> None:
        self.__init__()  # type: ignore[misc]

    def marks(self) -> Marks:
        if self._marks is None:
            for key, ids in self._sets.items():
                if key not in self._frozen:
                    self._frozen[key] = frozenset(ids)
            self._marks = Marks(
                self._frozen.get("read", frozenset()),
                self._frozen.get("star", frozenset()),
                {
                    name: self._frozen[f"tag:{key}"]
                    for key, name in self._names.items()
                    if self._sets[f"tag:{key}"]
                },
                self._searches,
                self._asked,
            )
        return self._marks

    def apply(self, entry: Entry) -> Made | None:
        """Make a change; None if all of it is so already."""
        if entry.do == "searches":
            before, after = self._searches, entry.searches
            if entry.instead not in (None, before):
                after = _put_back(before, entry.instead or (), after)
            if before == after:
                return None
            self._searches = after
            self._marks = None
            done = Entry("searches", searches=after)
            return Made(done, Entry("searches", searches=before, instead=after))
        if entry.do == "asked":
            asked, self._asked = self._asked, latest(self._asked, entry.asked)
            if asked == self._asked:
                return None
            self._marks = None
            return Made(entry, None)
        key = entry.do.removeprefix("un")
        tag = entry.tag
        if key == "tag":
            folded = fold(tag)
            if not self._sets.get(f"tag:{folded}"):
                self._names.pop(folded, None)
            tag = self._names.setdefault(folded, tag)
            key = f"tag:{folded}"
        held = self._sets.setdefault(key, set())
        if entry.do.startswith("un"):
            ids = tuple(dict.fromkeys(id for id in entry.ids if id in held))
            held.difference_update(ids)
        else:
            ids = tuple(dict.fromkeys(id for id in entry.ids if id not in held))
            held.update(ids)
        if not ids:
            return None
        self._frozen.pop(key, None)
        self._marks = None
        done = replace(entry, ids=ids, tag=tag)
        return Made(done, replace(done, do=_OPPOSITE[entry.do]))


def _put_back(
    now: tuple[Saved, ...], changed: tuple[Saved, ...], before: tuple[Saved, ...]
) -> tuple[Saved, ...]:
    """``now`` without what made ``changed`` of ``before``; moves that others came after stay."""
    kept = [saved for saved in now if saved not in changed or saved in before]
    names = {saved.name for saved in kept}
    for at, saved in enumerate(before):
        if saved not in changed and saved.name not in names:
            kept.insert(at, saved)
    return tuple(kept)


def both(old: Marks, marks: Marks) -> Iterator[Entry]:
    """What makes of ``marks`` those that have all of ``old`` too."""
    named = {fold(saved.name) for saved in marks.searches}
    others = tuple(saved for saved in old.searches if fold(saved.name) not in named)
    yield from replace(old, searches=(), asked=()).entries()
    yield Entry("searches", searches=(*marks.searches, *others))
    yield Entry("asked", asked=(*old.asked[::-1], *marks.asked[::-1]))


def latest(before: tuple[str, ...], asked: Sequence[str]) -> tuple[str, ...]:
    """The latest queries, newest first, once ``asked``, the newest last, were asked too."""
    return tuple(dict.fromkeys((*reversed(asked), *before)))[:ASKED]


def tag_named(text: str) -> str:
    """A tag as it is kept. Raises ``RefusedError``."""
    return _named(text, Message("a tag"))


def search_named(text: str) -> str:
    """The name of a search as it is kept. Raises ``RefusedError``."""
    return _named(text, Message("a search"))


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry as a journal has it."""
    if entry.do == "searches":
        return {"do": entry.do, "searches": [[s.name, s.query] for s in entry.searches]}
    if entry.do == "asked":
        return {"do": entry.do, "queries": entry.asked}
    tag = {"tag": entry.tag} if entry.tag else {}
    return {"do": entry.do, **tag, "ids": entry.ids}


def read_entry(said: object) -> Entry:
    """The entry that a journal's line says. Raises ``ValueError``."""
    if not isinstance(said, dict) or said.get("do") not in get_args(Do):
        raise ValueError("not an entry")
    do: Do = said["do"]
    if do == "searches":
        return Entry(do, searches=tuple(_saved(each) for each in _list(said.get("searches"))))
    if do == "asked":
        queries = _list(said.get("queries"))
        if not all(isinstance(query, str) for query in queries):
            raise ValueError("queries that aren't texts")
        return Entry(do, asked=tuple(filter(None, map(clean_line, queries))))
    ids = _list(said.get("ids"))
    if not all(isinstance(id, str) for id in ids):
        raise ValueError("ids that aren't texts")
    tag = said.get("tag", "")
    if not isinstance(tag, str) or (do in ("tag", "untag")) != bool(tag):
        raise ValueError("not a tag")
    return Entry(do, tuple(ids), clean_line(tag))


def _saved(said: object) -> Saved:
    match said:
        case [str(name), str(query)]:
            return Saved(clean_line(name), clean_line(query))
    raise ValueError("not a search")


def _list(said: object) -> Sequence[Any]:
    if not isinstance(said, list):
        raise ValueError("not a list")
    return said


def _named(text: str, what: Message) -> str:
    name = clean_line(text)
    if not fold(name).strip():
        raise RefusedError(text or '""', "{what} needs a name", what=what)
    if len(name) > LONGEST:
        raise RefusedError(
            f"{name[:20]}…", "{what} has at most {longest} characters", what=what, longest=LONGEST
        )
    return name
