"""Searches that a person saved under a name, in the order they want; in and out as TOML."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from store.errors import RefusedError
from store.folding import fold
from store.intake.hygiene import clean_line
from store.marks import LONGEST, Entry, Marks, Saved, search_named

LONGEST_QUERY = 10 * LONGEST
Change: TypeAlias = Callable[[Callable[[Marks], Iterable[Entry]]], tuple[Entry, ...]]


class Searches:
    """Changes them through ``change``, which returns what undoes it, and lets nobody else change
    them meanwhile.

    Names are equal in any script, width and case. Methods raise ``RefusedError`` and
    ``StoreError``; whether a query parses is not theirs to say.
    """

    def __init__(self, change: Change, latest: Callable[[], Marks]) -> None:
        self._change = change
        self._latest = latest

    def all(self) -> tuple[Saved, ...]:
        return self._latest().searches

    def has(self, name: str) -> bool:
        """Whether a search was saved under a name."""
        return _index(self.all(), name) is not None

    def save(self, name: str, query: str) -> tuple[Entry, ...]:
        """Save a search, in the place of the one that has its name."""
        return self.take([Saved(name, query)])

    def take(self, searches: Sequence[Saved]) -> tuple[Entry, ...]:
        """Save several; those of new names come last."""
        wanted = [Saved(search_named(given.name), _query(given.query)) for given in searches]

        def take(kept: list[Saved]) -> None:
            for saved in wanted:
                at = _index(kept, saved.name)
                if at is None:
                    kept.append(saved)
                else:
                    kept[at] = saved

        return self._put(take)

    def rename(self, name: str, new: str) -> tuple[Entry, ...]:
        """Give a search another name, one that no other has."""

        def rename(kept: list[Saved]) -> None:
            at = self._at(kept, name)
            saved = Saved(search_named(new), kept[at].query)
            if _index(kept, saved.name) not in (None, at):
                raise RefusedError(saved.name, "another search has this name")
            kept[at] = saved

        return self._put(rename)

    def remove(self, name: str) -> tuple[Entry, ...]:
        def remove(kept: list[Saved]) -> None:
            del kept[self._at(kept, name)]

        return self._put(remove)

    def move(self, name: str, place: int) -> tuple[Entry, ...]:
        """Put a search in a place, counted from 1; beyond the last is the last."""

        def move(kept: list[Saved]) -> None:
            saved = kept.pop(self._at(kept, name))
            kept.insert(max(place - 1, 0), saved)

        return self._put(move)

    def _put(self, edit: Callable[[list[Saved]], None]) -> tuple[Entry, ...]:
        def make(marks: Marks) -> list[Entry]:
            kept = list(marks.searches)
            edit(kept)
            return [Entry("searches", searches=tuple(kept))]

        return self._change(make)

    @staticmethod
    def _at(searches: Sequence[Saved], name: str) -> int:
        at = _index(searches, name)
        if at is None:
            raise RefusedError(clean_line(name), "no search was saved under this name")
        return at


def to_toml(searches: Sequence[Saved]) -> str:
    # A JSON string is a TOML string: neither holds what its cleaning took away.
    said = ({"name": s.name, "query": s.query} for s in searches)
    tables = (
        "\n".join(
            ["[[searches]]", *(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in s.items())]
        )
        for s in said
    )
    return "".join(f"{table}\n\n" for table in tables).rstrip("\n") + "\n" * bool(searches)


def from_toml(text: str, name: str) -> list[Saved]:
    """The searches of a file called ``name``. Raises ``RefusedError``."""
    try:
        found: Any = tomllib.loads(text).get("searches")
    except tomllib.TOMLDecodeError as error:
        raise RefusedError(name, "not TOML: {error}", error=clean_line(str(error))) from error
    except RecursionError as error:
        raise RefusedError(name, "not TOML: nested too deeply") from error
    if not isinstance(found, list):
        raise RefusedError(name, "no [[searches]] in it")
    searches = []
    for number, said in enumerate(found, 1):
        match said:
            case {"name": str(called), "query": str(query)}:
                searches.append(Saved(called, query))
            case _:
                raise RefusedError(
                    name, "search {number} needs a name and a query, both texts", number=number
                )
    return searches


def _index(searches: Sequence[Saved], name: str) -> int | None:
    wanted = fold(clean_line(name))
    return next((at for at, s in enumerate(searches) if fold(s.name) == wanted), None)


def _query(text: str) -> str:
    query = clean_line(text)
    if len(query) > LONGEST_QUERY:
        raise RefusedError(
            f"{query[:20]}…", "a query has at most {longest} characters", longest=LONGEST_QUERY
        )
    return query
