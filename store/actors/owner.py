"""The owner's changes to the lexicon of a store: ``lexicon.json``, which stock TinyDB opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from store.actors import OWNERS_FILE
from store.actors.changes import Change, changes_version, to_json, with_changes
from store.actors.lexicon import Lexicon, load_lexicon
from store.actors.naming import read_alias, read_id, read_name, read_note, read_time
from store.article import ACTOR_KINDS
from store.errors import FieldError
from store.whole_file import read_table, replacing, write_table

TABLE = "actors"


def changes_of(store: Path) -> dict[str, Change]:
    """The changes by id, in the order they were begun; raises ``StoreError`` for a broken file."""
    return {change.id: change for change, _ in _documents(store)}


@contextmanager
def changing(store: Path) -> Iterator[dict[str, Change]]:
    """The changes by id, to be changed in place; written when the block ends well.

    Nothing is written where nothing changed. Raises ``StoreError`` when the file is broken (it
    stays as it is) or can't be written.
    """
    path = store / OWNERS_FILE
    with replacing(path):
        documents = list(_documents(store))
        before = {change.id: change for change, _ in documents}
        notes = {change.id: other for change, other in documents}
        after = dict(before)
        yield after
        if after != before:
            lines = ({**to_json(c), **notes.get(c.id, {})} for c in after.values())
            write_table(path, TABLE, lines)


def store_lexicon(store: Path) -> Lexicon:
    """The lexicon of a store: the built-in one as its owner changed it.

    Raises ``StoreError`` for a broken ``lexicon.json``.
    """
    # The owner's first: where they can't be read, nothing else is worth loading.
    changes = changes_of(store)
    return with_changes(load_lexicon(), changes.values())


def newest(store: Path, lexicon: Lexicon) -> Lexicon:
    """``lexicon``, once the store's, or the store's as it is by now."""
    return lexicon if lexicon.owners == owners_version(store) else store_lexicon(store)


def owners_version(store: Path) -> str:
    """The part of the version of a store's lexicon that tells its owner's changes; cheap."""
    return changes_version(changes_of(store).values())


def _documents(store: Path) -> Iterable[tuple[Change, dict[str, Any]]]:
    """Each change, and what else its document holds: somebody's notes, a later version's fields."""
    seen: set[str] = set()

    def take(document: Any) -> tuple[Change, dict[str, Any]]:
        change = from_json(document)
        if change.id in seen:
            raise FieldError("id: {id} is in another document already", id=change.id)
        seen.add(change.id)
        return change, {key: value for key, value in document.items() if key not in _FIELDS}

    return read_table(store / OWNERS_FILE, TABLE, take)


def from_json(document: Any) -> Change:
    """Read a document, whoever wrote it; raises ``ValueError`` naming the field at fault."""
    if not isinstance(document, dict):
        raise FieldError("not an object")
    given: dict[str, Any] = {}
    for field, (kind, read) in _FIELDS.items():
        value = document.get(field)
        if value is None:
            continue
        if not isinstance(value, kind):
            raise FieldError("{field}: not a {name}", field=field, name=kind.__name__)
        try:
            given[field] = read(value)
        except ValueError as error:
            raise FieldError("{field}: {error}", field=field, error=error) from error
    if "id" not in given:
        raise FieldError("id: not a str")
    return Change(**given)


def _kind(text: str) -> str:
    if text not in ACTOR_KINDS:
        raise FieldError("none of {allowed}", allowed=", ".join(ACTOR_KINDS))
    return text


def _list(read: Callable[[str], Any]) -> Callable[[list[Any]], tuple[Any, ...]]:
    def read_all(values: list[Any]) -> tuple[Any, ...]:
        if not all(isinstance(value, str) for value in values):
            raise FieldError("not a list of strings")
        return tuple(dict.fromkeys(map(read, values)))

    return read_all


_FIELDS: dict[str, tuple[type, Callable[[Any], Any]]] = {
    "id": (str, read_id),
    "kind": (str, _kind),
    "name": (str, read_name),
    "aliases": (list, _list(read_alias)),
    "dropped": (list, _list(lambda text: read_alias(text).text)),
    "english": (str, read_note),
    "role": (str, read_note),
    "since": (str, read_time),
    "until": (str, read_time),
    "hidden": (bool, bool),
    "merged": (str, read_id),
}
