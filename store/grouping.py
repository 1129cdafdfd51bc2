"""Grouping new articles into stories as they enter the index.

The stories are what ``store.linkage`` makes of the ties between all articles there are, so they
come out the same in whatever order and batches the articles arrive. A batch is indexed first; then
the articles it is tied to are parted anew, and so is what hung together by something that turned
out boilerplate. Older articles whose story that changes are handed back to be written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from store.archive import Archive
from store.article import Article
from store.errors import StoreError
from store.linkage import names_of, stories_of
from store.search import schema
from store.search.index import IndexWriter
from store.search.terms import Terms
from store.stories import Tie, compare

AROUND = 400
"""Articles that are parted anew at once. In a larger web of ties stories only grow."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article with what its own text decides.

    ``sketch`` is that of ``store.stories``, ``terms`` go into the index.
    ``imported``: it came with its story, from another store, and keeps it.
    """

    article: Article
    sketch: bytes
    terms: Terms
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Grouped:
    """What has to be written: the new articles, and older ones that are in another story now."""

    new: tuple[Article, ...]
    changed: tuple[Article, ...]


def index_in_stories(
    writer: IndexWriter,
    archive: Archive,
    prepared: Iterable[Prepared],
    untouchable: Collection[Path] = (),
) -> Grouped:
    """Index ``prepared``, each under its story; articles of one batch can be one story.

    Nothing is changed in the day files ``untouchable``: their articles keep their stories.
    """
    grouping = _Grouping(writer)
    # FTS5 writes out what it has gathered whenever a row number is lower than the last.
    for new in sorted(prepared, key=lambda p: schema.first_row(p.article.published)):
        grouping.add(new)
    grouping.part()
    return grouping.result(archive, untouchable)


class _Grouping:
    """One batch."""

    def __init__(self, writer: IndexWriter) -> None:
        self.writer = writer
        self.new: dict[int, Article] = {}
        self.unsettled: set[int] = set()
        self.before: dict[int, str] = {}
        self._tied: dict[int, dict[int, Tie]] = {}

    def add(self, new: Prepared) -> None:
        rid = self.writer.add(new.article, new.sketch, new.terms)
        self.new[rid] = new.article
        if not new.imported:
            self.unsettled.add(rid)

    def part(self) -> None:
        """Part into stories what is new and what it is tied to, and name the parts."""
        ties: dict[int, dict[int, Tie]] = {}
        for seed in sorted(self.unsettled | self.writer.sketches.take_weakened()):
            if seed not in ties:
                for rid, found in self._web(seed).items():
                    ties.setdefault(rid, {}).update(found)
        heads = {rid: self._head(rid) for rid in ties}
        ids = {rid: id for rid, (id, _) in heads.items()}
        names = names_of(
            stories_of({ids[a]: {ids[b]: tie for b, tie in ties[a].items()} for a in ties}),
            dict(heads.values()),
            {ids[rid] for rid in ties.keys() - self.unsettled},
            {id: rid for rid, id in ids.items()},
        )
        for rid, id in ids.items():
            self._move(rid, names[id])

    def result(self, archive: Archive, untouchable: Collection[Path]) -> Grouped:
        """What is to be written; an older article that can't be stays in its story."""
        new = []
        for rid, article in self.new.items():
            story = self._head(rid)[1]
            if story != article.story:
                article = replace(article, story=story)
                self.writer.tell(rid, article)
            new.append(article)
        changed = []
        for rid, before in self.before.items():
            id, story = self._head(rid)
            if story == before:
                continue
            kept = self._kept(archive, rid, id, untouchable)
            if kept is None:
                self._move(rid, before)
            else:
                article = replace(kept, story=story)
                self.writer.tell(rid, article)
                changed.append(article)
        return Grouped(tuple(new), tuple(changed))

    def _web(self, seed: int) -> dict[int, dict[int, Tie]]:
        """All that is tied to an article, directly or through others.

        Where that is too much: the article and what it is most strongly tied to.
        """
        found: defaultdict[int, dict[int, Tie]] = defaultdict(dict)
        found[seed] = {}
        waiting = [seed]
        asked: set[int] = set()
        while waiting:
            rid = waiting.pop()
            if rid in asked:
                continue
            asked.add(rid)
            for other, tie in self._ties(rid).items():
                found[rid][other] = tie
                found[other][rid] = tie.reversed()
                waiting.append(other)
            if len(found) > AROUND:
                mine = found[seed]
                best = max(mine, key=lambda r: (mine[r].kind == "same", mine[r].strength, -r))
                return {seed: {best: mine[best]}, best: {seed: mine[best].reversed()}}
        return found

    def _ties(self, rid: int) -> dict[int, Tie]:
        """What an article is tied to; asked only once the whole batch is in the index."""
        if rid not in self._tied:
            sketches = self.writer.sketches
            mine = sketches.telling(rid)
            found = (
                (other, compare(mine, sketches.telling(other))) for other in sketches.near(rid)
            )
            self._tied[rid] = {other: tie for other, tie in found if tie}
        return self._tied[rid]

    def _head(self, rid: int) -> tuple[str, str]:
        """An article's id and its story."""
        id, story = self.writer.db.execute(
            "SELECT id, story FROM head WHERE rid = ?", (rid,)
        ).fetchone()
        return id, story

    def _move(self, rid: int, story: str) -> None:
        now = self._head(rid)[1]
        if now != story:
            if rid not in self.new:
                self.before.setdefault(rid, now)
            self.writer.move(rid, story)

    def _kept(
        self, archive: Archive, rid: int, id: str, untouchable: Collection[Path]
    ) -> Article | None:
        (day,) = self.writer.db.execute("SELECT day FROM head WHERE rid = ?", (rid,)).fetchone()
        if archive.path(day) in untouchable:
            return None
        try:
            return archive.get(day, id)
        except StoreError:
            return None
