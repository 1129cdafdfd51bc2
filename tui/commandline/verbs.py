"""The commands that have verbs of their own, as argparse takes them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from tui.commandline.arguments import Parser, positive
from tui.language import reply

LIST = "list"
"""The verb of ``actors`` that may be left out."""
VERBS = (LIST, "show", "suggest", "add", "edit", "hide", "unhide", "merge", "revert", "changes")
VALUED = ("--store", "--limit")
"""Options that take the next word along."""

Verb = Callable[[argparse.Namespace], int]


def with_verb(words: Sequence[str]) -> list[str]:
    """What follows ``actors`` with its verb in front: a first word that is none begins a query."""
    at = 0
    while at < len(words) and words[at].startswith("-") and words[at] != "--":
        if words[at] in ("-h", "--help"):
            return list(words)
        at += 2 if words[at] in VALUED else 1
    if at < len(words) and words[at] in VERBS:
        return [words[at], *words[:at], *words[at + 1 :]]
    return [LIST, *words]


def add_actors(
    command: Callable[..., argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """The commands about actors; ``common``: the options that every command has."""
    from tui.commandline import actors, editing
    from tui.commandline.suggesting import suggest

    made = command("actors", actors.actors_list, "who is in the news; the lexicon of actors")
    made.epilog = "Any other words are a query: wenren actors 制裁 石油"
    verb = _verbs(made, common)
    for name, run, about in (
        (LIST, actors.actors_list, "who is named in the articles of a query, or in all"),
        ("suggest", suggest, "frequent names the lexicon lacks, and what adds them"),
    ):
        listing = verb(name, run, about)
        listing.add_argument("query", nargs="*", metavar="QUERY")
        about = "at most N (100 actors, 20 suggestions)"
        listing.add_argument("--limit", type=positive, metavar="N", help=about)
    show = verb("show", actors.actors_show, "the dossier of an actor")
    show.add_argument("name", nargs="+", metavar="NAME|ID")
    add = verb("add", editing.actors_add, "add an actor to this store's lexicon")
    add.add_argument("name", metavar="NAME")
    _add_wishes(add, needs_kind=True)
    add.add_argument("--id", metavar="ID", help="its id: Q… of Wikidata, or w-… of your own")
    add.set_defaults(remove_alias=[])
    edit = verb("edit", editing.actors_edit, 'change an actor; "" takes a text away')
    edit.add_argument("actor", metavar="NAME|ID")
    edit.add_argument("--name", metavar="N", help="what to call it; the old name finds it too")
    _add_wishes(edit, needs_kind=False)
    about = "a name that isn't its own (again and again)"
    edit.add_argument("--remove-alias", action="append", default=[], metavar="A", help=about)
    for name, run, about in (
        ("hide", editing.actors_hide, "find an actor no more"),
        ("unhide", editing.actors_unhide, "find a hidden actor again"),
        ("revert", editing.actors_revert, "take back all that was changed about an actor"),
    ):
        verb(name, run, about).add_argument("actor", metavar="NAME|ID")
    merge = verb("merge", editing.actors_merge, "make several actors one")
    merge.add_argument("actors", nargs="+", metavar="NAME|ID")
    merge.add_argument("into", metavar="INTO", help="the one that stays, with all their names")
    verb("changes", editing.actors_changes, "what was changed, added, merged or hidden")
    about = "find names anew in articles tagged before the lexicon changed"
    retag = command("retag", editing.retag, about)
    retag.add_argument("query", nargs="*", metavar="QUERY", help="these articles only")
    retag.add_argument("--all", action="store_true", help="those tagged since then too")


def _add_wishes(parser: argparse.ArgumentParser, *, needs_kind: bool) -> None:
    about = "person, organisation, media or place"
    parser.add_argument("--kind", type=_kind, metavar="KIND", required=needs_kind, help=about)
    about = (
        "another name (again and again); with ? behind it, it counts only in context: "
        "it is an ordinary word or somebody else's name besides"
    )
    parser.add_argument("--alias", action="append", default=[], metavar="A", help=about)
    parser.add_argument("--english", metavar="E", help="its English name, for searches")
    parser.add_argument("--role", metavar="R", help="who it is, in a word; tells namesakes apart")
    parser.add_argument("--since", metavar="T", help="in that role since: YYYY or YYYY-MM")
    parser.add_argument("--until", metavar="T", help="and until")


def _kind(text: str) -> str:
    # Not as ``choices``: every start of the browser would load the article's module for them.
    from store.article import ACTOR_KINDS

    if text not in ACTOR_KINDS:
        known = ", ".join(ACTOR_KINDS)
        raise argparse.ArgumentTypeError(
            reply("{text!r} is none of {known}", text=text, known=known)
        )
    return text


def _verbs(
    parent: argparse.ArgumentParser, common: argparse.ArgumentParser, *, required: bool = False
) -> Callable[[str, Verb, str], argparse.ArgumentParser]:
    """What adds a verb to a command."""
    # Without a default of its own, so that ``feeds --json list`` stays what it says.
    json = Parser(add_help=False)
    json.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
    verbs = parent.add_subparsers(metavar="VERB", required=required)

    def verb(name: str, run: Verb, about: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=about, description=about, parents=[common, json])
        made.set_defaults(run=run)
        return made

    return verb


def add_feeds(
    command: Callable[..., argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """The commands about feeds; ``common``: the options that every command has."""
    from tui.commandline import feeding

    about = "the feeds this store is subscribed to; alone: list them"
    feeds = command("feeds", feeding.feeds_list, about)
    verb = _verbs(feeds, common)
    add = verb("add", feeding.feeds_add, "subscribe to a feed, or to the feed of a page")
    add.add_argument("url", metavar="URL")
    add.add_argument("--title", metavar="NAME", help="what to call it")
    add.add_argument("--tag", action="append", default=[], metavar="T", help="a folder: 新闻/国际")
    add.add_argument("--source", metavar="NAME", help="the outlet its articles are from")
    add.add_argument("--full", action="store_true", help="fetch the pages of summaries")
    add.add_argument("--no-check", dest="check", action="store_false", help="don't ask the server")
    verb("list", feeding.feeds_list, "the feeds, when they were fetched and what failed")
    remove = verb("remove", feeding.feeds_remove, "unsubscribe; its articles stay")
    remove.add_argument("feed", metavar="URL|TITLE")
    opml = verb("import", feeding.feeds_import, "subscribe to the feeds of an OPML file")
    opml.add_argument("file", metavar="FILE|-")
    export = verb("export", feeding.feeds_export, "the feeds as OPML")
    export.add_argument("--output", type=Path, metavar="PATH", help="where to, instead of stdout")
    fetch = command("fetch", feeding.fetch, "get what is new in the feeds")
    fetch.add_argument("feeds", nargs="*", metavar="URL|TITLE|TAG", help="these feeds only")
    fetch.add_argument("--full", action="store_true", help="fetch the pages of summaries")


def add_backups(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands that put a store into an archive, and take it out again."""
    from tui.commandline import backing_up

    about = "the whole store in one archive, also while others write it"
    made = command("backup", backing_up.backup, about)
    made.add_argument("file", metavar="FILE|-", help="a .tar.gz; -: standard output")
    made.add_argument("--force", action="store_true", help="replace a file that is there")
    whose = made.add_mutually_exclusive_group()
    whose.set_defaults(whose="own")
    for flag, value, about in (
        (
            "--people",
            "everyone",
            "with the marks of all who share this login, not yours only",
        ),
        ("--no-marks", "nobody", "without anybody's marks"),
    ):
        whose.add_argument(flag, dest="whose", action="store_const", const=value, help=about)
    about = "a store from its backup, where there is none"
    taken = command("restore", backing_up.restore, about)
    taken.add_argument("file", metavar="FILE|-")


