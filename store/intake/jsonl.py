"""JSON Lines to drafts: one object a line, under the names other tools give the fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from store.article import BLOCK_KINDS, Block, Draft
from store.errors import RefusedError
from store.intake.dateline import CHINA, parse
from store.intake.habits import habits
from store.intake.hygiene import clean, clean_line
from store.intake.markup import is_page
from store.intake.text import PARAGRAPH_LENGTH, body_lines
from store.intake.text import draft_of as text_draft_of

_TEXT = ("text", "body", "content")
_DATE = ("published", "date")


def looks_like(text: str) -> bool:
    """Whether decoded text is JSON Lines: its first line is a whole object."""
    first = text.lstrip().partition("\n")[0].strip()
    return first.startswith("{") and first.endswith("}") and '"' in first


def objects(
    text: str, name: str, now: datetime, source: str | None = None
) -> Iterator[Draft | RefusedError]:
    """The article of every line; a line that is none is refused as ``name:line``."""
    import orjson

    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            yield draft_of(orjson.loads(line), where, now, source)
        except orjson.JSONDecodeError:
            yield RefusedError(where, "not a JSON object")
        except RefusedError as error:
            yield error


def draft_of(obj: Any, where: str, now: datetime, source: str | None = None) -> Draft:
    """One object as a draft; raises ``RefusedError`` under ``where`` naming the field at fault."""
    if not isinstance(obj, dict):
        raise RefusedError(where, "not a JSON object")
    title = clean_line(_string(obj, ("title",), where) or "")
    if not title:
        raise RefusedError(where, "no title")
    outlet = source or clean_line(_string(obj, ("source",), where) or "") or None
    written = _string(obj, _DATE, where)
    published = None
    if written:
        published = parse(written, now, habits().zone_of(outlet) or CHINA)
        if published is None:
            raise RefusedError(where, f"published: no date: {clean_line(written)[:40]!r}")
    given = obj.get("blocks")
    if given is None:
        page = text_draft_of(body_lines(_text(obj, where), where), now, outlet, title)
        if page is None:
            raise RefusedError(where, "no text")
    else:
        page = Draft(title, _given_blocks(given, where))
    return replace(
        page,
        title=title,
        source=outlet or page.source,
        url=clean_line(_string(obj, ("url",), where) or "") or page.url,
        authors=_authors(obj, where) or page.authors,
        published=published or page.published,
    )


def _text(obj: dict[str, Any], where: str) -> str:
    text = _string(obj, _TEXT, where)
    if text is None or not text.strip():
        html = isinstance(obj.get("html"), str)
        raise RefusedError(where, "HTML isn't read yet" if html else "no text")
    if is_page(text):
        raise RefusedError(where, "HTML isn't read yet")
    return text


def _given_blocks(given: Any, where: str) -> tuple[Block, ...]:
    out: list[Block] = []
    for item in given if isinstance(given, list) else [None]:
        kind = item.get("kind") if isinstance(item, dict) else None
        text = item.get("text") if isinstance(item, dict) else None
        if kind not in BLOCK_KINDS or not isinstance(text, str):
            raise RefusedError(where, "blocks: not a list of blocks")
        if len(text) > PARAGRAPH_LENGTH:
            raise RefusedError(where, f"a paragraph of over {PARAGRAPH_LENGTH:,} characters")
        out.append(Block(kind, clean(text)))
    return tuple(out)


def _authors(obj: dict[str, Any], where: str) -> tuple[str, ...]:
    value = obj.get("authors")
    if value is None or value == "":
        return ()
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise RefusedError(where, "authors: not a list of names")
    return tuple(clean_line(name) for name in names if name.strip())


def _string(obj: dict[str, Any], keys: tuple[str, ...], where: str) -> str | None:
    for key in keys:
        value = obj.get(key)
        if value is None:
            continue
        if not isinstance(value, str):
            raise RefusedError(where, f"{key}: not a string")
        return value
    return None
