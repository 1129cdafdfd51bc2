"""What is offered beside a query: completions of what is typed, facets of what is found.

python -m tests.benchmarks.completing --sizes 100000
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from store.library import Library
from tests.benchmarks import generate
from tests.benchmarks.measure import Times, interleaved, ms, options, print_table, seconds

TYPED = (
    *("", "x", "xi", "xjp", "pujing", "zelianskiy", "zhong", "习", "中"),
    *("人:", "@w", "源:h", "石油 @p"),
)
FACETS = ("", "经济", "的", "人:习近平", "标题:会见", "xjp", "日期:2023-03", "石油 OR 天然气")


def main() -> None:
    given = options(__doc__ or "", runs=20).parse_args()
    given.stores.mkdir(parents=True, exist_ok=True)
    for size in given.sizes:
        library = Library.open(generate.cached(size, given.stores))
        completing = [
            (typed, f"{len(library.complete(typed, len(typed)))}", ms(t.median), ms(t.p95))
            for typed, t in timed(partial(_complete, library), TYPED, given.runs)
        ]
        about = [
            (query, f"{library.facets(query).total:,}", ms(t.median), ms(t.p95))
            for query, t in timed(library.facets, FACETS, given.runs)
        ]
        library.close()
        head = (f"Completions of, {size:,} articles", "offered", "ms", "p95")
        print_table("", head, completing)
        print_table("", (f"Facets of, {size:,} articles", "articles", "ms", "p95"), about)


def _complete(library: Library, text: str) -> object:
    return library.complete(text, len(text))


def timed(
    ask: Callable[[str], object], texts: Sequence[str], runs: int
) -> Iterator[tuple[str, Times]]:
    """How long ``ask`` takes for each text."""
    ways = {t: lambda t=t: seconds(lambda: ask(t)) for t in texts}
    yield from interleaved(runs, ways).items()


if __name__ == "__main__":
    main()