def add_server(
    command: Callable[..., argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """The commands for whoever runs a server; ``common``: the options that every command has."""
    from tui.commandline import serving

    about = "a server that many people read on: what is wrong with it, and the lines for it"
    verb = _verbs(command("server", serving.check, about), common, required=True)
    check = verb("check", serving.check, "what is wrong with this set-up, and what to do")
    about = "look as this login does (as root), or as this one of a shared login"
    check.add_argument("--user", metavar="NAME", help=about)
    lines = verb("lines", serving.lines, "the lines for sshd_config and for systemd's timer")
    lines.add_argument("file", nargs="?", choices=("sshd", "service", "timer"), metavar="FILE")
    about = "the group of those who read (wenren-readers)"
    lines.add_argument("--readers", default="wenren-readers", metavar="GROUP", help=about)
    about = "the login that fetches (the owner of the store, else wenren)"
    lines.add_argument("--writer", metavar="NAME", help=about)


def add_marks(
    command: Callable[..., argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """The commands about a person's own marks; ``common``: the options that every command has."""
    from tui.commandline import marks

    made = command("mark", marks.mark, "mark every article of a query: read, starred, tagged")
    made.epilog = "Marks are yours: they are kept in your state folder, not in the store."
    verb = _verbs(made, common, required=True)
    for do, about in (
        ("read", "note that they are read"),
        ("unread", "note that they are not read yet"),
        ("star", "star them"),
        ("unstar", "take their stars away"),
        ("tag", "tag them"),
        ("untag", "take a tag from them"),
    ):
        marking = verb(do, marks.mark, about)
        marking.set_defaults(do=do)
        if do in ("tag", "untag"):
            marking.add_argument("tag", metavar="TAG")
        marking.add_argument("query", nargs="+", metavar="QUERY", help='"" for all articles')
    saved = command("searches", marks.searches_list, "the searches you saved; alone: list them")
    verb = _verbs(saved, common)
    verb("list", marks.searches_list, "the searches, and how many of their stories are unread")
    save = verb("save", marks.searches_save, "save a search under a name, new or in use")
    save.add_argument("name", metavar="NAME")
    save.add_argument("query", nargs="+", metavar="QUERY")
    verb("remove", marks.searches_remove, "forget a search").add_argument("name", metavar="NAME")
    move = verb("move", marks.searches_move, "put a search in another place")
    move.add_argument("name", metavar="NAME")
    move.add_argument("place", type=positive, metavar="N", help="its place, from 1 on")
    verb("export", marks.searches_export, "the searches as TOML")
    take = verb("import", marks.searches_import, "save the searches of a TOML file")
    take.add_argument("file", metavar="FILE|-")
