"""Keeping the index in step with the archive: adding articles, healing days, rebuilding all."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from store.actors.lexicon import Lexicon
from store.archive import UNDATED, Archive, Damage, Signature
from store.article import Article, to_json
from store.errors import StoreError
from store.folding import fold
from store.search import schema
from store.search.terms import glyphs, index_terms
from store.stories import CANDIDATE, COMMON, letters, sketch

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do, in one unit (days, articles)."""


HASH_BYTES = 64 << 20
"""Memory FTS5 gathers terms in before it writes a segment (its default, 1 MB, is 300 articles)."""
COMMIT_EVERY = 2000
"""Articles healed in one transaction: few segments to merge, little to redo after a kill."""


@dataclass(frozen=True, slots=True)
class Healing:
    """What ``refresh`` found: articles taken in, and files it could not read."""

    changed: int = 0
    damage: tuple[Damage, ...] = ()


class IndexWriter:
    """Writes one index; the caller holds the archive's lock and commits."""

    def __init__(self, connection: sqlite3.Connection, lexicon: Lexicon) -> None:
        self.db = connection
        self._actors: dict[str, int] = {}
        self._sources: dict[str, int] = {}
        self._free: dict[int, int] = {}
        connection.execute(f"INSERT INTO text (text, rank) VALUES ('hashsize', {HASH_BYTES})")
        self._take_lexicon(lexicon)

    def begin(self) -> None:
        self.db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self.db.execute("COMMIT")

    def rollback(self) -> None:
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")
        self._actors.clear()
        self._sources.clear()
        self._free.clear()

    def has(self, id: str) -> bool:
        return self.db.execute("SELECT 1 FROM head WHERE id = ?", (id,)).fetchone() is not None

    def add(self, article: Article, hashes: tuple[int, ...]) -> int:
        """Index one article that isn't there yet; ``hashes`` is its ``stories.sketch``.

        Returns its row number.
        """
        rid = self._free_row(schema.first_row(article.published))
        self.db.execute(
            "INSERT INTO head VALUES (?,?,?,?,?,?,?,1,0,?)",
            (
                rid,
                article.id,
                article.day or UNDATED,
                article.title,
                article.source,
                article.published,
                article.story,
                digest(article),
            ),
        )
        self._join_story(article.story)
        times = Counter(
            self._actor(m.actor or f"?{m.kind}:{m.name}", m.kind, m.name) for m in article.mentions
        )
        self.db.executemany(
            "INSERT INTO mention VALUES (?,?,?)", [(aid, rid, n) for aid, n in times.items()]
        )
        self.db.executemany(
            "INSERT OR IGNORE INTO sketch VALUES (?,?)", [(h, rid) for h in hashes]
        )
        text = "\n".join(b.text for b in article.blocks if b.kind != "related")
        facet = ["x", *(f"a{aid}" for aid in times)]
        if article.source:
            facet.append(f"s{self._source(article.source)}")
        if day := article.day:
            facet += [f"d{day.replace('-', '')}", f"m{day[:4]}{day[5:7]}", f"y{day[:4]}"]
        self.db.execute(
            "INSERT INTO text (rowid, body, title, glyph, facet) VALUES (?,?,?,?,?)",
            (
                rid,
                index_terms(text),
                index_terms(article.title),
                glyphs(article.title, text),
                " ".join(facet),
            ),
        )
        return rid

    def alike(self, hashes: tuple[int, ...]) -> list[tuple[int, str, str, str]]:
        """Articles that may be reprints, by sketch: (rid, id, day, story), likeliest first."""
        if not hashes:
            return []
        marks = ",".join("?" * len(hashes))
        common = {
            h
            for h, n in self.db.execute(
                f"SELECT hash, count(*) FROM sketch WHERE hash IN ({marks}) GROUP BY hash", hashes
            )
            if n > COMMON
        }
        telling = [h for h in hashes if h not in common]
        marks = ",".join("?" * len(telling))
        near = self.db.execute(
            f"SELECT rid FROM sketch WHERE hash IN ({marks}) GROUP BY rid"
            f" HAVING count(*) >= {CANDIDATE} ORDER BY count(*) DESC, rid LIMIT 8",
            telling,
        ).fetchall()
        return [
            (
                rid,
                *self.db.execute(
                    "SELECT id, day, story FROM head WHERE rid = ?", (rid,)
                ).fetchone(),
            )
            for (rid,) in near
        ]

    def retire(self, rid: int) -> None:
        """Take an article out; its terms stay in the full text, so its row is never used again."""
        story = self.db.execute("SELECT story FROM head WHERE rid = ?", (rid,)).fetchone()[0]
        self.db.execute("DELETE FROM head WHERE rid = ?", (rid,))
        self.db.execute("DELETE FROM mention WHERE rid = ?", (rid,))
        self.db.execute("DELETE FROM sketch WHERE rid = ?", (rid,))
        self.db.execute("INSERT INTO retired VALUES (?)", (rid,))
        self._join_story(story)

    def sign(self, day: str, signature: Signature | None) -> None:
        """Record which version of a day file the index stands for (None: the file is gone)."""
        if signature is None:
            self.db.execute("DELETE FROM day WHERE name = ?", (day,))
        else:
            self.db.execute("INSERT OR REPLACE INTO day VALUES (?,?,?,?)", (day, *signature))

    def _free_row(self, base: int) -> int:
        """The first row from ``base`` on that no article has or had: old terms name those."""
        at = self._free.get(base, base)
        while any(
            self.db.execute(f"SELECT 1 FROM {table} WHERE rid = ?", (at,)).fetchone()
            for table in ("head", "retired")
        ):
            at += 1
        # Thousands of undated articles share one base: never walk over them again.
        self._free[base] = at + 1
        return at

    def _join_story(self, story: str) -> None:
        """The earliest dated article leads a story; each knows how many others there are."""
        rows = [rid for (rid,) in self.db.execute("SELECT rid FROM head WHERE story = ?", (story,))]
        if not rows:
            return
        lead = min(rows, key=schema.leading)
        self.db.executemany(
            "UPDATE head SET lead = ?, reprints = ? WHERE rid = ?",
            [(rid == lead, len(rows) - 1, rid) for rid in rows],
        )

    def _actor(self, actor: str, kind: str, name: str) -> int:
        if actor not in self._actors:
            self.db.execute(
                "INSERT OR IGNORE INTO actor (actor, kind, name) VALUES (?,?,?)",
                (actor, kind, name),
            )
            row = self.db.execute("SELECT aid FROM actor WHERE actor = ?", (actor,)).fetchone()
            self._actors[actor] = row[0]
            self.db.execute("INSERT OR IGNORE INTO alias VALUES (?,?)", (fold(name), row[0]))
        return self._actors[actor]

    def _source(self, name: str) -> int:
        if name not in self._sources:
            self.db.execute(
                "INSERT OR IGNORE INTO source (name, folded) VALUES (?,?)", (name, fold(name))
            )
            row = self.db.execute("SELECT sid FROM source WHERE name = ?", (name,)).fetchone()
            self._sources[name] = row[0]
        return self._sources[name]

    def _take_lexicon(self, lexicon: Lexicon) -> None:
        """Copy names and aliases in, once a version, so that readers never load the lexicon."""
        row = self.db.execute("SELECT value FROM meta WHERE key = 'lexicon'").fetchone()
        if row and row[0] == lexicon.version:
            return
        self.db.execute("BEGIN IMMEDIATE")
        for actor in lexicon.actors:
            names = [alias.text for alias in actor.aliases]
            self.db.execute(
                "INSERT INTO actor (actor, kind, name, english, role, aliases) VALUES (?,?,?,?,?,?)"
                " ON CONFLICT (actor) DO UPDATE SET kind = excluded.kind, name = excluded.name,"
                " english = excluded.english, role = excluded.role, aliases = excluded.aliases",
                (
                    actor.id,
                    actor.kind,
                    actor.name,
                    actor.english or None,
                    actor.role or None,
                    orjson.dumps(names).decode(),
                ),
            )
        self.db.execute("DELETE FROM alias")
        known = dict(self.db.execute("SELECT actor, aid FROM actor"))
        self.db.executemany(
            "INSERT OR IGNORE INTO alias VALUES (?,?)",
            [
                (fold(name), known[actor.id])
                for actor in lexicon.actors
                for name in (actor.name, actor.english, *(a.text for a in actor.aliases))
                if name
            ],
        )
        for aid, name in self.db.execute("SELECT aid, name FROM actor WHERE actor LIKE '?%'"):
            self.db.execute("INSERT OR IGNORE INTO alias VALUES (?,?)", (fold(name), aid))
        self.db.execute("INSERT OR REPLACE INTO meta VALUES ('lexicon', ?)", (lexicon.version,))
        self.db.execute("COMMIT")


