"""The dossier of an actor: of the most named one, a middling one and one named once.

python -m tests.benchmarks.dossier --sizes 100000
"""

from __future__ import annotations

from functools import partial

from store.library import Library
from tests.benchmarks import generate
from tests.benchmarks.measure import interleaved, ms, options, print_table, seconds

EVERYBODY = 1_000_000


def main() -> None:
    given = options(__doc__ or "", runs=20).parse_args()
    given.stores.mkdir(parents=True, exist_ok=True)
    for size in given.sizes:
        store = generate.cached(size, given.stores)
        library = Library.open(store)
        known = library.actors(limit=EVERYBODY)
        chosen = (
            ("most named", known[0]),
            ("middling", known[len(known) // 2]),
            ("last", known[-1]),
        )
        ways = {
            name: partial(seconds, partial(library.dossier, count.actor)) for name, count in chosen
        }
        ways["who is in the news"] = partial(seconds, partial(library.actors, limit=100))
        ways["names the lexicon lacks"] = partial(seconds, library.suggestions)
        taken = interleaved(given.runs, ways)
        library.close()
        articles = {name: f"{count.articles:,}" for name, count in chosen}
        print_table(
            f"The dossier, {size:,} articles",
            ("", "articles", "median, ms", "p95"),
            [
                (name, articles.get(name, ""), ms(times.median), ms(times.p95))
                for name, times in taken.items()
            ],
        )


if __name__ == "__main__":
    main()
