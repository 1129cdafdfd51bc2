"""Articles out of a store: lines of JSON, Markdown, a table of mentions, a graph of actors."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import orjson

from store.article import Article, Mention, counted_as, to_json

COLUMNS = (
    "article", "title", "source", "published", "story",
    "block", "start", "end", "text", "kind", "actor", "name",
)  # fmt: skip
"""The table of mentions: ``block`` and offsets as in the article's JSON form."""


def json_lines(articles: Iterable[Article]) -> Iterator[str]:
    """The contract's JSON object of each article; intake reads them back without loss."""
    for article in articles:
        yield orjson.dumps(to_json(article)).decode() + "\n"


def table(articles: Iterable[Article]) -> Iterator[str]:
    """CSV (RFC 4180) with a row a mention.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for article in articles:
        for m in article.mentions:
            text = article.text_of(m.block)[m.start : m.end]
            head = (article.id, article.title, article.source, article.published, article.story)
            tail = (m.block, m.start, m.end, text, m.kind, m.actor, m.name)
            writer.writerow(_cell(value) for value in (*head, *tail))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if buffer.getvalue():
        yield buffer.getvalue()


def graph(articles: Iterable[Article]) -> Iterator[str]:
    """GraphML: a node an actor, an edge between two that articles name together.

    ``articles`` of a node: how many name it; ``weight`` of an edge: how many name both.
    """
    found = _Graph({}, Counter(), Counter())
    for article in articles:
        found.take(article)
    yield _GRAPH_HEAD
    numbers = {actor: number for number, actor in enumerate(found.named)}
    for actor, mention in found.named.items():
        data = (
            ("name", mention.name),
            ("kind", mention.kind),
            ("actor", mention.actor or ""),
            ("articles", str(found.articles[actor])),
        )
        yield f'<node id="n{numbers[actor]}">{_data(data)}</node>\n'
    for (one, other), weight in found.together.items():
        ends = f'source="n{numbers[one]}" target="n{numbers[other]}"'
        yield f"<edge {ends}>{_data((('weight', str(weight)),))}</edge>\n"
    yield "</graph>\n</graphml>\n"


@dataclass(frozen=True, slots=True)
class _Graph:
    named: dict[str, Mention]
    articles: Counter[str]
    together: Counter[tuple[str, str]]

    def take(self, article: Article) -> None:
        here: dict[str, Mention] = {}
        for mention in article.mentions:
            here.setdefault(counted_as(mention), mention)
        for actor, mention in here.items():
            self.named.setdefault(actor, mention)
        self.articles.update(here.keys())
        self.together.update(combinations(sorted(here), 2))


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _data(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f"<data key={quoteattr(key)}>{escape(text)}</data>" for key, text in pairs)


# Spreadsheets set to Chinese or Japanese take the full-width signs too.
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_GRAPH_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="name" for="node" attr.name="name" attr.type="string"/>
<key id="kind" for="node" attr.name="kind" attr.type="string"/>
<key id="actor" for="node" attr.name="actor" attr.type="string"/>
<key id="articles" for="node" attr.name="articles" attr.type="int"/>
<key id="weight" for="edge" attr.name="weight" attr.type="int"/>
<graph edgedefault="undirected">
"""
