"""One JSON object to an article: the store's own form, or fields under other tools' names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from store.article import BLOCK_KINDS, TITLE, Article, ArticleError, Block, Draft, from_json
from store.errors import RefusedError
from store.intake import markdown
from store.intake.charset import undo_double_encoding
from store.intake.dateline import CHINA, parse
from store.intake.extraction import extract
from store.intake.habits import habits
from store.intake.hygiene import clean, clean_article, clean_line
from store.intake.lines import Line
from store.intake.markup import is_page
from store.intake.page import draft_of_page
from store.intake.text import body_lines, check_size
from store.intake.text import draft_of as text_draft_of

_OTHER_NAMES = {
    "text": ("text", "body", "content"),
    "published": ("published", "date"),
    "authors": ("authors", "author"),
}
BODIES = frozenset(("title", "text", "body", "content", "html", "blocks"))
"""An object without any of these is no article, whatever else it says."""

_OURS = frozenset(("id", "title", "added", "script", "blocks", "mentions", "story"))
_BETWEEN_NAMES = re.compile(r"[、,，;；]")
_WHOLE_PAGE = re.compile(r"<(?:html|head|title|meta)\b", re.IGNORECASE)
_LINK = re.compile(r"\[[^\[\]\n]{1,200}\]\(https?://[^\s()]{4,2000}\)")
_SINCE_1970 = re.compile(r"\d{9,10}(\d{3})?")
_ADDRESS = ("http://", "https://")


def item(
    obj: Any,
    where: str,
    now: datetime,
    source: str | None = None,
    fields: Mapping[str, str] | None = None,
) -> Draft | Article:
    """The article of an object; raises ``RefusedError`` under ``where`` naming the field at fault.

    An object of the store's own form is the article it is, whatever ``source`` says.
    """
    if not isinstance(obj, dict):
        raise RefusedError(where, "not a JSON object")
    if obj.keys() >= _OURS:
        return _ours(obj, where)
    given = _Given(obj, where, fields or {})
    title = clean_line(given.string("title") or "")
    if not title:
        raise RefusedError(where, "no {given}", given=given.name("title"))
    outlet = source or clean_line(given.named("source") or "") or None
    url = clean_line(given.string("url") or "")
    address = url if url.startswith(_ADDRESS) else None
    published = given.moment(now, habits().zone_of(outlet) or CHINA)
    page = _body(given, title, now, outlet, address)
    if page is None:
        if published is None:
            raise RefusedError(where, "no text")
        # A dated headline is news; what stood under it was the page's.
        page = Draft(title, ())
    draft = replace(
        page,
        title=title,
        source=outlet or page.source or habits().source_at(address),
        url=address or page.url,
        authors=given.authors() or page.authors,
        published=published or page.published,
    )
    check_size(draft, where)
    return draft


def _ours(obj: dict[str, Any], where: str) -> Article:
    try:
        article = clean_article(from_json(obj))
    except ArticleError as error:
        raise RefusedError(where, error.message) from error
    check_size(article, where)
    # What this program wrote comes back from this as it went.
    title = clean_line(article.title)
    article = replace(
        article,
        title=title,
        source=clean_line(article.source or "") or None,
        url=clean_line(article.url or "") or None,
        authors=tuple(filter(None, map(clean_line, article.authors))),
        mentions=tuple(m for m in article.mentions if title == article.title or m.block != TITLE),
    )
    if not article.title:
        raise RefusedError(where, "no title")
    if article.url and not article.url.startswith(_ADDRESS):
        raise RefusedError(
            where, "url: not an http or https address: {url!r}", url=article.url[:40]
        )
    if any(not block.text.strip() for block in article.blocks):
        raise RefusedError(where, "blocks: one without text")
    return article


class _Given:
    """An object's fields under the names they have in it."""

    def __init__(self, obj: dict[str, Any], where: str, fields: Mapping[str, str]) -> None:
        self._obj = obj
        self._fields = fields
        self.where = where

    def name(self, field: str) -> str:
        return self._fields.get(field, field)

    def get(self, field: str) -> Any:
        """The first value there is; a name of its own may be a path (``meta.date``)."""
        if field in self._fields:
            return _at(self._obj, self._fields[field])
        values = (self._obj.get(name) for name in _OTHER_NAMES.get(field, (field,)))
        return next((value for value in values if value is not None), None)

    def string(self, field: str) -> str | None:
        return self._string(field, self.get(field))

    def named(self, field: str) -> str | None:
        """A string, or the name in an object that says more."""
        return self._string(field, _name(self.get(field)))

    def _string(self, field: str, value: Any) -> str | None:
        if value is not None and not isinstance(value, str):
            raise RefusedError(self.where, "{field}: not a string", field=self.name(field))
        return value and undo_double_encoding(value)

    def moment(self, now: datetime, zone: tzinfo) -> str | None:
        """The date of publication: a dateline, or seconds or milliseconds since 1970."""
        value = self.get("published")
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = f"{value:.0f}"
        written = (self._string("published", value) or "").strip()
        if not written:
            return None
        if _SINCE_1970.fullmatch(written):
            seconds = int(written[:-3] if len(written) > 10 else written)
            moment = datetime.fromtimestamp(seconds, UTC).astimezone(zone)
            # What would lie in the future is a date without signs, read below.
            if moment < now + timedelta(days=1):
                return moment.isoformat("T", "seconds")
        published = parse(written, now, zone)
        if published is None:
            raise RefusedError(
                self.where,
                "{field}: no date: {written!r}",
                field=self.name("published"),
                written=clean_line(written[:80])[:40],
            )
        return published

    def authors(self) -> tuple[str, ...]:
        value = self.get("authors")
        if isinstance(value, str):
            value = _BETWEEN_NAMES.split(value)
        names = [_name(each) for each in value] if isinstance(value, list) else [_name(value)]
        if not all(isinstance(name, str | None) for name in names):
            raise RefusedError(
                self.where, "{field}: not a list of names", field=self.name("authors")
            )
        return tuple(filter(None, (clean_line(name or "") for name in names)))

    def blocks(self) -> tuple[Block, ...] | None:
        given = self._obj.get("blocks")
        if given is None:
            return None
        out: list[Block] = []
        for each in given if isinstance(given, list) else [None]:
            kind = each.get("kind") if isinstance(each, dict) else None
            text = each.get("text") if isinstance(each, dict) else None
            if kind not in BLOCK_KINDS or not isinstance(text, str):
                raise RefusedError(self.where, "blocks: not a list of blocks")
            if cleaned := clean(text).strip():
                out.append(Block(kind, cleaned))
        return tuple(out)


