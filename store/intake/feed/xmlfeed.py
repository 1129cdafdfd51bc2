"""RSS, RDF and Atom to items.

A feed is flat: a channel, entries in it, fields in those. So its tags are read in one pass as
they come, well-formed or not, and what is inside a field is cut out and unescaped once. There are
no entities to expand, no depth and no address to open, and the time is linear. The parsers there
are don't give that: feedparser takes minutes over an author's name of 300 kB, and libxml2 loses
every entry after one with unescaped HTML in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from store.errors import RefusedError
from store.intake.feed.item import ENTRIES, Body, Channel, Item, joined
from store.intake.feed.xmltext import from_root, root_of
from store.intake.markup import unescape
from store.message import Message

TAG_LENGTH = 4000
"""Longest tag, in code points; a longer one is text."""

FIELDS = 100
"""Most fields of one entry read."""

_ROOTS = ("rss", "feed", "rdf", "RDF")


def is_xml_feed(text: str) -> bool:
    """Whether decoded text is an RSS, RDF or Atom feed, junk before its prologue or not."""
    return root_of(text, _ROOTS) is not None


def read_xml(text: str, name: str) -> Channel:
    """The items of a feed.

    Raises ``RefusedError`` under ``name`` for what is no feed, declares entities, or has more
    than ``ENTRIES`` entries.
    """
    reader = _Reader(from_root(text, name, _ROOTS, Message("a feed")), name)
    reader.read()
    channel = reader.channel
    return Channel(
        channel.text("title"),
        reader.base if reader.atom else channel.link(),
        tuple(map(_item, reader.entries)),
    )


@dataclass(slots=True)
class _Field:
    """An element of a channel or an entry; ``raw`` is its inside as written."""

    key: str
    attributes: dict[str, str]
    raw: str = ""


@dataclass(slots=True)
class _Fields:
    """The fields of a channel or an entry, in their order."""

    base: str = ""
    about: str | None = None
    fields: list[_Field] = field(default_factory=list)

    def texts(self, *keys: str) -> Iterator[str]:
        """What stands in the fields of these names: the first name's first."""
        for key in keys:
            for one in self.fields:
                if one.key == key and (text := inside(one.raw).strip()):
                    yield text

    def text(self, *keys: str) -> str | None:
        return next(self.texts(*keys), None)

    def link(self) -> str | None:
        """The page this is about, not the feed itself, its pictures or its comments."""
        for one in self.fields:
            if one.key == "link":
                if one.attributes.get("rel", "alternate") != "alternate":
                    continue
                if href := one.attributes.get("href") or inside(one.raw).strip():
                    return joined(one.attributes.get("xml:base"), href)
        return None