def digest(article: Article) -> bytes:
    """Tells whether an article in a rewritten day file is still the one that was indexed."""
    return hashlib.blake2b(orjson.dumps(to_json(article)), digest_size=8).digest()


@contextmanager
def writing(
    store: Path, archive: Archive, lexicon: Lexicon, progress: Progress | None = None
) -> Iterator[tuple[IndexWriter, Healing]]:
    """Hold the archive's lock with an index that is in step with it, made anew if need be.

    Raises ``StoreError`` when the archive or the index can't be written.
    """
    with archive.writing():
        connection, healing = _open_or_rebuild(store, archive, lexicon, progress)
        try:
            writer = IndexWriter(connection, lexicon)
            if healing is None:
                healing = refresh(writer, archive, progress)
            yield writer, healing
        except sqlite3.Error as error:
            raise StoreError(f"{store / 'index'}: {error}") from error
        finally:
            connection.close()


def _open_or_rebuild(
    store: Path, archive: Archive, lexicon: Lexicon, progress: Progress | None
) -> tuple[sqlite3.Connection, Healing | None]:
    """The index and, where it had to be rebuilt, what that found."""
    path = schema.current(store / "index")
    if path:
        try:
            return schema.open_to_write(path), None
        except StoreError:
            # Damaged or of another version; it is derived, so it is simply made again.
            pass
    healing = rebuild(store, archive, lexicon, progress)
    path = schema.current(store / "index")
    return schema.open_to_write(path), healing


