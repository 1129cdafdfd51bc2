"""A change of the lexicon as one process asks it of another (``store.child``), and the answer.

Light: whoever asks loads nothing of the lexicon.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from store.child import message

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


def amendment(told: dict[str, Any]) -> Amendment:
    """What is to be done, from JSON."""
    return Amendment(**{**told, "also": tuple(told["also"])})


def amended(told: dict[str, Any]) -> Amended:
    """The answer, from JSON."""
    refused = message(told["refused"])
    return Amended(**{**told, "refused": refused, "names": tuple(told["names"])})
