"""Adding articles: drafts in, archive and index out, in batches that are whole or not there."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from store.actors.owner import newest, store_lexicon
from store.archive import Archive
from store.article import Article, Draft, article_id
from store.day_file import UNDATED
from store.errors import RefusedError
from store.grouping import Prepared, index_in_stories
from store.pipeline import CHUNK, CHUNK_LETTERS, batches, in_batches, prepared
from store.preparing import Preparation, Preparer
from store.search import schema
from store.search.healing import writing
from store.search.index import IndexWriter
from store.search.reader import Reader

Item: TypeAlias = Draft | Article | RefusedError
"""What intake yields. An ``Article`` comes from another store and keeps its id, its names, its
story and the time it was added there."""

BATCH_ARTICLES = 2000
BATCH_LETTERS = 4_000_000
"""A batch rewrites each touched day once, so large ones are cheap; a letter in a batch takes
about 30 bytes of memory."""
BATCH_READY = 0.25
"""The share of a batch that is worth opening the index for while the writer would be idle."""


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of the input; ``reprints`` are those of the added that retell a known story."""

    added: int = 0
    known: int = 0
    reprints: int = 0
    refused: tuple[RefusedError, ...] = ()

    def __add__(self, other: AddReport) -> AddReport:
        return AddReport(
            self.added + other.added,
            self.known + other.known,
            self.reprints + other.reprints,
            self.refused + other.refused,
        )


@dataclass(slots=True)
class _Chunk:
    """A piece of the input: what is new in it by id, and what became of the rest."""

    fresh: dict[str, Draft | Article] = field(default_factory=dict)
    known: int = 0
    refused: list[RefusedError] = field(default_factory=list)


def add(
    store: Path,
    items: Iterable[Item],
    *,
    dry_run: bool = False,
    progress: Callable[[AddReport], None] | None = None,
) -> AddReport:
    """Add items to the store at ``store`` (made if it isn't there); known ones change nothing.

    ``progress`` is called with the report so far after each batch. Safe beside other writers and
    readers. Raises ``StoreError`` when the store can't be written; batches reported before stay.
    """
    adder = _Adder(store, dry_run)
    report = AddReport()
    # Written in a thread, which leaves the rest of the core to reading: SQLite needs no Python.
    with Preparer(adder.lexicon) as preparer, ThreadPoolExecutor(1) as thread:
        made = _prepared(adder, adder.chunks(items), preparer)
        for done in in_batches(
            thread,
            adder.write,
            made,
            _measure,
            articles=BATCH_ARTICLES,
            letters=BATCH_LETTERS,
            ready=BATCH_READY,
        ):
            report += done
            if progress:
                progress(report)
    return report


_Made: TypeAlias = tuple[_Chunk, list[Prepared]]


def _prepared(adder: _Adder, chunks: Iterator[_Chunk], preparer: Preparer) -> Iterator[_Made]:
    def submit(chunk: _Chunk) -> Future[list[Preparation]]:
        return preparer.submit(list(chunk.fresh.values()))

    for chunk, found in prepared(chunks, submit, preparer):
        pairs = zip(chunk.fresh.items(), found, strict=True)
        yield chunk, [adder.article(id, item, made) for (id, item), made in pairs]


def _measure(made: _Made) -> tuple[int, int]:
    """The articles and letters of a prepared chunk."""
    return len(made[1]), sum(len(b.text) for p in made[1] for b in p.article.blocks)


