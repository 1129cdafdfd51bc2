"""Grouping a batch of new articles into stories, as they enter the index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from store.archive import Archive
from store.article import Article
from store.errors import StoreError
from store.search import schema
from store.search.index import IndexWriter
from store.search.terms import Terms
from store.stories import letters, same_story, shingles


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article with what its own text decides.

    ``body`` and ``sketch`` are those of ``store.stories``, ``terms`` go into the index.
    ``imported``: it came with its story, from another store.
    """

    article: Article
    body: str
    sketch: tuple[int, ...]
    terms: Terms
    imported: bool = False


def index_in_stories(
    writer: IndexWriter, archive: Archive, prepared: Iterable[Prepared]
) -> list[Article]:
    """Index ``prepared``, each under its story; articles of one batch can be one story."""
    told = []
    bodies: dict[int, str] = {}
    # FTS5 writes out what it has gathered whenever a row number is lower than the last.
    for new in sorted(prepared, key=lambda p: schema.first_row(p.article.published)):
        article = new.article
        mine = None
        for rid, id, day, story in () if new.imported else writer.alike(new.sketch):
            other = bodies.get(rid)
            if other is None and (kept := _kept(archive, day, id)):
                other = letters(kept.blocks)
            mine = mine or shingles(new.body)
            if other is not None and same_story(mine, shingles(other)):
                article = replace(article, story=story)
                break
        bodies[writer.add(article, new.sketch, new.terms)] = new.body
        told.append(article)
    return told


def _kept(archive: Archive, day: str, id: str) -> Article | None:
    try:
        return archive.get(day, id)
    except StoreError:
        return None
