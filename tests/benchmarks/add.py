"""Adding articles, tagging and indexing included, beside stock TinyDB, which does neither.

python -m tests.benchmarks.add --sizes 1000 100000
"""

from __future__ import annotations

import shutil
import tempfile
from itertools import islice
from pathlib import Path

from store.actors.lexicon import load_lexicon
from store.article import Draft
from store.library import Library
from tests.benchmarks import generate
from tests.benchmarks.measure import ms, options, print_table, seconds
from tests.benchmarks.prose import drafts
from tests.benchmarks.rivals.unindexed import stock

NEW = 2


def new_articles(number: int) -> list[Draft]:
    """Articles that no generated store holds yet."""
    return list(islice(drafts(max(number, 1), load_lexicon(), seed=NEW), number))


def stock_insert(path: Path, articles: list[Draft], *, at_once: bool) -> float:
    from tinydb import TinyDB

    documents = [
        {"title": d.title, "published": d.published, "text": "\n".join(b.text for b in d.blocks)}
        for d in articles
    ]
    with TinyDB(path) as database:
        table = database.table("articles")
        if at_once:
            return seconds(lambda: table.insert_multiple(documents))
        return seconds(lambda: [table.insert(document) for document in documents])


def main() -> None:
    parser = options(__doc__ or "", runs=1)
    parser.add_argument("--bulk", type=int, default=2000, help="articles added in one go")
    parser.add_argument("--singles", type=int, default=10, help="articles added one by one")
    given = parser.parse_args()
    given.stores.mkdir(parents=True, exist_ok=True)
    bulk = new_articles(given.bulk)
    singles = new_articles(given.bulk + given.singles)[-given.singles :]
    rows = []
    for size in given.sizes:
        made = generate.cached(size, given.stores)
        with tempfile.TemporaryDirectory(dir=given.stores) as scratch:
            store = Path(scratch) / "store"
            shutil.copytree(made, store, copy_function=shutil.copy2)
            library = Library.open(store)
            # Copied day files are new files: the first writer signs them, once.
            library.add([])
            library.refresh()
            taken = seconds(lambda: library.add(bulk))  # noqa: B023
            rows.append(_row(f"wenren, {size:,}: {len(bulk):,} at once", taken, len(bulk)))
            taken = seconds(lambda: [library.add([draft]) for draft in singles])  # noqa: B023
            rows.append(_row(f"wenren, {size:,}: one by one", taken, len(singles)))
            library.close()
            path = Path(shutil.copy(stock(made, given.stores), scratch))
            taken = stock_insert(path, bulk, at_once=True)
            rows.append(_row(f"stock TinyDB, {size:,}: {len(bulk):,} at once", taken, len(bulk)))
            taken = stock_insert(path, singles[:2], at_once=False)
            rows.append(_row(f"stock TinyDB, {size:,}: one by one", taken, 2))
    head = ("", "ms an article", "articles a second")
    print_table("Adding (wenren: tagged, stories found, indexed; TinyDB: stored)", head, rows)


def _row(name: str, taken: float, number: int) -> tuple[str, str, str]:
    return name, ms(taken / number), f"{number / taken:,.0f}"


if __name__ == "__main__":
    main()
