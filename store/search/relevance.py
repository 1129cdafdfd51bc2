"""Which of a query's hits are the more relevant.

First those that have more of the query's texts in the title. Among them BM25 decides: more hits
before fewer, and hits of texts that few articles hold before those of others; the length of an
article is no merit and no fault, and a text that every fourth of the newest articles holds tells
nothing by how often it stands there. Of equals the newer comes first.

Only the newest ``RANKED`` hits are ranked, and what is older follows, newest first: in news, what
is older than a thousand others isn't what was meant, and ranking costs by the hit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from store.search.match import Phrase
from store.search.plan import Hits, Plan
from store.search.reader import Reader

RANKED = 1000
COMMON = 4


def by_relevance(
    db: Reader, plan: Plan, phrases: Sequence[Phrase], newest: Iterator[int]
) -> Iterator[int]:
    """Rows that come newest first, the most relevant first; ``phrases``: what was asked for."""
    first = list(islice(newest, RANKED))
    if first:
        yield from _ranked(db, plan, phrases, first)
    yield from newest


def _ranked(
    db: Reader, plan: Plan, phrases: Sequence[Phrase], rids: Sequence[int]
) -> Iterator[int]:
    titled: Counter[int] = Counter()
    for phrase in phrases:
        if phrase.title is not None:
            # Ascending: to the last row of a range FTS5 would leap over no hits in the body.
            query = "SELECT rowid FROM text WHERE text MATCH ? AND rowid >= ?"
            titled.update(db.column(query, (phrase.title, rids[-1])))
    telling = [phrase for phrase in phrases if not _is_common(db, phrase)]
    expression = " OR ".join(f"({phrase.anywhere})" for phrase in telling)
    if isinstance(plan, Hits) and len(telling) == len(phrases):
        # Of texts that must all be there, one alone may have many more hits.
        expression = plan.expression
    # Less is better; no hits are counted in the columns of single characters and of facets.
    scores: dict[int, float] = {}
    if telling:
        scores.update(
            db.all(
                "SELECT rowid, bm25(text, 1, 1, 0, 0) FROM text WHERE text MATCH ? AND rowid >= ?"
                " ORDER BY rowid DESC LIMIT ?",
                (expression, rids[-1], 2 * RANKED),
            )
        )
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
    among = db.number(
        "SELECT count(*) FROM (SELECT 1 FROM head WHERE rid >= ? ORDER BY rid DESC LIMIT ?)",
        (last[0], COMMON * RANKED + 1),
    )
    return among <= COMMON * RANKED
