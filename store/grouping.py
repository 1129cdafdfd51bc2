"""Grouping a batch of new articles into stories, as they enter the index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from store.archive import Archive
from store.article import Article
from store.errors import StoreError
from store.search import schema
from store.search.index import IndexWriter
from store.stories import letters, same_story, shingles, sketch


def index_in_stories(
    writer: IndexWriter, archive: Archive, articles: Iterable[Article]
) -> list[Article]:
    """Index ``articles``, each under its story; articles of one batch can be one story."""
    told = []
    bodies: dict[int, str] = {}
    # FTS5 writes out what it has gathered whenever a row number is lower than the last.
    for article in sorted(articles, key=lambda a: schema.first_row(a.published)):
        body = letters(article.blocks)
        hashes = sketch(body)
        mine = None
        for rid, id, day, story in writer.alike(hashes):
            other = bodies.get(rid)
            if other is None and (kept := _kept(archive, day, id)):
                other = letters(kept.blocks)
            mine = mine or shingles(body)
            if other is not None and same_story(mine, shingles(other)):
                article = replace(article, story=story)
                break
        bodies[writer.add(article, hashes)] = body
        told.append(article)
    return told


def _kept(archive: Archive, day: str, id: str) -> Article | None:
    try:
        return archive.get(day, id)
    except StoreError:
        return None
