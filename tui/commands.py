"""Every command of the browser, once.

Keys, footer and help come from this one table; a pane obeys a command by having the method
``action_…`` of its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import ascii_letters
from typing import Literal, TypeAlias

from tui.language import say

Place: TypeAlias = Literal[
    "any",
    "list",
    "reader",
    "comparison",
    "dossier",
    "facets",
    "searches",
    "feeds",
    "search",
    "line",
    "help",
    "finder",
    "newsmakers",
]
_SIDES: tuple[Place, ...] = ("dossier", "facets", "searches", "feeds")
_PANES: tuple[Place, ...] = ("list", "reader", "comparison", *_SIDES)

PLACES: dict[Place, str] = {
    "any": "Everywhere",
    "list": "Headlines",
    "reader": "Article",
    "comparison": "Comparison",
    "dossier": "Dossier",
    "facets": "Narrowing",
    "searches": "Saved searches",
    "feeds": "Feeds",
    "search": "Search",
    "line": "A line",
    "help": "Help",
    "finder": "Palette",
    "newsmakers": "In the news",
}
"""What a person calls the places, in the order of the help."""
TYPED: frozenset[Place] = frozenset(("search", "line", "finder", "newsmakers"))
"""The places where printable keys are typed."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    ``keys`` as a person writes them (``tui.keys.read``), the one to show first. ``places``: the
    panes that must have the keys for it to apply. ``does`` says what it does, and ``footer`` in the
    few words that the footer has room for, None to leave it out; both are messages
    (``tui.language``). ``by_app``: the app obeys it, since it concerns more than one pane; so it
    does all of ``any``. ``each``: how many alike keys are shown as one; who obeys is told which of
    them it was, from 0. ``told_in``: the places whose footer has it, where not all have room.
    ``kiosk``: whether it is there in kiosk mode, where it may read and keep marks and nothing else.
    """

    id: str
    keys: tuple[str, ...]
    places: tuple[Place, ...]
    does: str
    footer: str | None = None
    by_app: bool = False
    each: str = ""
    told_in: tuple[Place, ...] = ()
    kiosk: bool = True

    @property
    def label(self) -> str:
        """What it does, in the interface's language."""
        return say(self.does)

    @property
    def method(self) -> str:
        """The name of the method that obeys it, of the app if ``by_app``, else of the pane."""
        return "action_" + self.id.replace("-", "_")


def _amend(id: str, keys: str, does: str) -> Command:
    """A change of the lexicon."""
    return Command(id, (keys,), ("reader", "dossier"), does, by_app=True, kiosk=False)


FACET_KEYS = tuple(key for key in ascii_letters if key not in "afghjkloqruzAFGLMS")
"""Keys that facets have: the letters that no other command has where facets are."""

