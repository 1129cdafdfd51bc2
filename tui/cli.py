"""The command line: what it takes, what it prints, and how it ends.

Exit codes: 0 done; 1 some input refused; 2 usage; 3 the store can't be used. Results go to
stdout, everything else to stderr. Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from store import __version__
from tui.commandline.arguments import Parser, positive, speak
from tui.wire.encoding import settle

VERSION = f"wenren {__version__}"
DONE, REFUSED, USAGE, STORE = 0, 1, 2, 3


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """The ``wenren`` script."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            # The caller closed it; left so, the next file opened would take its number.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    sys.exit(run(settle(sys.argv[1:] if argv is None else argv)))


def run(argv: Sequence[str]) -> int:
    """Carry out one command line and return its exit code."""
    if list(argv) in (["--version"], ["-V"]):
        print(VERSION)
        return DONE

    from store import permission
    from store.errors import QueryError, RefusedError, StoreError, system
    from store.message import Message

    if "--kiosk" not in argv and not permission.kiosk():
        _speak_as_set()
    command, options = _parse(argv)
    if command not in (_browse, _demo):
        from store import locking
        from tui.commandline.printing import warn

        locking.on_waiting = warn
    try:
        if getattr(options, "kiosk", False) or permission.kiosk():
            from tui import kiosk

            kiosk.enter()
            if reason := kiosk.refusal(options.command):
                return _fail(USAGE, reason)
        code = command(options)
        # Here, where a closed pipe is no error, and not when Python ends.
        sys.stdout.flush()
        return code
    except QueryError as error:
        at = error.position + 1
        return _fail(USAGE, "query: {error} (at character {position})", error=error, position=at)
    except RefusedError as error:
        return _fail(REFUSED, error.message)
    except StoreError as error:
        return _fail(STORE, error.message)
    except OSError as error:
        # Nobody reads our output, or its disk is full; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return DONE
        where = error.filename or Message("standard output")
        return _fail(REFUSED, "{path}: {reason}", path=where, reason=system(error))
    except KeyboardInterrupt:
        return 130


def _speak_as_set() -> None:
    """In the language of the settings, where the environment names none for Wenren.

    A mistake in them is told by whoever needs more of them than this.
    """
    if os.environ.get("WENREN_LANG"):
        return
    from store.errors import StoreError
    from store.settings import settings

    with suppress(StoreError):
        if (language := settings().browser.language) != "auto":
            os.environ["WENREN_LANG"] = language


def _parse(argv: Sequence[str]) -> tuple[Callable[[argparse.Namespace], int], argparse.Namespace]:
    """The command of a command line; what is no command is a query for the browser."""
    speak()
    words = list(argv)
    at = _first_word(words)
    if at is None and not {"-h", "--help", "-V", "--version"} & set(words):
        # The table of all commands takes longer to make than the first frame can wait.
        browser = Parser(prog="wenren", parents=[_common()])
        browser.set_defaults(run=_browse, query=[], command="browse")
        return _browse, browser.parse_args(words)
    parser, known = every_command()
    if at is not None and words[at] not in known:
        words.insert(at, "browse")
    elif at is not None and words[at] == "actors":
        from tui.commandline.verbs import with_verb

        words[at + 1 :] = with_verb(words[at + 1 :])
    options = parser.parse_args(words)
    return options.run, options


def _common() -> Parser:
    """What every command takes."""
    common = Parser(add_help=False)
    common.add_argument(
        "--store", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="the store to use"
    )
    about = "only read and keep marks: no file written, no other program started"
    common.add_argument("--kiosk", action="store_true", default=argparse.SUPPRESS, help=about)
    return common


