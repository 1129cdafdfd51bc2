"""Posts with front matter, YAML or TOML, above a body of Markdown or of a site's own HTML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from store.article import Draft
from store.errors import RefusedError
from store.folding import fold
from store.intake import markdown
from store.intake.dateline import CHINA, parse
from store.intake.extraction import extract
from store.intake.habits import habits
from store.intake.head import HEAD
from store.intake.hygiene import clean_line
from store.intake.lines import Line
from store.intake.markup import is_page
from store.intake.text import check_size
from store.intake.text import draft_of as draft_of_lines

SIZE = 16_384
"""Longest front matter, in code points: parsers of it take quadratic time at worst."""

_HEAD = re.compile(r"\ufeff?\s*(?:---[ \t]*\n(?:#.*\n|\s*\n)*[\w-]{1,40}[ \t]*:|\+\+\+[ \t]*\n)")
_END = {
    "-": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE),
    "+": re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE),
}
_LINE = re.compile(
    r"^(?P<name>[\w-]{1,40})[ \t]*:[ \t]+(?P<sign>[\"']?)(?P<value>\S.*?)(?P=sign)[ \t]*$",
    re.MULTILINE,
)
_SITE = re.compile(r"\s*[-–—_|｜·]\s*\S.{0,30}")
_DATE = ("date", "published", "pubdate", "publishdate", "created", "time")
_LATER = ("updated", "modified", "lastmod")
_URL = ("url", "link", "from", "original", "originalurl", "sourceurl", "canonical", "permalink")
_SOURCE = ("source", "site", "sitename", "outlet", "publisher", "media")
_AUTHORS = ("author", "authors", "by")


def looks_like(text: str) -> bool:
    """Whether decoded text begins with front matter that also ends."""
    match = _HEAD.match(text)
    return match is not None and _split(text) is not None


def draft_of(text: str, name: str, now: datetime, source: str | None = None) -> Draft:
    """The article of a post. What its front matter says goes before what its body says.

    Raises ``RefusedError`` under ``name`` naming the field at fault, or without an article.
    """
    split = _split(text)
    if split is None:
        raise RefusedError(name, "front matter without an end")
    mark, head, body = split
    fields = _fields(mark, head, name)
    title = clean_line(_first(fields, ("title",), name) or "") or None
    outlet = source or _first(fields, _SOURCE, name)
    url = _first(fields, _URL, name)
    if outlet and _is_address(outlet):
        outlet, url = source, url or outlet
    zone = habits().zone_of(outlet) or CHINA
    written = _first(fields, _DATE, name) or _first(fields, _LATER, name)
    published = parse(written, now, zone) if written else None
    if written and published is None:
        raise RefusedError(name, "date: no date: {written!r}", written=written[:40])
    html = is_page(body)
    lines = extract(body, name) if html else markdown.lines_of(body, name)
    draft = draft_of_lines(lines, now, outlet, _headline(title, lines))
    if draft is None or not draft.blocks:
        raise RefusedError(name, "no article in it")
    check_size(draft, name)
    return replace(
        draft,
        source=outlet or draft.source,
        url=url if url and _is_address(url) else draft.url,
        authors=_authors(fields, name) or draft.authors,
        published=published or draft.published,
    )


def _headline(title: str | None, lines: Sequence[Line]) -> str | None:
    """The title without its site's name, where the page itself prints it so."""
    for line in lines[:HEAD]:
        rest = (title or "").removeprefix(line.text)
        if rest != title and _SITE.fullmatch(rest):
            return line.text
    return title


def _split(text: str) -> tuple[str, str, str] | None:
    """Which mark fences the front matter, the front matter, and the body."""
    text = text.lstrip("\ufeff \t\r\n")
    start = text.find("\n") + 1
    mark = text[:1]
    end = _END[mark].search(text, start, start + SIZE) if mark in _END and start else None
    return (mark, text[start : end.start()], text[end.end() :]) if end else None


def _fields(mark: str, head: str, name: str) -> dict[str, Any]:
    """The fields by their names in lower case, without signs between words."""
    import yaml

    try:
        # Strings alone: nobody's date or "no" is to become another thing.
        loaded = tomllib.loads(head) if mark == "+" else yaml.load(head, yaml.BaseLoader)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        # Titles with a colon or in square brackets are what people write, and no YAML.
        loaded = {match["name"]: match["value"] for match in _LINE.finditer(head)}
        if mark == "+" or "title" not in map(str.lower, loaded):
            line = getattr(getattr(error, "problem_mark", None), "line", None)
            if line is None:
                raise RefusedError(name, "front matter that can't be read") from error
            raise RefusedError(
                name, "front matter that can't be read at line {line}", line=line + 2
            ) from error
    if not isinstance(loaded, dict):
        raise RefusedError(name, "front matter that names no fields")
    return {re.sub(r"[\s_-]", "", str(key)).lower(): value for key, value in loaded.items()}


def _first(fields: dict[str, Any], names: Iterable[str], name: str) -> str | None:
    for key in names:
        value = fields.get(key)
        if value is None or value == "":
            continue
        if isinstance(value, dict | list):
            raise RefusedError(name, "{field}: not a string", field=key)
        return clean_line(value.isoformat() if hasattr(value, "isoformat") else str(value)) or None
    return None


def _authors(fields: dict[str, Any], name: str) -> tuple[str, ...]:
    value = next((fields[key] for key in _AUTHORS if fields.get(key)), None)
    given = re.split(r"[、,，;；]", value) if isinstance(value, str) else value or []
    names: list[Any] = [
        each.get("name") if isinstance(each, dict) else each
        for each in (given if isinstance(given, list) else [given])
    ]
    if not all(isinstance(each, str) for each in names):
        raise RefusedError(name, "author: not a list of names")
    return tuple(filter(None, map(clean_line, names)))


def _is_address(text: str) -> bool:
    return fold(text).startswith(("http://", "https://"))