COMMANDS: tuple[Command, ...] = (
    Command("search", ("/",), ("any",), "search", "search"),
    Command("help", ("?", "f1"), ("any",), "help", "help"),
    Command("palette", (":", "ctrl+p"), ("any",), "palette of commands"),
    Command("newsmakers", ("a",), ("any",), "who is in the news: most, rising, falling", "who"),
    Command("refresh", ("r",), ("any",), "refresh: take in what is new"),
    Command(
        "add",
        ("A",),
        ("any",),
        "add: paste an address, a feed, a file, a folder or OPML",
        "add",
        kiosk=False,
    ),
    Command("fetch", ("ctrl+r",), ("any",), "fetch what is new in all feeds", kiosk=False),
    Command("export-feeds", ("ctrl+e",), ("any",), "export the feeds as OPML", kiosk=False),
    Command("zoom", ("z",), ("any",), "this pane alone, and back"),
    Command(
        "layout",
        ("W",),
        ("list", "reader", "comparison", "dossier"),
        "panes side by side, one above the other, one alone",
        by_app=True,
    ),
    Command("larger", ("+", "="), _PANES, "this pane larger", by_app=True),
    Command("smaller", ("-",), _PANES, "this pane smaller", by_app=True),
    Command(
        "zen",
        ("Z",),
        ("list", "reader", "comparison"),
        "the text and nothing else; again: as it was",
        by_app=True,
    ),
    Command("next-theme", ("ctrl+t",), ("any",), "the next theme"),
    Command("left", ("left", "h"), ("any",), "to the pane on the left"),
    Command("right", ("right", "l"), ("any",), "to the pane on the right"),
    Command("back", ("esc", "backspace"), ("any",), "back to where you were", "back"),
    Command("redraw", ("ctrl+l",), ("any",), "redraw the screen"),
    Command("place-before", ("<", "alt+left"), _PANES, "to the place before", by_app=True),
    Command(
        "place-after", (">", "alt+right"), _PANES, "forward again after going back", by_app=True
    ),
    Command("suspend", ("ctrl+z",), ("any",), "back to the shell, until fg", kiosk=False),
    Command("quit", ("q", "ctrl+c", "ctrl+q"), ("any",), "quit", "quit"),
    Command("down", ("j", "down"), (*_PANES, "help"), "down"),
    Command("up", ("k", "up"), (*_PANES, "help"), "up"),
    Command("page-down", ("pagedown", "ctrl+f"), (*_PANES, "help"), "page down"),
    Command("page-up", ("pageup", "ctrl+b"), (*_PANES, "help"), "page up"),
    Command("home", ("g", "home"), (*_PANES, "help"), "to the top"),
    Command("end", ("G", "end"), (*_PANES, "help"), "to the end"),
    Command("filter-help", ("/",), ("help",), "find in the help", "find", by_app=True),
    Command("open", ("enter",), ("list",), "read it", "read"),
    Command(
        "read-on",
        ("space",),
        ("list", "reader", "comparison"),
        "read on; at the end, the next article",
        "read on",
        by_app=True,
        told_in=("reader", "comparison"),
    ),
    Command("read-back", ("b",), ("list", "reader", "comparison"), "back a page", by_app=True),
    Command(
        "next-hit",
        ("n",),
        ("list", "reader"),
        "next hit; without a search, the next article",
        by_app=True,
    ),
    Command(
        "previous-hit",
        ("N",),
        ("list", "reader"),
        "previous hit; without a search, the previous article",
        by_app=True,
    ),
    Command("next-article", ("J",), ("list", "reader"), "next article", by_app=True),
    Command("previous-article", ("K", "p"), ("list", "reader"), "previous article", by_app=True),
    Command("next-name", ("tab",), ("list", "reader"), "next name", "names", by_app=True),
    Command("previous-name", ("shift+tab",), ("list", "reader"), "previous name", by_app=True),
    Command("open-name", ("enter",), ("reader",), "open the name's dossier", "dossier"),
    Command(
        "jump",
        ("'",),
        ("list", "reader", *_SIDES),
        "jump: a letter for each name or row in sight",
        by_app=True,
    ),
    _amend("amend-add", "e a", "add to lexicon"),
    _amend("amend-rename", "e r", "rename"),
    _amend("amend-name", "e n", "add a name"),
    _amend("amend-unname", "e x", "drop a name"),
    _amend("amend-merge", "e m", "merge"),
    _amend("amend-hide", "e h", "hide"),
    Command("related", ("o",), ("reader",), "unfold or fold related links"),
    Command("unfold", ("o",), ("list",), "unfold or fold the story's reports", by_app=True),
    Command("by-day", ("D",), ("list",), "a heading for each day; again: none", by_app=True),
    Command("density", ("v",), ("list",), "one line a story, or two", by_app=True),
    Command("sort", ("O",), ("list",), "newest, oldest, most relevant first", by_app=True),
    Command("star", ("s",), ("list", "reader"), "star or unstar", by_app=True),
    Command("mark-unread", ("m",), ("list", "reader"), "mark unread or read", by_app=True),
    Command("tag", ("t",), ("list", "reader"), "tag it", by_app=True),
    Command("mark-all-read", ("M",), _PANES, "mark all of the list read", by_app=True),
    Command(
        "undo",
        ("u",),
        _PANES,
        "undo the last mark or change (lexicon, searches, feeds)",
        by_app=True,
    ),
    Command(
        "facets",
        ("f",),
        _PANES,
        "narrow the list by actor, source, month; again closes",
        "narrow",
        by_app=True,
        told_in=("list",),
    ),
    Command(
        "searches",
        ("L",),
        _PANES,
        "saved searches; again closes",
        "saved",
        by_app=True,
        told_in=("list",),
    ),
    Command(
        "feeds", ("F",), _PANES, "feeds; again closes", "feeds", by_app=True, told_in=("list",)
    ),
    Command("save-search", ("S",), _PANES, "save the present search", by_app=True),
    Command(
        "open-saved",
        tuple("1234567890"),
        _PANES,
        "the nth saved search; 0: all articles",
        by_app=True,
        each="0-9",
    ),
    Command("copy", ("y y",), ("list", "reader"), "copy headline and source", by_app=True),
    Command("copy-sentence", ("y s",), ("list", "reader"), "copy the sentence", by_app=True),
    Command("copy-paragraph", ("y p",), ("list", "reader"), "copy the paragraph", by_app=True),
    Command("copy-article", ("y a",), ("list", "reader"), "copy the article", by_app=True),
    Command(
        "copy-markdown", ("y m",), ("list", "reader"), "copy the article as Markdown", by_app=True
    ),
    Command("copy-citation", ("y c",), ("list", "reader"), "copy a citation", by_app=True),
    Command("copy-address", ("y u",), ("list", "reader"), "copy the address", by_app=True),
    Command(
        "open-original",
        ("w",),
        ("list", "reader"),
        "the original, in a browser; without one, copy its address",
        by_app=True,
    ),
    Command(
        "export-markdown", ("x m",), ("list", "reader"), "export the list as Markdown", by_app=True
    ),
    Command(
        "export-lines", ("x j",), ("list", "reader"), "export the list as JSON lines", by_app=True
    ),
    Command(
        "export-table",
        ("x c",),
        ("list", "reader"),
        "export the names in the list as CSV",
        by_app=True,
    ),
    Command(
        "export-graph",
        ("x g",),
        ("list", "reader"),
        "export who is named with whom as GraphML",
        by_app=True,
    ),
    Command(
        "script",
        ("T",),
        ("list", "reader", "comparison", "dossier"),
        "simplified, traditional, as written",
        by_app=True,
    ),
    Command(
        "compare",
        ("d",),
        ("list", "reader"),
        "compare with a reprint: what was changed",
        by_app=True,
    ),
    Command("next-change", ("tab", "n"), ("comparison",), "next change", "changes"),
    Command("previous-change", ("shift+tab", "p"), ("comparison",), "previous change"),
    Command(
        "next-copy",
        ("d", "]"),
        ("comparison",),
        "compare with the next report",
        "next report",
        by_app=True,
    ),
    Command(
        "previous-copy", ("[",), ("comparison",), "compare with the report before", by_app=True
    ),
    Command("unfold-same", ("o",), ("comparison",), "unfold or fold what is the same", "the same"),
    Command("choose", ("enter",), _SIDES, "open this line", "open"),
    Command(
        "together",
        ("c",),
        ("dossier", "reader"),
        "the articles that name both it and the dossier's",
        "both named",
        by_app=True,
        told_in=("dossier",),
    ),
    Command(
        "narrow",
        FACET_KEYS,
        ("facets",),
        "narrow the list to this line, or drop this condition",
        "narrow",
        each="a-Z",
    ),
    Command("facet-dossier", ("o",), ("facets",), "the name's dossier", "dossier"),
    Command("rename", ("R",), ("searches",), "rename", "rename", by_app=True),
    Command("remove", ("x", "delete"), ("searches",), "remove", "remove", by_app=True),
    Command("move-down", ("J",), ("searches",), "move it down", "move", by_app=True),
    Command("move-up", ("K",), ("searches",), "move it up", by_app=True),
    Command(
        "unsubscribe",
        ("x", "delete"),
        ("feeds",),
        "unsubscribe; the articles stay",
        "unsubscribe",
        by_app=True,
        kiosk=False,
    ),
    Command(
        "rename-feed",
        ("R",),
        ("feeds",),
        "rename and retag (name #tag)",
        "rename",
        by_app=True,
        kiosk=False,
    ),
    Command(
        "stop-errand",
        ("c",),
        ("feeds",),
        "stop what is under way",
        "stop",
        by_app=True,
        kiosk=False,
    ),
    Command("accept", ("enter",), ("search",), "to the results", "results"),
    Command("cancel", ("esc",), ("search",), "cancel", "cancel"),
    Command("accept-entry", ("enter",), ("finder", "newsmakers"), "this one", "this one"),
    Command("cancel-entry", ("esc",), ("finder", "newsmakers"), "close", "close"),
    Command("entry-down", ("down", "ctrl+n"), ("finder", "newsmakers"), "next entry"),
    Command("entry-up", ("up", "ctrl+p"), ("finder", "newsmakers"), "previous entry"),
    Command("other-days", ("tab",), ("newsmakers",), "a day, a week, a month, a year", "days"),
    Command(
        "other-ranking",
        ("shift+tab", "ctrl+o"),
        ("newsmakers",),
        "most named, rising, falling",
        "ranking",
    ),
    Command("accept-line", ("enter",), ("line",), "so be it", "keep"),
    Command("cancel-line", ("esc",), ("line",), "leave it", "cancel"),
    Command("complete", ("tab",), ("search",), "complete; again: the next completion", "complete"),
    Command("complete-back", ("shift+tab",), ("search",), "the completion before"),
    Command("older-query", ("ctrl+p",), ("search",), "an earlier search", "earlier"),
    Command("newer-query", ("ctrl+n",), ("search",), "a later search"),
    Command("result-down", ("down",), ("search",), "next result"),
    Command("result-up", ("up",), ("search",), "previous result"),
)


def at(place: Place) -> tuple[Command, ...]:
    """The commands a pane itself obeys (for ``any``: the app)."""
    return tuple(command for command in COMMANDS if place in command.places)


def by_place(commands: Iterable[Command]) -> Iterator[tuple[str, list[Command]]]:
    """What every place is called, in order, and the commands told there: each once, where it first
    applies."""
    given = tuple(commands)
    for place, name in PLACES.items():
        its = [c for c in given if next(p for p in PLACES if p in c.places) == place]
        if its:
            yield name, its