def refresh(writer: IndexWriter, archive: Archive, progress: Progress | None = None) -> Healing:
    """Bring the index in step with the day files as they are; call under the archive's lock.

    Only files whose signature changed are read. A file that can't be read keeps the rows it had:
    its articles are still known, though they can't be opened.
    """
    signed = {
        name: Signature(*signature)
        for name, *signature in writer.db.execute("SELECT name, size, mtime_ns, inode FROM day")
    }
    found = archive.days()
    stale = sorted(name for name in signed.keys() | found if signed.get(name) != found.get(name))
    changed = pending = 0
    damage: list[Damage] = []
    writer.begin()
    try:
        for done, name in enumerate(stale):
            if progress:
                progress(done, len(stale))
            if name not in found:
                pending += _drop_day(writer, name)
                writer.sign(name, None)
            else:
                day = archive.read(name)
                if day.articles or not day.damage:
                    pending += _heal_day(writer, name, day.articles)
                if day.damage:
                    # Left unsigned, so that it is named again until somebody mends it.
                    damage += day.damage
                else:
                    writer.sign(name, found[name])
            if pending >= COMMIT_EVERY:
                changed, pending = changed + pending, 0
                writer.commit()
                writer.begin()
        writer.commit()
    finally:
        writer.rollback()
    if progress:
        progress(len(stale), len(stale))
    return Healing(changed + pending, tuple(damage))


def rebuild(
    store: Path, archive: Archive, lexicon: Lexicon, progress: Progress | None = None
) -> Healing:
    """Build a fresh index beside the old one and put it in its place; under the archive's lock.

    Raises ``StoreError``; the old index then stays.
    """
    folder = store / "index"
    try:
        folder.mkdir(exist_ok=True)
        for left in folder.glob(".building-*"):
            left.unlink()
    except OSError as error:
        raise StoreError(f"{folder}: {(error.strerror or str(error)).lower()}") from error
    target = schema.following(folder)
    building = folder / f".building-{target.name}"
    connection = schema.open_to_write(building, fast=True)
    try:
        healing = refresh(IndexWriter(connection, lexicon), archive, progress)
        connection.execute("INSERT INTO text (text) VALUES ('optimize')")
        connection.execute("ANALYZE")
    except sqlite3.Error as error:
        raise StoreError(f"{building}: {error}") from error
    finally:
        connection.close()
    building.replace(target)
    schema.remove_others(folder, target)
    return healing


def _drop_day(writer: IndexWriter, name: str) -> int:
    rows = writer.db.execute("SELECT rid FROM head WHERE day = ?", (name,)).fetchall()
    for (rid,) in rows:
        writer.retire(rid)
    return len(rows)


def _heal_day(writer: IndexWriter, name: str, articles: Iterable[Article]) -> int:
    """Make the rows of one day those of its articles; returns how many came or went."""
    indexed = {
        id: (rid, known)
        for rid, id, known in writer.db.execute(
            "SELECT rid, id, digest FROM head WHERE day = ?", (name,)
        )
    }
    changed = 0
    seen: set[str] = set()
    # FTS5 writes out what it has gathered whenever a row number is lower than the last.
    for article in sorted(articles, key=lambda a: schema.first_row(a.published)):
        if article.id in seen:
            continue
        seen.add(article.id)
        rid, known = indexed.pop(article.id, (None, None))
        if known == digest(article):
            continue
        if rid is not None:
            writer.retire(rid)
        elsewhere = writer.db.execute("SELECT rid FROM head WHERE id = ?", (article.id,)).fetchone()
        if elsewhere:
            continue
        writer.add(article, sketch(letters(article.blocks)))
        changed += 1
    for rid, _ in indexed.values():
        writer.retire(rid)
        changed += 1
    return changed