class _Adder:
    """One store that is being added to."""

    def __init__(self, store: Path, dry_run: bool) -> None:
        self.store = store
        self.archive = Archive(store)
        self.dry_run = dry_run
        self.lexicon = store_lexicon(store)
        self.seen: set[str] = set()
        self.written: deque[list[str]] = deque()

    def chunks(self, items: Iterable[Item]) -> Iterator[_Chunk]:
        """The input in pieces, what the store has already told from what it hasn't."""
        with self._index():
            # Day files changed by hand are taken in first: what was deleted isn't known.
            pass
        for piece in _pieces(items):
            chunk = _Chunk(refused=[i for i in piece if isinstance(i, RefusedError)])
            wanted = {
                i.id if isinstance(i, Article) else article_id(i): i
                for i in reversed(piece)
                if not isinstance(i, RefusedError)
            }
            # What this input held already may not have been written yet; what has been is known.
            while self.written:
                self.seen.difference_update(self.written.popleft())
            known = self._known(wanted) | (self.seen & wanted.keys())
            chunk.fresh = {id: wanted[id] for id in reversed(wanted) if id not in known}
            chunk.known = len(piece) - len(chunk.refused) - len(chunk.fresh)
            self.seen |= chunk.fresh.keys()
            yield chunk

    def write(self, batch: Sequence[_Made]) -> AddReport:
        """Write one batch: in the archive, then in the index, both under the archive's lock."""
        report = AddReport(
            known=sum(chunk.known for chunk, _ in batch),
            refused=tuple(refused for chunk, _ in batch for refused in chunk.refused),
        )
        prepared = [p for _, made in batch for p in made]
        if prepared:
            report += self._write(prepared)
            self.written.append([p.article.id for p in prepared])
        return report

    def _write(self, prepared: Sequence[Prepared]) -> AddReport:
        with self._index() as (writer, damaged):
            new = [p for p in prepared if not writer.has(p.article.id)]
            fine = [p for p in new if self._path(p.article) not in damaged]
            refused = tuple(
                RefusedError(
                    p.article.title, "{path} is damaged; nothing is added to it", path=path
                )
                for p in new
                if (path := self._path(p.article)) in damaged
            )
            writer.begin()
            try:
                told = index_in_stories(writer, self.archive, fine, damaged)
                if not self.dry_run:
                    # First the old, so that after a kill in between the new come again.
                    self.archive.retell(told.changed)
                    self.archive.put(told.new)
                    for day in {a.day or UNDATED for a in told.new + told.changed}:
                        writer.sign(day, self.archive.signature(day))
                    writer.commit()
            finally:
                writer.rollback()
        return AddReport(
            added=len(told.new),
            known=len(prepared) - len(new),
            reprints=sum(1 for a in told.new if a.story != a.id),
            refused=refused,
        )

    def article(self, id: str, item: Draft | Article, found: Preparation) -> Prepared:
        if isinstance(item, Article):
            return Prepared(item, found.sketch, found.terms, imported=True)
        article = Article(
            id=id,
            title=item.title,
            source=item.source,
            url=item.url,
            authors=item.authors,
            published=item.published,
            added=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            script="hant" if found.traditional else "hans",
            blocks=item.blocks,
            mentions=found.mentions or (),
            story=id,
            lexicon=self.lexicon.version,
        )
        return Prepared(article, found.sketch, found.terms)

    def _known(self, ids: Iterable[str]) -> set[str]:
        reader = Reader(schema.current(self.store / "index"))
        try:
            return {id for id in ids if reader.one("SELECT 1 FROM head WHERE id = ?", (id,))}
        finally:
            reader.close()

    def _path(self, article: Article) -> Path:
        return self.archive.path(article.day or UNDATED)

    @contextmanager
    def _index(self) -> Iterator[tuple[IndexWriter, set[Path]]]:
        """The index under the archive's lock, and the day files nothing may be added to."""
        if self.dry_run and not self.archive.folder.exists():
            yield IndexWriter(schema.open_to_write(None), self.lexicon), set()
            return
        # The index takes the names its owner gives by now; articles say what they were tagged by.
        lexicon = newest(self.store, self.lexicon)
        with writing(self.store, self.archive, lexicon) as (writer, healing):
            yield writer, {d.path for d in healing.damage}


def _pieces(items: Iterable[Item]) -> Iterator[list[Item]]:
    def measure(item: Item) -> tuple[int, int]:
        return 1, 0 if isinstance(item, RefusedError) else sum(len(b.text) for b in item.blocks)

    return batches(items, measure, CHUNK, CHUNK_LETTERS)
