"""The article: what every other room passes around, and its JSON form.

``Draft`` is what a source says; ``Article`` is a draft that has an identity, a story and
tagged names. Both are immutable. Every offset is in code points of the text as stored.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias, get_args

from store.errors import WenrenError
from store.folding import fold

BlockKind: TypeAlias = Literal["paragraph", "heading", "caption", "quote", "list", "related"]
ActorKind: TypeAlias = Literal["person", "organisation", "media", "place"]
Script: TypeAlias = Literal["hans", "hant"]

BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
ACTOR_KINDS: tuple[ActorKind, ...] = get_args(ActorKind)
TITLE = -1
"""The ``block`` of a mention that stands in the title."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph-like piece of an article, in the order of the page."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an actor is named: ``text[start:end]`` of block ``block`` (-1: the title).

    ``actor`` is the lexicon's id or None where nobody is linked; ``name`` is the canonical
    name, the same for every alias of one actor.
    """

    block: int
    start: int
    end: int
    kind: ActorKind
    actor: str | None
    name: str


def counted_as(mention: Mention) -> str:
    """The id under which an index counts whoever is mentioned; an unlinked name is its own."""
    return mention.actor or f"?{mention.kind}:{mention.name}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A clean article as its source gives it, before the store knows it.

    ``published``: RFC 3339 with offset, a bare ``YYYY-MM-DD``, or None when unknown.
    ``source``: the outlet's name as the page gives it, or None.
    """

    title: str
    blocks: tuple[Block, ...]
    source: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the archive; ``to_json`` gives the form that is a contract with others."""

    id: str
    title: str
    source: str | None
    url: str | None
    authors: tuple[str, ...]
    published: str | None
    added: str
    script: Script
    blocks: tuple[Block, ...]
    mentions: tuple[Mention, ...]
    story: str
    lexicon: str

    @property
    def day(self) -> str | None:
        """The publication day, ``YYYY-MM-DD`` in the source's own zone, or None."""
        return self.published[:10] if self.published else None

    def text_of(self, block: int) -> str:
        """The text that a mention's offsets count in."""
        return self.title if block == TITLE else self.blocks[block].text


class ArticleError(WenrenError):
    """A JSON object is not an article; the message names the field."""


def article_id(draft: Draft) -> str:
    """A url-safe id of 16 letters and digits, the same whenever the same article comes again.

    A page with an address is known by address and headline; one without by source, headline,
    date and the first 80 letters of its body, so that two items under one standing headline
    ("快讯") stay two while a second scrape with other junk around it stays one. All are
    compared folded (script, width, case) and without punctuation.
    """
    if draft.url:
        parts = [draft.url, _letters(draft.title)]
    else:
        body = "".join(b.text for b in draft.blocks if b.kind not in ("related", "caption"))
        parts = [
            draft.source or "",
            _letters(draft.title),
            draft.published or "",
            _letters(body)[:80],
        ]
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return b32encode(digest[:10]).decode().lower()


def to_json(article: Article) -> dict[str, Any]:
    """The article as the JSON object of the store's contract, keys in its order."""
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "url": article.url,
        "authors": list(article.authors),
        "published": article.published,
        "added": article.added,
        "script": article.script,
        "blocks": [{"kind": b.kind, "text": b.text} for b in article.blocks],
        "mentions": [
            {
                "block": m.block,
                "start": m.start,
                "end": m.end,
                "kind": m.kind,
                "actor": m.actor,
                "name": m.name,
            }
            for m in article.mentions
        ],
        "story": article.story,
        "lexicon": article.lexicon,
    }


def from_json(obj: Any) -> Article:
    """Read the contract's JSON object back; raises ``ArticleError`` naming the field at fault."""
    if not isinstance(obj, dict):
        raise ArticleError("not an object")
    blocks = tuple(
        Block(_one_of(b, "kind", BLOCK_KINDS), _string(b, "text")) for b in _objects(obj, "blocks")
    )
    title = _string(obj, "title")
    published = _optional(obj, "published")
    if published is not None and not _is_date(published):
        raise ArticleError("published: not a date: {published!r}", published=published[:40])
    mentions = tuple(_mention(m, title, blocks) for m in _objects(obj, "mentions"))
    authors = obj.get("authors") or []
    if not isinstance(authors, list) or not all(isinstance(a, str) for a in authors):
        raise ArticleError("authors: not a list of strings")
    return Article(
        id=_token(obj, "id"),
        title=title,
        source=_optional(obj, "source"),
        url=_optional(obj, "url"),
        authors=tuple(authors),
        published=published,
        added=_token(obj, "added"),
        script=_one_of(obj, "script", ("hans", "hant")),
        blocks=blocks,
        mentions=mentions,
        story=_token(obj, "story"),
        lexicon=_token(obj, "lexicon") if obj.get("lexicon") else "",
    )


_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?\Z")
_TOKEN = re.compile(r"[A-Za-z0-9_.~:+-]{1,80}\Z")
_NOT_LETTERS = re.compile(r"[\W_]+")


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", fold(text))


def _is_date(text: str) -> bool:
    if not _DATE.match(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _mention(obj: dict[str, Any], title: str, blocks: tuple[Block, ...]) -> Mention:
    block, start, end = (_integer(obj, key) for key in ("block", "start", "end"))
    if not TITLE <= block < len(blocks):
        raise ArticleError("mentions: no block {block}", block=block)
    text = title if block == TITLE else blocks[block].text
    if not 0 <= start < end <= len(text):
        raise ArticleError(
            "mentions: {start}..{end} lies outside block {block}", start=start, end=end, block=block
        )
    return Mention(
        block,
        start,
        end,
        _one_of(obj, "kind", ACTOR_KINDS),
        _token(obj, "actor") if obj.get("actor") is not None else None,
        _string(obj, "name"),
    )


def _objects(obj: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = obj.get(key)
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        raise ArticleError("{key}: not a list of objects", key=key)
    return value


def _string(obj: dict[str, Any], key: str) -> str:
    value = obj.get(key)
    if not isinstance(value, str):
        raise ArticleError("{field}: not a string", field=key)
    return value


def _token(obj: dict[str, Any], key: str) -> str:
    """An id or a time: it is printed and compared, never read, so it has no strange characters."""
    value = _string(obj, key)
    if not _TOKEN.match(value):
        raise ArticleError(
            "{key}: {value!r} has other characters than letters and digits",
            key=key,
            value=value[:40],
        )
    return value


def _optional(obj: dict[str, Any], key: str) -> str | None:
    return None if obj.get(key) is None else _string(obj, key)


def _integer(obj: dict[str, Any], key: str) -> int:
    value = obj.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ArticleError("{key}: not a whole number", key=key)
    return value


def _one_of(obj: dict[str, Any], key: str, allowed: tuple[Any, ...]) -> Any:
    value = obj.get(key)
    if value not in allowed:
        raise ArticleError(
            "{key}: {value!r} is none of {allowed}",
            key=key,
            value=str(value)[:40],
            allowed=", ".join(allowed),
        )
    return value
