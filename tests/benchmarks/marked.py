"""Queries about marks, with tens of thousands of articles read: the first 50 rows.

python -m tests.benchmarks.marked --sizes 100000
"""

from __future__ import annotations

import os
import random
import tempfile
from functools import partial

from store.library import Library
from tests.benchmarks import generate
from tests.benchmarks.measure import interleaved, ms, options, print_table, seconds
from tests.benchmarks.query import ROWS, times

SHARES = {
    "the newest third read": lambda ids: ids[: len(ids) // 3],
    "all but the newest 200 read": lambda ids: ids[200:],
    "every third read": lambda ids: ids[::3],
    "all read": lambda ids: ids,
}
QUERIES = (
    "", "未读", "已读", "星标", "标签:国际", "-星标", "-标签:国际", "是:转载", "-是:转载",
    "经济 未读", "经济 已读", "经济 星标", "的 未读", "发展经济 未读", "鼕鼕鼕 未读",
    "标题:会见 未读", "人:习近平 未读", "源:海港日报 未读", "日期:2023-03 未读", "未读 星标",
    "经济 -标签:国际",
    "(经济 OR 星标) 未读", "(未读 标签:国际) OR (经济 星标)", "经济 -(北京 星标)", "未读 -经济",
    "-(经济 未读)", "是:转载 未读 经济", "排序:旧", "未读 排序:旧", "经济 未读 sort:oldest",
    "经济 sort:relevance", "“这是” sort:relevance", "经济 北京 排序:相关", "经济 未读 排序:相关",
    "经济 星标 排序:相关", "人:习近平 经济 排序:相关",
)  # fmt: skip


def main() -> None:
    given = options(__doc__ or "", runs=15, sizes=(100_000,)).parse_args()
    given.stores.mkdir(parents=True, exist_ok=True)
    for size in given.sizes:
        store = generate.cached(size, given.stores)
        for share, chosen in SHARES.items():
            with tempfile.TemporaryDirectory() as state:
                os.environ["XDG_STATE_HOME"] = state
                library = Library.open(store)
                ids = [head.id for head in library.rows(stories=False).page(0, size)]
                some = random.Random(1).sample(ids, min(3000, size))
                library.marks.mark("read", chosen(ids))
                library.marks.mark("star", some[:300])
                library.marks.mark("tag", some, "国际")
                lines = []
                for stories in (True, False):
                    slowest = [
                        times(library, query, given.runs, stories=stories)[0] for query in QUERIES
                    ]
                    lines += [
                        (q or "all", "stories" if stories else "articles", ms(t.median), ms(t.p95))
                        for q, t in zip(QUERIES, slowest, strict=True)
                    ]
                first = Library.open(store)
                lines.append(("未读, the first time", "", ms(seconds(partial(_first, first))), ""))
                one = interleaved(given.runs, {"mark": partial(_mark, library, ids)})["mark"]
                lines.append(("reading one more, then 未读", "", ms(one.median), ms(one.p95)))
                head = ("query", "list", "first 50, ms", "p95")
                print_table(f"{size:,} articles, {share}", head, lines)
                library.close()
                first.close()


def _first(library: Library) -> None:
    library.rows("未读").page(0, ROWS)


def _mark(library: Library, ids: list[str]) -> float:
    id = random.choice(ids)
    library.marks.mark("unread", [id])
    library.marks.mark("read", [id])
    return seconds(partial(_first, library))


if __name__ == "__main__":
    main()
