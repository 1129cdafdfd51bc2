"""The lexicon: which actors exist and what they are called.

One row of ``data/*.tsv`` is one actor. An alias written ``text@region?`` is at home in that
region (``tw``, ``hk``) and, with the ``?``, is also an ordinary word or another actor's name: it
counts only in context. A name repeated among its own aliases with ``?`` needs context itself.
"""

from __future__ import annotations

import hashlib
import marshal
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from operator import attrgetter

from store.article import ACTOR_KINDS, ActorKind
from store.errors import WenrenError
from store.folding import even_dots, fold
from store.uncollected import uncollected

HYPHEN = re.compile(r"(?<=[\u4e00-\u9fff])[-‐–](?=[\u4e00-\u9fff])")
"""Stands where others write the dot of a foreign name."""
COLUMNS = ["id", "kind", "name", "aliases", "english", "pinyin", "role", "since", "until", "source"]


@dataclass(frozen=True, slots=True)
class Alias:
    """One way of writing an actor's name, in simplified spelling, unfolded.

    ``region`` is ``tw``, ``hk`` or empty; ``needs_context`` as in the module's docstring.
    """

    text: str
    region: str = ""
    needs_context: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor; ``aliases`` begins with the canonical name itself.

    ``id`` is a Wikidata QID where ``source`` names what shows it, else ``w-…``. ``pinyin`` is
    given only where the usual readings are wrong. ``since`` and ``until`` (YYYY or YYYY-MM)
    bound ``role``; an empty ``until`` with a role means still in office.
    """

    id: str
    kind: ActorKind
    name: str
    aliases: tuple[Alias, ...]
    english: str
    pinyin: str
    role: str
    since: str
    until: str
    source: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All actors, and a short hash of the data they and the model of names were read from.

    ``hidden``: names, as ``normalise`` gives them, that are nobody's and shall not be found.
    ``concerned``: the ids of all who may be others than those built in, or gone.
    """

    actors: tuple[Actor, ...]
    version: str
    hidden: frozenset[str] = frozenset()
    concerned: frozenset[str] = frozenset()

    @property
    def built_in(self) -> str:
        """The part of the version that tells what it was before a store's owner changed it."""
        return self.version.partition("-")[0]

    @property
    def owners(self) -> str:
        """The part of the version that tells what a store's owner changed."""
        return self.version.partition("-")[2]


class LexiconError(WenrenError):
    """A row of the lexicon can't be read; the message names file and line."""


@cache
def load_lexicon() -> Lexicon:
    """Every table of the package, read once in a process; raises ``LexiconError``."""
    # The model decides with the lexicon what is a name: another model is another version.
    digest = hashlib.sha256(files("store.actors").joinpath("sequence/model.npz").read_bytes())
    actors: list[Actor] = []
    tables = [f for f in files("store.actors").joinpath("data").iterdir() if f.name[-4:] == ".tsv"]
    with uncollected():
        for table in sorted(tables, key=lambda f: f.name):
            data = table.read_bytes()
            digest.update(data)
            actors += parse_table(data.decode("utf-8"), table.name)
    return Lexicon(tuple(actors), digest.hexdigest()[:12])


_ALIAS = attrgetter(*(field.name for field in fields(Alias)))
_REST = attrgetter(*(field.name for field in fields(Actor)[4:]))


def packed(lexicon: Lexicon) -> bytes:
    """A lexicon for another process of this program, which is waiting: pickle takes much longer."""
    with uncollected():
        rows = [
            (a.id, a.kind, a.name, tuple(map(_ALIAS, a.aliases)), *_REST(a)) for a in lexicon.actors
        ]
        return marshal.dumps((rows, lexicon.version, lexicon.hidden))


def unpacked(data: bytes) -> Lexicon:
    """What was ``packed``; raises ``EOFError`` where the end of it is missing."""
    with uncollected():
        rows, version, hidden = marshal.loads(data)
        actors = tuple(
            Actor(id, kind, name, tuple(Alias(*alias) for alias in aliases), *rest)
            for id, kind, name, aliases, *rest in rows
        )
    return Lexicon(actors, version, hidden)


def normalise(alias: str) -> str:
    """The form in which an alias is looked up: folded, all its dots and hyphens alike."""
    return HYPHEN.sub("·", even_dots(fold(alias)))


def normalise_all(aliases: Sequence[str]) -> list[str]:
    """The same for many at once, at a third of the time."""
    found = normalise("\n".join(aliases)).split("\n")
    return found if len(found) == len(aliases) else list(map(normalise, aliases))


def parse_table(text: str, file: str) -> list[Actor]:
    """The actors of one table; ``file`` is what an error calls it."""
    lines = text.split("\n")
    if lines[0].split("\t") != COLUMNS:
        raise LexiconError(f"{file}:1: the columns are not {' '.join(COLUMNS)}")
    actors = []
    for number, line in enumerate(lines[1:], 2):
        if not line or line[0] == "#":
            continue
        row = line.split("\t")
        if len(row) != len(COLUMNS):
            raise LexiconError(f"{file}:{number}: {len(row)} columns, not {len(COLUMNS)}")
        if row[1] not in ACTOR_KINDS:
            raise LexiconError(f"{file}:{number}: {row[1]!r} is no kind of actor")
        if not row[0] or not row[2]:
            raise LexiconError(f"{file}:{number}: no {'name' if row[0] else 'id'}")
        aliases = _aliases(row[2], row[3])
        actors.append(Actor(row[0], row[1], row[2], aliases, *row[4:]))
    return actors


def _aliases(name: str, column: str) -> tuple[Alias, ...]:
    first = Alias(name)
    aliases = []
    for written in column.split("|") if column else ():
        text, _, region = written.rstrip("?").partition("@")
        alias = Alias(text, region, written[-1:] == "?")
        if text == name:
            first = alias
        else:
            aliases.append(alias)
    return (first, *aliases)
