"""Which of a query's hits are the more relevant.

First those that have more of the query's texts in the title. Among them BM25 decides: more hits
before fewer, and hits of texts that few articles hold before those of others; the length of an
article is no merit and no fault, and a text that every fourth of the newest articles holds tells
nothing by how often it stands there. Of equals the newer comes first.

Only the newest ``RANKED`` hits are ranked, and what is older follows, newest first: in news, what
is older than six hundred others isn't what was meant, and ranking costs by the hit. Hits that must
have a mark too lie further apart, and finding them costs more: of those ``MARKED`` are ranked, and
as to how often a text stands in them, those among its newest ``PASSED`` hits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

import orjson

from store.search.match import Phrase
from store.search.plan import Hits, Plan
from store.search.reader import Reader

RANKED = 600
MARKED = 200
PASSED = 6000
COMMON = 4
# No hits are counted in the columns of single characters and of facets.
_SCORED = """
SELECT rowid, bm25(text, 1, 1, 0, 0) FROM text
WHERE text MATCH ? AND rowid >= ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?
"""
# Asked of each row by its number, FTS5 would count all hits anew each time.
_SCORED_OF = """
SELECT rowid, score FROM (
  SELECT rowid, iif(rowid IN (SELECT value FROM json_each(?)), bm25(text, 1, 1, 0, 0), 0) AS score
  FROM text WHERE text MATCH ? AND rowid >= ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?)
WHERE score
"""


def by_relevance(
    db: Reader, plan: Plan, phrases: Sequence[Phrase], newest: Iterator[int]
) -> Iterator[int]:
    """Rows that come newest first, the most relevant first; ``phrases``: what was asked for."""
    first = list(islice(newest, RANKED if isinstance(plan, Hits) else MARKED))
    if first:
        yield from _ranked(db, plan, phrases, first)
    yield from newest


def _ranked(
    db: Reader, plan: Plan, phrases: Sequence[Phrase], rids: Sequence[int]
) -> Iterator[int]:
    span = rids[-1], rids[0]
    titled: Counter[int] = Counter()
    for phrase in phrases:
        if phrase.title is not None:
            # Ascending: to the last row of a range FTS5 would leap over no hits in the body.
            query = "SELECT rowid FROM text WHERE text MATCH ? AND rowid >= ? AND rowid <= ?"
            titled.update(db.column(query, (phrase.title, *span)))
    telling = [phrase for phrase in phrases if not _is_common(db, phrase)]
    expression = " OR ".join(f"({phrase.anywhere})" for phrase in telling)
    # Less is better.
    scores: dict[int, float] = {}
    if telling and isinstance(plan, Hits) and len(telling) == len(phrases):
        # Of texts that must all be there, one alone may have many more hits.
        scores.update(db.all(_SCORED, (plan.expression, *span, RANKED)))
    elif telling:
        chosen = orjson.dumps(rids).decode()
        scores.update(db.all(_SCORED_OF, (chosen, expression, *span, PASSED)))
    ranked = sorted((-titled[rid], scores.get(rid, 0.0), -rid) for rid in rids)
    return (-rid for _, _, rid in ranked)


def _is_common(db: Reader, phrase: Phrase) -> bool:
    """Whether BM25, which counts all hits there are, would count very many."""
    last = db.one(
        f"SELECT rowid FROM text WHERE text MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET {RANKED}",
        (phrase.anywhere,),
    )
    if last is None:
        return False
    few = f"SELECT rid FROM head ORDER BY rid DESC LIMIT 1 OFFSET {COMMON * RANKED}"
    return bool(last[0] > (db.one(few) or (-1,))[0])