def every_command() -> tuple[Parser, Collection[str]]:
    """The parser of all command lines that name a command, and the names."""
    common = _common()
    json = Parser(add_help=False)
    json.add_argument("--json", action="store_true", help="print JSON, one object a line")
    parser = Parser(
        prog="wenren",
        parents=[common],
        description="A terminal news browser for Chinese-language news that knows who is in the "
        "news. With a query or nothing: the browser.",
        epilog="Any other words are a query: wenren 习近平 普京",
    )
    parser.add_argument(
        "--version", "-V", action="version", version=VERSION, help="print the version"
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(
        name: str, run: Callable[[argparse.Namespace], int], about: str, *, prints: bool = True
    ) -> argparse.ArgumentParser:
        parents = [common, json] if prints else [common]
        made = commands.add_parser(name, help=about, description=about, parents=parents)
        made.set_defaults(run=run, command=name)
        return made

    from tui.commandline import doctoring, exporting, helping, plain
    from tui.commandline.verbs import add_actors, add_backups, add_feeds, add_marks, add_server

    browse = command("browse", _browse, "open the browser", prints=False)
    browse.add_argument("query", nargs="*", metavar="QUERY")
    command("demo", _demo, "the browser on a small built-in store", prints=False)
    add = command("add", plain.add, "add files, folders, addresses or standard input (-)")
    add.add_argument("paths", nargs="+", metavar="PATH")
    add.add_argument("--source", metavar="NAME", help="the outlet these articles are from")
    add.add_argument(
        "--map",
        action="append",
        default=[],
        type=_field,
        metavar="FIELD=NAME",
        help="what JSON objects call a field: text=正文, published=meta.date",
    )
    add.add_argument("--dry-run", action="store_true", help="say what would be added, add nothing")
    listing = command("list", plain.list_heads, "every article of a query, newest first")
    listing.add_argument("query", nargs="*", metavar="QUERY")
    search = command("search", plain.list_heads, "the articles a query finds")
    search.add_argument("query", nargs="+", metavar="QUERY")
    for made in (listing, search):
        made.add_argument("--limit", type=positive, metavar="N", help="at most N lines")
        made.add_argument("--stories", action="store_true", help="one line a story")
    about = "the actors, sources and months of what is found, each with the query for it"
    search.add_argument("--facets", action="store_true", help=about)
    about = "under each line, where the article speaks of it"
    search.add_argument("--excerpts", action="store_true", help=about)
    show = command("show", plain.show, "one article")
    show.add_argument("id", metavar="ID", help="an article's id, or the beginning of one")
    show.add_argument("--markdown", action="store_true", help="print Markdown")
    diff = command("diff", plain.diff, "what a reprint changed, left out or added")
    diff.add_argument("id", metavar="ID", help="the article to compare with")
    about = "its reprint; with one ID alone: that one against the earliest of its story"
    diff.add_argument("other", nargs="?", metavar="ID", help=about)
    tag = command("tag", plain.tag, "name the actors in a text; stores nothing")
    tag.add_argument("file", nargs="?", default="-", metavar="FILE")
    add_actors(command, common)
    add_feeds(command, common)
    add_marks(command, common)
    add_backups(command)
    add_server(command, common)
    about = "the articles of a query, all that are known of them"
    out = command("export", exporting.export, about, prints=False)
    out.add_argument("query", nargs="*", metavar="QUERY")
    out.add_argument("--format", choices=exporting.FORMATS, default="jsonl", help="which form")
    out.add_argument("--output", type=Path, metavar="PATH", help="where to, instead of stdout")
    out.add_argument("--new", action="store_true", help="replace no file that is there")
    about = "the query language, in one table"
    helps = command("help", helping.help_on, about, prints=False)
    helps.add_argument("topic", choices=helping.TOPICS, nargs="?", default="query")
    command("config", _config, "every setting, its value and where that comes from")
    about = "look at every file of the store and name what is broken"
    doctors = command("doctor", doctoring.doctor, about)
    about = "set broken files aside, keeping what can be read of them; make the index anew"
    doctors.add_argument("--repair", action="store_true", help=about)
    command("keys", helping.keys_list, "every command of the browser, and its keys")
    command("reindex", plain.reindex, "rebuild the index from the articles")
    return parser, commands.choices


def _first_word(words: Sequence[str]) -> int | None:
    """Where the command or the query begins: the first word that is no option of ours."""
    at = 0
    while at < len(words):
        if words[at] == "--store":
            at += 2
        elif words[at] in ("-h", "--help", "-V", "--version", "--kiosk") or words[at].startswith(
            "--store="
        ):
            at += 1
        else:
            return at
    return None


def _field(text: str) -> tuple[str, str]:
    from store.intake import FIELDS
    from tui.language import reply

    field, _, name = text.partition("=")
    if field not in FIELDS or not name:
        known = ", ".join(FIELDS)
        raise argparse.ArgumentTypeError(
            reply("{text!r} is not FIELD=NAME, one of {known}", text=text, known=known)
        )
    return field, name


def _config(options: argparse.Namespace) -> int:
    from tui.commandline.configuring import config

    return config(options)


def _browse(options: argparse.Namespace) -> int:
    # Next to nothing of what a first frame takes is garbage, and looking for some takes a tenth of
    # the start: the browser begins with that once the frame is shown.
    gc.disable()
    from tui.commandline.arguments import store_of

    return _open_browser(store_of(options), " ".join(options.query))


def _demo(options: argparse.Namespace) -> int:
    from store.demo import demo_store

    return _open_browser(demo_store(), "", tour=True)


def _open_browser(store: Path, query: str, *, tour: bool = False) -> int:
    from tui.terminal import unfit

    if reason := unfit():
        return _fail(
            STORE, "{reason}; `wenren list` and `wenren show` work everywhere", reason=reason
        )
    from tui.app import browse

    return browse(store, query, tour=tour)


def _fail(code: int, message: str, /, **values: object) -> int:
    from tui.commandline.printing import warn

    warn(message, **values)
    return code


if __name__ == "__main__":
    main()
