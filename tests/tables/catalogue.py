"""The interface's catalogue brought in step with the code: python -m tests.tables.catalogue

Takes every message of the code into ``tui/locale/zh_CN/LC_MESSAGES/wenren.po``, keeps what is
translated, drops what nothing says any more, and compiles the ``.mo`` beside it. Needs Babel.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from store.search.forms import FORMS
from store.search.values import AWAITED
from tui.commands import COMMANDS, PLACES
from tui.language import CHINESE, DOMAIN, LOCALE

ROOT = Path(__file__).parent.parent.parent
PO = LOCALE / CHINESE / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")


def messages() -> dict[str, list[str]]:
    """Every message of the code, and the files that say it."""
    found: dict[str, list[str]] = {}
    for path in sorted([*(ROOT / "tui").rglob("*.py"), *(ROOT / "store").rglob("*.py")]):
        for message in filter(None, _said(ast.parse(path.read_text("utf-8")))):
            found.setdefault(message, []).append(path.relative_to(ROOT).as_posix())
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
    return found


def _said(tree: ast.AST) -> Iterator[str]:
    """The literal messages of ``say``, ``later``, and query errors."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            if getattr(node.func, "id", "") not in ("say", "later", "QueryError", "missing"):
                continue
            first = node.args[0]
            for each in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield each.value


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
