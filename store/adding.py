"""Adding articles: drafts in, archive and index out, in batches that are whole or not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from store.actors.lexicon import Lexicon, load_lexicon
from store.actors.tagger import Tagger, tag_draft
from store.archive import UNDATED, Archive
from store.article import Article, Draft, article_id
from store.errors import RefusedError
from store.folding import is_traditional
from store.grouping import index_in_stories
from store.search import schema
from store.search.healing import writing
from store.search.index import IndexWriter

BATCH_ARTICLES = 5000
BATCH_LETTERS = 8_000_000
"""A batch rewrites each touched day once, so large ones are cheap; a letter in a batch takes
about 30 bytes of memory."""


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


def add(
    store: Path,
    items: Iterable[Draft | RefusedError],
    *,
    dry_run: bool = False,
    progress: Callable[[AddReport], None] | None = None,
) -> AddReport:
    """Add drafts to the store at ``store`` (made if it isn't there); known ones change nothing.

    ``progress`` is called with the report so far after each batch. Safe beside other writers and
    readers. Raises ``StoreError`` when the store can't be written; batches reported before stay.
    """
    adder = _Adder(store, dry_run)
    report = AddReport()
    for drafts, refused in _batches(items):
        report += adder.add(drafts) + AddReport(refused=tuple(refused))
        if progress:
            progress(report)
    return report


def _batches(
    items: Iterable[Draft | RefusedError],
) -> Iterator[tuple[list[Draft], list[RefusedError]]]:
    drafts: list[Draft] = []
    refused: list[RefusedError] = []
    size = 0
    for item in items:
        if isinstance(item, RefusedError):
            refused.append(item)
            continue
        drafts.append(item)
        size += sum(len(b.text) for b in item.blocks)
        if len(drafts) >= BATCH_ARTICLES or size >= BATCH_LETTERS:
            yield drafts, refused
            drafts, refused, size = [], [], 0
    if drafts or refused:
        yield drafts, refused


_taggers: dict[str, Tagger] = {}


def _tagger(lexicon: Lexicon) -> Tagger:
    """Half a second to make, so made with the first article that is new, and kept by version."""
    if lexicon.version not in _taggers:
        _taggers.clear()
        _taggers[lexicon.version] = Tagger(lexicon)
    return _taggers[lexicon.version]


class _Adder:
    """What every batch needs."""

    def __init__(self, store: Path, dry_run: bool) -> None:
        self.store = store
        self.archive = Archive(store)
        self.dry_run = dry_run
        self.lexicon = load_lexicon()

    def add(self, drafts: list[Draft]) -> AddReport:
        by_id: dict[str, Draft] = {}
        for draft in drafts:
            by_id.setdefault(article_id(draft), draft)
        # Tagging is the slow part: it is done outside the lock, for what looks new.
        known = self._known(by_id)
        fresh = [self._article(id, d) for id, d in by_id.items() if id not in known]
        report = AddReport(known=len(drafts) - len(fresh))
        return report + self._write(fresh) if fresh else report

    def _known(self, ids: Iterable[str]) -> set[str]:
        with self._index() as (writer, _):
            return {id for id in ids if writer.has(id)}

    def _write(self, fresh: list[Article]) -> AddReport:
        with self._index() as (writer, damaged):
            new = [a for a in fresh if not writer.has(a.id)]
            fine = [a for a in new if self._path(a) not in damaged]
            refused = tuple(
                RefusedError(a.title, f"{self._path(a)} is damaged; nothing is added to it")
                for a in new
                if self._path(a) in damaged
            )
            writer.begin()
            try:
                told = index_in_stories(writer, self.archive, fine)
                if not self.dry_run:
                    self.archive.put(told)
                    for day in {a.day or UNDATED for a in told}:
                        writer.sign(day, self.archive.signature(day))
                    writer.commit()
            finally:
                writer.rollback()
        return AddReport(
            added=len(told),
            known=len(fresh) - len(new),
            reprints=sum(1 for a in told if a.story != a.id),
            refused=refused,
        )

    def _path(self, article: Article) -> Path:
        return self.archive.path(article.day or UNDATED)

    @contextmanager
    def _index(self) -> Iterator[tuple[IndexWriter, set[Path]]]:
        """The index under the archive's lock, and the day files nothing may be added to."""
        if self.dry_run and not self.archive.folder.exists():
            yield IndexWriter(schema.open_to_write(None), self.lexicon), set()
            return
        with writing(self.store, self.archive, self.lexicon) as (writer, healing):
            yield writer, {d.path for d in healing.damage}

    def _article(self, id: str, draft: Draft) -> Article:
        sample = (draft.title + "".join(b.text for b in draft.blocks[:9]))[:400]
        return Article(
            id=id,
            title=draft.title,
            source=draft.source,
            url=draft.url,
            authors=draft.authors,
            published=draft.published,
            added=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            script="hant" if is_traditional(sample) else "hans",
            blocks=draft.blocks,
            mentions=tag_draft(_tagger(self.lexicon), draft),
            story=id,
            lexicon=self.lexicon.version,
        )
