"""The name that a command is about, and its kind in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.language import in_chinese, later, say

if TYPE_CHECKING:
    from store.article import ActorKind

_KINDS: dict[ActorKind, str] = {
    "person": later("person"),
    "organisation": later("organisation"),
    "media": later("media"),
    "place": later("place"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """``actor``: the id it is counted as. ``text``: as it stands where one is, if it does."""

    actor: str
    kind: ActorKind
    name: str
    text: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the lexicon has it; a name that it lacks is counted as itself."""
        return not self.actor.startswith("?")

    @property
    def alias(self) -> str:
        """What it is called where one is, if that isn't its name."""
        return self.text if self.text != self.name else ""


def kind_named(kind: ActorKind) -> str:
    """What a person calls a kind."""
    return say(_KINDS[kind])


def kinds() -> str:
    """All kinds as a person calls them."""
    return say(", ").join(map(kind_named, _KINDS))


def kind_and_name(line: str, kind: ActorKind) -> tuple[ActorKind, str]:
    """A line that a person wrote: the kind, ``kind`` if it begins with none, and the name."""
    first, _, rest = line.strip().partition(" ")
    for each, word in _KINDS.items():
        if first.lower() in (word, in_chinese(word)) and rest.strip():
            return each, rest.strip()
    return kind, line.strip()
