"""How fast the tagger is, beside jieba, on the same text in one run.

    python -m tests.benchmarks.tagger

Text: the VOA articles under ``$WENREN_SHARED`` when present, else sentences made here.
"""

from __future__ import annotations

import os
import random
import resource
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

ARTICLE = 900
"""Characters in an article of ordinary length: what the rates below are given in."""

SENTENCES = (
    "{0}总统星期三在{1}会晤了来访的{2}代表团，双方就贸易和边境问题交换了意见。",
    "{2}外交部发言人说，{0}方面的说法没有根据，并敦促各方保持克制。",
    "据路透社报道，{0}议会以多数票通过了新的预算案，反对党表示将提出异议。",
    "连日大雨造成{1}多处道路中断，救援人员已经转移了三千多名居民。",
    "经济学家认为，{0}与{2}之间的关税谈判短期内难以取得突破。",
    "研究人员在刊物上发表论文说，这种材料的成本只有原来的三分之一。",
)
PLACES = (
    "美国",
    "俄罗斯",
    "乌克兰",
    "日本",
    "法国",
    "德国",
    "印度",
    "巴西",
    "伊朗",
    "韩国",
    "越南",
    "波兰",
)
CITIES = (
    "北京",
    "华盛顿",
    "莫斯科",
    "东京",
    "巴黎",
    "柏林",
    "新德里",
    "首尔",
    "河内",
    "华沙",
)


def texts() -> list[str]:
    """The articles to tag."""
    root = Path(__file__).resolve().parents[2].parent
    voa = Path(os.environ.get("WENREN_SHARED", root / "shared")) / "data" / "voa"
    found = [p.read_text("utf-8", errors="replace") for p in sorted(voa.glob("*.txt"))]
    text = "\n".join(found)[:400_000]
    if not text:
        chance = random.Random(7)
        text = "\n".join(
            chance.choice(SENTENCES).format(
                chance.choice(PLACES), chance.choice(CITIES), chance.choice(PLACES)
            )
            for _ in range(8000)
        )
    return [text[at : at + ARTICLE] for at in range(0, len(text), ARTICLE)]


def traditional() -> dict[int, str]:
    """Simplified to one traditional character each: the folding's own table the other way."""
    table = files("store").joinpath("data/traditional.txt").read_text("utf-8")
    pairs = (p for line in table.splitlines() if line[:1] != "#" for p in line.split())
    return {ord(pair[1]): pair[0] for pair in pairs}


def rate(work: Callable[[str], object], articles: list[str]) -> float:
    """Characters a second, the better of two runs."""
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        for text in articles:
            work(text)
        best = min(best, time.perf_counter() - start)
    return sum(map(len, articles)) / best


def main() -> None:
    """Print the rates, the load times and the memory."""
    start = time.perf_counter()
    from store.actors.lexicon import load_lexicon
    from store.actors.tagger import Tagger

    imported = time.perf_counter()
    lexicon = load_lexicon()
    read = time.perf_counter()
    tagger = Tagger(lexicon)
    built = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"imports {imported - start:.3f} s, lexicon {read - imported:.3f} s ", end="")
    print(f"({len(lexicon.actors)} actors), tagger {built - read:.3f} s, {memory:.0f} MB")

    import jieba
    import jieba.posseg

    jieba.setLogLevel(60)
    articles = texts()
    hant = [text.translate(traditional()) for text in articles]
    changed = sum(
        a != b for x, y in zip(articles, hant, strict=True) for a, b in zip(x, y, strict=True)
    )
    print(
        f"{len(articles)} articles; {100 * changed / sum(map(len, articles)):.0f} % of the ", end=""
    )
    print("characters differ in the traditional text")
    rows: dict[str, float] = {
        "jieba.posseg.lcut": rate(jieba.posseg.lcut, articles[:60]),
        "jieba.lcut": rate(jieba.lcut, articles),
        "tagger": rate(lambda text: tagger.tag_all(text.split("\n")), articles),
        "tagger, traditional": rate(lambda text: tagger.tag_all(text.split("\n")), hant),
    }
    floor = rows["jieba.posseg.lcut"]
    for name, speed in rows.items():
        print(f"{name:28} {speed / 1000:7.0f}k chars/s {speed / ARTICLE:6.0f} articles/s ", end="")
        print(f"{speed / floor:5.1f} x posseg {speed / rows['jieba.lcut']:5.2f} x cut")


if __name__ == "__main__":
    main()
