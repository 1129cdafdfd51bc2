"""The guided tour of the demo: what to press next, step by step. Knows commands, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tui.commands import Command
from tui.language import later, say


@dataclass(frozen=True, slots=True)
class Step:
    """``done``: the commands any of which it asks for.

    ``back_at``: those that go back to the step before. In the words, ``{id}`` is the key of a
    command.
    """

    done: frozenset[str]
    says: str
    back_at: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tour:
    """At a step, counted from 0."""

    at: int = 0

    def after(self, command: str) -> Tour | None:
        """Where the tour is once a command was obeyed; None: it is over.

        ``back`` leaves it, unless that is what the step asks for.
        """
        step = STEPS[self.at]
        if command in step.done:
            return Tour(self.at + 1) if self.at + 1 < len(STEPS) else None
        if command in step.back_at:
            return Tour(self.at - 1)
        return None if command == LEAVE else self

    def text(self, commands: Iterable[Command]) -> str:
        """The line that says what to press, with the person's own keys."""
        step = STEPS[self.at]
        text = say(step.says).format_map(_keys(commands))
        number = f"{self.at + 1}/{len(STEPS)} "
        leave = "" if LEAVE in step.done else say(" (esc ends the tour)")
        return number + text + leave


LEAVE = "back"


def _step(done: tuple[str, ...], says: str, back_at: tuple[str, ...] = ()) -> Step:
    return Step(frozenset(done), says, frozenset(back_at))


STEPS = (
    _step(
        ("search",),
        later("Press {search} to search"),
    ),
    _step(
        ("accept",),
        later("Type xjp, somebody's pinyin initials, then {accept}"),
        ("cancel",),
    ),
    _step(
        ("next-name", "previous-name"),
        later("{next-name} walks the names in the article"),
    ),
    _step(
        ("open-name",),
        later("{open-name} opens the dossier of that name"),
    ),
    _step(
        ("back",),
        later("Names, how often, with whom. Then {back} goes back to the very line"),
    ),
    _step(
        ("star",),
        later("{star} stars the article; searching for 星标 finds it again"),
    ),
    _step(
        ("palette",),
        later("{palette} opens the palette: type what you want to do"),
    ),
    _step(
        ("back", "cancel-entry", "accept-entry", "quit", "help"),
        later("That's it. {help} has every key; {quit} quits, and wenren opens your own"),
    ),
)


def _keys(commands: Iterable[Command]) -> Mapping[str, str]:
    from tui.keys import told

    return {command.id: (told(command) or ("—",))[0] for command in commands}
