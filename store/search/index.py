"""Writing the index: articles in and out, and the names the lexicon gives their actors."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable

import orjson

from store.actors.lexicon import Actor, Lexicon
from store.article import ActorKind, Article, counted_as, to_json
from store.day_file import UNDATED, Signature
from store.folding import fold
from store.search import schema
from store.search.called import NameWriter, keys
from store.search.sketches import Sketches
from store.search.tallies import Tallies
from store.search.terms import NO_TERMS, Terms, terms_of
from store.uncollected import uncollected


class IndexWriter:
    """Writes one index; the caller holds the archive's lock and commits."""

    def __init__(self, connection: sqlite3.Connection, lexicon: Lexicon) -> None:
        self.db = connection
        self.sketches = Sketches(connection)
        self._tallies = Tallies(connection)
        self._names = NameWriter(connection, lexicon)
        self._actors: dict[str, int] = {}
        self._sources: dict[str, int] = {}
        self._free: dict[int, int] = {}
        self._take_lexicon(lexicon)

    def begin(self) -> None:
        self.db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self._tallies.write()
        self.db.execute("COMMIT")

    def rollback(self) -> None:
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")
        self._actors.clear()
        self._sources.clear()
        self._free.clear()
        self._tallies.forget()
        self.sketches.forget()

    def has(self, id: str) -> bool:
        return self.db.execute("SELECT 1 FROM head WHERE id = ?", (id,)).fetchone() is not None

    def add(self, article: Article, sketch: bytes, terms: Terms) -> int:
        """Index one article that isn't there yet; ``sketch`` is that of ``store.stories``.

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
        aids = [self._actor(counted_as(m), m.kind, m.name) for m in article.mentions]
        named = self._tallies.add(rid, article, aids)
        self.sketches.add(rid, article.source, article.title, sketch)
        self._insert(rid, terms, self._facets(article, named))
        return rid

    def move(self, rid: int, story: str) -> None:
        """Put an article under another story; ``tell`` must follow with the article as written."""
        (before,) = self.db.execute("SELECT story FROM head WHERE rid = ?", (rid,)).fetchone()
        self.db.execute("UPDATE head SET story = ? WHERE rid = ?", (story, rid))
        self._join_story(before)
        self._join_story(story)

    def tell(self, rid: int, article: Article) -> None:
        """Note that an article that was moved is written as ``article``."""
        self.db.execute("UPDATE head SET digest = ? WHERE rid = ?", (digest(article), rid))

    def rename(self, article: Article) -> None:
        """Note that an article, of the same text, is written with other mentions."""
        row = self.db.execute(
            "SELECT rid FROM head WHERE id = ? AND day = ?", (article.id, article.day or UNDATED)
        ).fetchone()
        if row is None:
            return
        (rid,) = row
        found = self.db.execute("SELECT aid FROM mention WHERE rid = ?", (rid,))
        before = [aid for (aid,) in found.fetchall()]
        aids = [self._actor(counted_as(m), m.kind, m.name) for m in article.mentions]
        self._tallies.remove(rid)
        self._change_facets(rid, article, before, self._tallies.add(rid, article, aids))
        self.tell(rid, article)

    def _change_facets(
        self, rid: int, article: Article, before: Iterable[int], named: Iterable[int]
    ) -> None:
        """Take the terms of actors from a row and add others, without writing its text anew.

        FTS5 keeps the rows of each term by themselves, so a row may be deleted from some terms and
        inserted under others. But a term is one for all columns: where the text itself may hold
        one of these, all of the row is written again.
        """
        old, new = ([f"a{aid}" for aid in aids] for aids in (before, named))
        gone, come = ([t for t in a if t not in b] for a, b in ((old, new), (new, old)))
        if not gone and not come:
            return
        texts = NO_TERMS
        folded = fold("\n".join((article.title, *(b.text for b in article.blocks))))
        if any(term in folded for term in (*gone, *come)):
            texts = terms_of(article.title, article.blocks)
            gone, come = self._facets(article, before), self._facets(article, named)
        self.db.execute(
            "INSERT INTO text (text, rowid, body, title, glyph, sound, facet)"
            " VALUES ('delete',?,?,?,?,?,?)",
            (rid, *texts, " ".join(gone)),
        )
        self._insert(rid, texts, come)

    def _insert(self, rid: int, texts: Terms, facets: Iterable[str]) -> None:
        self.db.execute(
            "INSERT INTO text (rowid, body, title, glyph, sound, facet) VALUES (?,?,?,?,?,?)",
            (rid, *texts, " ".join(facets)),
        )

    def _facets(self, article: Article, aids: Iterable[int]) -> list[str]:
        """The terms of an article that names these actors, but for those of its text."""
        facets = ["x", *(f"a{aid}" for aid in aids)]
        if article.source:
            facets.append(f"s{self._source(article.source)}")
        if day := article.day:
            facets += [f"d{day.replace('-', '')}", f"m{day[:4]}{day[5:7]}", f"y{day[:4]}"]
        return facets

    def retire(self, rid: int) -> None:
        """Take an article out; its terms stay in the full text, so its row is never used again."""
        story = self.db.execute("SELECT story FROM head WHERE rid = ?", (rid,)).fetchone()[0]
        self.db.execute("DELETE FROM head WHERE rid = ?", (rid,))
        self._tallies.remove(rid)
        self.sketches.remove(rid)
        self.db.execute("INSERT INTO retired VALUES (?)", (rid,))
        self._join_story(story)

    def sign(self, day: str, signature: Signature | None) -> None:
        """Record which version of a day file the index stands for (None: the file is gone)."""
        if signature is None:
            self.db.execute("DELETE FROM day WHERE name = ?", (day,))
        else:
            self.db.execute("INSERT OR REPLACE INTO day VALUES (?,?,?,?)", (day, *signature))

    def forget_nobodies(self, lexicon: Lexicon) -> None:
        """Take out who is neither in the lexicon nor in any article; nothing may be pending."""
        ids = orjson.dumps([actor.id for actor in lexicon.actors]).decode()
        self.db.execute(
            "DELETE FROM actor WHERE actor NOT IN (SELECT value FROM json_each(?))"
            " AND NOT EXISTS (SELECT 1 FROM mention WHERE mention.aid = actor.aid)",
            (ids,),
        )
        for table in ("called", "named", "surface"):
            self.db.execute(f"DELETE FROM {table} WHERE aid NOT IN (SELECT aid FROM actor)")
        # Their numbers may be given to others.
        self._actors.clear()
        self._tallies.forget()

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

    def _actor(self, actor: str, kind: ActorKind, name: str) -> int:
        if actor not in self._actors:
            self.db.execute(
                "INSERT OR IGNORE INTO actor (actor, kind, name) VALUES (?,?,?)",
                (actor, kind, name),
            )
            row = self.db.execute("SELECT aid FROM actor WHERE actor = ?", (actor,)).fetchone()
            self._actors[actor] = row[0]
            self._names.name(actor, row[0], kind, name)
        return self._actors[actor]

    def _source(self, name: str) -> int:
        if name not in self._sources:
            sounds = "".join(f"|{key}" for key, _ in keys(name, person=False))
            self.db.execute(
                "INSERT OR IGNORE INTO source (name, folded, sounds) VALUES (?,?,?)",
                (name, fold(name), sounds),
            )
            row = self.db.execute("SELECT sid FROM source WHERE name = ?", (name,)).fetchone()
            self._sources[name] = row[0]
        return self._sources[name]

    def _take_lexicon(self, lexicon: Lexicon) -> None:
        """Copy names and aliases in, once a version, so that readers never load the lexicon."""
        row = self.db.execute("SELECT value FROM meta WHERE key = 'lexicon'").fetchone()
        if row and row[0] == lexicon.version:
            return
        others = self._others(row[0], lexicon) if row else None
        actors = [a for a in lexicon.actors if others is None or a.id in others]
        self.db.execute("BEGIN IMMEDIATE")
        with uncollected():
            self.db.executemany(
                "INSERT INTO actor (actor, kind, name, english, role, aliases) VALUES (?,?,?,?,?,?)"
                " ON CONFLICT (actor) DO UPDATE SET kind = excluded.kind, name = excluded.name,"
                " english = excluded.english, role = excluded.role, aliases = excluded.aliases",
                map(_row, actors),
            )
            self.forget_nobodies(lexicon)
            self._names.take_lexicon(others)
        self.db.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            [
                ("lexicon", lexicon.version),
                ("concerned", orjson.dumps([lexicon.version, *sorted(lexicon.concerned)])),
            ],
        )
        self.db.execute("COMMIT")

    def _others(self, version: str, lexicon: Lexicon) -> frozenset[str] | None:
        """The ids of all who may differ between the lexicon that is in the index, of ``version``,
        and this one; None: anyone may.

        Where both are of one built-in lexicon, that is who is or was concerned by its owner's
        changes.
        """
        built_in, _, owners = version.partition("-")
        if built_in != lexicon.built_in:
            return None
        if not owners:
            return lexicon.concerned
        row = self.db.execute("SELECT value FROM meta WHERE key = 'concerned'").fetchone()
        of, *before = orjson.loads(row[0]) if row else ("",)
        # A program that doesn't tell whom it concerns may have put its lexicon in since.
        return lexicon.concerned.union(before) if of == version else None


def _row(actor: Actor) -> tuple[str | None, ...]:
    """An actor of the lexicon as its table has it."""
    names = [a.text for a in actor.aliases if a.text not in (actor.name, actor.english)]
    english, role = actor.english or None, actor.role or None
    return actor.id, actor.kind, actor.name, english, role, orjson.dumps(names).decode()


def digest(article: Article) -> bytes:
    """Tells whether an article in a rewritten day file is still the one that was indexed."""
    return hashlib.blake2b(orjson.dumps(to_json(article)), digest_size=8).digest()
