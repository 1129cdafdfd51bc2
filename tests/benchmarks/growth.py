"""How what a query takes grows with the store, and what it would be of a larger one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from tests.benchmarks.measure import Taken, ms, print_table, quantile

NEXT = 1_000_000


def print_growth(grown: Mapping[int, Mapping[str, Sequence[Taken]]]) -> None:
    """``grown``: by number of articles and form, what every run took.

    The exponent is that of the last step from one size to the next: 0 is no growth, 1 as much as
    the store. A smaller one than 0 counts as 0.
    """
    sizes = sorted(grown)
    rows = []
    for form in grown[sizes[-1]]:
        if any(form not in grown[size] for size in sizes):
            continue
        p95 = [quantile([run.cpu for run in grown[size][form]], 0.95) for size in sizes]
        power = math.log(p95[-1] / p95[-2]) / math.log(sizes[-1] / sizes[-2])
        then = p95[-1] * (NEXT / sizes[-1]) ** max(power, 0)
        rows.append((form, *map(ms, p95), f"{power:.2f}", ms(then)))
    head = ("form", *(f"{size:,}" for size in sizes), "exponent", f"{NEXT:,} if it goes on")
    print_table("CPU ms, p95, as the store grows", head, rows)
