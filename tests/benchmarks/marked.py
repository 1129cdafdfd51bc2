"""Queries about marks and orders, with tens of thousands of articles read: the first 50 rows.

python -m tests.benchmarks.marked --sizes 100000
"""

from __future__ import annotations

import random
from functools import partial

from store.library import Library
from tests.benchmarks import generate
from tests.benchmarks.measure import interleaved, ms, options, print_table, quantile, seconds
from tests.benchmarks.queries import QUERIES
from tests.benchmarks.query import mark, opened, repeated, someone
from tests.benchmarks.rivals.rival import ROWS

SHARES = {
    "the newest third read": lambda ids: ids[: len(ids) // 3],
    "all but the newest 200 read": lambda ids: ids[200:],
    "every third read": lambda ids: ids[::3],
    "all read": lambda ids: ids,
}
FORMS = ("marks", "marks and words", "oldest first", "by relevance", "by relevance, and marks")


def main() -> None:
    given = options(__doc__ or "", runs=9, sizes=(100_000,)).parse_args()
    given.stores.mkdir(parents=True, exist_ok=True)
    asked = [query for form in QUERIES if form.form in FORMS for query in form.queries]
    for size in given.sizes:
        store = generate.cached(size, given.stores)
        for share, chosen in SHARES.items():
            with someone(), opened(store) as library, opened(store) as first:
                ids = mark(library, chosen)
                lines = []
                for stories in (True, False):
                    for query in asked:
                        page = partial(_page, library, query, stories=stories)
                        cpu = [run.cpu for run in repeated(page, given.runs)]
                        listed = "stories" if stories else "articles"
                        lines.append((query, listed, quantile(cpu, 0.5), quantile(cpu, 0.95)))
                lines.sort(key=lambda line: -line[2])
                rows = [(query, listed, ms(p50), ms(p95)) for query, listed, p50, p95 in lines[:20]]
                every = [line[2] for line in lines]
                rows.append(("every query", "", ms(quantile(every, 0.5)), ""))
                rows.append(("95 of 100 are below", "", ms(quantile(every, 0.95)), ""))
                rows.append(
                    ("未读, the first time", "", ms(seconds(partial(_page, first, "未读"))), "")
                )
                one = interleaved(given.runs, {"mark": partial(_mark, library, ids)})["mark"]
                rows.append(("reading one more, then 未读", "", ms(one.median), ms(one.p95)))
                head = ("the slowest queries", "list", "CPU ms", "p95")
                print_table(f"{size:,} articles, {share}", head, rows)


def _page(library: Library, query: str, *, stories: bool = True) -> object:
    return library.rows(query, stories=stories).page(0, ROWS)


def _mark(library: Library, ids: list[str]) -> float:
    id = random.choice(ids)
    library.marks.mark("unread", [id])
    library.marks.mark("read", [id])
    return seconds(partial(_page, library, "未读"))


if __name__ == "__main__":
    main()
