"""Tantivy over jieba's words: ``pip install tantivy``, which nothing else here needs.

A run that jieba cuts into several words is a phrase of them, which is what tantivy's own query
parser makes of it.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from store.folding import fold
from store.search.tree import All, AnyOf, Node, Not, Text
from tests.benchmarks.rivals.rival import ROWS, Corpus, is_text, once

_MEMORY = 256 << 20


def installed() -> bool:
    return importlib.util.find_spec("tantivy") is not None


class Words:
    name = "tantivy, jieba"

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        import jieba
        import tantivy

        jieba.setLogLevel("ERROR")
        jieba.initialize()
        self._tantivy = tantivy
        self._heads = corpus.heads
        builder = tantivy.SchemaBuilder()
        for column in ("title", "body"):
            builder.add_text_field(column, tokenizer_name="whitespace", index_option="position")
        builder.add_integer_field("number", fast=True)
        self._schema = builder.build()

        def make(folder: Path) -> None:
            index = tantivy.Index(self._schema, path=str(folder))
            writer = index.writer(_MEMORY, 1)
            for at, (title, body) in enumerate(zip(corpus.titles, corpus.bodies, strict=True)):
                texts = {"title": " ".join(_cut(title)), "body": " ".join(_cut(body))}
                writer.add_document(tantivy.Document(number=at, **texts))
            writer.commit()
            writer.wait_merging_threads()

        self.built = once(folder, make)
        self._searcher = tantivy.Index.open(str(folder)).searcher()

    def asks(self, node: Node) -> bool:
        return is_text(node)

    def first(self, node: Node) -> list[Any]:
        return [self._heads[at] for at in self._newest(node, ROWS)]

    def every(self, node: Node) -> set[int]:
        return set(self._newest(node, len(self._heads)))

    def _newest(self, node: Node, limit: int) -> list[int]:
        query = self._query(node)
        found = self._searcher.search(query, limit, count=False, order_by_field="number")
        return [number for number, _ in found.hits]

    def _query(self, node: Node) -> Any:
        query, occur = self._tantivy.Query, self._tantivy.Occur
        match node:
            case Text(text, _, column):
                words = _cut(fold(text))
                each = [self._phrase(c, words) for c in ([column] if column else ("title", "body"))]
                return query.boolean_query([(occur.Should, one) for one in each])
            case AnyOf(nodes):
                return query.boolean_query([(occur.Should, self._query(n)) for n in nodes])
            case Not():
                return self._query(All((node,)))
            case All(nodes):
                wanted = [(occur.Must, self._query(n)) for n in nodes if not isinstance(n, Not)]
                barred = [(occur.MustNot, self._query(n.node)) for n in nodes if isinstance(n, Not)]
                return query.boolean_query(
                    [*(wanted or [(occur.Must, query.all_query())]), *barred]
                )
        raise AssertionError(node)

    def _phrase(self, column: str, words: list[str]) -> Any:
        query = self._tantivy.Query
        if len(words) == 1:
            return query.term_query(self._schema, column, words[0], "basic")
        return query.phrase_query(self._schema, column, words)


def _cut(text: str) -> list[str]:
    import jieba

    return [word for word in jieba.cut(text) if not word.isspace()]
