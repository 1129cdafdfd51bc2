"""Which of a query's hits are the more relevant.

First those that have more of the query's texts in the title. Among them BM25 decides: more hits
before fewer, and hits of texts that few articles hold before those of common ones; the length of
an article is no merit and no fault. Of equals the newer comes first. Only the newest ``RANKED``
hits are ranked, and what is older follows, newest first: in news, what is older than a thousand
others isn't what was meant, and ranking costs by the hit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from store.search.match import Phrase
from store.search.plan import Hits, Plan
from store.search.reader import Reader

RANKED = 1000


def ranked(db: Reader, plan: Plan, phrases: Sequence[Phrase], rids: Sequence[int]) -> list[int]:
    """Rows, given newest first, with the most relevant first; ``phrases``: what was asked for."""
    if not rids:
        return []
    titled: Counter[int] = Counter()
    for phrase in phrases:
        if phrase.title is not None:
            titled.update(rid for rid, _ in _hits(db, phrase.title, rids[-1], "0"))
    expression = " OR ".join(f"({phrase.anywhere})" for phrase in phrases)
    if isinstance(plan, Hits):
        # Of texts that must all be there, one alone may have many more hits.
        expression = plan.expression
    # Less is better; SQLite counts no hits in the columns of single characters and of facets.
    scores = dict(_hits(db, expression, rids[-1], "bm25(text, 1, 1, 0, 0)"))
    return sorted(rids, key=lambda rid: (-titled[rid], scores.get(rid, 0.0), -rid))


def _hits(db: Reader, expression: str, low: int, score: str) -> list[tuple[int, float]]:
    return db.all(
        f"SELECT rowid, {score} FROM text WHERE text MATCH ? AND rowid >= ?"
        " ORDER BY rowid DESC LIMIT ?",
        (expression, low, 2 * RANKED),
    )
