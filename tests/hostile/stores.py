"""A store in which every text that reaches a person attacks, past every gate it has.

As one could be handed over by a stranger, or left by others who share a login: day files, the
index, the lexicon, the feeds, and a person's marks.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from random import Random
from typing import Any

from store.intake.hygiene import clean_line
from store.journals import journal_of
from store.library import Library
from tests.hostile.texts import mixed

ARTICLES = 14
KINDS = ("paragraph", "heading", "caption", "quote", "list", "related")
ACTORS = ("person", "organisation", "media", "place")
# What holds words of a person's; the other columns of the index are keys.
_TEXTS = {
    "head": ("title", "source"),
    "actor": ("name", "english", "role"),
    "source": ("name", "sounds"),
    "surface": ("text",),
}


def fill(store: Path, seed: int) -> None:
    """Write the store, and its index with other attacks than the files have."""
    random = Random(seed)
    folder = store / "articles/2024"
    folder.mkdir(parents=True)
    made = [_article(random, number) for number in range(ARTICLES)]
    _table(folder / "2024-01-02.json", "articles", made)
    Library.open(store).close()
    _write_index(store, random)
    _table(store / "feeds.json", "feeds", [_feed(random, number) for number in range(4)])
    _table(store / "lexicon.json", "actors", [_actor(random, number) for number in range(4)])


def mark(store: Path, seed: int) -> None:
    """Marks of the person who runs the test: tags, saved searches and what was asked."""
    random = Random(seed)
    journal = journal_of(store).path
    journal.parent.mkdir(parents=True, exist_ok=True)
    ids = [f"hostile{number}" for number in range(0, ARTICLES, 3)]
    lines: list[dict[str, Any]] = [
        {"wenren": "marks", "version": 1, "store": mixed(random), "written": "0"},
        {"do": "star", "ids": ids},
        *({"do": "tag", "tag": mixed(random), "ids": ids} for _ in range(3)),
        {"do": "searches", "searches": [[f"{n}{mixed(random)}", mixed(random)] for n in range(5)]},
        {"do": "asked", "queries": [f"{n}{mixed(random)}" for n in range(5)]},
    ]
    journal.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


def _table(path: Path, name: str, documents: list[dict[str, Any]]) -> None:
    table = {str(number): document for number, document in enumerate(documents, 1)}
    path.write_text(json.dumps({name: table}), "utf-8")


def _article(random: Random, number: int) -> dict[str, Any]:
    """Every other one attacks by its names alone: where cleaning moves text, names are forgotten.

    Some tell the same story, so that there is something to compare.
    """
    named = number % 2
    text = "" if named else mixed(random)
    told = f"俄罗斯总统普京第{number}次说，会谈很有成果。"
    where = {"block": 0, "start": 5, "end": 7, "kind": random.choice(ACTORS)}
    return {
        "id": f"hostile{number}",
        "title": f"第{number}号{text}标题",
        "source": f"来源{mixed(random)}",
        "url": random.choice(("http://", "https://", "file://", "")) + f"a.org/{mixed(random)}",
        "authors": [mixed(random), "记者"],
        "published": f"2024-01-02T{23 - number:02}:30:00+08:00",
        "added": "2024-01-02T00:00:00Z",
        "script": random.choice(("hans", "hant")),
        "blocks": [{"kind": "paragraph", "text": told}]
        + [{"kind": k, "text": f"{k}。{text}https://b.org/{text} 。{text}"} for k in KINDS],
        "mentions": [{**where, "actor": f"bad{number}", "name": f"名{mixed(random)}"}]
        if named
        else [],
        "story": f"story{number // 4}",
        "lexicon": "",
    }


def _feed(random: Random, number: int) -> dict[str, Any]:
    return {
        "url": f"http://feed{number}.example/",
        "title": mixed(random),
        "tags": [mixed(random), mixed(random)],
        "source": mixed(random),
        "outlet": mixed(random),
        "error": mixed(random),
        "errors": 3,
        "etag": mixed(random),
        "fetched": "2024-05-16T02:00:00Z",
    }


def _actor(random: Random, number: int) -> dict[str, Any]:
    """As hostile as an entry may be that isn't refused."""
    return {
        "id": f"w-own-{number}",
        "kind": ACTORS[number],
        "name": f"自己人{number}{{0}}%s",
        "aliases": [f"外号{number}[bold]PWNED[/]"],
        "role": clean_line(mixed(random)).replace("\ufffd", "")[:40],
        "english": clean_line(mixed(random)).replace("\ufffd", "")[:40],
    }


def _write_index(store: Path, random: Random) -> None:
    (index,) = (store / "index").glob("*.sqlite")
    with sqlite3.connect(index) as connection:
        for table, columns in _TEXTS.items():
            for column in columns:
                # Escaped in JSON, what is a control is none until it is read.
                rows = connection.execute(f"SELECT rowid FROM {table} LIMIT 60").fetchall()
                connection.executemany(
                    f"UPDATE OR IGNORE {table} SET {column} = {column} || ? WHERE rowid = ?",
                    [(mixed(random), *row) for row in rows],
                )
        aliases = json.dumps([mixed(random, surrogates=True), "\x9b31337m"])
        connection.execute("UPDATE actor SET aliases = ? WHERE actor LIKE 'bad%'", (aliases,))
    connection.close()
