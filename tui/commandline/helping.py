"""What there is to know at the command line: the query language, the keys."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tui.commandline.printing import print_json, print_text
from tui.language import say

if TYPE_CHECKING:
    from tui.commands import Command

TOPICS = ("query",)


def help_on(options: Namespace) -> int:
    for line in query_lines():
        print_text(line)
    return 0


def keys_list(options: Namespace) -> int:
    """Every command of the browser with its keys, as the person's file has them."""
    from tui.keymap import commands

    given = commands()
    if options.json:
        for c in given:
            keys = list(c.keys)
            told = {"command": c.id, "keys": keys, "places": list(c.places), "does": c.label}
            print_json({**told, "kiosk": c.kiosk})
        return 0
    for line in key_lines(given):
        print_text(line)
    return 0


def key_lines(given: Sequence[Command]) -> Iterator[str]:
    """A line a command, under the name of the first place where it applies."""
    from rich.cells import cell_len

    from tui.commands import by_place
    from tui.keys import read, shown

    told = {c.id: "  ".join(shown(read(key)) for key in c.keys) for c in given}
    widest = max(map(cell_len, told.values()))
    names = max(map(len, told))
    barred = say(" (not in kiosk mode)")
    for number, (place, its) in enumerate(by_place(given)):
        if number:
            yield ""
        yield say(place)
        for c in its:
            pressed = told[c.id]
            does = c.label if c.kiosk else c.label + barred
            yield f"  {pressed}{' ' * (widest - cell_len(pressed))}  {c.id:<{names}}  {does}"


def markdown() -> str:
    """The commands as the README has them: a row a place, the first two keys of each."""
    from tui.commands import COMMANDS, by_place

    lines = ["| where | keys |", "|---|---|"]
    for place, its in by_place(COMMANDS):
        told = (f"{_in_code(c.each.split() or c.keys[:2])} {c.does}" for c in its if c.keys)
        lines.append(f"| {place} | {' · '.join(told)} |")
    return "\n".join(lines)


def _in_code(keys: Sequence[str]) -> str:
    return " ".join(f"`{key}`".replace("|", "\\|") for key in keys)


def query_lines() -> Iterator[str]:
    """The forms of the query language and what each finds."""
    from rich.cells import cell_len

    from store.search.forms import FORMS

    shown = [("  ".join(form.shown), say(form.finds)) for form in FORMS]
    width = max(cell_len(ways) for ways, _ in shown)
    yield say("One language for the search pane, list, export, mark and saved searches.")
    yield ""
    for ways, finds in shown:
        yield f"  {ways}{' ' * (width - cell_len(ways))}  {finds}"
    yield ""
    yield say(
        'Chinese and ASCII, full and half width are equal. Quote a value with spaces: tag:"to do"'
    )
