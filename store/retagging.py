"""Tagging again: the names of articles found anew with the lexicon as it is now.

The newest articles come first. Each batch is whole or not there, and what is done says so by its
version, so that a run that was killed is simply begun again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from store.actors.lexicon import Lexicon
from store.actors.owner import newest, store_lexicon
from store.archive import Archive
from store.article import Article
from store.day_file import UNDATED
from store.errors import RefusedError
from store.pipeline import CHUNK, CHUNK_LETTERS, in_batches, prepared
from store.preparing import Preparation, Preparer
from store.search import schema
from store.search.healing import Progress, writing

BATCH_ARTICLES = 200
BATCH_LETTERS = 400_000
"""Small, so that what people read now is right soon: a batch rewrites few days twice."""

LOOKED_AT = 2000
"""Articles that need nothing are passed over, but not more of them without telling."""


@dataclass(frozen=True, slots=True)
class RetagReport:
    """What became of it: articles tagged again, and how many of them have other names now."""

    retagged: int = 0
    changed: int = 0
    refused: tuple[RefusedError, ...] = ()

    def __add__(self, other: RetagReport) -> RetagReport:
        return RetagReport(
            self.retagged + other.retagged,
            self.changed + other.changed,
            self.refused + other.refused,
        )


@dataclass(slots=True)
class _Chunk:
    """Articles to tag again, and how many were looked at for them."""

    articles: list[Article] = field(default_factory=list)
    letters: int = 0
    looked_at: int = 0


_Made: TypeAlias = tuple[_Chunk, list[Preparation]]


def retag(
    store: Path,
    wanted: Mapping[str, Collection[str]] | None = None,
    *,
    everything: bool = False,
    progress: Progress | None = None,
) -> RetagReport:
    """Tag the articles again that another version of the lexicon tagged.

    ``wanted``: ids by day file, instead of all there are. ``everything``: those of this version
    too. Safe beside other writers and readers. Raises ``StoreError`` when the store can't be
    written; batches before stay.
    """
    retagger = _Retagger(store, wanted, everything)
    report = retagger.start()
    done = 0
    if progress:
        progress(done, retagger.total)
    with Preparer(retagger.lexicon) as preparer, ThreadPoolExecutor(1) as thread:
        made = prepared(retagger.chunks(), lambda chunk: preparer.tag(chunk.articles), preparer)
        for batch, looked_at in in_batches(
            thread,
            retagger.write,
            made,
            _measure,
            articles=BATCH_ARTICLES,
            letters=BATCH_LETTERS,
        ):
            report += batch
            done += looked_at
            if progress:
                progress(done, max(done, retagger.total))
    retagger.finish()
    if progress:
        progress(done, done)
    return report


def _measure(made: _Made) -> tuple[int, int]:
    return len(made[0].articles), made[0].letters


class _Retagger:
    """One store that is tagged again."""

    def __init__(
        self, store: Path, wanted: Mapping[str, Collection[str]] | None, everything: bool
    ) -> None:
        self.store = store
        self.archive = Archive(store)
        self.lexicon: Lexicon = store_lexicon(store)
        self.wanted = wanted
        self.everything = everything
        self.total = 0
        self.damaged: set[Path] = set()

    def start(self) -> RetagReport:
        """Bring the index in step; says which day files can't be rewritten."""
        with writing(self.store, self.archive, self.lexicon) as (writer, healing):
            if self.wanted is None:
                (self.total,) = writer.db.execute("SELECT count(*) FROM head").fetchone()
            else:
                self.total = sum(map(len, self.wanted.values()))
        self.damaged = {damage.path for damage in healing.damage}
        return RetagReport(
            refused=tuple(RefusedError(str(d.path), d.reason) for d in healing.damage)
        )

    def chunks(self) -> Iterator[_Chunk]:
        """What is to be tagged, the newest days first; the days are read without any lock."""
        days = self.archive.days().keys() if self.wanted is None else self.wanted.keys()
        chunk = _Chunk()
        for day in sorted(days, key=lambda day: (day != UNDATED, day), reverse=True):
            if self.archive.path(day) in self.damaged:
                continue
            for article in reversed(self.archive.read(day).articles):
                # A file that was given another day's name is nobody's to rewrite.
                if (article.day or UNDATED) != day:
                    continue
                if self.wanted is not None and article.id not in self.wanted[day]:
                    continue
                chunk.looked_at += 1
                if self.everything or article.lexicon != self.lexicon.version:
                    chunk.articles.append(article)
                    chunk.letters += sum(len(b.text) for b in article.blocks)
                if (
                    len(chunk.articles) >= CHUNK
                    or chunk.letters >= CHUNK_LETTERS
                    or chunk.looked_at >= LOOKED_AT
                ):
                    yield chunk
                    chunk = _Chunk()
        if chunk.looked_at:
            yield chunk

    def write(self, batch: list[_Made]) -> tuple[RetagReport, int]:
        """Write one batch, in the archive and then in the index; and how many were looked at."""
        looked_at = sum(chunk.looked_at for chunk, _ in batch)
        found = [
            (article, made.mentions or ())
            for chunk, prepared in batch
            for article, made in zip(chunk.articles, prepared, strict=True)
        ]
        if not found:
            return RetagReport(), looked_at
        # The index takes the names its owner gives by now; articles say what they were tagged by.
        lexicon = newest(self.store, self.lexicon)
        with writing(self.store, self.archive, lexicon) as (writer, healing):
            damaged = {damage.path for damage in healing.damage}
            fine = [(a, names) for a, names in found if self._path(a) not in damaged]
            writer.begin()
            try:
                renamed = self.archive.rename(fine, self.lexicon.version)
                # FTS5 writes out what it has gathered whenever a row number is lower.
                renamed.sort(key=lambda pair: schema.first_row(pair[1].published))
                for _, after in renamed:
                    writer.rename(after)
                for day in {article.day or UNDATED for article, _ in fine}:
                    writer.sign(day, self.archive.signature(day))
                writer.commit()
            finally:
                writer.rollback()
        changed = sum(before.mentions != after.mentions for before, after in renamed)
        return RetagReport(len(renamed), changed), looked_at

    def finish(self) -> None:
        """Nobody is listed any more whom no article names now."""
        lexicon = newest(self.store, self.lexicon)
        with writing(self.store, self.archive, lexicon) as (writer, _):
            writer.begin()
            try:
                writer.forget_nobodies(lexicon)
                writer.commit()
            finally:
                writer.rollback()

    def _path(self, article: Article) -> Path:
        return self.archive.path(article.day or UNDATED)
