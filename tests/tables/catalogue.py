"""The interface's catalogue brought in step with the code: python -m tests.tables.catalogue

Takes every message of the code into ``tui/locale/zh_CN/LC_MESSAGES/wenren.po``, keeps what is
translated, drops what nothing says any more, and compiles the ``.mo`` beside it. Needs Babel.
"""

from __future__ import annotations

import ast
import io
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from store.actors.describing import DIFFERING
from store.article import ACTOR_KINDS
from store.search.forms import FORMS
from store.search.values import AWAITED
from tui.cli import every_command
from tui.commands import COMMANDS, PLACES
from tui.language import CHINESE, DOMAIN, LOCALE

ROOT = Path(__file__).parent.parent.parent
PO = LOCALE / CHINESE / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")

TELLING = {
    **dict.fromkeys(("say", "later", "reply", "note", "warn", "Message", "Failure", "missing"), 0),
    **dict.fromkeys(("StoreError", "QueryError", "FieldError", "ArticleError"), 0),
    **dict.fromkeys(("RefusedError", "FetchError", "_fail"), 1),
}
"""What says a message, and which of its arguments that is."""
_ARGPARSE = (
    "usage: ",
    "options",
    "positional arguments",
    "show this help message and exit",
    "%(prog)s: error: %(message)s\n",
    "argument %(argument_name)s: %(message)s",
    "ambiguous option: %(option)s could match %(matches)s",
    "expected at least one argument",
    "expected at most one argument",
    "expected one argument",
    "ignored explicit argument %r",
    "invalid %(type)s value: %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)",
    "not allowed with argument %s",
    "the following arguments are required: %s",
    "unknown parser %(parser_name)r (choices: %(choices)s)",
    "unrecognized arguments: %s",
)
"""What argparse says to whoever types a command line; the rest is for programmers."""
_SYSTEM = (
    "connection refused",
    "disk quota exceeded",
    "file exists",
    "file name too long",
    "input/output error",
    "is a directory",
    "network is unreachable",
    "no route to host",
    "no space left on device",
    "no such file or directory",
    "not a directory",
    "operation not permitted",
    "permission denied",
    "read-only file system",
    "too many levels of symbolic links",
    "too many open files",
)
"""What systems say most often; in the words of Linux."""


def messages() -> dict[str, list[str]]:
    """Every message of the code, and the files that say it."""
    found: dict[str, list[str]] = {}
    for path in sorted([*(ROOT / "tui").rglob("*.py"), *(ROOT / "store").rglob("*.py")]):
        for call in calls(ast.parse(path.read_text("utf-8"))):
            for each in told(call):
                if isinstance(each, ast.Constant) and each.value:
                    found.setdefault(each.value, []).append(path.relative_to(ROOT).as_posix())
    for command in COMMANDS:
        for message in (command.does, command.footer):
            if message:
                found.setdefault(message, []).append("tui/commands.py")
    for message in PLACES.values():
        found.setdefault(message, []).append("tui/commands.py")
    for form in FORMS:
        found.setdefault(form.finds, []).append("store/search/forms.py")
    for message in AWAITED.values():
        found.setdefault(message, []).append("store/search/values.py")
    for message in helped(every_command()[0]):
        found.setdefault(message, []).append("tui/cli.py")
    for message in (*_ARGPARSE, *_SYSTEM):
        found.setdefault(message, []).append("python")
    for message in (*ACTOR_KINDS, *DIFFERING):
        found.setdefault(message, []).append("store/actors/describing.py")
    return found


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls in the code that say something."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TELLING:
            yield node


def told(call: ast.Call) -> Iterator[ast.expr]:
    """What stands in such a call where a message is expected."""
    for each in call.args[TELLING[getattr(call.func, "id", "")] :][:1]:
        yield from (each.body, each.orelse) if isinstance(each, ast.IfExp) else (each,)


def helped(parser: ArgumentParser) -> Iterator[str]:
    """All that the help of a parser and of its commands says, argparse's own words left out."""
    yield from filter(None, (parser.description, parser.epilog))
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            yield from (about.help or "" for about in action._choices_actions)
            for each in action.choices.values():
                yield from helped(each)
        elif action.help and action.help not in _ARGPARSE:
            yield action.help


def catalogue() -> Catalog:
    """The catalogue as it is on disk."""
    with PO.open("rb") as file:
        return read_po(file, CHINESE, DOMAIN)


def renewed(old: Catalog) -> Catalog:
    """A catalogue of the code's messages with the translations of an old one."""
    new = Catalog(
        CHINESE,
        DOMAIN,
        header_comment="# Wenren's interface in Chinese.",
        project="Wenren",
        version="",
        copyright_holder="",
        msgid_bugs_address="",
        creation_date=old.creation_date,
        revision_date=old.creation_date,
        last_translator="",
        language_team="",
        fuzzy=False,
    )
    for message, files in sorted(messages().items()):
        known = old.get(message)
        new.add(message, known.string if known else "", [(f, 0) for f in sorted(set(files))])
    return new


def as_po(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=100, include_lineno=False, omit_header=False)
    return out.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def main() -> None:
    catalog = renewed(catalogue())
    PO.write_bytes(as_po(catalog))
    MO.write_bytes(as_mo(catalog))
    missing = [message.id for message in catalog if message.id and not message.string]
    print(f"{len(catalog)} messages, {len(missing)} without a translation")
    for message in missing:
        print(f"  {message}")


if __name__ == "__main__":
    main()
