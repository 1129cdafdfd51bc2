"""The archive: one TinyDB file a publication day, the only truth in a store.

Stock TinyDB opens every file; only the ``Storage`` differs. A write goes to a temporary file in
the same folder, is flushed to the disk and renamed over the old one, so a reader (who needs no
lock) sees the old file or the new one, and a kill at any moment leaves one of the two. Writers
take ``articles/.lock`` for the whole read-modify-write; document ids come from the article's id,
so nothing depends on what another process numbered meanwhile.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from store.article import Article, ArticleError, Mention, from_json, to_json
from store.day_file import (
    TABLE,
    UNDATED,
    Damage,
    Day,
    Signature,
    document_id,
    document_of,
    documents_of,
    reason_of,
    signature_of,
    signatures,
)
from store.errors import StoreError, system
from store.identity import identify
from store.intake.hygiene import clean_article
from store.locking import Held, locked, sync_folder
from store.message import Message

if TYPE_CHECKING:
    from tinydb.table import Table

LOCK = ".lock"


class Archive:
    """The ``articles/`` folder of a store."""

    def __init__(self, store: Path) -> None:
        self.folder = store / "articles"

    def path(self, day: str) -> Path:
        """Where the file of a day (``YYYY-MM-DD`` or ``undated``) lies, existing or not."""
        return self.folder / (f"{UNDATED}.json" if day == UNDATED else f"{day[:4]}/{day}.json")

    def days(self) -> dict[str, Signature]:
        """Every day file there is; names that aren't a day's are left alone."""
        found: dict[str, Signature] = {}
        try:
            with os.scandir(self.folder) as years:
                for entry in years:
                    if entry.is_dir():
                        with os.scandir(entry.path) as files:
                            found.update(signatures(files))
                    else:
                        found.update(signatures([entry]))
        except FileNotFoundError:
            pass
        except OSError as error:
            raise StoreError("{path}: {reason}", path=self.folder, reason=system(error)) from error
        return found

    def signature(self, day: str) -> Signature | None:
        try:
            return signature_of(self.path(day).stat())
        except OSError:
            return None

    def read(self, day: str) -> Day:
        """Read one day; broken documents are named and skipped, never raised."""
        path = self.path(day)
        try:
            documents = documents_of(path)
        except (OSError, ValueError) as error:
            return Day(day, (), (Damage(path, reason_of(error)),))
        articles = []
        damage = []
        for number, document in documents.items():
            try:
                articles.append(clean_article(from_json(document)))
            except ArticleError as error:
                damage.append(
                    Damage(path, Message("document {number}: {error}", number=number, error=error))
                )
        return Day(day, tuple(articles), tuple(damage))

    def get(self, day: str, id: str) -> Article | None:
        """One article by id; opens one file and builds one article.

        Raises ``StoreError`` naming the file when it, or the article in it, is broken.
        """
        path = self.path(day)
        try:
            document = document_of(documents_of(path), id)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise StoreError("{path}: {reason}", path=path, reason=reason_of(error)) from error
        if document is None:
            return None
        try:
            return clean_article(from_json(document))
        except ArticleError as error:
            raise StoreError("{path}: {id}: {error}", path=path, id=id, error=error) from error

    def some(self, day: str, ids: Iterable[str]) -> Iterator[Article]:
        """Those of ``ids`` that can be read from one day; opens one file and builds no others."""
        try:
            documents = documents_of(self.path(day))
        except (OSError, ValueError):
            return
        for id in ids:
            with suppress(ArticleError):
                if (document := document_of(documents, id)) is not None:
                    yield clean_article(from_json(document))

    @contextmanager
    def writing(self, *, sweep: bool = True) -> Iterator[Held]:
        """Hold the archive's lock, waiting for other writers; ``StoreError`` if it can't be had.

        What a writer that was killed had half written is taken away first, with ``sweep``.
        """
        with ExitStack() as stack:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                held = stack.enter_context(locked(self.folder / LOCK))
                assert held
                if held.left and sweep:
                    for path in self.half_written():
                        path.unlink(missing_ok=True)
                identify(self.folder)
            except OSError as error:
                raise StoreError(
                    "{path}: {reason}", path=self.folder, reason=reason_of(error)
                ) from error
            yield held

    def half_written(self) -> list[Path]:
        """What nobody will finish, if nobody holds the lock."""
        return sorted([*self.folder.glob(".*.tmp"), *self.folder.glob("*/.*.tmp")])

    def retell(self, articles: Iterable[Article]) -> None:
        """Write the stories of articles that are there, each touched day once.

        Nothing else in their documents changes. Call inside ``writing()``; raises ``StoreError``.
        """

        def change(table: Table, group: list[Article]) -> None:
            stories = {a.id: a.story for a in group}

            def move(document: Mapping[str, Any]) -> None:
                cast("dict[str, Any]", document)["story"] = stories[document["id"]]

            table.update(move, doc_ids=[d.doc_id for d in table if d.get("id") in stories])

        self._write(articles, change)

    def rename(
        self, found: Sequence[tuple[Article, Sequence[Mention]]], lexicon: str
    ) -> list[tuple[Article, Article]]:
        """Give articles other mentions, found with that version of the lexicon, each touched day
        once; nothing else in their documents changes.

        ``found`` has the articles as they were read; one whose text or version is another by now
        is left alone. Returns the others as they were and as they are. Call inside ``writing()``;
        raises ``StoreError``.
        """
        renamed: list[tuple[Article, Article]] = []
        mentions = {(article.day, article.id): names for article, names in found}

        def change(table: Table, group: list[Article]) -> None:
            read = {article.id: article for article in group}

            def move(document: Mapping[str, Any]) -> None:
                try:
                    before = clean_article(from_json(document))
                except ArticleError:
                    return
                was = read[before.id]
                if (before.title, before.blocks) != (was.title, was.blocks):
                    return
                if before.lexicon != was.lexicon:
                    return
                after = replace(before, lexicon=lexicon)
                written = cast("dict[str, Any]", document)
                written["lexicon"] = lexicon
                if _is_clean(document, before):
                    # Else no mention would hold: offsets count in the text as it is written.
                    after = replace(after, mentions=tuple(mentions[before.day, before.id]))
                    written["mentions"] = to_json(after)["mentions"]
                renamed.append((before, after))

            table.update(move, doc_ids=[d.doc_id for d in table if d.get("id") in read])

        # A file that is gone by now isn't made again.
        there = [a for a, _ in found if self.path(a.day or UNDATED).exists()]
        self._write(there, change)
        return renamed

    def put(self, articles: Iterable[Article]) -> None:
        """Write new articles, each touched day once. Call inside ``writing()``.

        Raises ``StoreError``; days written before the failing one stay written.
        """
        from tinydb.table import Document

        def insert(table: Table, group: list[Article]) -> None:
            table.insert_multiple(Document(to_json(a), doc_id=document_id(a.id)) for a in group)

        self._write(articles, insert)

    def _write(
        self, articles: Iterable[Article], change: Callable[[Table, list[Article]], None]
    ) -> None:
        # Only writers need TinyDB; a reader opens day files without importing it.
        from tinydb import TinyDB

        from store.day_storage import DayStorage

        by_day: defaultdict[str, list[Article]] = defaultdict(list)
        for article in articles:
            by_day[article.day or UNDATED].append(article)
        touched: set[Path] = set()
        try:
            for day, group in sorted(by_day.items()):
                path = self.path(day)
                if not path.parent.is_dir():
                    path.parent.mkdir(exist_ok=True)
                    touched.add(self.folder)
                with TinyDB(path, storage=DayStorage) as database:
                    change(database.table(TABLE), group)
                touched.add(path.parent)
            for folder in touched:
                sync_folder(folder)
        except ValueError as error:
            raise StoreError("{path}: {reason}", path=path, reason=reason_of(error)) from error
        except OSError as error:
            raise StoreError(
                "{path}: {reason}",
                path=error.filename or self.folder,
                reason=reason_of(error),
            ) from error


def _is_clean(document: Mapping[str, Any], article: Article) -> bool:
    """Whether a document holds the very texts that are read from it."""
    texts = [block["text"] for block in document["blocks"]]
    return document["title"] == article.title and texts == [b.text for b in article.blocks]
