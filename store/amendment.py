"""A change of the lexicon as one process asks it of another, and what that answers.

Light: whoever asks loads nothing of the lexicon.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import orjson

from store.message import Message, packed, unpacked

if TYPE_CHECKING:
    from store.article import ActorKind

Do: TypeAlias = Literal["add", "rename", "name", "unname", "merge", "hide", "undo"]


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is to be done with the actor of id ``who``.

    ``text``: its name, or the alias it is to have (``name``) or to lose (``unname``). ``kind``: of
    one that is added. ``into``: the id of the actor it is merged into. ``undo``: ``Amended.undo``
    of what is to be undone. ``shown``: the id of the article on the screen. ``also``: names whose
    articles are still to be tagged again.
    """

    do: Do
    who: str = ""
    text: str = ""
    kind: ActorKind | None = None
    into: str = ""
    undo: dict[str, Any] | None = None
    shown: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Amended:
    """What became of it; ``refused`` says why nothing was done.

    ``actor``: the id of who was changed. ``articles``: how many hold one of its ``names``.
    """

    refused: str = ""
    actor: str = ""
    articles: int = 0
    names: tuple[str, ...] = ()
    undo: dict[str, Any] = field(default_factory=dict)


def written(said: Amendment | Amended) -> bytes:
    """The line that a child reads, or answers."""
    told = asdict(said)
    if isinstance(said, Amended):
        told["refused"] = packed(said.refused)
    return orjson.dumps(told) + b"\n"


def read_amendment(line: bytes) -> Amendment:
    """What a child is to do."""
    told = orjson.loads(line)
    return Amendment(**{**told, "also": tuple(told["also"])})


def read_amended(line: bytes) -> Amended:
    """A child's answer."""
    told = orjson.loads(line)
    refused = unpacked(told["refused"])
    return Amended(**{**told, "refused": refused, "names": tuple(told["names"])})


def read_problem(output: bytes) -> Message:
    """What a child says last: why names couldn't be found anew, or nothing."""
    return unpacked(orjson.loads(output))