def _name(value: Any) -> Any:
    return value.get("name") if isinstance(value, dict) else value


def _at(obj: Any, path: str) -> Any:
    if isinstance(obj, dict) and path in obj:
        return obj[path]
    head, _, rest = path.partition(".")
    return _at(obj.get(head), rest) if rest and isinstance(obj, dict) else None


def _body(
    given: _Given, title: str, now: datetime, source: str | None, url: str | None
) -> Draft | None:
    """The article without what its other fields say, None where no line of it is body."""
    where = given.where
    blocks = given.blocks()
    if blocks is not None:
        return Draft(title, blocks)
    text = given.string("text")
    if not text or not text.strip():
        text = given.string("html")
        if not text or not text.strip():
            raise RefusedError(where, "no {given}", given=given.name("text"))
        return _of_html(text, title, where, now, source, url)
    if is_page(text):
        return _of_html(text, title, where, now, source, url)
    if _LINK.search(text) or markdown.looks_like(text):
        return _of_lines(markdown.lines_of(text, where), title, now, source)
    return _of_lines(body_lines(text, where), title, now, source)


def _of_html(
    html: str, title: str, where: str, now: datetime, source: str | None, url: str | None
) -> Draft | None:
    if _WHOLE_PAGE.search(html, 0, 2000):
        return draft_of_page(html, where, now, source=source, url=url)
    return _of_lines(extract(html, where), title, now, source)


def _of_lines(lines: Iterable[Line], title: str, now: datetime, source: str | None) -> Draft | None:
    return text_draft_of(list(lines), now, source, title)