class _Reader:
    """One pass over the tags of a feed."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.channel = _Fields()
        self.entries: list[_Fields] = []
        self.base: str | None = None
        self.atom = False
        self._prefixes = dict(_PREFIXES)
        self._entry: _Fields | None = None
        self._open: tuple[_Field, str, int] | None = None  # with its tag's name and its start

    def read(self) -> None:
        for tag in _TOKEN.finditer(self.text):
            name = tag["name"]
            if name is None:
                continue
            key = self._key(name)
            if self._open is not None and not self._closes(key, name, tag):
                continue
            if tag["end"]:
                if key in _ENTRIES:
                    self._entry = None
                continue
            if key in _READ or "xmlns" in tag["attributes"]:
                self._start(key, name, tag)
        if self._open is not None:
            self._keep(len(self.text))

    def _closes(self, key: str, name: str, tag: re.Match[str]) -> bool:
        """End the open field if ``tag`` does; False while the field goes on."""
        assert self._open is not None
        opened, its_name, _ = self._open
        if tag["end"] and name.lower() == its_name:
            self._keep(tag.start())
            return True
        # A field left open ends with its entry, a short one also where the next begins.
        if key in _ENTRIES or (opened.key in _SHORT and not tag["end"] and key in _READ):
            self._keep(tag.start())
            return True
        return False

    def _start(self, key: str, name: str, tag: re.Match[str]) -> None:
        attributes = _attributes(tag["attributes"])
        for attribute, value in attributes.items():
            if attribute.startswith("xmlns:"):
                self._prefixes[attribute[6:]] = _group(value)
        if key in _ROOTS:
            self.base = attributes.get("xml:base")
            self.atom = key == "feed"
        elif key in _ENTRIES:
            if len(self.entries) == ENTRIES:
                raise RefusedError(
                    self.name, "a feed of more than {entries:,} entries", entries=ENTRIES
                )
            self._entry = _Fields(attributes.get("xml:base", ""), attributes.get("rdf:about"))
            self.entries.append(self._entry)
        elif key in _FIELDS:
            self._open = (_Field(key, attributes), name.lower(), tag.end())
            if tag["empty"]:
                self._keep(tag.end())

    def _keep(self, end: int) -> None:
        assert self._open is not None
        opened, _, start = self._open
        self._open = None
        opened.raw = self.text[start:end]
        fields = (self._entry or self.channel).fields
        if len(fields) < FIELDS:
            fields.append(opened)

    def _key(self, name: str) -> str:
        prefix, colon, local = name.lower().rpartition(":")
        group = self._prefixes.get(prefix, prefix) if colon else ""
        return f"{group}:{local}" if group else local


def inside(raw: str) -> str:
    """The text or HTML that the inside of a field means."""
    parts: list[str] = []
    position = 0
    markup = False
    for token in _TOKEN.finditer(raw):
        if token["name"] is not None:
            markup = True
            break
        parts += (unescape(raw[position : token.start()]), token["data"] or "")
        position = token.end()
    if not markup:
        return "".join((*parts, unescape(raw[position:])))
    # XHTML, or HTML that nobody escaped: it is markup as it stands.
    return _DATA.sub(lambda m: m["data"], _XHTML.sub(r"<\1", raw))


def _item(entry: _Fields) -> Item:
    ids = entry.texts("guid", "id")
    named = (text for text in (*ids, entry.about or "") if _ADDRESS.match(text))
    link = entry.text("feedburner:origlink") or entry.link() or next(named, None)
    return Item(
        title=entry.text("title", "dc:title"),
        link=joined(entry.base, link) if link else None,
        source=next(_within(entry, "source", "title"), None) or entry.text("dc:source"),
        authors=tuple(_authors(entry)),
        dates=tuple(entry.texts(*_DATES)),
        bodies=tuple(_bodies(entry)),
    )


def _authors(entry: _Fields) -> Iterator[str]:
    for author in (*_within(entry, "author", "name"), *entry.texts("dc:creator", "dc:author")):
        # RSS asks for an address, with the name in brackets after it.
        mail = _MAIL.match(author)
        yield mail[1] if mail else author


def _within(entry: _Fields, key: str, inner: str) -> Iterator[str]:
    """What stands in the first ``inner`` element of a field, or in a field without elements."""
    for one in entry.fields:
        if one.key == key:
            tags = [t for t in _TOKEN.finditer(one.raw) if t["name"]]
            names = [tag["name"].rpartition(":")[2].lower() for tag in tags]
            if not tags:
                yield inside(one.raw).strip()
            elif inner in names:
                at = names.index(inner)
                end = tags[at + 1].start() if at + 1 < len(tags) else len(one.raw)
                yield inside(one.raw[tags[at].end() : end]).strip()


def _bodies(entry: _Fields) -> Iterator[Body]:
    for one in entry.fields:
        kind = one.attributes.get("type", "").lower()
        # Atom also carries pictures and programs as content.
        readable = one.key != "content" or "/" not in kind or kind.endswith(("html", "xml", "text"))
        if one.key in _BODIES and readable and (text := inside(one.raw).strip()):
            yield Body(text, whole=_BODIES[one.key])


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = match["double"] if match["double"] is not None else match["single"]
        found.setdefault(match["name"].lower(), unescape(value).strip())
    return found


def _group(namespace: str) -> str:
    """What a namespace is called here; "" for those of RSS and Atom themselves."""
    return next((name for part, name in _NAMESPACES if part in namespace.lower()), namespace)


def _keys(*names: str) -> frozenset[str]:
    return frozenset(" ".join(names).split())


# The fuller first: the namespaces of RSS's modules begin with RSS's own.
_NAMESPACES = (
    ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/rss/1.0/modules", "module"),
    ("purl.org/dc/elements", "dc"),
    ("purl.org/dc/terms", "dcterms"),
    ("feedburner", "feedburner"),
    ("w3.org/1999/02/22-rdf", "rdf"),
    ("purl.org/rss/1.0", ""),
    ("w3.org/2005/atom", ""),
    ("purl.org/atom/ns", ""),
    ("my.netscape.com/rdf", ""),
    ("backend.userland.com", ""),
)
# What prefixes mean where they aren't declared.
_PREFIXES = {"atom": "", "rss": "", "rdf": "rdf"}
_ENTRIES = _keys("item entry")
_BODIES = {"content:encoded": True, "content": True, "description": False, "summary": False}
_DATES = (
    *("pubdate", "published", "issued", "dcterms:issued", "dc:date", "created", "dcterms:created"),
    *("updated", "modified", "dcterms:modified", "lastbuilddate"),
)
_SHORT = _keys("title link guid id dc:creator dc:source feedburner:origlink", *_DATES)
# Read, or passed over with all that is in it.
_OTHERS = _keys("author source dc:title dc:author contributor image textinput")
_FIELDS = _SHORT | _OTHERS | _BODIES.keys()
_READ = _FIELDS | _ENTRIES | _keys("rss feed rdf:rdf")

_TOKEN = re.compile(
    r"<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    rf"|<(?P<end>/?)(?P<name>[A-Za-z_][\w.:-]{{0,80}})(?P<attributes>(?:\s[^<>]{{0,{TAG_LENGTH}}}?)?)"
    r"(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"(?<![\w.:-])(?P<name>[\w.:-]++)\s*+=\s*+"
    r"(?:\"(?P<double>[^\"]*+)(?:\"|\Z)|'(?P<single>[^']*+)(?:'|\Z))"
)
_DATA = re.compile(r"<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)", re.DOTALL)
_XHTML = re.compile(r"<(/?)xhtml:", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@()]{1,80}@[^\s()]{1,80}\s*\(([^()]{1,80})\)\s*\Z")
